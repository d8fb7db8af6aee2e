package io.pincite.ocr.internal.decode;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/// The chunks of a WebP file.
final class WebpHeader {
  private static final int VP8 = fourCc("VP8 ");
  private static final int VP8L = fourCc("VP8L");
  private static final int VP8X = fourCc("VP8X");
  private static final int ANMF = fourCc("ANMF");
  private static final int EXIF = fourCc("EXIF");
  private static final int LONGEST_EXIF = 1 << 20;

  private WebpHeader() {}

  static Header read(ImageInputStream in) throws IOException {
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    long end = in.length();
    long position = 12;
    int width = 0;
    int height = 0;
    int orientation = 1;
    int frames = 0;
    while (position + 8 <= end) {
      in.seek(position);
      int type = in.readInt();
      long length = in.readUnsignedInt();
      if (type == VP8X) {
        in.skipBytes(4);
        width = 1 + unsigned24(in);
        height = 1 + unsigned24(in);
      } else if (type == VP8 && width == 0) {
        in.skipBytes(6);
        width = in.readUnsignedShort() & 0x3FFF;
        height = in.readUnsignedShort() & 0x3FFF;
      } else if (type == VP8L && width == 0) {
        in.skipBytes(1);
        int packed = in.readInt();
        width = 1 + (packed & 0x3FFF);
        height = 1 + (packed >>> 14 & 0x3FFF);
      } else if (type == ANMF) {
        frames++;
      } else if (type == EXIF && length <= LONGEST_EXIF) {
        byte[] exif = new byte[(int) Math.min(length, end - in.getStreamPosition())];
        in.readFully(exif);
        orientation = Exif.of(withoutPrefix(exif)).orientation();
      }
      position += 8 + length + (length & 1);
    }
    if (width < 1 || height < 1) {
      throw new IOException("its size is missing");
    }
    return new Header(
        List.of(new Frame(0, width, height, 4, orientation, 0, 0)), Remarks.animation(frames));
  }

  /// Some programs put the prefix of JPEG's segment before it.
  private static byte[] withoutPrefix(byte[] exif) {
    boolean prefixed = exif.length > 6 && exif[0] == 'E' && exif[1] == 'x';
    return prefixed ? java.util.Arrays.copyOfRange(exif, 6, exif.length) : exif;
  }

  private static int unsigned24(ImageInputStream in) throws IOException {
    return in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
  }

  private static int fourCc(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }
}
