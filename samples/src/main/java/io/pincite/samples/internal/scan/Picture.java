package io.pincite.samples.internal.scan;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/// Pixels as planes of bytes: one plane for grey, three for red, green and blue. Not copied.
public record Picture(int width, int height, byte[][] planes) {

  static Picture blank(int width, int height, int planes) {
    return new Picture(width, height, new byte[planes][width * height]);
  }

  public static Picture of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      byte[] grey = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
      if (grey.length == width * height) {
        return new Picture(width, height, new byte[][] {grey.clone()});
      }
    }
    Picture picture = blank(width, height, 3);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        picture.planes[0][at] = (byte) (row[x] >> 16);
        picture.planes[1][at] = (byte) (row[x] >> 8);
        picture.planes[2][at] = (byte) row[x];
      }
    }
    return picture;
  }

  /// Grey, colour or, when told so, one bit a pixel.
  BufferedImage image(boolean oneBit) {
    if (planes.length == 1) {
      var image =
          new BufferedImage(
              width,
              height,
              oneBit ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_GRAY);
      if (oneBit) {
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            row[x] = (planes[0][y * width + x] & 0xFF) >= 128 ? 1 : 0;
          }
          image.getRaster().setSamples(0, y, width, 1, 0, row);
        }
      } else {
        byte[] grey = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(planes[0], 0, grey, 0, grey.length);
      }
      return image;
    }
    var image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int at = 0; at < width * height; at++) {
      bytes[3 * at] = planes[2][at];
      bytes[3 * at + 1] = planes[1][at];
      bytes[3 * at + 2] = planes[0][at];
    }
    return image;
  }

  Picture grey() {
    if (planes.length == 1) {
      return this;
    }
    Picture grey = blank(width, height, 1);
    for (int at = 0; at < width * height; at++) {
      // Rec. 601, as scanners and fax machines weigh colours.
      double value =
          0.299 * (planes[0][at] & 0xFF)
              + 0.587 * (planes[1][at] & 0xFF)
              + 0.114 * (planes[2][at] & 0xFF);
      grey.planes[0][at] = (byte) Math.round(value);
    }
    return grey;
  }

  /// Turned clockwise by quarters.
  Picture turned(int quarters) {
    Picture result = this;
    for (int turn = 0; turn < quarters; turn++) {
      result = result.turnedOnce();
    }
    return result;
  }

  private Picture turnedOnce() {
    Picture turned = blank(height, width, planes.length);
    for (int plane = 0; plane < planes.length; plane++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          turned.planes[plane][x * height + (height - 1 - y)] = planes[plane][y * width + x];
        }
      }
    }
    return turned;
  }

  /// Between pixels by their distances; the edge goes on beyond it.
  double sample(int plane, double x, double y) {
    double column = Math.clamp(x, 0, width - 1.0);
    double row = Math.clamp(y, 0, height - 1.0);
    int left = Math.min((int) column, Math.max(0, width - 2));
    int top = Math.min((int) row, Math.max(0, height - 2));
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, height - 1);
    double across = column - left;
    double down = row - top;
    byte[] values = planes[plane];
    double upper =
        (values[top * width + left] & 0xFF) * (1 - across)
            + (values[top * width + right] & 0xFF) * across;
    double lower =
        (values[bottom * width + left] & 0xFF) * (1 - across)
            + (values[bottom * width + right] & 0xFF) * across;
    return upper * (1 - down) + lower * down;
  }
}
