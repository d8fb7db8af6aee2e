package io.pincite.ocr.internal.deepseek;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.deepseek.Preprocessing.Views;
import io.pincite.ocr.internal.lines.PagePixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Held against what Pillow and NumPy make of the same pictures; `golden.py` beside the table says
/// how it was made.
class GoldenTensorsTest {
  private static final Map<String, Resolution> MODES =
      Map.of(
          "tiny", Resolution.OneView.TINY,
          "small", Resolution.OneView.SMALL,
          "base-640", Resolution.OneView.BASE_640,
          "base", Resolution.OneView.BASE,
          "large", Resolution.OneView.LARGE,
          "gundam-6", Resolution.GUNDAM,
          "gundam-9", Resolution.GUNDAM_9);

  static List<String> pictures() throws IOException {
    return rows().stream().map(row -> row[0]).distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void everyViewIsPillowsBitForBit(String name) throws IOException {
    PagePixels page = PagePixels.of(picture(name));
    List<String> ours = new ArrayList<>();
    List<String> golden = new ArrayList<>();
    for (String[] row : rows()) {
      if (row[0].equals(name)) {
        golden.add(String.join(" ", row));
        ours.add(name + " " + row[1] + " " + described(page, MODES.get(row[1])));
      }
    }
    assertThat(ours).isEqualTo(golden).isNotEmpty();
  }

  @Test
  void whatAServerIsSentMakesTheSameViewThere() {
    PagePixels page = PagePixels.of(picture("1191x1684"));
    PagePixels sent = Preprocessing.sent(page, Resolution.OneView.BASE_640);
    assertThat(sent.width()).isEqualTo(453);
    assertThat(sent.height()).isEqualTo(640);

    PagePixels received = PagePixels.of(Preprocessing.image(sent));
    Views there = Preprocessing.views(received, Resolution.GUNDAM);
    assertThat(there.tiles()).isEmpty();
    assertThat(there.whole().rgb())
        .isEqualTo(Preprocessing.views(page, Resolution.OneView.BASE_640).whole().rgb());
  }

  @Test
  void whereNothingHasToBeShrunkThePageItselfIsSent() {
    PagePixels page = PagePixels.of(picture("512x512"));
    for (Resolution resolution : MODES.values()) {
      assertThat(Preprocessing.sent(page, resolution)).isSameAs(page);
    }
  }

  @Test
  void aPageThinnerThanAPixelKeepsOne() {
    PagePixels page = PagePixels.of(picture("5000x1"));
    Views views = Preprocessing.views(page, Resolution.OneView.BASE);
    int paper = 0;
    for (int i = 0; i < views.whole().rgb().length; i += 3 * 1024) {
      paper += views.whole().rgb()[i] == 127 ? 1 : 0;
    }
    assertThat(paper).isEqualTo(1023);
  }

  private static String described(PagePixels page, Resolution resolution) {
    Views views = Preprocessing.views(page, resolution);
    float[] whole = tensor(List.of(views.whole()));
    var sampled = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      sampled.add("%08x".formatted(Float.floatToRawIntBits(whole[i * (whole.length / 5)])));
    }
    return "%dx%d %s %s %s"
        .formatted(
            views.tiling().columns(),
            views.tiling().rows(),
            views.tiles().isEmpty() ? "-" : sha256(tensor(views.tiles())),
            sha256(whole),
            String.join(" ", sampled));
  }

  private static float[] tensor(List<PagePixels> views) {
    var values = FloatBuffer.allocate(views.stream().mapToInt(view -> view.rgb().length).sum());
    views.forEach(view -> Preprocessing.normalise(view, values));
    assertThat(values.hasRemaining()).isFalse();
    return values.array();
  }

  private static String sha256(float[] values) {
    var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String[]> rows() throws IOException {
    try (var in = GoldenTensorsTest.class.getResourceAsStream("/deepseek/golden.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .toList();
    }
  }

  /// The formula of `golden.py`.
  private static BufferedImage picture(String name) {
    boolean alpha = name.endsWith("+alpha");
    String[] size = name.replace("+alpha", "").split("x");
    int width = Integer.parseInt(size[0]);
    int height = Integer.parseInt(size[1]);
    var image =
        new BufferedImage(
            width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int argb = (alpha ? value(x, y, 3) : 255) << 24;
        for (int c = 0; c < 3; c++) {
          boolean stroke =
              (x / 3 + 2 * (y / 5)) % 7 < 2 || (x * x + y * y * (c + 1)) / 97 % 11 == 0;
          argb |= (stroke ? value(x, y, c) / 8 : value(x, y, c)) << 8 * (2 - c);
        }
        image.setRGB(x, y, argb);
      }
    }
    return image;
  }

  private static int value(int x, int y, int c) {
    return (x * (3 + c) + y * (7 - c) + (x * y >> 5)) % 256;
  }
}
