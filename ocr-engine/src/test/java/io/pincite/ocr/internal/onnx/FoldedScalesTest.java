package io.pincite.ocr.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.pincite.ocr.OnnxRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedScalesTest {
  private static final String RECOGNISER = "ch_PP-OCRv4_rec_infer";

  /// The model as it was is the oracle.
  @ParameterizedTest
  @CsvSource({
    "ch_PP-OCRv4_det_infer, 96, 160",
    "ch_PP-OCRv4_rec_infer, 48, 160",
    "ch_ppocr_mobile_v2.0_cls_infer, 48, 192",
    "ch_PP-OCRv3_det_infer, 96, 160",
    "ch_PP-OCRv3_rec_infer, 48, 160"
  })
  void aRewrittenModelGivesTheSame(String name, int height, int width) throws Exception {
    byte[] model = model(name);
    float[] values = new float[3 * height * width];
    var random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }

    float[] expected = run(model, values, height, width);
    float[] found = run(FoldedScales.in(model), values, height, width);

    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
    }
  }

  /// Per convolution with an activation, of 8 operations between them 3 are left, some of them 2.
  @Test
  void itHasFewerOperations() throws IOException {
    byte[] model = model(RECOGNISER);

    long before = operations(model);
    long after = operations(FoldedScales.in(model));

    assertThat(before - after).isGreaterThan(28 * 5);
  }

  @Test
  void rewritingTwiceChangesNothingMore() throws IOException {
    byte[] once = FoldedScales.in(model(RECOGNISER));

    assertThat(operations(FoldedScales.in(once))).isEqualTo(operations(once));
  }

  @Test
  void whatIsNoModelIsRefused() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> FoldedScales.in("not a model, but a text".getBytes()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long operations(byte[] model) {
    return Graph.of(model).nodes.stream().filter(node -> !node.type.equals("Constant")).count();
  }

  private static byte[] model(String name) throws IOException {
    try (InputStream stream =
        FoldedScalesTest.class.getResourceAsStream("/models/" + name + ".onnx")) {
      return stream.readAllBytes();
    }
  }

  private static float[] run(byte[] model, float[] values, int height, int width)
      throws OrtException {
    OrtEnvironment environment = OnnxRuntime.environment();
    long[] shape = {1, 3, height, width};
    try (var options = new OrtSession.SessionOptions();
        var session = environment.createSession(model, options);
        var input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
        var result = session.run(Map.of(session.getInputNames().iterator().next(), input))) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer().array();
    }
  }
}
