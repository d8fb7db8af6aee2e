package io.pincite.ingest.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.FileReader;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.internal.routing.DrawnPdf;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages of text and pictures of text, read by the built-in engine.
class MixedPagesTest {
  private static final String[] LINES = {
    "The Tenant shall pay the Landlord a monthly rent of 4,200 dollars,",
    "payable in advance on the first day of each calendar month during",
    "the term of this Lease, without any deduction or set-off whatsoever.",
    "Any amount not paid within five days of its due date bears interest",
    "at the rate of one percent per month until it has been paid in full.",
    "The Landlord may apply the security deposit to amounts that are due."
  };
  private static final String[] INSERT = {
    "Parking is granted for three vehicles behind the building.",
    "The keys are handed over on the first day of the term."
  };
  private static final List<List<String>> ROWS =
      List.of(
          List.of("Service", "Hours", "Fee"),
          List.of("Cleaning of the|shared staircase", "Monday", "310.00"),
          List.of("Gardening", "First Friday of|each month", "145.50"),
          List.of("Security", "", "980.25"));

  /// Points from the lower edge, as [DrawnPdf] places pictures.
  private static final BoundingBox PLACE = new BoundingBox(72 / 612.0, 0.5, 540 / 612.0, 0.9);

  private static FileReader reader;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    SmallRyeConfig settings =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(IngestSettings.class)
            .withMapping(OcrSettings.class)
            .build();
    reader =
        FileReader.of(
            settings.getConfigMapping(IngestSettings.class),
            settings.getConfigMapping(OcrSettings.class));
  }

  @AfterAll
  static void close() {
    reader.close();
  }

  @Test
  void aSentenceInAScannedInsertIsKeptBesideThePagesText() throws IOException {
    PageReading page = read(withInsert(linesDrawn(INSERT)));

    assertThat(page.source()).isEqualTo(PageReading.Source.MIXED);
    assertThat(letters(page.layer().text()))
        .contains(letters(String.join("", LINES)))
        .contains(letters(String.join("", INSERT)));
    assertThat(words(page.layer(), "vehicles"))
        .singleElement()
        .satisfies(
            word -> {
              assertThat(word.confidence()).isLessThan(1);
              assertThat(PLACE.contains(word.box().centerX(), word.box().centerY())).isTrue();
            });
    assertThat(words(page.layer(), "whatsoever."))
        .singleElement()
        .satisfies(word -> assertThat(word.confidence()).isEqualTo(1));
  }

  @Test
  void aTableInAScannedInsertIsATable() throws IOException {
    PageReading page = read(withInsert(tableDrawn()));

    assertThat(page.source()).isEqualTo(PageReading.Source.MIXED);
    assertThat(letters(page.layer().text())).contains(letters(String.join("", LINES)));
    TokenLayer.PlacedBlock table =
        page.layer().blocks().stream()
            .filter(block -> block.type() == Block.Type.TABLE)
            .findFirst()
            .orElseThrow();
    assertThat(table.cells())
        .extracting(
            cell ->
                "%d %d %s"
                    .formatted(
                        cell.row(),
                        cell.column(),
                        page.layer()
                            .text()
                            .substring(cell.start(), cell.end())
                            .replaceAll("\\s+", " ")
                            .strip()))
        .contains(
            "0 2 Fee",
            "1 0 Cleaning of the shared staircase",
            "1 2 310.00",
            "2 1 First Friday of each month",
            "2 2 145.50",
            "3 2 980.25");
  }

  @Test
  void aStampOverTextDoublesNoWord() throws IOException {
    BufferedImage stamp = stamp();
    byte[] pdf =
        DrawnPdf.page(
            (document, content) -> {
              DrawnPdf.text(content, 72, 700, LINES);
              DrawnPdf.picture(document, content, stamp, 150, 570, 300, 150);
            });

    PageReading page = read(pdf);

    for (String line : LINES) {
      for (String word : line.split(" ")) {
        assertThat(words(page.layer(), word))
            .as(word)
            .hasSize(
                (int)
                    List.of(String.join(" ", LINES).split(" ")).stream()
                        .filter(word::equals)
                        .count());
      }
    }
  }

  @Test
  void aGoodInvisibleLayerIsUsed() throws IOException {
    PageReading page = read(DrawnPdf.scan(LINES, 0, LINES));

    assertThat(page.source())
        .as(page.sourceReason().text())
        .isEqualTo(PageReading.Source.TEXT_LAYER);
    assertThat(page.sourceReason().text()).contains("of its lines, read again, say the same");
    assertThat(letters(page.layer().text())).isEqualTo(letters(String.join("", LINES)));
  }

  /// The words lie where the print is, and are words; they are only not those.
  @Test
  void aBadInvisibleLayerIsReadAgain() throws IOException {
    String[] misread = new String[LINES.length];
    for (int i = 0; i < LINES.length; i++) {
      misread[i] =
          LINES[i].replace("th", "li").replace("e", "c").replace("o", "n").replace("a", "u");
    }

    PageReading page = read(DrawnPdf.scan(LINES, 0, misread));

    assertThat(page.source()).isEqualTo(PageReading.Source.OCR);
    assertThat(letters(page.layer().text())).isEqualTo(letters(String.join("", LINES)));
  }

  // --- pages ------------------------------------------------------------------------------------

  private PageReading read(byte[] pdf) throws IOException {
    Path file = Files.write(folder.resolve("page.pdf"), pdf);
    return reader.read(file, OcrChoice.AUTO, (done, all) -> {}).pages().getFirst();
  }

  /// Lines of text above, a picture in [#PLACE] below.
  private static byte[] withInsert(BufferedImage insert) throws IOException {
    return DrawnPdf.page(
        (document, content) -> {
          DrawnPdf.text(content, 72, 700, LINES);
          DrawnPdf.picture(
              document,
              content,
              insert,
              (float) PLACE.x0() * 612,
              (float) (1 - PLACE.y1()) * 792,
              (float) PLACE.width() * 612,
              (float) PLACE.height() * 792);
        });
  }

  private static BufferedImage linesDrawn(String... lines) {
    BufferedImage image = paper();
    var graphics = pen(image);
    for (int i = 0; i < lines.length; i++) {
      graphics.drawString(lines[i], 40, 120 + 60 * i);
    }
    graphics.dispose();
    return image;
  }

  private static BufferedImage tableDrawn() {
    BufferedImage image = paper();
    var graphics = pen(image);
    graphics.setStroke(new BasicStroke(3));
    for (int row = 0; row <= ROWS.size(); row++) {
      graphics.drawLine(60, 60 + 120 * row, 1110, 60 + 120 * row);
    }
    for (int column = 0; column <= 3; column++) {
      graphics.drawLine(60 + 350 * column, 60, 60 + 350 * column, 60 + 120 * ROWS.size());
    }
    for (int row = 0; row < ROWS.size(); row++) {
      for (int column = 0; column < 3; column++) {
        String[] lines = ROWS.get(row).get(column).split("\\|");
        for (int line = 0; line < lines.length; line++) {
          graphics.drawString(lines[line], 80 + 350 * column, 112 + 120 * row + 42 * line);
        }
      }
    }
    graphics.dispose();
    return image;
  }

  /// As large as [#PLACE] at 180 dpi.
  private static BufferedImage paper() {
    var image = new BufferedImage(1170, 792, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(new Color(0xF4F2EC));
    graphics.fillRect(0, 0, 1170, 792);
    graphics.dispose();
    return image;
  }

  private static java.awt.Graphics2D pen(BufferedImage image) {
    var graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 32));
    return graphics;
  }

  /// Red on nothing, with letters of its own between and over the lines.
  private static BufferedImage stamp() {
    var image = new BufferedImage(900, 450, BufferedImage.TYPE_INT_ARGB);
    var graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(new Color(200, 30, 30, 170));
    graphics.setStroke(new BasicStroke(12));
    graphics.drawRect(20, 20, 860, 410);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 70));
    graphics.drawString("RECEIVED", 240, 150);
    graphics.drawString("LEGAL DEPARTMENT", 60, 260);
    graphics.drawString("14 MARCH 2024", 160, 370);
    graphics.dispose();
    return image;
  }

  private static List<TokenLayer.PlacedWord> words(TokenLayer layer, String text) {
    return layer.words().stream()
        .filter(word -> layer.text().substring(word.start(), word.end()).equals(text))
        .toList();
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
