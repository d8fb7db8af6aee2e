package io.pincite.ocr.internal.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Constant floats of a model.
///
/// @param dimensions empty for a single number
record Tensor(List<Long> dimensions, float[] values) {
  // Numbers of the fields in onnx.proto, message TensorProto.
  private static final int DIMENSIONS = 1;
  private static final int TYPE = 2;
  private static final int FLOATS = 4;
  private static final int NAME = 8;
  private static final int RAW = 9;
  private static final long FLOAT = 1;

  Tensor {
    dimensions = List.copyOf(dimensions);
    long count = dimensions.stream().reduce(1L, Math::multiplyExact);
    if (count != values.length) {
      throw new IllegalArgumentException(
          "a tensor of %s does not have %d values".formatted(dimensions, values.length));
    }
  }

  static Tensor of(float... values) {
    return new Tensor(List.of((long) values.length), values);
  }

  /// The tensor of a message; empty where it holds anything else than floats, or holds them in
  /// another file.
  static Optional<Tensor> of(Message message) {
    if (message.number(TYPE, 0) != FLOAT) {
      return Optional.empty();
    }
    List<byte[]> parts = concat(message.all(RAW), message.all(FLOATS));
    float[] values = new float[parts.stream().mapToInt(raw -> raw.length / Float.BYTES).sum()];
    int filled = 0;
    for (byte[] raw : parts) {
      int floats = raw.length / Float.BYTES;
      ByteBuffer.wrap(raw)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values, filled, floats);
      filled += floats;
    }
    List<Long> dimensions = message.numbers(DIMENSIONS);
    if (values.length != dimensions.stream().reduce(1L, (a, b) -> a * b)) {
      return Optional.empty();
    }
    return Optional.of(new Tensor(dimensions, values));
  }

  private static List<byte[]> concat(List<byte[]> some, List<byte[]> others) {
    List<byte[]> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  Message message(String name) {
    var raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    var message = new Message();
    dimensions.forEach(dimension -> message.add(DIMENSIONS, dimension));
    return message.add(TYPE, FLOAT).add(NAME, name).add(RAW, raw.array());
  }

  boolean isSingle() {
    return values.length == 1;
  }
}
