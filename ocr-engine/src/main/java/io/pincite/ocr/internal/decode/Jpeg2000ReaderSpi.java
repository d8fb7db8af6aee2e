package io.pincite.ocr.internal.decode;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/// Offers ImageIO a reader of JPEG 2000 where the program of OpenJPEG is installed.
final class Jpeg2000ReaderSpi extends ImageReaderSpi {
  Jpeg2000ReaderSpi() {
    super(
        "Pincite",
        "1",
        // The name that PDFBox asks for.
        new String[] {"JPEG2000"},
        new String[] {"jp2", "j2k"},
        new String[] {"image/jp2"},
        Jpeg2000Reader.class.getName(),
        new Class<?>[] {ImageInputStream.class},
        null,
        false,
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        null,
        null);
  }

  /// Pictures in PDF files are said to be of this kind; nobody has to find it out.
  @Override
  public boolean canDecodeInput(Object source) {
    return false;
  }

  @Override
  public ImageReader createReaderInstance(@Nullable Object extension) {
    return new Jpeg2000Reader(this);
  }

  @Override
  public String getDescription(@Nullable Locale locale) {
    return "JPEG 2000 by OpenJPEG in a process of its own";
  }
}
