package io.pincite.ingest.internal.files;

import java.text.Normalizer;

/// Names of documents as they are kept: what the user called the file, made fit to be shown. Never
/// used as a path.
public final class DocumentNames {
  /// In Unicode code points.
  public static final int MAX_LENGTH = 255;

  private static final int MAX_EXTENSION = 12;

  private DocumentNames() {}

  /// Without folders, control characters and marks that turn the direction of text; at most 255
  /// characters, cut before the extension.
  ///
  /// @param extension for a name that is empty, without a dot
  public static String clean(String name, String extension) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    var kept = new StringBuilder();
    last.codePoints().filter(DocumentNames::isShown).forEach(kept::appendCodePoint);
    String clean =
        Normalizer.normalize(kept, Normalizer.Form.NFC).replaceAll("[\\s\\h]+", " ").strip();
    if (clean.chars().allMatch(c -> c == '.' || c == ' ')) {
      return "Untitled." + extension;
    }
    return shortened(clean);
  }

  private static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> Character.isWhitespace(codePoint);
      case Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      // The joiners are part of emoji and of Persian and Indic words; the rest hides or turns text.
      case Character.FORMAT -> codePoint == 0x200C || codePoint == 0x200D;
      default -> true;
    };
  }

  private static String shortened(String name) {
    int length = name.codePointCount(0, name.length());
    if (length <= MAX_LENGTH) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= MAX_EXTENSION ? name.substring(dot) : "";
    int room = MAX_LENGTH - 1 - extension.codePointCount(0, extension.length());
    return name.substring(0, name.offsetByCodePoints(0, room)).strip() + "…" + extension;
  }
}
