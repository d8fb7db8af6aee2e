package io.pincite.ocr.internal.decode;

import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/// The segments of a JPEG file up to its pixels.
final class JpegHeader {

  /// Cameras and programs write about ten scans, and the format needs no more than a few dozen;
  /// each costs a pass over the whole picture, however few bytes it has.
  private static final int MOST_SCANS = 100;

  private int width;
  private int height;
  private int components;
  private int orientation = 1;
  private double dpiX;
  private double dpiY;

  private JpegHeader() {}

  static Header read(ImageInputStream in) throws IOException {
    var header = new JpegHeader();
    header.readSegments(in);
    refuseEndlessScans(in);
    return new Header(
        new Frame(
            0,
            header.width,
            header.height,
            Math.max(3, header.components),
            header.orientation,
            header.dpiX,
            header.dpiY));
  }

  private void readSegments(ImageInputStream in) throws IOException {
    in.seek(2);
    while (width == 0) {
      int marker = in.readUnsignedByte();
      if (marker != 0xFF) {
        continue;
      }
      while (marker == 0xFF) {
        marker = in.readUnsignedByte();
      }
      boolean standsAlone = marker == 0 || marker == 1 || (marker >= 0xD0 && marker <= 0xD8);
      if (standsAlone) {
        continue;
      }
      if (marker == 0xD9 || marker == 0xDA) {
        throw new IOException("its size is missing");
      }
      long start = in.getStreamPosition();
      int length = in.readUnsignedShort();
      if (isFrame(marker)) {
        in.readUnsignedByte();
        height = in.readUnsignedShort();
        width = in.readUnsignedShort();
        components = in.readUnsignedByte();
        if (width == 0) {
          throw new IOException("it is 0 px wide");
        }
      } else if (marker == 0xE0) {
        readJfif(in, length);
      } else if (marker == 0xE1) {
        readExif(in, length);
      }
      in.seek(start + Math.max(2, length));
    }
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private void readJfif(ImageInputStream in, int length) throws IOException {
    if (length < 14 || in.readInt() != 0x4A464946) {
      return;
    }
    in.skipBytes(3);
    int unit = in.readUnsignedByte();
    double factor = unit == 1 ? 1 : unit == 2 ? 2.54 : 0;
    dpiX = factor * in.readUnsignedShort();
    dpiY = factor * in.readUnsignedShort();
  }

  private void readExif(ImageInputStream in, int length) throws IOException {
    if (length < 16 || in.readInt() != 0x45786966) {
      return;
    }
    in.skipBytes(2);
    byte[] exif = new byte[length - 8];
    in.readFully(exif);
    var facts = Exif.of(exif);
    orientation = facts.orientation();
    if (dpiX == 0) {
      dpiX = facts.dpiX();
      dpiY = facts.dpiY();
    }
  }

  private static void refuseEndlessScans(ImageInputStream in) throws IOException {
    in.seek(0);
    byte[] buffer = new byte[1 << 16];
    int scans = 0;
    boolean marker = false;
    int count;
    while ((count = in.read(buffer, 0, buffer.length)) > 0) {
      for (int i = 0; i < count; i++) {
        int b = buffer[i] & 0xFF;
        if (marker && b == 0xDA && ++scans > MOST_SCANS) {
          throw new IOException("it is drawn in more than %d layers".formatted(MOST_SCANS));
        }
        marker = b == 0xFF;
      }
    }
  }
}
