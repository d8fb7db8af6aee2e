package io.pincite.ocr.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Layout;
import io.pincite.ocr.PageContent;
import io.pincite.ocr.PageContent.Imprint;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.samples.Condition;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageMarksTest {
  private static final int WIDTH = 1654;
  private static final int HEIGHT = 2339;

  @ParameterizedTest
  @ValueSource(ints = {0xC81E28, 0xE03030, 0x2040B0, 0x3050D0})
  void aRoundSealIsFoundWhereItStands(int color) {
    BufferedImage page = page();
    Graphics2D graphics = graphics(page);
    graphics.setColor(new Color(color));
    graphics.setStroke(new BasicStroke(7));
    graphics.drawOval(900, 1500, 330, 330);
    graphics.fillOval(1040, 1640, 50, 50);
    graphics.dispose();
    assertFound(marks(page), Imprint.Kind.SEAL, 900, 1500, 330, 330);
  }

  @Test
  void aSquareNameSealIsFound() {
    BufferedImage page = page();
    Graphics2D graphics = graphics(page);
    graphics.setColor(new Color(0xC81E28));
    graphics.setStroke(new BasicStroke(8));
    graphics.drawRect(700, 1600, 140, 140);
    graphics.drawLine(770, 1600, 770, 1740);
    graphics.dispose();
    assertFound(marks(page), Imprint.Kind.SEAL, 700, 1600, 140, 140);
  }

  @Test
  void redTypeIsNoSeal() {
    BufferedImage page = page();
    Graphics2D graphics = graphics(page);
    graphics.setColor(new Color(0xC81E28));
    graphics.setFont(new Font(Font.SERIF, Font.BOLD, 90));
    graphics.drawString("Ministry of Works", 300, 1600);
    graphics.fillRect(200, 1650, 1200, 6);
    graphics.dispose();
    assertThat(marks(page).imprints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aSignatureOnItsLineIsFound(long seed) {
    BufferedImage page = page();
    Graphics2D graphics = graphics(page);
    graphics.setColor(Color.BLACK);
    graphics.fillRect(800, 1700, 500, 3);
    graphics.setColor(new Color(0x101830));
    graphics.setStroke(new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    var random = new Random(seed);
    var pen = new Path2D.Double();
    pen.moveTo(830, 1680);
    for (int i = 1; i <= 9; i++) {
      pen.curveTo(
          830 + 40 * i - random.nextInt(50),
          1590 + random.nextInt(140),
          830 + 40 * i + random.nextInt(50),
          1590 + random.nextInt(140),
          830 + 40 * i,
          1600 + random.nextInt(120));
    }
    graphics.draw(pen);
    graphics.dispose();
    var box = pen.getBounds();
    List<Imprint> imprints = marks(page).imprints();
    assertThat(imprints).hasSize(1);
    assertThat(imprints.getFirst().kind()).isEqualTo(Imprint.Kind.SIGNATURE);
    assertThat(imprints.getFirst().box().centerX() * WIDTH).isBetween(box.getMinX(), box.getMaxX());
  }

  @Test
  void aPhotographInAPageIsAPictureAndTheLayoutMakesItAFigure() {
    BufferedImage page = page();
    var random = new Random(3);
    for (int y = 1400; y < 1900; y++) {
      for (int x = 500; x < 1200; x++) {
        int gray =
            60 + (int) (50 * Math.sin(x / 60.0) + 40 * Math.cos(y / 45.0)) + random.nextInt(30);
        page.setRGB(x, y, Math.clamp(gray, 0, 255) * 0x010101);
      }
    }
    PageMarks marks = marks(page);
    assertThat(marks.pictures()).hasSize(1);
    BoundingBox box = marks.pictures().getFirst();
    assertThat(box.x0() * WIDTH).isBetween(490.0, 540.0);
    assertThat(box.y1() * HEIGHT).isBetween(1860.0, 1905.0);
    var content =
        new PageContent(595, 842, List.of(), marks.rulings(), marks.pictures(), marks.imprints());
    assertThat(new Layout().analyse(content)).singleElement().isInstanceOf(Block.Figure.class);
  }

  @Test
  void sealsAndSignaturesBecomeBlocksBesideTheText() {
    BoundingBox seal = new BoundingBox(0.5, 0.6, 0.7, 0.74);
    BoundingBox signature = new BoundingBox(0.1, 0.7, 0.3, 0.75);
    var content =
        new PageContent(
            595,
            842,
            List.of(),
            List.of(),
            List.of(),
            List.of(
                new Imprint(Imprint.Kind.SEAL, seal),
                new Imprint(Imprint.Kind.SIGNATURE, signature)));
    assertThat(new Layout().analyse(content))
        .containsExactlyInAnyOrder(
            new Block.Seal(List.of(), seal, "seal"),
            new Block.Figure(List.of(), signature, "signature"));
  }

  /// What the degrader stamps: a round seal with a star and a framed date stamp.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void stampsOverTextAreFound(long seed) {
    Scan scan = Scan.of(Sample.EMPLOYMENT.pdf(), 1, Condition.STAMPED.wear(), seed);
    PagePixels pixels = PagePixels.of(scan.pixels());
    assertThat(PageMarks.of(pixels, scan.dpi()).imprints())
        .anyMatch(imprint -> imprint.kind() == Imprint.Kind.SEAL);
  }

  @ParameterizedTest
  @EnumSource(
      value = Condition.class,
      names = {"CLEAN_200", "NOISY", "BLURRED", "FAXED", "SHADOWED", "PHOTOGRAPHED"})
  void printedPagesHaveNoImprintsAndNoPictures(Condition condition) {
    for (Sample sample : List.of(Sample.LEASE, Sample.PURCHASE_ZH)) {
      Scan scan = Scan.of(sample.pdf(), 1, condition.wear(), 2);
      PreparedPage page = PreparedPage.of(PagePixels.of(scan.pixels()), scan.dpi());
      PageMarks marks = PageMarks.of(page.pixels(), page.dpi());
      assertThat(marks.imprints()).as("%s", sample).isEmpty();
      assertThat(marks.pictures()).as("%s", sample).isEmpty();
    }
  }

  private static void assertFound(
      PageMarks marks, Imprint.Kind kind, int x, int y, int width, int height) {
    assertThat(marks.imprints()).hasSize(1);
    Imprint imprint = marks.imprints().getFirst();
    assertThat(imprint.kind()).isEqualTo(kind);
    var truth =
        BoundingBox.clamped(
            (double) x / WIDTH,
            (double) y / HEIGHT,
            (double) (x + width) / WIDTH,
            (double) (y + height) / HEIGHT);
    double shared = truth.intersectionArea(imprint.box());
    assertThat(shared / (truth.area() + imprint.box().area() - shared)).isGreaterThan(0.85);
  }

  private static PageMarks marks(BufferedImage page) {
    return PageMarks.of(PagePixels.of(page), 200);
  }

  @Test
  void aRoundSealOnAGrayScanIsFoundToo() {
    BufferedImage page = page();
    Graphics2D graphics = graphics(page);
    graphics.setColor(new Color(0x404040));
    graphics.setStroke(new BasicStroke(7));
    graphics.drawOval(900, 1500, 330, 330);
    graphics.dispose();
    Scan scan = Scan.of(page, 200, Wear.none(200).blurred(0.5).noisy(4, 0).jpeg(75), 1);
    PageMarks marks = PageMarks.of(PagePixels.of(scan.pixels()), 200);
    assertFound(marks, Imprint.Kind.SEAL, 900, 1500, 330, 330);
  }

  private static BufferedImage page() {
    var page = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = graphics(page);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SERIF, Font.BOLD, 60));
    graphics.drawString("Lease Agreement", 600, 180);
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 30));
    for (int line = 0; line < 20; line++) {
      graphics.drawString(
          "The tenant pays the rent of 12,500.00 in advance on the first day of every month,",
          150,
          300 + 50 * line);
    }
    graphics.dispose();
    return page;
  }

  private static Graphics2D graphics(BufferedImage page) {
    Graphics2D graphics = page.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    return graphics;
  }
}
