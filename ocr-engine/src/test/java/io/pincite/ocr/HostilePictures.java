package io.pincite.ocr;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/// Pictures that break readers, made here byte by byte: small files, whatever they claim.
public final class HostilePictures {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;

  private HostilePictures() {}

  /// Files that claim to be so large that nothing of them may be decoded.
  public static Map<String, byte[]> giants() {
    int side = 30_000;
    var files = new LinkedHashMap<String, byte[]>();
    files.put("giant.png", png(side, side, 8, 2, deflated(1 << 20)));
    files.put("giant.tif", tiff(side, side, 1, 1, 4, new byte[64]));
    files.put("giant.gif", gif(side, side, side, side, new byte[] {0x44, 0x01}));
    files.put("giant.jpg", jpegOfSize(side, side));
    files.put("giant.webp", webp(1 << 14, 1 << 14));
    return files;
  }

  /// Files whose size is fine and whose content is not what it says.
  public static Map<String, byte[]> liars() {
    var files = new LinkedHashMap<String, byte[]>();
    byte[] bomb = deflated(1 << 28);
    files.put("unpacks-to-256-mb.png", png(100, 100, 8, 0, bomb));
    files.put("unpacks-to-256-mb.tif", tiff(100, 100, 8, 1, 8, bomb));
    files.put("screen-of-30000.gif", gif(30_000, 30_000, 8, 8, new byte[] {0x44, 0x01}));
    files.put("tiles-of-60000.tif", tiledTiff(100, 100, 60_000, 60_000));
    files.put("samples-65535.tif", tiff(100, 100, 8, 65_535, 1, new byte[30_000]));
    files.put("nothing-in-it.png", png(100, 100, 8, 0, new byte[0]));
    files.put("no-size.png", png(0, 0, 8, 0, deflated(100)));
    files.put("no-height.jpg", jpegOfSize(100, 0));
    files.put("no-size.tif", tiff(0, 0, 1, 1, 1, new byte[8]));
    files.put("no-strip.tif", tiffWithStripAt(100, 100, 0xFFFF_FFF0L, 400));
    files.put("strip-of-4-gb.tif", tiffWithStripAt(100, 100, 8, 0xFFFF_FFF0L));
    files.put("no-frame.gif", Arrays.copyOf(gif(9, 9, 9, 9, new byte[] {0x44, 0x01}), 13));
    files.put("no-chunk.webp", Arrays.copyOf(webp(9, 9), 12));
    return files;
  }

  /// Whole files of noise, in every format and compression, to be cut and damaged.
  public static Map<String, byte[]> wholes() {
    var files = new LinkedHashMap<String, byte[]>();
    BufferedImage color = noise(160, 160, BufferedImage.TYPE_3BYTE_BGR);
    BufferedImage bits = noise(160, 160, BufferedImage.TYPE_BYTE_BINARY);
    files.put("noise.jpg", written(color, "jpg"));
    files.put("noise.png", written(color, "png"));
    files.put("noise.gif", written(color, "gif"));
    for (String compression : List.of("LZW", "JPEG", "ZLib", "Deflate", "PackBits")) {
      files.put("noise-" + compression + ".tif", tiff(List.of(color), compression));
    }
    for (String compression : List.of("CCITT RLE", "CCITT T.4", "CCITT T.6")) {
      files.put(
          "noise-" + compression.replace(' ', '-') + ".tif", tiff(List.of(bits), compression));
    }
    return files;
  }

  /// A picture that is nothing but noise, in every row of it.
  public static BufferedImage noise(int width, int height, int type) {
    var image = new BufferedImage(width, height, type);
    var random = new Random(7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean dark = random.nextBoolean();
        int value = type == BufferedImage.TYPE_BYTE_BINARY ? 0 : random.nextInt() & 0x3F3F3F;
        image.setRGB(x, y, (dark ? value : 0xFFFFFF - value) | 0xFF000000);
      }
    }
    return image;
  }

  /// A fax of so many pages; the number of each is drawn into it as that many dark pixels.
  public static byte[] fax(int pages, int width, int height) {
    var drawn = new ArrayList<BufferedImage>();
    for (int page = 1; page <= pages; page++) {
      drawn.add(numbered(page, width, height));
    }
    return tiff(drawn, "CCITT T.6");
  }

  private static BufferedImage numbered(int number, int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    for (int i = 0; i < number; i++) {
      image.setRGB(10 + i % (width - 20), 10 + 2 * (i / (width - 20)), 0xFF000000);
    }
    return image;
  }

  public static byte[] written(BufferedImage image, String format) {
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// As the JDK writes it.
  public static byte[] tiff(List<BufferedImage> pages, String compression) {
    var bytes = new ByteArrayOutputStream();
    ImageWriter writer = jdkTiffWriter();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (BufferedImage page : pages) {
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType(compression);
        writer.writeToSequence(new IIOImage(page, null, null), param);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static ImageWriter jdkTiffWriter() {
    var writers = ImageIO.getImageWritersByFormatName("tiff");
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getModule() == ImageIO.class.getModule()) {
        return writer;
      }
    }
    throw new IllegalStateException("the JDK writes TIFF");
  }

  /// So many zeros, packed a thousand to one.
  public static byte[] deflated(int zeros) {
    var deflater = new Deflater(9);
    var packed = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    byte[] block = new byte[1 << 20];
    for (int left = zeros; left > 0; left -= block.length) {
      deflater.setInput(block, 0, Math.min(left, block.length));
      int count;
      while ((count = deflater.deflate(buffer)) > 0) {
        packed.write(buffer, 0, count);
      }
    }
    deflater.finish();
    int count;
    while ((count = deflater.deflate(buffer)) > 0) {
      packed.write(buffer, 0, count);
    }
    deflater.end();
    return packed.toByteArray();
  }

  /// @param colorType 0 gray, 2 colour, 3 palette
  public static byte[] png(int width, int height, int bits, int colorType, byte[] data) {
    return bytes(
        out -> {
          out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
          chunk(
              out,
              "IHDR",
              bytes(
                  header -> {
                    header.writeInt(width);
                    header.writeInt(height);
                    header.write(new byte[] {(byte) bits, (byte) colorType, 0, 0, 0});
                  }));
          chunk(out, "IDAT", data);
          chunk(out, "IEND", new byte[0]);
        });
  }

  /// A PNG with one more chunk before its pixels.
  public static byte[] pngWith(byte[] png, String type, byte[] data) {
    return bytes(
        out -> {
          out.write(png, 0, 33);
          chunk(out, type, data);
          out.write(png, 33, png.length - 33);
        });
  }

  private static void chunk(DataOutputStream to, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    var crc = new CRC32();
    crc.update(name);
    crc.update(data);
    to.writeInt(data.length);
    to.write(name);
    to.write(data);
    to.writeInt((int) crc.getValue());
  }

  /// @param compression of TIFF: 1 none, 4 fax, 8 deflate
  public static byte[] tiff(
      int width, int height, int bits, int samples, int compression, byte[] strip) {
    return tiff(
        strip,
        new long[][] {
          {256, LONG, width},
          {257, LONG, height},
          {258, SHORT, bits},
          {259, SHORT, compression},
          {262, SHORT, samples == 3 ? 2 : 1},
          {273, LONG, 8},
          {277, SHORT, samples},
          {278, LONG, Math.max(1, height)},
          {279, LONG, strip.length},
        });
  }

  /// A plain picture whose only strip is said to be elsewhere.
  public static byte[] tiffWithStripAt(int width, int height, long offset, long length) {
    return tiff(
        new byte[width * height],
        new long[][] {
          {256, LONG, width},
          {257, LONG, height},
          {258, SHORT, 8},
          {259, SHORT, 1},
          {262, SHORT, 1},
          {273, LONG, offset},
          {277, SHORT, 1},
          {278, LONG, height},
          {279, LONG, length},
        });
  }

  private static byte[] tiledTiff(int width, int height, int tileWidth, int tileHeight) {
    return tiff(
        new byte[512],
        new long[][] {
          {256, LONG, width},
          {257, LONG, height},
          {258, SHORT, 8},
          {259, SHORT, 1},
          {262, SHORT, 1},
          {277, SHORT, 1},
          {322, LONG, tileWidth},
          {323, LONG, tileHeight},
          {324, LONG, 8},
          {325, LONG, 512},
        });
  }

  /// A plain white picture of 40 x 30 that says this resolution.
  ///
  /// @param unit 1 none, 2 inches, 3 centimetres
  public static byte[] tiffOfResolution(long numerator, long denominator, int unit) {
    byte[] strip = new byte[40 * 30];
    Arrays.fill(strip, (byte) -1);
    byte[] data = Arrays.copyOf(strip, strip.length + 8);
    ByteBuffer.wrap(data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(strip.length, (int) numerator)
        .putInt(strip.length + 4, (int) denominator);
    int at = 8 + strip.length;
    return tiff(
        data,
        new long[][] {
          {256, LONG, 40},
          {257, LONG, 30},
          {258, SHORT, 8},
          {259, SHORT, 1},
          {262, SHORT, 1},
          {273, LONG, 8},
          {277, SHORT, 1},
          {278, LONG, 30},
          {279, LONG, strip.length},
          {282, RATIONAL, at},
          {283, RATIONAL, at},
          {296, SHORT, unit},
        });
  }

  /// Data at 8, one directory behind it.
  private static byte[] tiff(byte[] data, long[][] tags) {
    var buffer = ByteBuffer.allocate(8 + data.length + 2 + 12 * tags.length + 4);
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    buffer.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8 + data.length);
    buffer.put(data);
    buffer.putShort((short) tags.length);
    for (long[] tag : tags) {
      buffer.putShort((short) tag[0]).putShort((short) tag[1]).putInt(1);
      if (tag[1] == SHORT) {
        buffer.putShort((short) tag[2]).putShort((short) 0);
      } else {
        buffer.putInt((int) tag[2]);
      }
    }
    buffer.putInt(0);
    return buffer.array();
  }

  private static byte[] gif(
      int screenWidth, int screenHeight, int width, int height, byte[] packed) {
    return bytes(
        out -> {
          out.writeBytes("GIF89a");
          littleShort(out, screenWidth);
          littleShort(out, screenHeight);
          out.write(new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1});
          out.write(0x2C);
          littleShort(out, 0);
          littleShort(out, 0);
          littleShort(out, width);
          littleShort(out, height);
          out.write(new byte[] {0, 2, (byte) packed.length});
          out.write(packed);
          out.write(new byte[] {0, 0x3B});
        });
  }

  private static void littleShort(DataOutputStream out, int value) throws IOException {
    out.write(value);
    out.write(value >>> 8);
  }

  /// A JPEG of noise whose header says another size.
  private static byte[] jpegOfSize(int width, int height) {
    byte[] jpeg = written(noise(64, 64, BufferedImage.TYPE_3BYTE_BGR), "jpg");
    for (int i = 0; i + 8 < jpeg.length; i++) {
      if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
        return jpeg;
      }
    }
    throw new IllegalStateException("the JDK writes baseline JPEG");
  }

  private static byte[] webp(int width, int height) {
    var buffer = ByteBuffer.allocate(12 + 8 + 10).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(22);
    buffer.put("WEBPVP8X".getBytes(StandardCharsets.ISO_8859_1)).putInt(10).putInt(0);
    buffer.put((byte) (width - 1)).put((byte) (width - 1 >> 8)).put((byte) 0);
    buffer.put((byte) (height - 1)).put((byte) (height - 1 >> 8)).put((byte) 0);
    return buffer.array();
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
