package io.pincite.ocr.internal.layout;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PageContent;
import io.pincite.ocr.PageContent.Ruling;
import io.pincite.ocr.PageContent.StyledWord;

/// The page turned so that text of one direction stands upright: points, origin top-left, `y`
/// downwards.
///
/// @param direction clockwise rotation of the text that is upright here: 0, 90, 180 or 270
/// @param width of the turned page
/// @param height of the turned page
record Frame(int direction, double width, double height, double pageWidth, double pageHeight) {

  static Frame of(PageContent page, int direction) {
    boolean sideways = direction == 90 || direction == 270;
    double width = page.widthPoints();
    double height = page.heightPoints();
    return new Frame(
        direction, sideways ? height : width, sideways ? width : height, width, height);
  }

  Token token(StyledWord word, int order) {
    BoundingBox box = word.word().box();
    double baseline =
        switch (direction) {
          case 90 -> (1 - word.baseline()) * pageWidth;
          case 180 -> (1 - word.baseline()) * pageHeight;
          case 270 -> word.baseline() * pageWidth;
          default -> word.baseline() * pageHeight;
        };
    Area area = area(box);
    // A baseline far off its box is a source's mistake, not a property of the page.
    if (!(baseline >= area.y0() - area.height() && baseline <= area.y1() + area.height())) {
      baseline = area.y0() + 0.8 * area.height();
    }
    return new Token(word, order, area, baseline);
  }

  Rule rule(Ruling ruling) {
    boolean sideways = direction == 90 || direction == 270;
    return new Rule(area(ruling.box()), ruling.horizontal() != sideways);
  }

  Area area(BoundingBox box) {
    double x0 = box.x0() * pageWidth;
    double x1 = box.x1() * pageWidth;
    double y0 = box.y0() * pageHeight;
    double y1 = box.y1() * pageHeight;
    return switch (direction) {
      case 90 -> new Area(y0, pageWidth - x1, y1, pageWidth - x0);
      case 180 -> new Area(pageWidth - x1, pageHeight - y1, pageWidth - x0, pageHeight - y0);
      case 270 -> new Area(pageHeight - y1, x0, pageHeight - y0, x1);
      default -> new Area(x0, y0, x1, y1);
    };
  }

  /// The way back to fractions of the page as displayed.
  BoundingBox box(Area area) {
    double x0 = area.x0();
    double x1 = area.x1();
    double y0 = area.y0();
    double y1 = area.y1();
    return switch (direction) {
      case 90 -> displayed(pageWidth - y1, x0, pageWidth - y0, x1);
      case 180 -> displayed(pageWidth - x1, pageHeight - y1, pageWidth - x0, pageHeight - y0);
      case 270 -> displayed(y0, pageHeight - x1, y1, pageHeight - x0);
      default -> displayed(x0, y0, x1, y1);
    };
  }

  private BoundingBox displayed(double x0, double y0, double x1, double y1) {
    return BoundingBox.clamped(x0 / pageWidth, y0 / pageHeight, x1 / pageWidth, y1 / pageHeight);
  }
}
