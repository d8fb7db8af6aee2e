package io.pincite.ocr.internal.decode;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/// Reads a JPEG 2000 picture as PDF files hold it, a JP2 file or its bare code stream: OpenJPEG
/// decodes it into a TIFF file, which the JDK reads.
final class Jpeg2000Reader extends ImageReader {

  /// Twice the pixels of A4 at 600 dpi. What the PDF says of them need not be true.
  private static final long MOST_PIXELS = 70_000_000;

  /// Compressed; no page of that many pixels needs more.
  private static final int MOST_BYTES = 256 << 20;

  /// Start of code stream, then the marker of its size (ISO/IEC 15444-1, A.4.1 and A.5.1).
  private static final int START_AND_SIZE = 0xFF4FFF51;

  /// The first box of a JP2 file (ISO/IEC 15444-1, I.5.1).
  private static final byte[] SIGNATURE = {0, 0, 0, 12, 'j', 'P', ' ', ' '};

  private @Nullable Header header;
  private byte @Nullable [] bytes;

  Jpeg2000Reader(Jpeg2000ReaderSpi spi) {
    super(spi);
  }

  /// @param deep whether a sample has other than eight bits
  private record Header(int width, int height, boolean deep) {}

  @Override
  public void setInput(@Nullable Object input, boolean seekForwardOnly, boolean ignoreMetadata) {
    super.setInput(input, seekForwardOnly, ignoreMetadata);
    header = null;
    bytes = null;
  }

  @Override
  public int getNumImages(boolean allowSearch) {
    return 1;
  }

  @Override
  public int getWidth(int index) throws IOException {
    return header().width();
  }

  @Override
  public int getHeight(int index) throws IOException {
    return header().height();
  }

  @Override
  public Iterator<ImageTypeSpecifier> getImageTypes(int index) {
    return Collections.emptyIterator();
  }

  @Override
  public @Nullable IIOMetadata getStreamMetadata() {
    return null;
  }

  @Override
  public @Nullable IIOMetadata getImageMetadata(int index) {
    return null;
  }

  @Override
  public BufferedImage read(int index, @Nullable ImageReadParam param) throws IOException {
    Header size = header();
    if (size.width() < 1
        || size.height() < 1
        || (long) size.width() * size.height() > MOST_PIXELS) {
      throw new IIOException(
          "a JPEG 2000 picture of %,d x %,d px".formatted(size.width(), size.height()));
    }
    OpenJpeg program =
        OpenJpeg.installed().orElseThrow(() -> new IIOException("OpenJPEG is not there any more"));
    Path work = Files.createTempDirectory("pincite-jpeg2000-");
    Path picture = work.resolve(isFile() ? "picture.jp2" : "picture.j2k");
    Path tiff = work.resolve("picture.tif");
    try {
      try (OutputStream out = Files.newOutputStream(picture)) {
        out.write(bytes());
      }
      program.decode(picture, tiff, size.deep());
      ImageReader reader = Codecs.fromJdk("tiff");
      try (ImageInputStream in = ImageIO.createImageInputStream(tiff.toFile())) {
        reader.setInput(in, true, true);
        return reader.read(0, param);
      } finally {
        reader.dispose();
      }
    } finally {
      for (Path each : List.of(picture, tiff, work)) {
        Files.deleteIfExists(each);
      }
    }
  }

  private boolean isFile() throws IOException {
    return ByteBuffer.wrap(bytes())
            .limit(Math.min(bytes().length, SIGNATURE.length))
            .mismatch(ByteBuffer.wrap(SIGNATURE))
        == -1;
  }

  private byte[] bytes() throws IOException {
    byte[] known = bytes;
    if (known == null) {
      var out = new java.io.ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      var in = (ImageInputStream) getInput();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (out.size() + count > MOST_BYTES) {
          throw new IIOException(
              "a JPEG 2000 picture of more than %,d bytes".formatted(MOST_BYTES));
        }
        out.write(buffer, 0, count);
      }
      known = out.toByteArray();
      bytes = known;
    }
    return known;
  }

  private Header header() throws IOException {
    Header known = header;
    if (known == null) {
      known = header(ByteBuffer.wrap(bytes()));
      header = known;
    }
    return known;
  }

  /// Marker SIZ: length, capabilities, the far corner, the near corner, tiles, components, the bits
  /// of each.
  private static Header header(ByteBuffer stream) throws IOException {
    for (int at = 0; at + 44 <= stream.limit(); at++) {
      if (stream.getInt(at) != START_AND_SIZE) {
        continue;
      }
      long width = unsigned(stream, at + 8) - unsigned(stream, at + 16);
      long height = unsigned(stream, at + 12) - unsigned(stream, at + 20);
      int components = stream.getShort(at + 40) & 0xFFFF;
      if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE || components > 4) {
        throw new IIOException(
            "a JPEG 2000 picture of %,d x %,d px in %d components"
                .formatted(width, height, components));
      }
      boolean deep = false;
      for (int i = 0; i < components && at + 42 + 3 * i < stream.limit(); i++) {
        deep |= (stream.get(at + 42 + 3 * i) & 0x7F) != 7;
      }
      return new Header((int) width, (int) height, deep);
    }
    throw new IIOException("no JPEG 2000 code stream");
  }

  private static long unsigned(ByteBuffer from, int at) {
    return from.getInt(at) & 0xFFFF_FFFFL;
  }
}
