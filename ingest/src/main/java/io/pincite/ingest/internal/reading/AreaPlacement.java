package io.pincite.ingest.internal.reading;

import io.pincite.ingest.internal.pdf.PageGeometry;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.Word;
import java.util.List;

/// Where on its page stands what was read from an area of it.
///
/// @param area of the page
/// @param turn clockwise degrees the area was turned by to be read
record AreaPlacement(BoundingBox area, int turn, PageGeometry page) {
  /// A word's box runs from ascent to descent: about 1.2 font sizes, a sixth of it below the
  /// baseline.
  private static final double BOX_PER_FONT_SIZE = 1.2;

  private static final double DESCENT = 1.0 / 6;

  List<StyledWord> words(Line line) {
    return line.words().stream().map(this::word).toList();
  }

  Doubt doubt(Doubt doubt) {
    return doubt.at(box(doubt.box()));
  }

  private StyledWord word(Word word) {
    BoundingBox box = box(word.box());
    int direction = Math.floorMod(-turn, 360);
    double across = turn % 180 == 0 ? box.height() * page.height() : box.width() * page.width();
    double baseline =
        switch (direction) {
          case 90 -> box.x0() + DESCENT * box.width();
          case 180 -> box.y0() + DESCENT * box.height();
          case 270 -> box.x1() - DESCENT * box.width();
          default -> box.y1() - DESCENT * box.height();
        };
    return new StyledWord(
        new Word(word.text(), box, word.confidence(), word.spaceBefore()),
        across / BOX_PER_FONT_SIZE,
        false,
        false,
        direction,
        baseline);
  }

  /// A box of the turned area as a box of the page.
  BoundingBox box(BoundingBox read) {
    BoundingBox upright =
        switch (turn) {
          case 90 -> BoundingBox.clamped(read.y0(), 1 - read.x1(), read.y1(), 1 - read.x0());
          case 180 ->
              BoundingBox.clamped(1 - read.x1(), 1 - read.y1(), 1 - read.x0(), 1 - read.y0());
          case 270 -> BoundingBox.clamped(1 - read.y1(), read.x0(), 1 - read.y0(), read.x1());
          default -> read;
        };
    return BoundingBox.clamped(
        area.x0() + upright.x0() * area.width(),
        area.y0() + upright.y0() * area.height(),
        area.x0() + upright.x1() * area.width(),
        area.y0() + upright.y1() * area.height());
  }
}
