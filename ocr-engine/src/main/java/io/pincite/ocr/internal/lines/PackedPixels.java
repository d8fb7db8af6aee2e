package io.pincite.ocr.internal.lines;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/// A page's pixels, none of them lost, in a tenth to a third of their room: for a page that waits.
public final class PackedPixels {
  private final int width;
  private final int height;
  private final boolean gray;
  private final byte[] packed;

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  private PackedPixels(int width, int height, boolean gray, byte[] packed) {
    this.width = width;
    this.height = height;
    this.gray = gray;
    this.packed = packed;
  }

  public static PackedPixels of(PagePixels page) {
    byte[] rgb = page.rgb();
    boolean gray = isGray(rgb);
    byte[] channels = gray ? one(rgb) : rgb;
    var bytes = new ByteArrayOutputStream(channels.length / 8);
    var deflater = new Deflater(Deflater.BEST_SPEED, true);
    try (var out = new DeflaterOutputStream(bytes, deflater, 1 << 16)) {
      out.write(channels);
    } catch (IOException cannotBe) {
      throw new UncheckedIOException(cannotBe);
    } finally {
      deflater.end();
    }
    return new PackedPixels(page.width(), page.height(), gray, bytes.toByteArray());
  }

  private static boolean isGray(byte[] rgb) {
    for (int i = 0; i < rgb.length; i += 3) {
      if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] one(byte[] rgb) {
    byte[] gray = new byte[rgb.length / 3];
    for (int i = 0; i < gray.length; i++) {
      gray[i] = rgb[3 * i];
    }
    return gray;
  }

  /// The page as it was.
  public PagePixels pixels() {
    byte[] channels = new byte[(gray ? 1 : 3) * width * height];
    var inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      int at = 0;
      while (at < channels.length) {
        at += inflater.inflate(channels, at, channels.length - at);
      }
    } catch (DataFormatException cannotBe) {
      throw new IllegalStateException(cannotBe);
    } finally {
      inflater.end();
    }
    if (!gray) {
      return new PagePixels(width, height, channels);
    }
    byte[] rgb = new byte[3 * channels.length];
    for (int i = 0, at = 0; i < channels.length; i++) {
      rgb[at++] = channels[i];
      rgb[at++] = channels[i];
      rgb[at++] = channels[i];
    }
    return new PagePixels(width, height, rgb);
  }
}
