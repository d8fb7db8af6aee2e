package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PpOcrTest extends PageReaderContract {
  private static final PpOcr ENGINE = PpOcr.start(PpOcrSettings.DEFAULTS.withMaxPixels(10_000_000));

  private static final List<String> LINES =
      List.of(
          "This Agreement is made on 14 March 2024 between",
          "Northwind Holdings Limited and Harbour Street 12 LLC.",
          "The rent is 12,500.00 per month and is payable in advance.");

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Override
  protected PageReader reader() {
    return ENGINE;
  }

  @Override
  protected PageImage pageWithWords() {
    var pixels = new BufferedImage(1000, 400, BufferedImage.TYPE_INT_RGB);
    var graphics = pixels.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 1000, 400);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 28));
    for (int i = 0; i < LINES.size(); i++) {
      graphics.drawString(LINES.get(i), 60, 100 + 60 * i);
    }
    graphics.dispose();
    return new PageImage(pixels, 200);
  }

  @Override
  protected PageImage tooLarge() {
    return new PageImage(new BufferedImage(10_000, 1_001, BufferedImage.TYPE_BYTE_BINARY), 300);
  }

  /// How near to the letter it reads is measured by the bench; here it is to be seen that models,
  /// dictionary and decoding belong together.
  @Test
  void readsWhatIsWritten() {
    assertThat(letters(ENGINE.read(pageWithWords()).markdown()))
        .isEqualTo(letters(String.join(" ", LINES)));
  }

  /// No machine has a hundredth card, so this holds with and without the profile `gpu`.
  @Test
  void aCardThatIsNotThereIsReplacedByTheProcessorAndTheReasonSaid() {
    try (PpOcr engine =
        PpOcr.start(PpOcrSettings.DEFAULTS.withDevice(new PpOcrSettings.Device.Cuda(99, 0)))) {
      PpOcr.DeviceState device = engine.device();

      assertThat(device.asked()).isEqualTo("cuda:99");
      assertThat(device.effective()).isEqualTo("cpu");
      assertThat(device.reason()).hasValueSatisfying(reason -> assertThat(reason).isNotBlank());
      assertThat(engine.read(pageWithWords()).blocks())
          .isEqualTo(ENGINE.read(pageWithWords()).blocks());
    }
  }

  @Test
  void theNumberOfWorkersDoesNotChangeWhatIsRead() {
    try (PpOcr engine = PpOcr.start(PpOcrSettings.DEFAULTS.withWorkers(5))) {
      assertThat(engine.read(pageWithWords())).isEqualTo(ENGINE.read(pageWithWords()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {90, 180, 270})
  void aPageInAnyPositionIsReadUpright(int degrees) {
    PageText upright = ENGINE.read(pageWithWords());

    PageText read = ENGINE.read(turned(pageWithWords(), degrees));

    assertThat(read.turn()).isEqualTo(360 - degrees);
    assertThat(letters(read.markdown())).isEqualTo(letters(upright.markdown()));
    assertThat(read.blocks().getFirst().box().iou(upright.blocks().getFirst().box()))
        .isGreaterThan(0.9);
  }

  /// @param degrees clockwise
  private static PageImage turned(PageImage page, int degrees) {
    BufferedImage pixels = page.pixels();
    boolean sideways = degrees != 180;
    int width = sideways ? pixels.getHeight() : pixels.getWidth();
    int height = sideways ? pixels.getWidth() : pixels.getHeight();
    var turned = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < pixels.getHeight(); y++) {
      for (int x = 0; x < pixels.getWidth(); x++) {
        int toX = degrees == 90 ? width - 1 - y : degrees == 180 ? width - 1 - x : y;
        int toY = degrees == 90 ? x : degrees == 180 ? height - 1 - y : height - 1 - x;
        turned.setRGB(toX, toY, pixels.getRGB(x, y));
      }
    }
    return new PageImage(turned, page.dpi());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5000, 1", "1, 5000", "3, 3", "1200, 900"})
  void picturesOfNothingAreEmptyPages(int width, int height) {
    var black = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var noise = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var random = new Random(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        noise.setRGB(x, y, random.nextInt());
      }
    }

    assertThat(ENGINE.read(new PageImage(black, 200)).blocks()).isEmpty();
    assertThat(ENGINE.read(new PageImage(noise, 200)).blocks()).isEmpty();
  }

  @Test
  void modelsAreLetGoWhenIdleAndComeBack() throws Exception {
    try (PpOcr engine = PpOcr.start(PpOcrSettings.DEFAULTS.withIdle(Duration.ofMillis(1)))) {
      assertThat(engine.isLoaded()).isFalse();
      PageText first = engine.read(pageWithWords());
      while (engine.isLoaded()) {
        Thread.onSpinWait();
      }

      assertThat(engine.read(pageWithWords())).isEqualTo(first);
    }
  }

  @Test
  void aDictionaryOfAnotherModelIsRefusedAndNothingLeftOpen(@TempDir Path folder) throws Exception {
    copyModels(folder);
    Files.writeString(folder.resolve("keys.txt"), "a\nb\n");
    long before = workerThreads();
    try (PpOcr engine = PpOcr.start(PpOcrSettings.DEFAULTS.withModels(folder).withWorkers(3))) {
      assertThatThrownBy(engine::load)
          .isInstanceOf(OcrException.EngineFailed.class)
          .hasMessageContaining("keys.txt")
          .hasMessageContaining("Put the dictionary that belongs to the model beside it.");
      assertThat(engine.isLoaded()).isFalse();
      assertThat(workerThreads()).isEqualTo(before);
    }
  }

  @Test
  void aModelThatChangesWhilePinciteRunsIsRefused(@TempDir Path folder) throws Exception {
    copyModels(folder);
    try (PpOcr engine = PpOcr.start(PpOcrSettings.DEFAULTS.withModels(folder))) {
      Files.write(
          folder.resolve("det.onnx"), new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);

      assertThatThrownBy(engine::load)
          .isInstanceOf(OcrException.EngineFailed.class)
          .hasMessageContaining("det.onnx] the model file was changed while Pincite runs.");
    }
  }

  @Test
  void whoReadsIsToldApartByLayoutAndDevice() {
    assertThat(ENGINE.provenance().settings())
        .containsEntry("layout", Layout.VERSION)
        .containsEntry("device", "cpu");
  }

  private static void copyModels(Path folder) throws IOException {
    var names =
        Map.of(
            "det.onnx", "ch_PP-OCRv4_det_infer.onnx",
            "rec.onnx", "ch_PP-OCRv4_rec_infer.onnx",
            "keys.txt", "ppocr_keys_v1.txt");
    for (var name : names.entrySet()) {
      try (var model = PpOcr.class.getResourceAsStream("/models/" + name.getValue())) {
        Files.copy(Objects.requireNonNull(model), folder.resolve(name.getKey()));
      }
    }
  }

  private static long workerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("ocr-\\d+"))
        .count();
  }

  /// O and 0 differ by a hair in the recogniser's eyes.
  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "").replace('o', '0');
  }
}
