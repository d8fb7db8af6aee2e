package io.pincite.ocr;

import io.pincite.ocr.internal.decode.Codecs;

/// The picture formats this module can decode beyond the JDK's, for whoever looks them up in
/// ImageIO: JBIG2 as PDF files hold it, CMYK JPEG, TIFF, WebP.
public final class PictureCodecs {
  private PictureCodecs() {}

  /// Makes them known to ImageIO in this process, and takes the unbounded JBIG2 codec off its list.
  /// Class loaders decide what ImageIO finds by itself, and when; call this before pictures of
  /// unknown origin are decoded.
  public static void register() {
    Codecs.register();
  }
}
