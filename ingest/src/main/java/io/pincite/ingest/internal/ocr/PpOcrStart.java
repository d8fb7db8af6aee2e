package io.pincite.ingest.internal.ocr;

import io.pincite.ingest.OcrSettings;
import io.pincite.ocr.PageReader.PageReaderCapabilities;
import io.pincite.ocr.PpOcr;
import io.pincite.ocr.PpOcrSettings;
import io.pincite.ocr.PpOcrSettings.Device;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// PP-OCR in this process.
@Singleton
public class PpOcrStart implements EngineStart {
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

  @Override
  public PageReaderCapabilities capabilities() {
    return new PageReaderCapabilities("ppocr", Set.of("en", "zh"));
  }

  @Override
  public Optional<String> modelsAsked(OcrSettings settings) {
    return settings.models().map(Object::toString);
  }

  @Override
  public Started start(OcrSettings settings) {
    PpOcrSettings asked =
        PpOcrSettings.DEFAULTS
            .withDevice(device(settings))
            .withTesseract(settings.tesseract())
            .withWorkers(settings.workers())
            .withMaxPixels(settings.maxPagePixels())
            .withPagesInFlight(OcrThreads.pagesInFlight(settings))
            .withIdle(settings.idle());
    PpOcr engine = PpOcr.start(settings.models().map(asked::withModels).orElse(asked));
    try {
      engine.load();
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
    PpOcr.DeviceState device = engine.device();
    return new Started(
        engine,
        engine.provenance(),
        device.effective(),
        Stream.of(device.reason(), engine.withoutTesseract())
            .flatMap(Optional::stream)
            .reduce((first, second) -> first + " " + second),
        engine);
  }

  private static Device device(OcrSettings settings) {
    if (settings.device().equals("cpu")) {
      return new Device.Cpu();
    }
    Matcher card = CUDA.matcher(settings.device());
    if (card.matches()) {
      int id = card.group(1) == null ? 0 : Integer.parseInt(card.group(1));
      return new Device.Cuda(id, settings.deviceMemory().asLongValue());
    }
    throw new IllegalArgumentException(
        "[pincite.ocr.device] '%s' is no device. Give cpu, cuda, or cuda:1 for the second card."
            .formatted(settings.device()));
  }
}
