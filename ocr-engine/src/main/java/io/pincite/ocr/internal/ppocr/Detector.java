package io.pincite.ocr.internal.ppocr;

import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.PagePixels;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Finds lines of text on a page: differentiable binarisation (DB) as PP-OCR trains it. Safe for
/// use by many threads.
public final class Detector implements AutoCloseable {

  /// PaddleOCR `NormalizeImage` of its detectors. It is applied to blue, green, red in this order
  /// there, though the numbers are ImageNet's for red, green, blue: the models were trained so.
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};

  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  /// The network halves its input five times.
  private static final int STEP = 32;

  private final Network network;
  private final Semaphore runs;

  private Detector(Network network, int atOnce) {
    this.network = network;
    this.runs = new Semaphore(atOnce);
  }

  /// @param atOnce pages looked through at the same time: each needs some 120 MB for as long
  public static Detector load(ModelFiles models, Accelerator accelerator, int atOnce) {
    return new Detector(Network.load(models.detector(), accelerator), atOnce);
  }

  /// Lines in no order.
  ///
  /// @param longestSide the page is scaled down to this many pixels where it has more
  public List<LineBox> find(PagePixels page, int longestSide) {
    double scale = Math.min(1, (double) longestSide / Math.max(page.width(), page.height()));
    int width = stepped(page.width() * scale);
    int height = stepped(page.height() * scale);
    FloatBuffer input = Network.buffer(3 * width * height);
    Tensors.put(
        page.rgb(),
        page.width(),
        page.height(),
        input,
        0,
        width,
        height,
        width,
        height,
        MEAN,
        DEVIATION);
    Network.Output output = run(input, height, width);
    var map = new ProbabilityMap(width, height, output.values());
    return map.lines((double) page.width() / width, (double) page.height() / height);
  }

  private Network.Output run(FloatBuffer input, int height, int width) {
    runs.acquireUninterruptibly();
    try {
      return network.run(input, 1, 3, height, width);
    } finally {
      runs.release();
    }
  }

  private static int stepped(double pixels) {
    return Math.max(STEP, (int) Math.round(pixels / STEP) * STEP);
  }

  @Override
  public void close() {
    network.close();
  }
}
