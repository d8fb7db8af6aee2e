package io.pincite.ocr.internal.reading;

import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.ppocr.ReadCharacter;
import java.util.List;

/// Reads a line character by character; any number of threads.
@FunctionalInterface
public interface CharacterReader {

  /// The characters of a line with their places, spaces too.
  List<ReadCharacter> characters(LineImage line);
}
