package io.pincite.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pincite.ingest.internal.postgres.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path parent;

  @Test
  void whatIsMadeIsForItsOwnerAlone() throws IOException {
    Path root = parent.resolve("share/pincite");

    Path files = new DataFolder(root).folder("files");

    assertThat(permissions(root)).isEqualTo("rwx------");
    assertThat(permissions(files)).isEqualTo("rwx------");
  }

  @Test
  void whatIsThereStaysAsItsOwnerMadeIt() throws IOException {
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-x---"));

    new DataFolder(parent).folder("files");

    assertThat(permissions(parent)).isEqualTo("rwxr-x---");
  }

  @Test
  void aDatabaseOfAnotherUserIsReachedButNothingIsListed() throws IOException {
    Path root = new DataFolder(parent.resolve("pincite")).made();

    Account.NOBODY.reach(root);

    assertThat(permissions(root)).isEqualTo("rwx--x--x");
  }

  @Test
  void theDatabaseMakesTheFolderForItsOwnerToo() throws IOException {
    Path root = parent.resolve("pincite");

    EmbeddedPostgres.start(root).close();

    assertThat(permissions(root))
        .isEqualTo(Account.choose() == Account.NOBODY ? "rwx--x--x" : "rwx------");
    assertThat(permissions(root.resolve("postgres"))).isEqualTo("rwx------");
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidWithTheWayOut() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    var data = new DataFolder(file.resolve("pincite"));

    assertThatThrownBy(data::made)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("[%s] cannot make the folder", file.resolve("pincite"))
        .hasMessageEndingWith("Choose another data folder with pincite.data.");
  }

  private static String permissions(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
