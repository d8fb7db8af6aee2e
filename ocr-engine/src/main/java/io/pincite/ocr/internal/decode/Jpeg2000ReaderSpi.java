package io.pincite.ocr.internal.decode;

import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/// Tells ImageIO of [Jpeg2000Reader].
final class Jpeg2000ReaderSpi extends ImageReaderSpi {

  /// The first box of a JP2 file, and the first two markers of a bare codestream.
  private static final long JP2_SIGNATURE = 0x0000000C6A502020L;

  private static final int CODESTREAM = 0xFF4FFF51;

  Jpeg2000ReaderSpi() {
    super(
        "Pincite",
        "1",
        new String[] {"JPEG2000", "jpeg2000", "JPEG 2000"},
        new String[] {"jp2", "jpx", "j2k"},
        new String[] {"image/jp2", "image/jpx"},
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

  @Override
  public boolean canDecodeInput(Object source) throws IOException {
    if (!(source instanceof ImageInputStream in)) {
      return false;
    }
    in.mark();
    try {
      byte[] start = new byte[8];
      int count = in.read(start, 0, 8);
      var bytes = java.nio.ByteBuffer.wrap(start);
      return count == 8 && (bytes.getLong(0) == JP2_SIGNATURE || bytes.getInt(0) == CODESTREAM);
    } finally {
      in.reset();
    }
  }

  @Override
  public ImageReader createReaderInstance(Object extension) {
    return new Jpeg2000Reader(this);
  }

  @Override
  public String getDescription(Locale locale) {
    return "JPEG 2000 by OpenJPEG";
  }
}
