package io.pincite.ocr.internal.ppocr;

import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.LineReader;
import java.nio.FloatBuffer;
import java.util.List;

/// Reads a line with PP-OCR's recogniser. Safe for use by many threads.
public final class Recogniser implements LineReader, AutoCloseable {

  /// PaddleOCR `rec_image_shape`.
  private static final int HEIGHT = 48;

  private static final float[] MEAN = {0.5f, 0.5f, 0.5f};
  private static final float[] DEVIATION = {0.5f, 0.5f, 0.5f};

  /// Widths are rounded up to a multiple of this: the network halves four times along the line.
  private static final int STEP = 32;

  /// A line 100 times as wide as high: more is a drawn line, not text.
  private static final int WIDEST = 4_800;

  private final Network network;
  private final CtcDecoder decoder;
  private final int classes;

  private Recogniser(Network network, CtcDecoder decoder, int classes) {
    this.network = network;
    this.decoder = decoder;
    this.classes = classes;
  }

  public static Recogniser load(ModelFiles models, Accelerator accelerator) {
    Network network = Network.load(models.recogniser(), accelerator);
    // A first run says how many classes there are, and warms up.
    FloatBuffer blank = Network.buffer(3 * HEIGHT * STEP);
    long[] shape = network.run(blank, 1, 3, HEIGHT, STEP).shape();
    int classes = (int) shape[2];
    Dictionary dictionary = Dictionary.of(models, network, classes);
    return new Recogniser(network, new CtcDecoder(dictionary), classes);
  }

  @Override
  public List<ReadWord> read(LineImage line) {
    return CharacterWords.of(characters(line), line.width());
  }

  /// The characters of a line with their places, spaces too.
  public List<ReadCharacter> characters(LineImage line) {
    int scaled = Math.clamp(Math.round((double) HEIGHT * line.width() / line.height()), 8, WIDEST);
    int width = (scaled + STEP - 1) / STEP * STEP;
    FloatBuffer input = Network.buffer(3 * HEIGHT * width);
    Tensors.put(
        line.rgb(),
        line.width(),
        line.height(),
        input,
        0,
        width,
        HEIGHT,
        scaled,
        HEIGHT,
        MEAN,
        DEVIATION);
    Network.Output output = network.run(input, 1, 3, HEIGHT, width);
    int steps = (int) output.shape()[1];
    double stepWidth = (double) width / steps * line.width() / scaled;
    return decoder.decode(output.values(), 0, steps, stepWidth, line.width());
  }

  /// How many classes it tells apart.
  int classes() {
    return classes;
  }

  @Override
  public void close() {
    network.close();
  }
}
