package io.pincite.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScanTest {
  private static final int WIDTH = 1_240;
  private static final int HEIGHT = 1_754;

  /// Black squares of known places on white paper, found again by their pixels.
  @ParameterizedTest
  @EnumSource(
      value = Condition.class,
      names = {"CLEAN_100", "CLEAN_200", "SKEWED", "FAXED", "SHADOWED", "PHOTOGRAPHED"})
  void whatIsDrawnLiesWhereTheTruthSays(Condition condition) {
    var page = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D drawing = page.createGraphics();
    drawing.setColor(Color.WHITE);
    drawing.fillRect(0, 0, WIDTH, HEIGHT);
    drawing.setColor(Color.BLACK);
    var boxes = new ArrayList<Truth.Box>();
    for (double x : new double[] {0.1, 0.5, 0.85}) {
      for (double y : new double[] {0.08, 0.4, 0.9}) {
        int left = (int) (x * WIDTH);
        int top = (int) (y * HEIGHT);
        drawing.fillRect(left, top, 40, 30);
        boxes.add(
            new Truth.Box(
                (double) left / WIDTH,
                (double) top / HEIGHT,
                (left + 40.0) / WIDTH,
                (top + 30.0) / HEIGHT));
      }
    }
    drawing.dispose();

    Scan scan = Scan.of(page, 150, condition.wear(), 3);

    for (Truth.Box box : boxes) {
      Truth.Box expected = scan.placement().box(box);
      Truth.Box found = dark(scan.pixels(), expected);
      double pixel = 1.0 / scan.pixels().getWidth();
      assertThat(found.x0()).as("left of %s", box).isCloseTo(expected.x0(), within(3 * pixel));
      assertThat(found.x1()).as("right of %s", box).isCloseTo(expected.x1(), within(3 * pixel));
      assertThat(found.y0()).as("top of %s", box).isCloseTo(expected.y0(), within(3 * pixel));
      assertThat(found.y1()).as("bottom of %s", box).isCloseTo(expected.y1(), within(3 * pixel));
    }
  }

  /// Rows and columns that are mostly ink for the width of the expected box, looked for around it.
  private static Truth.Box dark(BufferedImage picture, Truth.Box near) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int x0 = (int) (near.x0() * width) - 15;
    int x1 = (int) (near.x1() * width) + 15;
    int y0 = (int) (near.y0() * height) - 15;
    int y1 = (int) (near.y1() * height) + 15;
    int left = Integer.MAX_VALUE;
    int top = Integer.MAX_VALUE;
    int right = -1;
    int bottom = -1;
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        // Three in a row: a speck is not a square.
        if (isDark(picture, x, y) && isDark(picture, x + 1, y) && isDark(picture, x + 2, y)) {
          left = Math.min(left, x);
          right = Math.max(right, x + 3);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    return new Truth.Box(
        (double) left / width,
        (double) top / height,
        (double) right / width,
        (double) bottom / height);
  }

  private static boolean isDark(BufferedImage picture, int x, int y) {
    return (picture.getRGB(x, y) >> 8 & 0xFF) < 64;
  }

  @ParameterizedTest
  @EnumSource(
      value = Condition.class,
      names = {"CLEAN_150", "SKEWED", "PHOTOGRAPHED"})
  void theInkOfAPageLiesInTheBoxesOfItsWords(Condition condition) {
    Truth.Page page = Sample.NDA.truth().pages().getLast();
    Scan scan = Scan.of(Sample.NDA.pdf(), page.number(), condition.wear(), 5);
    BufferedImage pixels = scan.pixels();
    Truth.Page truth = scan.truth(page);
    boolean[] covered = new boolean[pixels.getWidth() * pixels.getHeight()];
    for (Truth.Word word : truth.words()) {
      int ink = 0;
      // Some ink hangs out of the advance, and antialiasing reaches a pixel further.
      for (int y = (int) (word.box().y0() * pixels.getHeight()) - 1;
          y <= word.box().y1() * pixels.getHeight() + 1;
          y++) {
        for (int x = (int) (word.box().x0() * pixels.getWidth()) - 2;
            x <= word.box().x1() * pixels.getWidth() + 2;
            x++) {
          covered[y * pixels.getWidth() + x] = true;
          ink += isInk(pixels, x, y) ? 1 : 0;
        }
      }
      assertThat(ink).as(word.text()).isPositive();
    }
    int outside = 0;
    int inside = 0;
    Placement back = scan.placement().inverse();
    for (int y = 0; y < pixels.getHeight(); y++) {
      for (int x = 0; x < pixels.getWidth(); x++) {
        double[] onPage = back.point((x + 0.5) / pixels.getWidth(), (y + 0.5) / pixels.getHeight());
        boolean isPaper =
            onPage[0] > 0.01 && onPage[0] < 0.99 && onPage[1] > 0.01 && onPage[1] < 0.99;
        if (isPaper && isInk(pixels, x, y)) {
          if (covered[y * pixels.getWidth() + x]) {
            inside++;
          } else {
            outside++;
          }
        }
      }
    }
    // The lines to sign on are no words.
    assertThat(outside).isLessThan(inside / 50);
  }

  private static boolean isInk(BufferedImage picture, int x, int y) {
    return (picture.getRGB(x, y) >> 8 & 0xFF) < 90;
  }

  @ParameterizedTest
  @EnumSource(Condition.class)
  void theSameSeedGivesTheSamePixels(Condition condition) {
    byte[] pdf = Sample.NDA.pdf();
    Wear wear = condition.wear().at(60);
    BufferedImage once = Scan.of(pdf, 1, wear, 11).pixels();

    assertThat(differing(Scan.of(pdf, 1, wear, 11).pixels(), once)).isZero();
    if (wear.noise() > 0) {
      assertThat(differing(Scan.of(pdf, 1, wear, 12).pixels(), once)).isPositive();
    }
  }

  private static int differing(BufferedImage one, BufferedImage other) {
    assertThat(one.getWidth()).isEqualTo(other.getWidth());
    assertThat(one.getHeight()).isEqualTo(other.getHeight());
    int differing = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        differing += one.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
      }
    }
    return differing;
  }

  @Test
  void aPlacementUndoesItself() {
    var random = new SplittableRandom(1);
    Placement placement =
        Placement.ofCorners(
            new double[] {0.1, 0.08},
            new double[] {0.86, 0.1},
            new double[] {0.95, 0.93},
            new double[] {0.04, 0.9});
    for (int i = 0; i < 1_000; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      double[] there = placement.point(x, y);
      double[] back = placement.inverse().point(there[0], there[1]);
      assertThat(back[0]).isCloseTo(x, within(1e-9));
      assertThat(back[1]).isCloseTo(y, within(1e-9));
    }
  }

  @Test
  void aTurnedSheetKeepsItsShape() {
    Placement placement = Placement.turned(3, Math.sqrt(2));
    double[] a = placement.point(0, 0);
    double[] b = placement.point(1, 0);
    double[] c = placement.point(0, 1);
    double width = Math.hypot(b[0] - a[0], (b[1] - a[1]) * Math.sqrt(2));
    double height = Math.hypot(c[0] - a[0], (c[1] - a[1]) * Math.sqrt(2));

    assertThat(width).isCloseTo(1, within(1e-9));
    assertThat(height).isCloseTo(Math.sqrt(2), within(1e-9));
    assertThat(Math.toDegrees(Math.atan2((b[1] - a[1]) * Math.sqrt(2), b[0] - a[0])))
        .isCloseTo(3, within(1e-9));
  }

  @Test
  void aScannedPdfHasAPictureOnEveryPageAndNoText() throws IOException {
    List<Scan> scans =
        List.of(
            Scan.of(Sample.NDA.pdf(), 1, Condition.FAXED.wear(), 1),
            Scan.of(Sample.NDA.pdf(), 2, Condition.JPEG_30.wear(), 1));

    byte[] pdf = ScanFile.pdf(scans, 50);

    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(new PDFTextStripper().getText(document)).isBlank();
      assertThat(document.getNumberOfPages()).isEqualTo(2);
      for (int page = 0; page < 2; page++) {
        var resources = document.getPage(page).getResources();
        var names = new ArrayList<PDImageXObject>();
        for (var name : resources.getXObjectNames()) {
          names.add((PDImageXObject) resources.getXObject(name));
        }
        assertThat(names).hasSize(1);
        assertThat(names.getFirst().getWidth()).isEqualTo(scans.get(page).pixels().getWidth());
        assertThat(document.getPage(page).getMediaBox().getWidth())
            .isCloseTo((float) Sample.NDA.truth().pages().get(page).width(), within(1f));
      }
    }
    assertThat(Arrays.equals(ScanFile.pdf(scans, 50), pdf)).isTrue();
  }

  @Test
  void aTiffHoldsAllPagesAndTheirResolution() throws IOException {
    List<Scan> scans =
        List.of(
            Scan.of(Sample.NDA.pdf(), 1, Condition.FAXED.wear(), 1),
            Scan.of(Sample.NDA.pdf(), 2, Condition.FAXED.wear(), 2));

    byte[] tiff = ScanFile.tiff(scans);

    var reader = ImageIO.getImageReadersByFormatName("tiff").next();
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(tiff))) {
      reader.setInput(in);
      assertThat(reader.getNumImages(true)).isEqualTo(2);
      assertThat(differing(reader.read(1), scans.get(1).pixels())).isZero();
      var notes = reader.getImageMetadata(1).getAsTree("javax_imageio_1.0");
      double millimetres = Double.NaN;
      for (var node = notes.getFirstChild(); node != null; node = node.getNextSibling()) {
        for (var leaf = node.getFirstChild(); leaf != null; leaf = leaf.getNextSibling()) {
          if (leaf.getNodeName().equals("HorizontalPixelSize")) {
            millimetres =
                Double.parseDouble(leaf.getAttributes().getNamedItem("value").getNodeValue());
          }
        }
      }
      assertThat(25.4 / millimetres).isCloseTo(200, within(1.0));
    }
    reader.dispose();
  }

  @Test
  void aPngIsTheScanPixelByPixel() throws IOException {
    Scan scan = Scan.of(Sample.NDA.pdf(), 1, Condition.NOISY.wear().at(100), 4);

    BufferedImage back = ImageIO.read(new ByteArrayInputStream(ScanFile.png(scan)));

    assertThat(differing(back, scan.pixels())).isZero();
  }
}
