package io.pincite.ocr.internal.image;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/// The pixels of a page in sRGB.
///
/// @param rgb 3 bytes a pixel, row by row from the top left; not copied, and not to be changed once
///     it is here
public record RgbRaster(int width, int height, byte[] rgb) {
  public RgbRaster {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "an RGB raster of %d x %d px does not have %d bytes"
              .formatted(width, height, rgb.length));
    }
  }

  /// A copy of the picture's pixels, on white where it is transparent.
  public static RgbRaster of(BufferedImage image) {
    BufferedImage plain = image;
    if (image.getType() != BufferedImage.TYPE_3BYTE_BGR || image.getRaster().getParent() != null) {
      plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
      Graphics2D graphics = plain.createGraphics();
      graphics.drawImage(image, 0, 0, java.awt.Color.WHITE, null);
      graphics.dispose();
    }
    byte[] bgr = ((DataBufferByte) plain.getRaster().getDataBuffer()).getData();
    byte[] rgb = new byte[3 * plain.getWidth() * plain.getHeight()];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = bgr[i + 2];
      rgb[i + 1] = bgr[i + 1];
      rgb[i + 2] = bgr[i];
    }
    return new RgbRaster(plain.getWidth(), plain.getHeight(), rgb);
  }

  public BufferedImage toImage() {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < rgb.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    return image;
  }

  /// Luma by ITU-R BT.601, in whole numbers: the same on every machine.
  public GrayRaster gray() {
    byte[] gray = new byte[width * height];
    for (int i = 0, p = 0; i < gray.length; i++, p += 3) {
      int luma = 299 * (rgb[p] & 0xFF) + 587 * (rgb[p + 1] & 0xFF) + 114 * (rgb[p + 2] & 0xFF);
      gray[i] = (byte) ((luma + 500) / 1000);
    }
    return new GrayRaster(width, height, gray);
  }
}
