package io.pincite.ocr.internal.decode;

import io.pincite.ocr.OcrException;
import io.pincite.ocr.internal.tesseract.NativeTesseract;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.jspecify.annotations.Nullable;

/// Decodes JPEG 2000 with OpenJPEG, which is part of the native Leptonica library that Tesseract
/// brings: 8 bits a channel, one, three or four channels, as scanners and PDF printers write it.
final class Jpeg2000Reader extends ImageReader {

  /// A page of A3 at 600 dpi has 70 million pixels; more is refused by the header.
  private static final long MOST_PIXELS = 100_000_000;

  /// Packed bytes; a stream that long would decode to more pixels than are allowed anyway.
  private static final int MOST_BYTES = 256 << 20;

  private static final int SEVERITY_NONE = 6;

  private byte @Nullable [] bytes;

  Jpeg2000Reader(Jpeg2000ReaderSpi spi) {
    super(spi);
  }

  @Override
  public void setInput(Object input, boolean seekForwardOnly, boolean ignoreMetadata) {
    super.setInput(input, seekForwardOnly, ignoreMetadata);
    bytes = null;
  }

  private record Size(int width, int height, int channels) {}

  private byte[] bytes() throws IOException {
    if (bytes == null) {
      if (!(getInput() instanceof ImageInputStream in)) {
        throw new IllegalStateException("no input is set");
      }
      var all = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      int count;
      while ((count = in.read(buffer, 0, buffer.length)) > 0) {
        all.write(buffer, 0, count);
        if (all.size() > MOST_BYTES) {
          throw new IIOException(
              "a JPEG 2000 picture of more than %,d bytes".formatted(MOST_BYTES));
        }
      }
      bytes = all.toByteArray();
    }
    return bytes;
  }

  private Size size() throws IOException {
    byte[] all = bytes();
    try {
      NativeTesseract.load();
    } catch (OcrException missing) {
      throw new IIOException("JPEG 2000 cannot be decoded on this platform", missing);
    }
    int[] width = {0};
    int[] height = {0};
    int[] bits = {0};
    int[] channels = {0};
    int[] codec = {0};
    synchronized (Jpeg2000Reader.class) {
      leptonica.setMsgSeverity(SEVERITY_NONE);
      int failed =
          leptonica.readHeaderMemJp2k(all, all.length, width, height, bits, channels, codec);
      if (failed != 0 || width[0] < 1 || height[0] < 1) {
        throw new IIOException("the JPEG 2000 picture is damaged in its header");
      }
    }
    if ((long) width[0] * height[0] > MOST_PIXELS) {
      throw new IIOException("a JPEG 2000 picture of %,d x %,d px".formatted(width[0], height[0]));
    }
    return new Size(width[0], height[0], channels[0]);
  }

  @Override
  public BufferedImage read(int index, @Nullable ImageReadParam param) throws IOException {
    checkIndex(index);
    size();
    byte[] all = bytes();
    PIX pix = leptonica.pixReadMemJp2k(all, all.length, 1, null, 0, 0);
    if (pix == null || pix.isNull()) {
      throw new IIOException("the JPEG 2000 picture is damaged, or of a kind that is not read");
    }
    try {
      return part(image(pix), param);
    } finally {
      leptonica.pixDestroy(pix);
    }
  }

  private static BufferedImage image(PIX pix) throws IOException {
    int width = leptonica.pixGetWidth(pix);
    int height = leptonica.pixGetHeight(pix);
    int depth = leptonica.pixGetDepth(pix);
    int wordsPerLine = leptonica.pixGetWpl(pix);
    if (depth != 8 && depth != 32) {
      throw new IIOException("a JPEG 2000 picture of %d bits a pixel".formatted(depth));
    }
    int channels = depth == 8 ? 1 : 3;
    byte[] to = new byte[channels * width * height];
    int[] line = new int[wordsPerLine];
    IntPointer data = leptonica.pixGetData(pix);
    int at = 0;
    for (int y = 0; y < height; y++) {
      data.position((long) y * wordsPerLine).get(line);
      for (int x = 0; x < width; x++) {
        if (channels == 1) {
          // Leptonica packs from the most significant byte of each word.
          to[at++] = (byte) (line[x >> 2] >> 24 - 8 * (x & 3));
        } else {
          to[at++] = (byte) (line[x] >> 24);
          to[at++] = (byte) (line[x] >> 16);
          to[at++] = (byte) (line[x] >> 8);
        }
      }
    }
    return image(to, width, height, channels);
  }

  /// Red before green before blue: PDFBox takes the bytes as they lie.
  private static BufferedImage image(byte[] bytes, int width, int height, int channels) {
    int[] offsets = channels == 1 ? new int[] {0} : new int[] {0, 1, 2};
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(bytes, bytes.length),
            width,
            height,
            channels * width,
            channels,
            offsets,
            null);
    int space = channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    ColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            false,
            false,
            java.awt.Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    return new BufferedImage(colors, raster, false, null);
  }

  /// The region and every so many pixels of it, as asked.
  private static BufferedImage part(BufferedImage whole, @Nullable ImageReadParam param) {
    if (param == null) {
      return whole;
    }
    Rectangle region = getSourceRegion(param, whole.getWidth(), whole.getHeight());
    int stepX = param.getSourceXSubsampling();
    int stepY = param.getSourceYSubsampling();
    if (stepX == 1
        && stepY == 1
        && region.width == whole.getWidth()
        && region.height == whole.getHeight()) {
      return whole;
    }
    int width = Math.ceilDiv(region.width, stepX);
    int height = Math.ceilDiv(region.height, stepY);
    int channels = whole.getRaster().getNumBands();
    byte[] from = ((DataBufferByte) whole.getRaster().getDataBuffer()).getData();
    byte[] to = new byte[channels * width * height];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int source = (region.y + y * stepY) * whole.getWidth() + region.x + x * stepX;
        for (int c = 0; c < channels; c++) {
          to[at++] = from[channels * source + c];
        }
      }
    }
    return image(to, width, height, channels);
  }

  private static void checkIndex(int index) {
    if (index != 0) {
      throw new IndexOutOfBoundsException("a JPEG 2000 file holds one picture, not " + index);
    }
  }

  @Override
  public int getNumImages(boolean allowSearch) {
    return 1;
  }

  @Override
  public int getWidth(int index) throws IOException {
    checkIndex(index);
    return size().width();
  }

  @Override
  public int getHeight(int index) throws IOException {
    checkIndex(index);
    return size().height();
  }

  @Override
  public Iterator<ImageTypeSpecifier> getImageTypes(int index) throws IOException {
    checkIndex(index);
    int type = size().channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    return List.of(ImageTypeSpecifier.createFromBufferedImageType(type)).iterator();
  }

  @Override
  public @Nullable IIOMetadata getStreamMetadata() {
    return null;
  }

  @Override
  public @Nullable IIOMetadata getImageMetadata(int index) {
    return null;
  }
}
