package io.pincite.ocr.internal.lines;

import java.util.List;

/// Where a line stands on a page: a rectangle that may be turned, in pixels.
///
/// @param width along the line
/// @param height across it
/// @param angle in radians that the line is turned clockwise as displayed; 0 reads to the right
/// @param score how sure it is that this is text, 0..1
public record LineBox(
    double centerX, double centerY, double width, double height, double angle, double score) {

  private static final double NEARLY_SQUARE = 1.5;

  /// x on the page of a place on the line.
  ///
  /// @param along pixels from its left end
  /// @param across pixels from its upper edge
  public double pageX(double along, double across) {
    return centerX
        + (along - width / 2) * Math.cos(angle)
        - (across - height / 2) * Math.sin(angle);
  }

  /// y on the page of a place on the line.
  public double pageY(double along, double across) {
    return centerY
        + (along - width / 2) * Math.sin(angle)
        + (across - height / 2) * Math.cos(angle);
  }

  /// Whether it is higher than wide by far, as a line read downwards or upwards is.
  public boolean isStanding() {
    return height > NEARLY_SQUARE * width;
  }

  /// The same rectangle, read in another direction.
  ///
  /// @param quarters clockwise
  public LineBox read(int quarters) {
    boolean swapped = quarters % 2 != 0;
    return new LineBox(
        centerX,
        centerY,
        swapped ? height : width,
        swapped ? width : height,
        angle + quarters * Math.PI / 2,
        score);
  }

  /// The same rectangle elsewhere.
  public LineBox moved(double right, double down) {
    return new LineBox(centerX + right, centerY + down, width, height, angle, score);
  }

  /// The level rectangle around the pieces of a line.
  public static LineBox around(List<LineBox> pieces) {
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    double score = 0;
    for (LineBox piece : pieces) {
      for (double along : new double[] {0, piece.width}) {
        for (double across : new double[] {0, piece.height}) {
          left = Math.min(left, piece.pageX(along, across));
          right = Math.max(right, piece.pageX(along, across));
          top = Math.min(top, piece.pageY(along, across));
          bottom = Math.max(bottom, piece.pageY(along, across));
        }
      }
      score = Math.max(score, piece.score);
    }
    return new LineBox(
        (left + right) / 2, (top + bottom) / 2, right - left, bottom - top, 0, score);
  }

  /// The same rectangle, reaching further above and below the line.
  ///
  /// @param above in pixels
  /// @param below in pixels
  public LineBox taller(double above, double below) {
    double down = (below - above) / 2;
    return new LineBox(
        centerX - down * Math.sin(angle),
        centerY + down * Math.cos(angle),
        width,
        height + above + below,
        angle,
        score);
  }

  /// The same rectangle read to the right: at an angle of at most an eighth of a turn. One that is
  /// hardly longer than high is made level: the smallest rectangle around a single digit may stand
  /// on a corner.
  public LineBox levelled() {
    LineBox turned = read(-(int) Math.round(angle / (Math.PI / 2)));
    boolean isSquare = Math.max(width, height) < NEARLY_SQUARE * Math.min(width, height);
    return isSquare ? new LineBox(centerX, centerY, turned.width, turned.height, 0, score) : turned;
  }
}
