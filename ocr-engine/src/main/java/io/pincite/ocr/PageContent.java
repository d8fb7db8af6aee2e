package io.pincite.ocr;

import java.util.List;

/// What layout analysis works on, whatever the source: styled words in the order the source gave
/// them, ruling lines and image areas of one page.
///
/// @param widthPoints of the page as displayed, in points of 1/72 inch
/// @param heightPoints likewise
/// @param images areas of pictures
/// @param imprints what was put on by hand; text may stand under it
/// @param marks what is drawn in paths, rulings included, in no order; empty where not known
public record PageContent(
    double widthPoints,
    double heightPoints,
    List<StyledWord> words,
    List<Ruling> rulings,
    List<BoundingBox> images,
    List<Imprint> imprints,
    List<Mark> marks) {
  public PageContent {
    words = List.copyOf(words);
    rulings = List.copyOf(rulings);
    images = List.copyOf(images);
    imprints = List.copyOf(imprints);
    marks = List.copyOf(marks);
  }

  /// A page of which only the rulings are known.
  public PageContent(
      double widthPoints,
      double heightPoints,
      List<StyledWord> words,
      List<Ruling> rulings,
      List<BoundingBox> images,
      List<Imprint> imprints) {
    this(widthPoints, heightPoints, words, rulings, images, imprints, List.of());
  }

  /// A page on which nothing was put by hand.
  public PageContent(
      double widthPoints,
      double heightPoints,
      List<StyledWord> words,
      List<Ruling> rulings,
      List<BoundingBox> images) {
    this(widthPoints, heightPoints, words, rulings, images, List.of());
  }

  /// A word with what its looks say about its role.
  ///
  /// @param fontSizePoints as displayed
  /// @param direction clockwise rotation of the text as displayed: 0, 90, 180 or 270 degrees
  /// @param baseline y of the text's baseline as a fraction of the page's height (x of it for 90
  ///     and 270)
  public record StyledWord(
      Word word,
      double fontSizePoints,
      boolean bold,
      boolean italic,
      int direction,
      double baseline) {}

  /// A drawn line, horizontal or vertical, as a thin box: the edge of a table, an underline.
  public record Ruling(BoundingBox box, boolean horizontal) {}

  /// One piece of a path that is stroked or filled: a line, a curve, an area.
  ///
  /// @param straight whether it is no more than a level or upright line
  public record Mark(BoundingBox box, boolean straight) {}

  /// What is on the paper besides print: it becomes a block of its own, and takes no part in
  /// finding lines and columns.
  public record Imprint(Kind kind, BoundingBox box) {
    public enum Kind {
      SEAL,
      SIGNATURE
    }
  }
}
