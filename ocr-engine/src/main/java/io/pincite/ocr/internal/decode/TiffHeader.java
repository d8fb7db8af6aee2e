package io.pincite.ocr.internal.decode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;

/// The pages of a TIFF file: its directories without previews and masks.
final class TiffHeader {

  /// Bits of NewSubfileType: a smaller copy of another picture, and a transparency mask.
  private static final int PREVIEW_OR_MASK = 1 | 4;

  private TiffHeader() {}

  /// @param mostPages beyond which no directory is read
  static Header read(ImageInputStream in, int mostPages) throws IOException {
    List<TiffDirectory> directories = TiffDirectory.chain(in, 0, mostPages);
    List<Frame> frames = new ArrayList<>(directories.size());
    for (int i = 0; i < directories.size(); i++) {
      TiffDirectory directory = directories.get(i);
      boolean page = (directory.integer(TiffDirectory.NEW_SUBFILE_TYPE, 0) & PREVIEW_OR_MASK) == 0;
      if (page || directories.size() == 1) {
        frames.add(frame(i, directory, in.length()));
      }
    }
    return new Header(frames, Optional.empty());
  }

  private static Frame frame(int index, TiffDirectory directory, long fileLength) {
    int bits = directory.integer(TiffDirectory.BITS_PER_SAMPLE, 1);
    int samples = Math.max(1, directory.integer(TiffDirectory.SAMPLES_PER_PIXEL, 1));
    long bytes = Math.max(1, (long) samples * Math.ceilDiv(Math.max(1, bits), 8));
    return new Frame(
        index,
        directory.integer(TiffDirectory.WIDTH, 0),
        directory.integer(TiffDirectory.HEIGHT, 0),
        (int) Math.min(bytes, 1 << 20),
        directory.integer(TiffDirectory.ORIENTATION, 1),
        directory.dpi(TiffDirectory.X_RESOLUTION),
        directory.dpi(TiffDirectory.Y_RESOLUTION),
        directory.isFax() ? directory.missing(fileLength) : 0);
  }
}
