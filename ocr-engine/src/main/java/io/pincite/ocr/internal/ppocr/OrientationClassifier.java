package io.pincite.ocr.internal.ppocr;

import io.pincite.ocr.internal.lines.LineImage;
import java.nio.FloatBuffer;

/// Tells whether a line stands on its head. Safe for use by many threads.
public final class OrientationClassifier implements AutoCloseable {

  /// PaddleOCR `cls_image_shape`.
  private static final int HEIGHT = 48;

  private static final int WIDTH = 192;
  private static final float[] MEAN = {0.5f, 0.5f, 0.5f};
  private static final float[] DEVIATION = {0.5f, 0.5f, 0.5f};

  private final Network network;

  private OrientationClassifier(Network network) {
    this.network = network;
  }

  public static OrientationClassifier load(ModelFiles models, Accelerator accelerator) {
    return new OrientationClassifier(Network.load(models.orientation(), accelerator));
  }

  /// How probable it is that the line is upside down, 0..1.
  public double upsideDown(LineImage line) {
    int width = Math.clamp(Math.round((double) HEIGHT * line.width() / line.height()), 1, WIDTH);
    FloatBuffer input = Network.buffer(3 * HEIGHT * WIDTH);
    Tensors.put(
        line.rgb(),
        line.width(),
        line.height(),
        input,
        0,
        WIDTH,
        HEIGHT,
        width,
        HEIGHT,
        MEAN,
        DEVIATION);
    return network.run(input, 1, 3, HEIGHT, WIDTH).values()[1];
  }

  @Override
  public void close() {
    network.close();
  }
}
