package io.pincite.samples.internal.typeset;

import io.pincite.samples.Truth;
import java.util.ArrayList;
import java.util.List;

/// A page while it is being set.
///
/// Text is set on an upright frame, in points, origin top-left, y downwards; the sheet knows how
/// that frame lies on the displayed page (a sideways table is turned) and how the displayed page
/// lies in the PDF's space (rotated, cropped).
final class Sheet {
  final int number;
  final double width;
  final double height;

  /// The page's /Rotate.
  final int rotation;

  /// Clockwise turn of the frame on the displayed page: 0 or 270.
  final int direction;

  /// Width of the strip around the visible page that the crop box cuts off.
  final double trim;

  final StringBuilder drawing = new StringBuilder();
  final List<Truth.Block> blocks = new ArrayList<>();
  final List<Runnable> footnotes = new ArrayList<>();
  double footnoteHeight;

  /// @param width of the frame
  /// @param height of the frame
  Sheet(int number, double width, double height, int rotation, int direction, double trim) {
    this.number = number;
    this.width = width;
    this.height = height;
    this.rotation = rotation;
    this.direction = direction;
    this.trim = trim;
  }

  double displayWidth() {
    return direction == 0 ? width : height;
  }

  double displayHeight() {
    return direction == 0 ? height : width;
  }

  private double[] displayed(double x, double y) {
    return direction == 0 ? new double[] {x, y} : new double[] {y, displayHeight() - x};
  }

  /// A point of the frame in the PDF's space.
  double[] point(double x, double y) {
    double[] at = displayed(x, y);
    double w = displayWidth();
    double h = displayHeight();
    return switch (rotation) {
      case 0 -> new double[] {trim + at[0], trim + h - at[1]};
      case 90 -> new double[] {trim + at[1], trim + at[0]};
      case 180 -> new double[] {trim + w - at[0], trim + at[1]};
      case 270 -> new double[] {trim + h - at[1], trim + w - at[0]};
      default -> throw new IllegalArgumentException("no such rotation: " + rotation);
    };
  }

  /// A rectangle of the frame as fractions of the displayed page.
  Truth.Box box(double x0, double y0, double x1, double y1) {
    double[] a = displayed(x0, y0);
    double[] b = displayed(x1, y1);
    return new Truth.Box(
        Math.min(a[0], b[0]) / displayWidth(),
        Math.min(a[1], b[1]) / displayHeight(),
        Math.max(a[0], b[0]) / displayWidth(),
        Math.max(a[1], b[1]) / displayHeight());
  }

  void line(double x0, double y0, double x1, double y1, double thickness) {
    double[] a = point(x0, y0);
    double[] b = point(x1, y1);
    draw("%s w %s %s m %s %s l S\n", thickness, a[0], a[1], b[0], b[1]);
  }

  void fill(double x0, double y0, double x1, double y1, double gray) {
    double[] a = point(x0, y0);
    double[] b = point(x1, y1);
    draw(
        "%s g %s %s %s %s re f 0 g\n",
        gray,
        Math.min(a[0], b[0]),
        Math.min(a[1], b[1]),
        Math.abs(a[0] - b[0]),
        Math.abs(a[1] - b[1]));
  }

  void draw(String operators, Object... numbers) {
    Object[] formatted = new Object[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      formatted[i] = numbers[i] instanceof Double d ? decimal(d) : numbers[i];
    }
    drawing.append(operators.formatted(formatted));
  }

  /// At most three decimals, without needless zeros; written by hand because a page has thousands.
  static String decimal(double value) {
    long thousandths = Math.round(Math.abs(value) * 1000);
    var text = new StringBuilder(12);
    if (value < 0 && thousandths > 0) {
      text.append('-');
    }
    text.append(thousandths / 1000);
    long rest = thousandths % 1000;
    if (rest > 0) {
      text.append('.').append(rest / 100);
      if (rest % 100 > 0) {
        text.append(rest / 10 % 10);
        if (rest % 10 > 0) {
          text.append(rest % 10);
        }
      }
    }
    return text.toString();
  }
}
