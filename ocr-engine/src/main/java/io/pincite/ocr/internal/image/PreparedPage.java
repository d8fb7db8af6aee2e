package io.pincite.ocr.internal.image;

import io.pincite.ocr.internal.image.Mapping.Quad;
import io.pincite.ocr.internal.lines.PagePixels;
import java.util.Optional;

/// A page as engines like it: flat and level, though it may still lie on its side or head.
///
/// @param pixels what is read
/// @param dpi of the paper in them
/// @param toGiven from its pixels to those of the picture as it was given
/// @param givenWidth of that picture
/// @param givenHeight likewise
public record PreparedPage(
    PagePixels pixels, double dpi, Mapping toGiven, int givenWidth, int givenHeight) {

  /// Leaning less than that, lines keep to their rows: half the width of a page rises by 3 of the
  /// 1,654 pixels it has at 200 dpi, a tenth of a line's height.
  private static final double LEAST_SKEW = 0.2;

  /// A middling angle explains text worse by far: pages of text reach 15 and more, pictures 1 to
  /// 1.5.
  private static final double LEAST_CLARITY = 2.5;

  /// A level page around a leaning one has at most that many times its pixels. A sheet of A4 that
  /// leans by 15 degrees has 1.5 times; a strip of paper ten times as long as wide would have 3.5
  /// times, and ever more the longer it is.
  private static final long MOST_GROWTH = 2;

  /// A sheet of A4, which a photographed one is taken for.
  private static final double SHEET_LONG_INCHES = 297 / 25.4;

  private static final double SHEET_SHORT_INCHES = 210 / 25.4;

  /// @param dpi of the picture; of a photograph it means nothing
  public static PreparedPage of(PagePixels given, double dpi) {
    GrayRaster gray = GrayRaster.of(given);
    Optional<Quad> paper = Paper.in(gray);
    if (paper.isEmpty()) {
      return levelled(
          given,
          new PreparedPage(given, dpi, Mapping.IDENTITY, given.width(), given.height()),
          gray,
          Resampling.paperColor(given));
    }
    Paper.Sheet sheet = Paper.sheet(paper.get());
    double longest = Math.max(sheet.width(), sheet.height());
    double shortest = Math.min(sheet.width(), sheet.height());
    double sheetDpi = Math.max(longest / SHEET_LONG_INCHES, shortest / SHEET_SHORT_INCHES);
    PagePixels flat =
        Resampling.drawn(given, sheet.width(), sheet.height(), sheet.toGiven(), Resampling.WHITE);
    var page = new PreparedPage(flat, sheetDpi, sheet.toGiven(), given.width(), given.height());
    return levelled(given, page, GrayRaster.of(flat), Resampling.WHITE);
  }

  /// Drawn from the given picture anew: drawn twice, letters would blur twice.
  ///
  /// @param gray of the page
  private static PreparedPage levelled(
      PagePixels given, PreparedPage page, GrayRaster gray, int beyond) {
    PagePixels flat = page.pixels;
    Skew skew = Skew.of(gray);
    if (skew.clarity() < LEAST_CLARITY || Math.abs(skew.degrees()) < LEAST_SKEW) {
      return page;
    }
    double sin = Math.abs(Math.sin(Math.toRadians(skew.degrees())));
    double cos = Math.cos(Math.toRadians(skew.degrees()));
    int width = (int) Math.ceil(flat.width() * cos + flat.height() * sin);
    int height = (int) Math.ceil(flat.height() * cos + flat.width() * sin);
    if ((long) width * height > MOST_GROWTH * flat.width() * flat.height()) {
      return page;
    }
    Mapping toFlat =
        Mapping.shift((flat.width() - width) / 2.0, (flat.height() - height) / 2.0)
            .then(Mapping.turn(skew.degrees(), flat.width() / 2.0, flat.height() / 2.0));
    Mapping toGiven = toFlat.then(page.toGiven);
    return new PreparedPage(
        Resampling.drawn(given, width, height, toGiven, beyond),
        page.dpi,
        toGiven,
        page.givenWidth,
        page.givenHeight);
  }

  /// From this page, turned clockwise, to the given picture, turned by as much.
  ///
  /// @param degrees 0, 90, 180 or 270
  public GivenBoxes givenBoxes(int degrees) {
    Mapping back = Mapping.quarterTurn(degrees, pixels.width(), pixels.height()).inverse();
    Mapping mapping =
        back.then(toGiven).then(Mapping.quarterTurn(degrees, givenWidth, givenHeight));
    boolean sideways = degrees % 180 != 0;
    return new GivenBoxes(
        mapping,
        sideways ? pixels.height() : pixels.width(),
        sideways ? pixels.width() : pixels.height(),
        sideways ? givenHeight : givenWidth,
        sideways ? givenWidth : givenHeight);
  }
}
