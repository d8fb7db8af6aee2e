package io.pincite.ocr.internal.decode;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// The chunks of a PNG file.
final class PngHeader {
  private static final int SIGNATURE = 8;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int PHYS = 0x70485973;
  private static final int EXIF = 0x65584966;
  private static final int ACTL = 0x6163544C;
  private static final int PLTE = 0x504C5445;
  private static final int TRNS = 0x74524E53;
  private static final int IEND = 0x49454E44;

  /// What pixels are made of. All else, such as compressed comments that unpack to gigabytes, is
  /// never shown to the codec.
  private static final Set<Integer> PIXELS = Set.of(IHDR, PLTE, TRNS, IDAT, IEND);

  private static final int LONGEST_EXIF = 1 << 20;
  private static final double INCH_IN_METRES = 0.0254;

  private PngHeader() {}

  static Header read(ImageInputStream in) throws IOException {
    in.seek(SIGNATURE);
    int width = 0;
    int height = 0;
    int bytes = 0;
    double dpiX = 0;
    double dpiY = 0;
    int orientation = 1;
    Optional<String> remark = Optional.empty();
    while (true) {
      long length = in.readUnsignedInt();
      int type = in.readInt();
      long start = in.getStreamPosition();
      if (type == IDAT) {
        break;
      }
      if (type == IHDR) {
        width = in.readInt();
        height = in.readInt();
        int bits = in.readUnsignedByte();
        bytes = channels(in.readUnsignedByte()) * (bits > 8 ? 2 : 1);
      } else if (type == PHYS) {
        double x = in.readUnsignedInt();
        double y = in.readUnsignedInt();
        boolean metres = in.readUnsignedByte() == 1;
        dpiX = metres ? x * INCH_IN_METRES : 0;
        dpiY = metres ? y * INCH_IN_METRES : 0;
      } else if (type == EXIF && length <= LONGEST_EXIF) {
        byte[] exif = new byte[(int) length];
        in.readFully(exif);
        orientation = Exif.of(exif).orientation();
      } else if (type == ACTL) {
        remark = Remarks.animation(in.readUnsignedInt());
      }
      in.seek(start + length + 4);
    }
    if (width < 1 || height < 1) {
      throw new IOException("it is %d x %d px".formatted(width, height));
    }
    return new Header(List.of(new Frame(0, width, height, bytes, orientation, dpiX, dpiY)), remark);
  }

  private static int channels(int colorType) {
    return switch (colorType) {
      case 0, 3 -> 1;
      case 4 -> 2;
      case 2 -> 3;
      default -> 4;
    };
  }

  /// The file without the chunks that pixels do not need.
  static ImageInputStream pixelsOnly(ImageInputStream in) throws IOException {
    List<InputStream> parts = new ArrayList<>();
    parts.add(part(in, 0, SIGNATURE));
    in.seek(SIGNATURE);
    long end = in.length();
    while (in.getStreamPosition() + 8 <= end) {
      long chunk = in.getStreamPosition();
      long length = in.readUnsignedInt();
      int type = in.readInt();
      if (PIXELS.contains(type)) {
        parts.add(part(in, chunk, Math.min(end, chunk + 12 + length)));
      }
      if (type == IEND) {
        break;
      }
      in.seek(chunk + 12 + length);
    }
    return new MemoryCacheImageInputStream(new SequenceInputStream(Collections.enumeration(parts)));
  }

  private static InputStream part(ImageInputStream in, long from, long to) {
    return new InputStream() {
      private long position = from;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position >= to) {
          return -1;
        }
        in.seek(position);
        int count = in.read(bytes, offset, (int) Math.min(length, to - position));
        position += Math.max(0, count);
        return count;
      }
    };
  }
}
