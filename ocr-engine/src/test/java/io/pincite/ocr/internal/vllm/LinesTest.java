package io.pincite.ocr.internal.vllm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {

  @Test
  void linesAreTheSameHoweverTheyArrive() throws IOException {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append("文x".repeat(random.nextInt(random.nextInt(50) == 0 ? 20_000 : 20)));
        text.append(random.nextBoolean() ? "\n" : "\r\n");
      }
      text.append(random.nextBoolean() ? "" : "last");
      List<String> expected = text.toString().lines().toList();
      assertThat(lines(text.toString(), random)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void aLineOrAnAnswerWithoutEndIsRefused() {
    assertThatThrownBy(() -> all(new Lines(endless('x'), 1 << 20, 20_000)))
        .isInstanceOf(Lines.TooLong.class)
        .hasMessage("a line of more than 20,000 bytes");
    assertThatThrownBy(() -> all(new Lines(endless('\n'), 50_000, 20_000)))
        .isInstanceOf(Lines.TooLong.class)
        .hasMessage("more than 50,000 bytes");
  }

  private static InputStream endless(char what) {
    return new InputStream() {
      @Override
      public int read() {
        return what;
      }
    };
  }

  private static List<String> lines(String text, Random random) throws IOException {
    var arriving =
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public int read(byte[] into, int from, int most) {
            return super.read(into, from, Math.min(most, 1 + random.nextInt(9_000)));
          }
        };
    return all(new Lines(arriving, 1 << 20, 1 << 20));
  }

  private static List<String> all(Lines lines) throws IOException {
    var all = new ArrayList<String>();
    while (lines.next()) {
      all.add(lines.text());
    }
    return all;
  }
}
