package io.pincite.web.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.FileReader;
import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pincite ocr` on files of every kind, with the real engine.
class PrintedPagesTest {
  private static final String SENTENCE = "The tenant pays the rent in advance.";

  @TempDir Path folder;

  /// What a run printed.
  private record Printed(int code, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  @Test
  void aDigitalPdfIsPrintedAsMarkdown() throws IOException {
    Printed printed = print(false, pdf("lease.pdf"));

    assertThat(printed.code()).isZero();
    assertThat(printed.out()).contains(SENTENCE);
    assertThat(printed.err()).isEqualTo("[lease.pdf] 1 of 1 pages read" + System.lineSeparator());
  }

  @Test
  void everyPageOfAFaxIsReadFromItsImage() throws IOException {
    Printed printed = print(true, fax("fax.tif", 2));

    assertThat(printed.code()).isZero();
    JsonNode file = printed.json().get(0);
    assertThat(file.get("name").asText()).isEqualTo("fax.tif");
    assertThat(file.get("mediaType").asText()).isEqualTo("image/tiff");
    assertThat(file.get("problems")).isEmpty();
    assertThat(file.get("pages")).hasSize(2);
    for (JsonNode page : file.get("pages")) {
      assertThat(page.get("page").get("source").asText()).isEqualTo("OCR");
      assertThat(page.get("page").get("text").asText()).contains("tenant").contains("advance");
      assertThat(page.get("words")).isNotEmpty();
      for (JsonNode word : page.get("words")) {
        assertThat(word.get("box")).hasSize(4);
        assertThat(word.get("confidence").asDouble()).isBetween(0.0, 1.0);
      }
    }
    assertThat(printed.err()).contains("[fax.tif] 2 of 2 pages read");
  }

  @Test
  void aPictureThatMayNotBeReadByOcrHasNoWords() throws IOException {
    Printed printed =
        print(new CommandLine.Ocr(List.of(png("photo.png")), true, how(OcrChoice.NEVER)));

    assertThat(printed.code()).isZero();
    JsonNode page = printed.json().get(0).get("pages").get(0);
    assertThat(page.get("page").get("source").asText()).isEqualTo("NONE");
    assertThat(page.get("page").get("sourceReason").asText()).contains("(ocr=never)");
    assertThat(page.get("words")).isEmpty();
  }

  @Test
  void badFilesAmongGoodOnesAreToldOnTheErrorStreamAndInTheJson() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.png"), "\u0089PNG no more than that");
    Path missing = folder.resolve("missing.pdf");

    Printed printed = print(true, pdf("first.pdf"), broken, missing, pdf("last.pdf"));

    assertThat(printed.code()).as("some were read, some not").isEqualTo(2);
    JsonNode files = printed.json();
    assertThat(files).hasSize(4);
    assertThat(files.get(0).get("pages")).hasSize(1);
    assertThat(files.get(3).get("pages")).hasSize(1);
    for (int bad : List.of(1, 2)) {
      assertThat(files.get(bad).get("pages")).isEmpty();
      JsonNode problem = files.get(bad).get("problems").get(0).get("problem");
      assertThat(problem.get("code").asText()).isNotBlank();
      assertThat(printed.err()).contains(problem.get("detail").asText());
    }
    assertThat(printed.err())
        .contains("missing.pdf] there is no such file, or it may not be read.");
  }

  @Test
  void whereNothingCouldBeReadTheJsonIsClosedAllTheSame() throws IOException {
    Printed printed = print(true, folder, folder.resolve("nothing.tif"));

    assertThat(printed.code()).isEqualTo(1);
    assertThat(printed.json()).hasSize(2);
    assertThat(print(false, folder.resolve("nothing.tif")).out()).isEmpty();
  }

  @Test
  void anEngineThatDoesNotStartLeavesValidJson() throws IOException {
    System.setProperty("pincite.ocr.engine", "none");
    try {
      Printed printed = print(true, pdf("digital.pdf"), png("photo.png"));

      assertThat(printed.json().get(0).get("pages")).hasSize(1);
      assertThat(printed.json()).hasSize(2);
      assertThat(printed.code()).isEqualTo(2);
      assertThat(printed.err()).contains("OCR is switched off (pincite.ocr.engine=none).");
    } finally {
      System.clearProperty("pincite.ocr.engine");
    }
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> before = ofPincite(temporary);
    print(true, png("photo.png"), folder.resolve("nothing.tif"));

    assertThat(ofPincite(temporary)).isEqualTo(before);
  }

  private static List<Path> ofPincite(Path temporary) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("pincite-ocr-"))
          .sorted()
          .toList();
    }
  }

  // --- helpers ----------------------------------------------------------------------------------

  private static FileReader.How how(OcrChoice choice) {
    return new FileReader.How(choice, Optional.empty(), Optional.empty());
  }

  private static Printed print(boolean json, Path... files) {
    return print(new CommandLine.Ocr(List.of(files), json, how(OcrChoice.AUTO)));
  }

  private static Printed print(CommandLine.Ocr asked) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        PrintedPages.print(
            asked,
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Printed(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path pdf(String name) throws IOException {
    Path file = folder.resolve(name);
    try (var document = new PDDocument()) {
      var page = new PDPage(PDRectangle.A4);
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(72, 700);
        content.showText(SENTENCE);
        content.endText();
      }
      document.save(file.toFile());
    }
    return file;
  }

  private Path png(String name) throws IOException {
    Path file = folder.resolve(name);
    ImageIO.write(picture(), "png", file.toFile());
    return file;
  }

  private Path fax(String name, int pages) throws IOException {
    Path file = folder.resolve(name);
    var writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (var stream = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int page = 0; page < pages; page++) {
        writer.writeToSequence(new IIOImage(picture(), null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return file;
  }

  private static BufferedImage picture() {
    var image = new BufferedImage(900, 300, BufferedImage.TYPE_BYTE_GRAY);
    var graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.fillRect(0, 0, 900, 300);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 30));
    graphics.drawString(SENTENCE, 60, 120);
    graphics.drawString("Notices are given in writing.", 60, 180);
    graphics.dispose();
    return image;
  }
}
