package io.pincite.ocr.internal.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A protocol buffer message as the fields it consists of, in their order; what is not understood
/// is kept as it is.
///
/// The wire format: <https://protobuf.dev/programming-guides/encoding/>.
final class Message {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  /// @param value of a number; unused for bytes
  /// @param bytes of a string, bytes or message; empty for a number
  private record Field(int number, int type, long value, byte[] bytes) {}

  private final List<Field> fields = new ArrayList<>();

  /// @throws IllegalArgumentException when it is not a message
  static Message parse(byte[] bytes) {
    var message = new Message();
    var in = new Input(bytes);
    while (in.at < bytes.length) {
      long tag = in.varint();
      int number = (int) (tag >>> 3);
      int type = (int) (tag & 7);
      switch (type) {
        case VARINT -> message.fields.add(new Field(number, type, in.varint(), new byte[0]));
        case FIXED_64 -> message.fields.add(new Field(number, type, in.fixed(8), new byte[0]));
        case FIXED_32 -> message.fields.add(new Field(number, type, in.fixed(4), new byte[0]));
        case BYTES -> message.fields.add(new Field(number, type, 0, in.bytes(in.varint())));
        default -> throw new IllegalArgumentException("no protocol buffer field has type " + type);
      }
    }
    return message;
  }

  private static final class Input {
    private final byte[] from;
    private int at;

    Input(byte[] from) {
      this.from = from;
    }

    private int next() {
      if (at >= from.length) {
        throw new IllegalArgumentException("the message ends in the middle of a field");
      }
      return from[at++] & 0xFF;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int part = next();
        value |= (long) (part & 0x7F) << shift;
        if (part < 0x80) {
          return value;
        }
      }
      throw new IllegalArgumentException("a number of more than 64 bits");
    }

    long fixed(int size) {
      long value = 0;
      for (int i = 0; i < size; i++) {
        value |= (long) next() << (8 * i);
      }
      return value;
    }

    byte[] bytes(long length) {
      if (length < 0 || length > from.length - at) {
        throw new IllegalArgumentException("the message ends in the middle of a field");
      }
      byte[] bytes = java.util.Arrays.copyOfRange(from, at, at + (int) length);
      at += (int) length;
      return bytes;
    }
  }

  byte[] toBytes() {
    var out = new ByteArrayOutputStream();
    for (Field field : fields) {
      varint(out, (long) field.number << 3 | field.type);
      switch (field.type) {
        case VARINT -> varint(out, field.value);
        case FIXED_64 -> fixed(out, field.value, 8);
        case FIXED_32 -> fixed(out, field.value, 4);
        default -> {
          varint(out, field.bytes.length);
          out.writeBytes(field.bytes);
        }
      }
    }
    return out.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static void fixed(ByteArrayOutputStream out, long value, int size) {
    for (int i = 0; i < size; i++) {
      out.write((int) (value >>> (8 * i)));
    }
  }

  /// The number of a field, its last where it stands more than once.
  long number(int number, long otherwise) {
    long found = otherwise;
    for (Field field : fields) {
      if (field.number == number && field.type != BYTES) {
        found = field.value;
      }
    }
    return found;
  }

  /// All numbers of a field, one by one or packed.
  List<Long> numbers(int number) {
    List<Long> found = new ArrayList<>();
    for (Field field : fields) {
      if (field.number != number) {
        continue;
      }
      if (field.type == BYTES) {
        var in = new Input(field.bytes);
        while (in.at < field.bytes.length) {
          found.add(in.varint());
        }
      } else {
        found.add(field.value);
      }
    }
    return found;
  }

  List<byte[]> all(int number) {
    return fields.stream()
        .filter(field -> field.number == number && field.type == BYTES)
        .map(Field::bytes)
        .toList();
  }

  List<String> texts(int number) {
    return all(number).stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
  }

  String text(int number) {
    List<String> texts = texts(number);
    return texts.isEmpty() ? "" : texts.getLast();
  }

  Message remove(int number) {
    fields.removeIf(field -> field.number == number);
    return this;
  }

  Message add(int number, long value) {
    fields.add(new Field(number, VARINT, value, new byte[0]));
    return this;
  }

  Message add(int number, float value) {
    fields.add(new Field(number, FIXED_32, Float.floatToIntBits(value) & 0xFFFFFFFFL, new byte[0]));
    return this;
  }

  Message add(int number, byte[] bytes) {
    fields.add(new Field(number, BYTES, 0, bytes));
    return this;
  }

  Message add(int number, String text) {
    return add(number, text.getBytes(StandardCharsets.UTF_8));
  }
}
