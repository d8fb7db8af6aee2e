package io.pincite.ingest.internal.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.internal.pdf.PdfFile;
import io.pincite.ingest.internal.pdf.PdfLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficeConverterTest {
  @TempDir Path folder;

  private Path document() throws IOException {
    return Files.writeString(
        folder.resolve("original"), "{\\rtf1\\ansi\\f0 The lease term is three years.\\par}");
  }

  /// A program that behaves as told in place of the real one.
  private String program(String script) throws IOException {
    Path program = folder.resolve("soffice-" + System.nanoTime());
    Files.writeString(program, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program.toString();
  }

  private List<Path> leftovers(Path target) throws IOException {
    try (Stream<Path> files = Files.list(target.getParent())) {
      return files.toList();
    }
  }

  private void assertProblem(String command, Duration timeout, String code, String message)
      throws IOException {
    Path pdf = folder.resolve("converted/x.pdf");
    assertThatThrownBy(() -> new OfficeConverter(command, timeout).convert(document(), "rtf", pdf))
        .isInstanceOf(IngestException.Permanent.class)
        .hasMessage(message)
        .extracting(failure -> ((IngestException) failure).code())
        .isEqualTo(code);
    assertThat(Files.isDirectory(pdf.resolveSibling(".")) ? leftovers(pdf) : List.of()).isEmpty();
  }

  @Test
  void whereLibreOfficeIsMissingTheWayOutIsSaid() throws IOException {
    assertProblem(
        "/nowhere/soffice",
        Duration.ofSeconds(5),
        "office-converter-missing",
        "Office files are read through LibreOffice, and '/nowhere/soffice' is not installed here. Install LibreOffice, or save the document as a PDF and upload that.");
  }

  @Test
  void aDocumentThatDoesNotConvertIsAProblemAndLeavesNothingBehind() throws IOException {
    assertProblem(
        program("exit 0\n"),
        Duration.ofSeconds(5),
        "office-not-converted",
        "LibreOffice could not open the document: it is damaged, needs a password, or is of a kind it does not know. Save it as a PDF and upload that.");
  }

  @Test
  void aConversionThatHangsIsStopped() throws IOException {
    assertProblem(
        program("sleep 300 & wait\n"),
        Duration.ofSeconds(1),
        "office-not-converted",
        "Converting the document to PDF took more than 1 s, the limit. Save it as a PDF and upload that, or raise pincite.ingest.office.timeout.");
  }

  @Test
  void anOfficeFileBecomesAPdf() throws Exception {
    var converter = new OfficeConverter("soffice", Duration.ofSeconds(120));
    Path pdf = folder.resolve("converted/x.pdf");
    try {
      converter.convert(document(), "rtf", pdf);
    } catch (IngestException.Permanent missing) {
      Assumptions.assumeFalse(
          missing.code().equals("office-converter-missing"),
          "left out: converting with the real LibreOffice, which is not installed here");
      throw missing;
    }
    try (PdfFile file = PdfFile.open(pdf, PdfLimits.DEFAULTS)) {
      assertThat(file.page(1).content().words().stream().map(word -> word.word().text()))
          .containsExactly("The", "lease", "term", "is", "three", "years.");
    }
    assertThat(leftovers(pdf)).containsExactly(pdf);
  }
}
