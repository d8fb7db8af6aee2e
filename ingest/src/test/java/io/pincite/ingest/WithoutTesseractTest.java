package io.pincite.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.internal.ocr.EngineStart;
import io.pincite.ingest.internal.ocr.OcrEngines;
import io.pincite.ingest.internal.ocr.PpOcrStart;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageText;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/// A platform for which there are no natives of Tesseract, in a JVM that takes itself for one.
class WithoutTesseractTest {

  @Test
  void whereTesseractCannotBeLoadedPpOcrReadsAloneAndSaysSoOnce() throws Exception {
    try (var other =
        OtherJvm.run(
            Program.class, List.of("-Dorg.bytedeco.javacpp.platform=plan9-pdp11", "-Xmx512m"))) {
      assertThat(other.await("remark: "))
          .startsWith("[Tesseract on plan9-pdp11] its native libraries cannot be loaded: ")
          .contains("Build Pincite on this platform");
      assertThat(other.await("state: ")).isEqualTo("READY");
      assertThat(other.await("read by: ")).isEqualTo("none");
      assertThat(other.await("warnings: ")).isEqualTo("1");
      assertThat(other.await("text: ")).contains("tenant").contains("premises");
      assertThat(other.waitFor()).isZero();
    }
  }

  /// The engine as Pincite starts it, and two pages.
  static final class Program {
    private Program() {}

    public static void main(String... arguments) {
      var warnings = new AtomicInteger();
      var log = Logger.getLogger("io.pincite.ocr.PpOcr");
      log.addHandler(
          new Handler() {
            @Override
            public void publish(LogRecord message) {
              warnings.addAndGet(message.getMessage().startsWith("PP-OCR reads alone") ? 1 : 0);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
          });
      SmallRyeConfig settings =
          new SmallRyeConfigBuilder()
              .addDiscoveredConverters()
              .withMapping(OcrSettings.class)
              .withValidateUnknown(false)
              .build();
      var engine =
          new OcrEngines(settings.getConfigMapping(OcrSettings.class), List.of(new PpOcrStart()));
      EngineStart.Started started = engine.running();
      engine.running().reader().read(page());
      PageText text = started.reader().read(page());
      System.out.println("remark: " + engine.status().remark().orElse("none"));
      System.out.println("state: " + engine.status().state());
      System.out.println("read by: " + text.provenance().settings().get("tesseract"));
      System.out.println("warnings: " + warnings);
      System.out.println("text: " + text.markdown().replace('\n', ' '));
      engine.stop();
    }

    private static PageImage page() {
      var pixels = new BufferedImage(900, 200, BufferedImage.TYPE_INT_RGB);
      var graphics = pixels.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.fillRect(0, 0, 900, 200);
      graphics.setColor(Color.BLACK);
      graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 28));
      graphics.drawString("The tenant keeps the premises in good order.", 60, 100);
      graphics.dispose();
      return new PageImage(pixels, 200);
    }
  }
}
