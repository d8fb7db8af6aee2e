package io.pincite.ocr.internal.decode;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/// Makes any picture one of 8 bits a channel, sRGB, on white, and gives it its size and turn.
final class Plain {
  private Plain() {}

  static BufferedImage of(BufferedImage image) {
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      return image;
    }
    ColorModel colors = image.getColorModel();
    int type = colors.getColorSpace().getType();
    boolean direct =
        !(colors instanceof IndexColorModel)
            && (type == ColorSpace.TYPE_GRAY || colors.getColorSpace().isCS_sRGB())
            && colors.getTransferType() <= java.awt.image.DataBuffer.TYPE_USHORT
            && colors instanceof java.awt.image.ComponentColorModel;
    return direct ? samples(image) : drawn(image);
  }

  /// Sample by sample: drawing would take gray for linear light, and is slow at 16 bits.
  private static BufferedImage samples(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    ColorModel colors = image.getColorModel();
    int bands = raster.getNumBands();
    int colorBands = colors.getNumColorComponents();
    boolean alpha = colors.hasAlpha() && bands > colorBands;
    int[] most = new int[bands];
    for (int band = 0; band < bands; band++) {
      most[band] = (1 << colors.getComponentSize(band)) - 1;
    }
    var plain = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) plain.getRaster().getDataBuffer()).getData();
    int[] row = new int[width * bands];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int from = x * bands;
        int opacity = alpha ? row[from + bands - 1] * 255 / most[bands - 1] : 255;
        for (int channel = 2; channel >= 0; channel--) {
          int band = colorBands == 1 ? 0 : channel;
          int value = (row[from + band] * 255 + most[band] / 2) / most[band];
          if (opacity < 255) {
            int shown = colors.isAlphaPremultiplied() ? value : value * opacity / 255;
            value = Math.min(255, shown + 255 - opacity);
          }
          bgr[to++] = (byte) value;
        }
      }
    }
    return plain;
  }

  /// @param inks cyan, magenta, yellow and black, 0 where there is none
  static BufferedImage ofInks(Raster inks) {
    int width = inks.getWidth();
    int height = inks.getHeight();
    var plain = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) plain.getRaster().getDataBuffer()).getData();
    int[] row = new int[4 * width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      inks.getPixels(inks.getMinX(), inks.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int light = 255 - row[4 * x + 3];
        for (int ink = 2; ink >= 0; ink--) {
          bgr[to++] = (byte) ((255 - row[4 * x + ink]) * light / 255);
        }
      }
    }
    return plain;
  }

  private static BufferedImage drawn(BufferedImage image) {
    var plain =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = plain.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return plain;
  }

  /// Each pixel of the smaller picture is the mean of what it covers.
  static BufferedImage shrunk(BufferedImage image, int width, int height) {
    int fromWidth = image.getWidth();
    int fromHeight = image.getHeight();
    if (width >= fromWidth && height >= fromHeight) {
      return image;
    }
    byte[] from = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    var result = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] to = ((DataBufferByte) result.getRaster().getDataBuffer()).getData();
    float[] sums = new float[3 * width];
    double stepX = (double) fromWidth / width;
    double stepY = (double) fromHeight / height;
    for (int y = 0; y < height; y++) {
      java.util.Arrays.fill(sums, 0);
      double top = y * stepY;
      double bottom = Math.min(fromHeight, top + stepY);
      for (int sy = (int) top; sy < bottom; sy++) {
        float weightY = (float) (Math.min(bottom, sy + 1) - Math.max(top, sy));
        addRow(from, sy * fromWidth * 3, fromWidth, stepX, weightY, sums);
      }
      float area = (float) ((bottom - top) * stepX);
      for (int i = 0; i < sums.length; i++) {
        to[y * sums.length + i] = (byte) Math.min(255, Math.round(sums[i] / area));
      }
    }
    return result;
  }

  private static void addRow(
      byte[] from, int start, int fromWidth, double stepX, float weightY, float[] sums) {
    for (int x = 0; x < sums.length / 3; x++) {
      double left = x * stepX;
      double right = Math.min(fromWidth, left + stepX);
      for (int sx = (int) left; sx < right; sx++) {
        float weight = weightY * (float) (Math.min(right, sx + 1) - Math.max(left, sx));
        int at = start + 3 * sx;
        sums[3 * x] += weight * (from[at] & 0xFF);
        sums[3 * x + 1] += weight * (from[at + 1] & 0xFF);
        sums[3 * x + 2] += weight * (from[at + 2] & 0xFF);
      }
    }
  }

  /// Makes pixels square that are not.
  static BufferedImage stretched(BufferedImage image, int width, int height) {
    if (width == image.getWidth() && height == image.getHeight()) {
      return image;
    }
    var result = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return result;
  }

  /// @param orientation of TIFF and Exif: where the stored picture's first row and column belong
  static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation < 2 || orientation > 8) {
      return image;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    boolean turned = orientation >= 5;
    var result =
        new BufferedImage(
            turned ? height : width, turned ? width : height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] from = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] to = ((DataBufferByte) result.getRaster().getDataBuffer()).getData();
    int shown = result.getWidth();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int right = width - 1 - x;
        int below = height - 1 - y;
        int at =
            switch (orientation) {
              case 2 -> y * shown + right;
              case 3 -> below * shown + right;
              case 4 -> below * shown + x;
              case 5 -> x * shown + y;
              case 6 -> x * shown + below;
              case 7 -> right * shown + below;
              default -> right * shown + y;
            };
        int source = 3 * (y * width + x);
        to[3 * at] = from[source];
        to[3 * at + 1] = from[source + 1];
        to[3 * at + 2] = from[source + 2];
      }
    }
    return result;
  }
}
