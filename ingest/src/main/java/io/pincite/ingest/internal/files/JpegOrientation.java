package io.pincite.ingest.internal.files;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// How a camera was held: the one thing about a JPEG file that its pixels do not say.
final class JpegOrientation {
  private static final int START_OF_IMAGE = 0xFFD8;
  private static final int START_OF_SCAN = 0xDA;
  private static final int EXIF_SEGMENT = 0xE1;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int ORIENTATION = 0x0112;
  private static final int MOST_ENTRIES = 200;

  private JpegOrientation() {}

  /// Clockwise degrees to turn the pixels by; empty where turning is not enough, because they are
  /// mirrored.
  static OptionalInt turn(Path jpeg) throws IOException {
    return switch (orientation(jpeg)) {
      case 1 -> OptionalInt.of(0);
      case 3 -> OptionalInt.of(180);
      case 6 -> OptionalInt.of(90);
      case 8 -> OptionalInt.of(270);
      default -> OptionalInt.empty();
    };
  }

  private static int orientation(Path jpeg) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(jpeg))) {
      if (in.readUnsignedShort() != START_OF_IMAGE) {
        return 1;
      }
      while (in.readUnsignedByte() == 0xFF) {
        int marker = in.readUnsignedByte();
        int length = in.readUnsignedShort() - 2;
        if (marker == START_OF_SCAN || length < 0) {
          return 1;
        }
        byte[] segment = in.readNBytes(length);
        if (marker == EXIF_SEGMENT && startsWithExif(segment)) {
          return inExif(ByteBuffer.wrap(segment, EXIF.length, length - EXIF.length).slice());
        }
      }
      return 1;
    } catch (EOFException | IndexOutOfBoundsException | IllegalArgumentException damaged) {
      return 1;
    }
  }

  private static boolean startsWithExif(byte[] segment) {
    return segment.length > EXIF.length
        && java.util.Arrays.equals(segment, 0, EXIF.length, EXIF, 0, EXIF.length);
  }

  private static int inExif(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = Math.min(MOST_ENTRIES, Short.toUnsignedInt(tiff.getShort(directory)));
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (Short.toUnsignedInt(tiff.getShort(entry)) == ORIENTATION) {
        int value = tiff.getShort(entry + 8);
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }
}
