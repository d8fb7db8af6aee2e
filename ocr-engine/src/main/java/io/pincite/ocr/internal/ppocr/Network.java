package io.pincite.ocr.internal.ppocr;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.pincite.ocr.OcrException;
import io.pincite.ocr.OnnxRuntime;
import io.pincite.ocr.internal.onnx.FoldedScales;
import io.pincite.ocr.internal.profile.ModelRun;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/// One network on ONNX Runtime with one input and one output of floats. Safe for use by many
/// threads; each runs it by itself.
final class Network implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Network.class.getName());

  private final String name;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;

  private Network(String name, OrtEnvironment environment, OrtSession session) {
    this.name = name;
    this.environment = environment;
    this.session = session;
    this.input = session.getInputNames().iterator().next();
  }

  static Network load(ModelFiles.Part part, Accelerator accelerator) {
    OrtEnvironment environment = OnnxRuntime.environment();
    try (var options = new OrtSession.SessionOptions()) {
      // One thread a run, many runs at once: decision 031.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Widths change from line to line: a plan per shape would be kept for each of them.
      options.setMemoryPatternOptimization(false);
      // What a run needed goes back when it is over, and costs no time: decision 031.
      options.setCPUArenaAllocator(false);
      accelerator.add(options);
      return new Network(
          part.name(), environment, environment.createSession(faster(part), options));
    } catch (OrtException e) {
      throw new OcrException.EngineFailed(
          "[%s] ONNX Runtime cannot load the model: %s. Is the file a PP-OCR export in ONNX form?"
              .formatted(part.name(), e.getMessage()),
          e);
    }
  }

  private static byte[] faster(ModelFiles.Part part) {
    byte[] model = part.bytes();
    try {
      return FoldedScales.in(model);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      // Not the form that is understood here; ONNX Runtime will say whether it is a model at all.
      LOG.log(
          System.Logger.Level.WARNING,
          "[{0}] is run as it is, not rewritten to run faster: {1}",
          part.name(),
          e.getMessage());
      return model;
    }
  }

  /// What the file says about itself under a name.
  Optional<String> metadata(String key) {
    try {
      return Optional.ofNullable(session.getMetadata().getCustomMetadata().get(key));
    } catch (OrtException e) {
      throw new OcrException.EngineFailed(
          "[%s] the model's metadata cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  /// @param values the input, row by row
  Output run(FloatBuffer values, long... shape) {
    try (var tensor = OnnxTensor.createTensor(environment, values, shape);
        var result = run(tensor, Map.of(), shape)) {
      var first = (OnnxTensor) result.get(0);
      FloatBuffer output = first.getFloatBuffer();
      return new Output(output.array(), first.getInfo().getShape());
    } catch (OrtException e) {
      throw failed(shape, e);
    }
  }

  /// Writes the output where the caller has room for it, which spares copying it.
  ///
  /// @param output memory outside the heap, of the size that the output will have
  /// @param outputShape that it will have
  void runInto(FloatBuffer output, long[] outputShape, FloatBuffer values, long... shape) {
    try (var tensor = OnnxTensor.createTensor(environment, values, shape);
        var written = OnnxTensor.createTensor(environment, output, outputShape);
        var _ = run(tensor, Map.of(session.getOutputNames().iterator().next(), written), shape)) {
      // What was asked for is in the caller's memory.
    } catch (OrtException e) {
      throw failed(shape, e);
    }
  }

  private OrtSession.Result run(OnnxTensor tensor, Map<String, OnnxTensor> written, long[] shape)
      throws OrtException {
    var event = new ModelRun();
    event.begin();
    Map<String, OnnxTensor> inputs = Map.of(input, tensor);
    OrtSession.Result result =
        written.isEmpty() ? session.run(inputs) : session.run(inputs, written);
    event.end();
    if (event.shouldCommit()) {
      event.model = name;
      event.input = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("x"));
      event.commit();
    }
    return result;
  }

  private OcrException.EngineFailed failed(long[] shape, OrtException e) {
    return new OcrException.EngineFailed(
        "[%s] the network failed on an input of %s: %s"
            .formatted(name, Arrays.toString(shape), e.getMessage()),
        e);
  }

  record Output(float[] values, long[] shape) {}

  /// Memory outside the heap that ONNX Runtime reads without copying.
  static FloatBuffer buffer(int floats) {
    return ByteBuffer.allocateDirect(Float.BYTES * floats)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new OcrException.EngineFailed(
          "[%s] the network cannot be closed: %s".formatted(name, e.getMessage()), e);
    }
  }
}
