package io.pincite.ocr.internal.decode;

import io.pincite.ocr.OcrException;
import java.nio.charset.StandardCharsets;

/// The kinds of picture files that can be read, told by their first bytes.
enum Kind {
  JPEG,
  PNG,
  WEBP,
  GIF,
  TIFF;

  static final int BYTES_LOOKED_AT = 12;

  static Kind of(byte[] start) {
    String latin = new String(start, StandardCharsets.ISO_8859_1);
    if (latin.startsWith("\u00FF\u00D8\u00FF")) {
      return JPEG;
    }
    if (latin.startsWith("\u0089PNG\r\n\u001A\n")) {
      return PNG;
    }
    if (latin.startsWith("RIFF") && latin.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (latin.startsWith("GIF87a") || latin.startsWith("GIF89a")) {
      return GIF;
    }
    if (latin.startsWith("II*\0")
        || latin.startsWith("MM\0*")
        || latin.startsWith("II+\0")
        || latin.startsWith("MM\0+")) {
      return TIFF;
    }
    if (latin.startsWith("ftyphei", 4)
        || latin.startsWith("ftyphev", 4)
        || latin.startsWith("ftypmif1", 4)
        || latin.startsWith("ftypavif", 4)) {
      throw new OcrException.UnreadableImage(
          "the file is a HEIC or AVIF picture, which cannot be read here. Save it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible).");
    }
    throw new OcrException.UnreadableImage(
        "by its content the file is none of JPEG, PNG, WebP, GIF and TIFF. Save the picture as one of them.");
  }
}
