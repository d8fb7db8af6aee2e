package io.pincite.ocr.internal.reading;

import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.LineReader;
import io.pincite.ocr.internal.ppocr.CharacterWords;
import io.pincite.ocr.internal.ppocr.ReadCharacter;
import java.util.List;

/// Lines read by PP-OCR's recogniser, with what it is known to miss put right: spaces that the
/// image shows, marks of the wrong width, zeros taken for letters.
final class PpOcrLines implements LineReader {
  private final CharacterReader reader;

  PpOcrLines(CharacterReader reader) {
    this.reader = reader;
  }

  @Override
  public List<ReadWord> read(LineImage line) {
    return words(line, reader.characters(line));
  }

  static List<ReadWord> words(LineImage line, List<ReadCharacter> characters) {
    List<ReadCharacter> spaced = WordGaps.insert(characters, LineInk.of(line));
    return CharacterWords.of(Zeros.restored(Marks.folded(spaced)), line.width());
  }
}
