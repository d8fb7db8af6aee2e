package io.pincite.ocr;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How [PpOcr] works. Start from [#DEFAULTS] and change what is to differ.
///
/// @param models folder with other models, by the file names that the module's README states;
///     empty for the built-in ones (PP-OCRv4: English, Chinese)
/// @param device what the networks run on
/// @param workers how many threads work on pages, on all of them together; 0 for one per processor
/// @param detectionSide pixels of a page's longer side when lines are looked for; a larger page is
///     scaled down to it
/// @param maxPixels of a page image; a larger one is refused
/// @param pagesInFlight how many pages are worked on at a time, which bounds the memory; further
///     ones wait
/// @param batch most lines that a graphics card reads in one run; on a processor lines are read one
///     by one, which is faster there
/// @param idle after how long without a page the models are let go; they come back by themselves
/// @param tesseract whether lines in Latin letters are read by Tesseract's English model, which
///     takes a fifth of the time; to be switched off where the models are for other languages with
///     Latin letters
public record PpOcrSettings(
    Optional<Path> models,
    Device device,
    int workers,
    int detectionSide,
    long maxPixels,
    int pagesInFlight,
    int batch,
    Duration idle,
    boolean tesseract) {

  public static final PpOcrSettings DEFAULTS =
      new PpOcrSettings(
          Optional.empty(),
          new Device.Cpu(),
          0,
          // PaddleOCR's `det_limit_side_len`; 1,280 and 1,664 found fewer words (decision 031).
          960,
          // A2 at 300 dpi; 100 MB of pixels at 3 bytes.
          36_000_000,
          4,
          32,
          // To load them again takes half a second of a processor.
          Duration.ofSeconds(20),
          true);

  /// What the networks run on.
  public sealed interface Device {

    record Cpu() implements Device {}

    /// A graphics card; needs a build with the Maven profile `gpu`.
    ///
    /// @param id the driver's number, from 0
    /// @param memoryBytes most it may take for one network; 0 for as much as there is
    record Cuda(int id, long memoryBytes) implements Device {
      public Cuda {
        if (id < 0 || memoryBytes < 0) {
          throw new IllegalArgumentException(
              "a device number and a memory limit are at least 0, not %d and %d"
                  .formatted(id, memoryBytes));
        }
      }
    }
  }

  public PpOcrSettings {
    if (workers < 0
        || detectionSide < 320
        || maxPixels < 1
        || pagesInFlight < 1
        || batch < 1
        || !idle.isPositive()) {
      throw new IllegalArgumentException(
          "workers >= 0, detectionSide >= 320 and all else positive is needed, not %d, %d, %d, %d, %d, %s"
              .formatted(workers, detectionSide, maxPixels, pagesInFlight, batch, idle));
    }
  }

  public PpOcrSettings withModels(Path folder) {
    return new PpOcrSettings(
        Optional.of(folder),
        device,
        workers,
        detectionSide,
        maxPixels,
        pagesInFlight,
        batch,
        idle,
        tesseract);
  }

  public PpOcrSettings withDevice(Device other) {
    return new PpOcrSettings(
        models, other, workers, detectionSide, maxPixels, pagesInFlight, batch, idle, tesseract);
  }

  public PpOcrSettings withWorkers(int number) {
    return new PpOcrSettings(
        models, device, number, detectionSide, maxPixels, pagesInFlight, batch, idle, tesseract);
  }

  public PpOcrSettings withMaxPixels(long pixels) {
    return new PpOcrSettings(
        models, device, workers, detectionSide, pixels, pagesInFlight, batch, idle, tesseract);
  }

  public PpOcrSettings withPagesInFlight(int pages) {
    return new PpOcrSettings(
        models, device, workers, detectionSide, maxPixels, pages, batch, idle, tesseract);
  }

  public PpOcrSettings withBatch(int lines) {
    return new PpOcrSettings(
        models, device, workers, detectionSide, maxPixels, pagesInFlight, lines, idle, tesseract);
  }

  public PpOcrSettings withTesseract(boolean asked) {
    return new PpOcrSettings(
        models, device, workers, detectionSide, maxPixels, pagesInFlight, batch, idle, asked);
  }

  public PpOcrSettings withIdle(Duration time) {
    return new PpOcrSettings(
        models, device, workers, detectionSide, maxPixels, pagesInFlight, batch, time, tesseract);
  }
}
