package io.pincite.samples;

/// The conditions under which pages are read for measurements, from a clean print to a photograph.
/// All but the first ones are at 200 dpi, the resolution of most office scanners and of a fax in
/// its fine mode.
public enum Condition {
  CLEAN_100("100 dpi", Wear.none(100)),
  CLEAN_150("150 dpi", Wear.none(150)),
  CLEAN_200("clean, 200 dpi", Wear.none(200)),
  CLEAN_300("300 dpi", Wear.none(300)),
  /// As far askew as a feeder that draws in badly.
  SKEWED("skew 3°", Wear.none(200).skewed(3).blurred(0.5).noisy(3, 0)),
  NOISY("noise", Wear.none(200).blurred(0.5).noisy(24, 0.002)),
  /// Strokes of 10-point type are about three pixels wide at 200 dpi: this blur fills the eyes of
  /// small letters.
  BLURRED("blur", Wear.none(200).blurred(1.8).noisy(3, 0)),
  JPEG_30("JPEG 30", Wear.none(200).blurred(0.5).noisy(4, 0).jpeg(30)),
  FAXED("fax, 1 bit", Wear.none(200).skewed(0.6).blurred(0.8).noisy(24, 0.0006).faxed()),
  SHADOWED("shadow", Wear.none(200).skewed(-0.8).shadowed(0.62).blurred(0.5).noisy(4, 0).jpeg(75)),
  STAMPED("stamps", Wear.none(200).skewed(0.5).stamped().blurred(0.5).noisy(3, 0).jpeg(75)),
  PHOTOGRAPHED(
      "photograph",
      Wear.none(200).skewed(-1.5).photographed().shadowed(0.4).blurred(0.8).noisy(5, 0).jpeg(60));

  private final String words;
  private final Wear wear;

  Condition(String words, Wear wear) {
    this.words = words;
    this.wear = wear;
  }

  /// For the row of a table.
  public String words() {
    return words;
  }

  public Wear wear() {
    return wear;
  }
}
