package io.pincite.ingest.internal.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pincite.ingest.IngestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfFileProblemsTest {
  @TempDir Path folder;

  private static final PdfLimits SMALL =
      new PdfLimits(3, 1_000_000, 100_000, 1_000, 50, Duration.ofSeconds(5), 1 << 20);

  private static void assertProblem(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IngestException.Permanent.class)
        .hasMessage(message)
        .extracting(failure -> ((IngestException) failure).code())
        .isEqualTo(code);
  }

  private Path blank(int pages) throws IOException {
    try (var document = new PDDocument()) {
      for (int i = 0; i < pages; i++) {
        document.addPage(new PDPage());
      }
      Path file = folder.resolve("blank-%d.pdf".formatted(pages));
      document.save(file.toFile());
      return file;
    }
  }

  @Test
  void aPasswordIsAskedFor() throws IOException {
    Path file = folder.resolve("locked.pdf");
    try (var document = new PDDocument()) {
      document.addPage(new PDPage());
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      document.save(file.toFile());
    }
    assertProblem(
        () -> PdfFile.open(file, SMALL),
        "pdf-password",
        "The PDF opens only with a password. Save a copy without one and upload that.");
  }

  @Test
  void aFileThatAnyoneMayReadOpensWithoutItsOwnersPassword() throws IOException {
    Path file = folder.resolve("owned.pdf");
    try (var pdf = DrawnPdf.letter()) {
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 700, "for all to read");
      pdf.content.close();
      pdf.document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
      pdf.document.save(file.toFile());
    }
    try (PdfFile open = PdfFile.open(file, PdfLimits.DEFAULTS)) {
      assertThat(open.page(1).content().words()).hasSize(4);
    }
  }

  @Test
  void anEmptyFileIsDamaged() throws IOException {
    Path file = Files.createFile(folder.resolve("empty.pdf"));
    assertProblem(
        () -> PdfFile.open(file, SMALL),
        "pdf-damaged",
        "The file is empty. Upload it again from where it is whole.");
  }

  @Test
  void aFileCutShortIsRepairedOrDamagedButNeverACrash() throws IOException {
    byte[] whole = Files.readAllBytes(blank(2));
    for (int length = 1; length < whole.length; length += 37) {
      Path file = folder.resolve("cut.pdf");
      Files.write(file, Arrays.copyOf(whole, length));
      try (PdfFile open = PdfFile.open(file, SMALL)) {
        assertThat(open.pages()).isPositive();
      } catch (IngestException problem) {
        assertThat(problem.code()).isIn("pdf-damaged", "pdf-no-pages");
      }
    }
  }

  @Test
  void aFileWithoutPagesSaysSo() throws IOException {
    Path file = blank(0);
    assertProblem(
        () -> PdfFile.open(file, SMALL),
        "pdf-no-pages",
        "The PDF opens but has no pages. Save it again from the program it came from.");
  }

  @Test
  void tooManyPagesNameTheLimit() throws IOException {
    Path file = blank(4);
    assertProblem(
        () -> PdfFile.open(file, SMALL),
        "too-many-pages",
        "The PDF has 4 pages; the limit is 3. Split it, or raise pincite.ingest.pdf.max-pages.");
  }

  @Test
  void aHugePageIsReadButItsImageHasALimit() throws IOException {
    // 10 m x 10 m
    try (var pdf =
        new DrawnPdf(new PDRectangle(28346, 28346), new PDRectangle(28346, 28346), 0, 1)) {
      pdf.show(DrawnPdf.HELVETICA, 400, 1000, 20000, "huge");
      try (PdfFile file = PdfFile.open(pdf.save(folder), SMALL)) {
        assertThat(file.page(1).content().words()).hasSize(1);
        assertThat(file.render(1, 900).getHeight()).isEqualTo(900);
        assertProblem(
            () -> file.render(1, 20_000),
            "page-too-large",
            "[p.1] a page image of 20,000 x 20,000 px was asked for; the limit is 1,000,000 px in all and 32,000 px a side. Ask for a narrower image, or raise pincite.ingest.pdf.max-page-image-pixels.");
      }
    }
  }

  @Test
  void tooManyInstructionsEndThePageNotTheFile() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.raw("q Q ".repeat(600));
      pdf.addPage(PDRectangle.LETTER, PDRectangle.LETTER, 0, 1);
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 700, "fine");
      try (PdfFile file = PdfFile.open(pdf.save(folder), SMALL)) {
        assertProblem(
            () -> file.page(1),
            "page-too-complex",
            "[p.1] the page draws more than 1,000 things. Print the page to a new PDF, or raise pincite.ingest.pdf.max-operators.");
        assertThat(file.page(2).content().words()).hasSize(1);
      }
    }
  }

  @Test
  void aPathThatLiesAtNoPlaceLeavesTheText() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      String huge = "900000000000000000 0 0 900000000000000000 0 0 cm ".repeat(20);
      pdf.raw("q " + huge + "0 0 m 1 1 l S 0 0 1 1 re f Q ");
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 700, "for all to read");
      try (PdfFile file = PdfFile.open(pdf.save(folder), PdfLimits.DEFAULTS)) {
        assertThat(file.page(1).content().words()).hasSize(4);
      }
    }
  }

  @Test
  void tooManyCharactersEndThePage() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.show(DrawnPdf.HELVETICA, 4, 72, 700, "abcdefghij".repeat(6));
      try (PdfFile file = PdfFile.open(pdf.save(folder), SMALL)) {
        assertProblem(
            () -> file.page(1),
            "page-too-complex",
            "[p.1] the page has more than 50 characters. Print the page to a new PDF, or raise pincite.ingest.pdf.max-glyphs.");
      }
    }
  }

  @Test
  void aSmallFileCannotUnpackToFillTheMemory() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.content.close();
      COSStream bomb = pdf.document.getDocument().createCOSStream();
      try (var out = bomb.createRawOutputStream()) {
        out.write(deflated(50_000_000));
      }
      bomb.setItem(COSName.FILTER, COSName.FLATE_DECODE);
      pdf.page.getCOSObject().setItem(COSName.CONTENTS, bomb);
      Path file = folder.resolve("bomb.pdf");
      pdf.document.save(file.toFile());
      try (PdfFile open = PdfFile.open(file, SMALL)) {
        assertProblem(
            () -> open.page(1),
            "page-too-complex",
            "[p.1] the page's drawing instructions are more than 100,000 bytes. Print the page to a new PDF, or raise pincite.ingest.pdf.max-content.");
      }
    }
  }

  private static byte[] deflated(int length) {
    try (var deflater = new Deflater()) {
      deflater.setInput(new byte[length]);
      deflater.finish();
      byte[] packed = new byte[length / 100];
      return Arrays.copyOf(packed, deflater.deflate(packed));
    }
  }

  @Test
  void contentThatBreaksOffIsReadUpToThere() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 700, "before");
      pdf.raw("BT /F1 12 Tf 72 600 Td (never closed ");
      try (PdfFile file = PdfFile.open(pdf.save(folder), PdfLimits.DEFAULTS)) {
        assertThat(file.page(1).content().words()).hasSize(1);
      }
    }
  }
}
