package io.pincite.ocr.internal.tesseract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pincite.ocr.internal.lines.DrawnLine;
import io.pincite.ocr.internal.lines.LineReader;
import io.pincite.ocr.internal.lines.LineReaderContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TesseractTest extends LineReaderContract {

  private static Tesseract tesseract;

  @BeforeAll
  static void start() {
    tesseract = Tesseract.start();
  }

  @AfterAll
  static void close() {
    tesseract.close();
  }

  @Override
  protected LineReader reader() {
    return tesseract;
  }

  @Test
  void nothingIsLeftOfItsUnpackedLibraries() throws IOException {
    try (var files =
        Files.newDirectoryStream(
            Path.of(System.getProperty("java.io.tmpdir")), "pincite-tesseract-*")) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void onceClosedItReadsNoMore() {
    Tesseract closed = Tesseract.start();
    closed.close();

    assertThatThrownBy(() -> closed.read(DrawnLine.of("rent").image()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Tesseract is closed");
  }
}
