package io.pincite.ocr.internal.decode;

import java.util.List;
import java.util.Optional;

/// What a file says about its pictures, read without its codec.
///
/// @param frames the pages
/// @param remark for [io.pincite.ocr.ImageFile#remark()]
record Header(List<Frame> frames, Optional<String> remark) {
  Header {
    frames = List.copyOf(frames);
  }

  Header(Frame frame) {
    this(List.of(frame), Optional.empty());
  }
}
