package io.pincite.ocr.internal.decode;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/// The blocks of a GIF file.
final class GifHeader {
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2C;
  private static final int END = 0x3B;

  private GifHeader() {}

  static Header read(ImageInputStream in) throws IOException {
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    in.seek(10);
    skipColors(in, in.readUnsignedByte());
    long position = in.getStreamPosition();
    int width = 0;
    int height = 0;
    int frames = 0;
    long end = in.length();
    while (position < end) {
      in.seek(position);
      int block = in.readUnsignedByte();
      if (block == END) {
        break;
      }
      if (block == EXTENSION) {
        in.readUnsignedByte();
      } else if (block == IMAGE) {
        in.skipBytes(4);
        int frameWidth = in.readUnsignedShort();
        int frameHeight = in.readUnsignedShort();
        if (frames++ == 0) {
          width = frameWidth;
          height = frameHeight;
        }
        int flags = in.readUnsignedByte();
        skipTable(in, flags);
        in.readUnsignedByte();
      } else {
        break;
      }
      skipSubBlocks(in, end);
      position = in.getStreamPosition();
    }
    if (width < 1 || height < 1) {
      throw new IOException("it holds no picture");
    }
    return new Header(List.of(new Frame(0, width, height, 1, 1, 0, 0)), Remarks.animation(frames));
  }

  private static void skipColors(ImageInputStream in, int flags) throws IOException {
    in.skipBytes(2);
    skipTable(in, flags);
  }

  private static void skipTable(ImageInputStream in, int flags) throws IOException {
    if ((flags & 0x80) != 0) {
      in.skipBytes(3 << (flags & 7) + 1);
    }
  }

  private static void skipSubBlocks(ImageInputStream in, long end) throws IOException {
    while (in.getStreamPosition() < end) {
      int length = in.readUnsignedByte();
      if (length == 0) {
        return;
      }
      in.seek(in.getStreamPosition() + length);
    }
  }
}
