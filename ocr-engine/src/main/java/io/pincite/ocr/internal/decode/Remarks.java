package io.pincite.ocr.internal.decode;

import java.util.Optional;

/// What is said of files that are not wholly read.
final class Remarks {
  private Remarks() {}

  static Optional<String> animation(long frames) {
    return frames > 1
        ? Optional.of("an animation of %,d pictures; only the first is read".formatted(frames))
        : Optional.empty();
  }
}
