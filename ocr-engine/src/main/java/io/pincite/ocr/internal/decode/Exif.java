package io.pincite.ocr.internal.decode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// What Exif says of a picture, in any file that has it; nothing where it is damaged.
record Exif(int orientation, double dpiX, double dpiY) {
  static Exif of(byte[] tiff) {
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(tiff))) {
      var directories = TiffDirectory.chain(in, 0, 1);
      if (directories.isEmpty()) {
        return new Exif(1, 0, 0);
      }
      TiffDirectory first = directories.getFirst();
      return new Exif(
          first.integer(TiffDirectory.ORIENTATION, 1),
          first.dpi(TiffDirectory.X_RESOLUTION),
          first.dpi(TiffDirectory.Y_RESOLUTION));
    } catch (IOException | IndexOutOfBoundsException damaged) {
      return new Exif(1, 0, 0);
    }
  }
}
