package io.pincite.ocr;

import io.pincite.ocr.PageContent.StyledWord;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A page reader that sees where ink is and invents what it says: every run of dark pixels is a
/// word, spelled by its place and size. The same image always reads the same.
///
/// Safe for use by many threads.
public final class FakePageReader implements PageReader {

  public static final int MAX_PIXELS_A_SIDE = 10_000;

  private static final int DARK = 128;

  private final Layout layout = new Layout();

  @Override
  public PageReaderCapabilities capabilities() {
    return new PageReaderCapabilities("fake", Set.of("en"));
  }

  @Override
  public PageText read(PageImage page) {
    BufferedImage image = page.pixels();
    int longest = Math.max(image.getWidth(), image.getHeight());
    if (longest > MAX_PIXELS_A_SIDE) {
      throw new OcrException.UnreadableImage(
          String.format(
              java.util.Locale.ROOT,
              "page image is %,d px on its longer side; the limit is %,d. Scan it again at 300 dpi.",
              longest,
              MAX_PIXELS_A_SIDE));
    }
    double points = 72 / page.dpi();
    var content =
        new PageContent(
            image.getWidth() * points,
            image.getHeight() * points,
            words(image, points),
            List.of(),
            List.of());
    return new PageText(layout.analyse(content), Provenance.of("fake", "1"));
  }

  private static List<StyledWord> words(BufferedImage image, double points) {
    List<StyledWord> words = new ArrayList<>();
    int y = 0;
    while (y < image.getHeight()) {
      int bottom = y;
      while (bottom < image.getHeight() && isInked(image, 0, image.getWidth(), bottom)) {
        bottom++;
      }
      if (bottom > y) {
        addWords(words, image, y, bottom, points);
      }
      y = bottom + 1;
    }
    return words;
  }

  private static void addWords(
      List<StyledWord> words, BufferedImage image, int top, int bottom, double points) {
    int gap = Math.max(1, (bottom - top) / 5);
    int start = -1;
    int last = -1;
    for (int x = 0; x < image.getWidth(); x++) {
      boolean inked = isColumnInked(image, x, top, bottom);
      if (inked) {
        if (start >= 0 && x - last > gap) {
          words.add(word(image, start, last + 1, top, bottom, points));
          start = x;
        }
        start = start < 0 ? x : start;
        last = x;
      }
    }
    if (start >= 0) {
      words.add(word(image, start, last + 1, top, bottom, points));
    }
  }

  private static StyledWord word(
      BufferedImage image, int x0, int x1, int y0, int y1, double points) {
    double width = image.getWidth();
    double height = image.getHeight();
    var text = new StringBuilder();
    int letters = Math.clamp((x1 - x0) * 2L / Math.max(1, y1 - y0), 1, 20);
    int seed = 31 * x0 + 17 * y0 + x1;
    for (int i = 0; i < letters; i++) {
      seed = seed * 1103515245 + 12345;
      text.append((char) ('a' + Math.floorMod(seed >> 16, 26)));
    }
    var box = new BoundingBox(x0 / width, y0 / height, x1 / width, y1 / height);
    return new StyledWord(
        new Word(text.toString(), box, 0.9, true),
        (y1 - y0) * points,
        false,
        false,
        0,
        y1 / height);
  }

  private static boolean isInked(BufferedImage image, int from, int to, int y) {
    for (int x = from; x < to; x++) {
      if (isDark(image.getRGB(x, y))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isColumnInked(BufferedImage image, int x, int top, int bottom) {
    for (int y = top; y < bottom; y++) {
      if (isDark(image.getRGB(x, y))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDark(int rgb) {
    int sum = (rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF);
    return sum < 3 * DARK;
  }
}
