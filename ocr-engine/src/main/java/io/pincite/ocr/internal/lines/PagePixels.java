package io.pincite.ocr.internal.lines;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/// A page as pixels one can reckon with.
///
/// @param rgb 3 bytes a pixel, row by row from the top left
public record PagePixels(int width, int height, byte[] rgb) {
  public PagePixels {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "a page of %d x %d px does not have %d bytes".formatted(width, height, rgb.length));
    }
  }

  /// A copy of an image; what is transparent is white.
  public static PagePixels of(BufferedImage image) {
    var copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = copy.createGraphics();
    try {
      graphics.drawImage(image, 0, 0, Color.WHITE, null);
    } finally {
      graphics.dispose();
    }
    byte[] bytes = ((DataBufferByte) copy.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < bytes.length; i += 3) {
      byte blue = bytes[i];
      bytes[i] = bytes[i + 2];
      bytes[i + 2] = blue;
    }
    return new PagePixels(copy.getWidth(), copy.getHeight(), bytes);
  }

  /// A part of the page, which must lie on it.
  public PagePixels part(int x, int y, int width, int height) {
    byte[] part = new byte[3 * width * height];
    for (int row = 0; row < height; row++) {
      System.arraycopy(rgb, 3 * ((y + row) * this.width + x), part, 3 * row * width, 3 * width);
    }
    return new PagePixels(width, height, part);
  }

  /// The page as in a mirror beside it.
  public PagePixels mirrored() {
    byte[] mirrored = new byte[rgb.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(rgb, 3 * (y * width + x), mirrored, 3 * (y * width + width - 1 - x), 3);
      }
    }
    return new PagePixels(width, height, mirrored);
  }

  /// The page turned clockwise.
  ///
  /// @param degrees 0, 90, 180 or 270
  public PagePixels turned(int degrees) {
    if (degrees == 0) {
      return this;
    }
    boolean sideways = degrees != 180;
    int newWidth = sideways ? height : width;
    int newHeight = sideways ? width : height;
    byte[] turned = new byte[rgb.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int toX = degrees == 90 ? height - 1 - y : degrees == 180 ? width - 1 - x : y;
        int toY = degrees == 90 ? x : degrees == 180 ? height - 1 - y : width - 1 - x;
        int from = 3 * (y * width + x);
        int to = 3 * (toY * newWidth + toX);
        turned[to] = rgb[from];
        turned[to + 1] = rgb[from + 1];
        turned[to + 2] = rgb[from + 2];
      }
    }
    return new PagePixels(newWidth, newHeight, turned);
  }
}
