package io.pincite.ocr.internal.decode;

import io.pincite.ocr.OcrException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/// What a codec put up with. Small faults are no reason to refuse a page; one that is cut short is:
/// what is missing could be the clause someone asks for.
final class DecodingWarnings implements IIOReadWarningListener {

  /// Rows that a cut took away; a few may be lost with the end marker.
  private static final double MOST_MISSING = 0.02;

  private boolean any;

  /// @throws io.pincite.ocr.OcrException.UnreadableImage when the file ends before its pixels do
  static void refuseWhereMissing(double missing, int page) {
    if (missing > MOST_MISSING) {
      throw tooShort(missing, page);
    }
  }

  private static OcrException tooShort(double missing, int page) {
    return PictureFile.damaged(
        page, "it ends too early, the lower %.0f %% are missing".formatted(100 * missing));
  }

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    any = true;
  }

  /// @throws io.pincite.ocr.OcrException.UnreadableImage when the codec complained and the lower
  ///     part of the picture is the one flat gray that codecs fill it with
  void refuseWhereCutShort(BufferedImage plain, int page) {
    if (!any) {
      return;
    }
    double missing = (double) flatGrayRowsAtEnd(plain) / plain.getHeight();
    if (missing > MOST_MISSING) {
      throw tooShort(missing, page);
    }
  }

  private static int flatGrayRowsAtEnd(BufferedImage plain) {
    byte[] bgr = ((DataBufferByte) plain.getRaster().getDataBuffer()).getData();
    int i = bgr.length - 1;
    while (i >= 0 && Math.abs((bgr[i] & 0xFF) - 128) <= 1) {
      i--;
    }
    return (bgr.length - 1 - i) / (3 * plain.getWidth());
  }
}
