package io.pincite.ocr.internal.ppocr;

import io.pincite.ocr.OcrException;
import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.LineReader;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads a line with PP-OCR's recogniser. Safe for use by many threads.
public final class Recogniser implements LineReader, AutoCloseable {

  /// PaddleOCR `rec_image_shape`.
  private static final int HEIGHT = 48;

  private static final float[] MEAN = {0.5f, 0.5f, 0.5f};
  private static final float[] DEVIATION = {0.5f, 0.5f, 0.5f};

  /// Widths are rounded up to a multiple of this: what is padded costs time, and 32 px are what the
  /// network cuts its input into.
  private static final int STEP = 32;

  /// And to a multiple of this where lines are run together: lines of a page come in some ten
  /// widths then, not in fifty, so that batches fill.
  private static final int BATCH_STEP = 160;

  /// A line 100 times as wide as high: more is a drawn line, not text.
  private static final int WIDEST = 4_800;

  private final Network network;
  private final CtcDecoder decoder;
  private final int classes;
  private final int step;
  private final OptionalInt pixelsAStep;
  private final Optional<Batches> batches;

  /// Room for the probabilities of a thread's line, 5 MB for one 1,600 px wide; copied into the
  /// heap anew for each line they were a fifth of all that was allocated.
  private final ThreadLocal<FloatBuffer> room = ThreadLocal.withInitial(() -> Network.buffer(0));

  private Recogniser(
      Network network,
      CtcDecoder decoder,
      int classes,
      int step,
      OptionalInt pixelsAStep,
      Optional<Batches> batches) {
    this.network = network;
    this.decoder = decoder;
    this.classes = classes;
    this.step = step;
    this.pixelsAStep = pixelsAStep;
    this.batches = batches;
  }

  /// Reads lines one by one on a processor, together on a graphics card.
  ///
  /// @param batch most lines in a run on a graphics card
  public static Recogniser load(ModelFiles models, Accelerator accelerator, int batch) {
    return accelerator.isCuda()
        ? load(models, accelerator, BATCH_STEP, batch)
        : load(models, accelerator, STEP, 1);
  }

  static Recogniser load(ModelFiles models, Accelerator accelerator, int step, int batch) {
    Network network = Network.load(models.recogniser(), accelerator);
    Dictionary dictionary;
    OptionalInt pixelsAStep;
    try {
      dictionary = dictionary(models, network);
      pixelsAStep = pixelsAStep(network);
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
    return new Recogniser(
        network,
        new CtcDecoder(dictionary),
        dictionary.size(),
        step,
        pixelsAStep,
        batch > 1 ? Optional.of(new Batches(network, HEIGHT, batch)) : Optional.empty());
  }

  /// How many pixels of width make one step of the output, where that is the same for all widths.
  private static OptionalInt pixelsAStep(Network network) {
    int one = stepsOfBlank(network, STEP);
    int two = stepsOfBlank(network, 2 * STEP);
    return two == 2 * one && STEP % one == 0 ? OptionalInt.of(STEP / one) : OptionalInt.empty();
  }

  private static int stepsOfBlank(Network network, int width) {
    return (int) network.run(Network.buffer(3 * HEIGHT * width), 1, 3, HEIGHT, width).shape()[1];
  }

  private static Dictionary dictionary(ModelFiles models, Network network) {
    // A first run says how many classes there are, and warms up.
    FloatBuffer blank = Network.buffer(3 * HEIGHT * STEP);
    long[] shape = network.run(blank, 1, 3, HEIGHT, STEP).shape();
    try {
      return Dictionary.of(models, network, (int) shape[shape.length - 1]);
    } catch (IllegalArgumentException e) {
      throw new OcrException.EngineFailed(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<ReadWord> read(LineImage line) {
    return CharacterWords.of(characters(line), line.width());
  }

  /// The characters of a line with their places, spaces too.
  public List<ReadCharacter> characters(LineImage line) {
    int scaled = Math.clamp(Math.round((double) HEIGHT * line.width() / line.height()), 8, WIDEST);
    int width = (scaled + step - 1) / step * step;
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
    Batches.Share share = run(input, width);
    double stepWidth = (double) width / share.steps() * line.width() / scaled;
    return decoder.decode(share.values(), share.from(), share.steps(), stepWidth, line.width());
  }

  private Batches.Share run(FloatBuffer input, int width) {
    if (batches.isPresent()) {
      return batches.get().run(input, width);
    }
    if (pixelsAStep.isEmpty()) {
      Network.Output output = network.run(input, 1, 3, HEIGHT, width);
      return new Batches.Share(FloatBuffer.wrap(output.values()), 0, (int) output.shape()[1]);
    }
    int steps = width / pixelsAStep.getAsInt();
    FloatBuffer output = roomFor(steps * classes);
    network.runInto(output, new long[] {1, steps, classes}, input, 1, 3, HEIGHT, width);
    return new Batches.Share(output, 0, steps);
  }

  private FloatBuffer roomFor(int floats) {
    FloatBuffer mine = room.get();
    if (mine.capacity() < floats) {
      mine = Network.buffer(floats);
      room.set(mine);
    }
    return mine.slice(0, floats);
  }

  @Override
  public void close() {
    batches.ifPresent(Batches::close);
    network.close();
  }
}
