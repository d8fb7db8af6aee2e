package io.pincite.ocr.internal.image;

import io.pincite.ocr.internal.image.Mapping.Quad;
import java.util.Optional;

/// A page as engines like it: flat and level, though it may still lie on its side or head.
///
/// @param pixels what is read
/// @param toGiven from its pixels to those of the picture as it was given
/// @param givenWidth of that picture
/// @param givenHeight likewise
public record PreparedPage(
    RgbRaster pixels, Mapping toGiven, int givenWidth, int givenHeight) {

  /// Leaning less than that, lines keep to their rows: half the width of a page rises by 3 of the
  /// 1,654 pixels it has at 200 dpi, a tenth of a line's height.
  private static final double LEAST_SKEW = 0.2;

  /// A middling angle explains text worse by far: pages of text reach 2 to 30, pictures 1.0 to 1.3.
  private static final double LEAST_CLARITY = 1.6;

  public static PreparedPage of(RgbRaster given) {
    Optional<Quad> paper = Paper.in(given);
    RgbRaster flat = given;
    Mapping toGiven = Mapping.IDENTITY;
    if (paper.isPresent()) {
      Paper.Sheet sheet = Paper.sheet(paper.get(), given);
      toGiven = sheet.toGiven();
      flat =
          Resampling.drawn(given, sheet.width(), sheet.height(), toGiven, Resampling.WHITE);
    }
    Skew skew = Skew.of(flat.gray());
    if (skew.clarity() < LEAST_CLARITY || Math.abs(skew.degrees()) < LEAST_SKEW) {
      return new PreparedPage(flat, toGiven, given.width(), given.height());
    }
    return levelled(flat, skew.degrees(), toGiven, given, paper.isPresent());
  }

  /// From the given picture anew: drawn twice, letters would blur twice.
  private static PreparedPage levelled(
      RgbRaster flat, double degrees, Mapping flatToGiven, RgbRaster given, boolean cut) {
    double sin = Math.abs(Math.sin(Math.toRadians(degrees)));
    double cos = Math.cos(Math.toRadians(degrees));
    int width = (int) Math.ceil(flat.width() * cos + flat.height() * sin);
    int height = (int) Math.ceil(flat.height() * cos + flat.width() * sin);
    Mapping toFlat =
        Mapping.shift((flat.width() - width) / 2.0, (flat.height() - height) / 2.0)
            .then(Mapping.turn(degrees, flat.width() / 2.0, flat.height() / 2.0));
    Mapping toGiven = toFlat.then(flatToGiven);
    int beyond = cut ? Resampling.WHITE : Resampling.paperColor(flat);
    return new PreparedPage(
        Resampling.drawn(given, width, height, toGiven, beyond),
        toGiven,
        given.width(),
        given.height());
  }

  /// Whether anything was done to it.
  public boolean isChanged() {
    return !toGiven.isIdentity();
  }

  /// From this page, turned clockwise, to the given picture, turned by as much.
  ///
  /// @param degrees 0, 90, 180 or 270
  public Mapping turnedToGiven(int degrees) {
    Mapping back = Mapping.quarterTurn(degrees, pixels.width(), pixels.height()).inverse();
    return back.then(toGiven).then(Mapping.quarterTurn(degrees, givenWidth, givenHeight));
  }
}
