package io.pincite.samples;

import java.util.function.Consumer;

/// What a page goes through on its way to being a picture, in this order: a stamp, the sheet laid
/// down askew or photographed, shadow, blur, noise and specks, then one bit a pixel or JPEG.
///
/// @param dpi of the picture
/// @param skewDegrees clockwise
/// @param isPhotograph taken by hand: perspective, uneven light, a table around the sheet, in
///     colour
/// @param isStamped with ink over the text; the stamps bear no words, so that no reading of them is
///     right or wrong
/// @param shadow how much light is lost in the darkest place, 0..1
/// @param blur standard deviation in pixels
/// @param noise standard deviation in grey levels of 255
/// @param specks share of the pixels that dirt turned over
/// @param isOneBit black or white only, as a fax sends
/// @param jpegQuality 1..100, or 0 for none
/// @param quarterTurns clockwise, of the finished picture; the truth stays that of the upright page
public record Wear(
    double dpi,
    double skewDegrees,
    boolean isPhotograph,
    boolean isStamped,
    double shadow,
    double blur,
    double noise,
    double specks,
    boolean isOneBit,
    int jpegQuality,
    int quarterTurns) {
  public Wear {
    if (!(dpi > 0) || shadow < 0 || shadow > 1 || blur < 0 || noise < 0 || specks < 0) {
      throw new IllegalArgumentException("no such wear: " + dpi + " dpi, shadow " + shadow);
    }
    if (jpegQuality < 0 || jpegQuality > 100 || quarterTurns < 0 || quarterTurns > 3) {
      throw new IllegalArgumentException(
          "no such wear: JPEG %d, %d quarter turns".formatted(jpegQuality, quarterTurns));
    }
  }

  /// The page as it was drawn.
  public static Wear none(double dpi) {
    return new Wear(dpi, 0, false, false, 0, 0, 0, 0, false, 0, 0);
  }

  public Wear at(double otherDpi) {
    return with(draft -> draft.dpi = otherDpi);
  }

  /// Laid down askew, clockwise.
  public Wear skewed(double degrees) {
    return with(draft -> draft.skewDegrees = degrees);
  }

  /// Photographed by hand.
  public Wear photographed() {
    return with(draft -> draft.isPhotograph = true);
  }

  public Wear stamped() {
    return with(draft -> draft.isStamped = true);
  }

  /// @param loss of light in the darkest place, 0..1
  public Wear shadowed(double loss) {
    return with(draft -> draft.shadow = loss);
  }

  /// @param deviation in pixels
  public Wear blurred(double deviation) {
    return with(draft -> draft.blur = deviation);
  }

  /// @param deviation in grey levels
  /// @param specked share of the pixels that dirt turned over
  public Wear noisy(double deviation, double specked) {
    return with(
        draft -> {
          draft.noise = deviation;
          draft.specks = specked;
        });
  }

  /// Black or white only.
  public Wear faxed() {
    return with(draft -> draft.isOneBit = true);
  }

  /// @param quality 1..100
  public Wear jpeg(int quality) {
    return with(draft -> draft.jpegQuality = quality);
  }

  /// @param quarters clockwise
  public Wear turned(int quarters) {
    return with(draft -> draft.quarterTurns = quarters);
  }

  private Wear with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.wear();
  }

  /// A wear while one of its parts is being changed.
  private static final class Draft {
    private double dpi;
    private double skewDegrees;
    private boolean isPhotograph;
    private boolean isStamped;
    private double shadow;
    private double blur;
    private double noise;
    private double specks;
    private boolean isOneBit;
    private int jpegQuality;
    private int quarterTurns;

    Draft(Wear wear) {
      dpi = wear.dpi;
      skewDegrees = wear.skewDegrees;
      isPhotograph = wear.isPhotograph;
      isStamped = wear.isStamped;
      shadow = wear.shadow;
      blur = wear.blur;
      noise = wear.noise;
      specks = wear.specks;
      isOneBit = wear.isOneBit;
      jpegQuality = wear.jpegQuality;
      quarterTurns = wear.quarterTurns;
    }

    Wear wear() {
      return new Wear(
          dpi,
          skewDegrees,
          isPhotograph,
          isStamped,
          shadow,
          blur,
          noise,
          specks,
          isOneBit,
          jpegQuality,
          quarterTurns);
    }
  }
}
