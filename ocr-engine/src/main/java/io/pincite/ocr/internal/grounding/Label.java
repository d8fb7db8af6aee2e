package io.pincite.ocr.internal.grounding;

import java.util.Map;

/// What follows from the name that a model gave a part of the page.
///
/// The names are those of outputs of DeepSeek-OCR that users have published, what Docling maps
/// besides, and what models of the same grammar write.
final class Label {

  enum Role {
    TITLE,
    SUBTITLE,
    /// Names something that stands by it.
    CAPTION,
    /// A picture, of which nothing is written.
    FIGURE,
    TABLE,
    /// One text, in which a number at the start makes no list: page headers, page numbers, notes.
    PLAIN,
    /// Whatever its text shows it to be.
    OPEN,
    /// Not a label that is known: it may be text.
    UNKNOWN
  }

  private static final Map<String, Role> ROLES =
      Map.ofEntries(
          Map.entry("title", Role.TITLE),
          Map.entry("doc_title", Role.TITLE),
          Map.entry("sub_title", Role.SUBTITLE),
          Map.entry("section_header", Role.SUBTITLE),
          Map.entry("caption", Role.CAPTION),
          Map.entry("image", Role.FIGURE),
          Map.entry("figure", Role.FIGURE),
          Map.entry("chart", Role.FIGURE),
          Map.entry("seal", Role.FIGURE),
          Map.entry("table", Role.TABLE),
          Map.entry("header", Role.PLAIN),
          Map.entry("footer", Role.PLAIN),
          Map.entry("page_number", Role.PLAIN),
          Map.entry("footnote", Role.PLAIN),
          Map.entry("equation", Role.PLAIN),
          Map.entry("formula", Role.PLAIN),
          Map.entry("code", Role.PLAIN),
          Map.entry("text", Role.OPEN),
          Map.entry("list", Role.OPEN),
          Map.entry("list_item", Role.OPEN));

  /// Longer than any label that was seen (`table_footnote`) by twice.
  private static final int LONGEST = 32;

  private Label() {}

  static Role role(String name) {
    Role role = ROLES.get(name);
    if (role != null) {
      return role;
    }
    if (name.endsWith("_caption")) {
      return Role.CAPTION;
    }
    return name.endsWith("_footnote") ? Role.PLAIN : Role.UNKNOWN;
  }

  static boolean isKnown(String name) {
    return role(name) != Role.UNKNOWN;
  }

  /// Whether it is written as labels are, in lower case with underscores: only what follows can
  /// tell such a name from a word of the page.
  static boolean mayBe(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(i > 0 && (c == '_' || (c >= '0' && c <= '9')))) {
        return false;
      }
    }
    return true;
  }
}
