package io.pincite.ocr.internal.decode;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import org.apache.pdfbox.jbig2.JBIG2ImageReader;
import org.apache.pdfbox.jbig2.JBIG2ImageReaderSpi;
import org.jspecify.annotations.Nullable;

/// PDFBox's JBIG2 codec, asked for the size of a picture before it may decode it: what the PDF says
/// of the size need not be true.
final class Jbig2ReaderSpi extends JBIG2ImageReaderSpi {

  /// A page of A3 at 1,200 dpi has 280 million pixels, an eighth of a byte each.
  private static final long MOST_PIXELS = 400_000_000;

  @Override
  public ImageReader createReaderInstance(@Nullable Object extension) throws IOException {
    return new Bounded(this);
  }

  private static final class Bounded extends JBIG2ImageReader {
    Bounded(Jbig2ReaderSpi spi) throws IOException {
      super(spi);
    }

    @Override
    public BufferedImage read(int index, @Nullable ImageReadParam param) throws IOException {
      long width = getWidth(index);
      long height = getHeight(index);
      if (width < 1 || height < 1 || width * height > MOST_PIXELS) {
        throw new IIOException("a JBIG2 picture of %,d x %,d px".formatted(width, height));
      }
      return super.read(index, param);
    }
  }
}
