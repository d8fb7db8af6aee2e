package io.pincite.retrieval.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneIndexTest extends IndexContract {
  @TempDir Path folder;

  @Override
  protected ChunkIndex open() {
    return LuceneIndex.open(folder);
  }

  @Override
  protected void crash(ChunkIndex index) {
    ((LuceneIndex) index).crash();
  }

  @Test
  void aDamagedFolderIsStartedAnewSoThatEverythingIsTakenUpAgain() throws IOException {
    put("rent");
    index.applied(5);
    index.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("segments")) {
          Files.write(file, new byte[] {1, 2, 3});
        }
      }
    }

    index = open();

    assertThat(index.applied()).isZero();
    assertThat(words("rent")).isEmpty();
    put("rent");
    assertThat(words("rent")).hasSize(1);
  }
}
