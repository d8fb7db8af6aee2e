package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// One fact of olmOCR-Bench about a page, checked as its own program checks it: on text without
/// markup, with quote marks and dashes folded, allowing as many differing characters as it says.
final class OlmOcrCheck {
  private OlmOcrCheck() {}

  static boolean passes(JsonNode fact, ReadPage page) {
    String text = plain(page.markdown().isEmpty() ? page.text() : page.markdown());
    int most = fact.path("max_diffs").asInt(0);
    return switch (fact.get("type").asText()) {
      case "present" -> occurs(fact, text, most);
      case "absent" -> !occurs(fact, text, most);
      case "order" -> {
        List<Integer> before = ends(plain(fact.get("before").asText()), text, most);
        List<Integer> after = ends(plain(fact.get("after").asText()), text, most);
        yield !before.isEmpty() && !after.isEmpty() && before.getFirst() < after.getLast();
      }
      case "table" -> page.tables().stream().anyMatch(table -> holds(fact, table, most));
      case "baseline" ->
          fact.has("max_length")
              ? text.length() <= fact.get("max_length").asInt()
              : text.chars().anyMatch(Character::isLetterOrDigit);
      // Formulas are not read as LaTeX here.
      case "math" -> false;
      default -> throw new IllegalArgumentException("no fact of type " + fact.get("type"));
    };
  }

  private static boolean occurs(JsonNode fact, String text, int most) {
    String sought = plain(fact.get("text").asText());
    String where = text;
    if (fact.hasNonNull("first_n")) {
      where = where.substring(0, Math.min(where.length(), fact.get("first_n").asInt()));
    }
    if (fact.hasNonNull("last_n")) {
      where = where.substring(Math.max(0, where.length() - fact.get("last_n").asInt()));
    }
    if (!fact.path("case_sensitive").asBoolean(true)) {
      sought = sought.toLowerCase(Locale.ROOT);
      where = where.toLowerCase(Locale.ROOT);
    }
    return EditDistance.within(sought, where) <= most;
  }

  private static List<Integer> ends(String sought, String text, int most) {
    if (most > 0) {
      return EditDistance.endsOf(sought, text, most);
    }
    return IntStream.range(0, text.length())
        .filter(at -> text.startsWith(sought, at))
        .boxed()
        .toList();
  }

  private static boolean holds(JsonNode fact, ReadPage.ReadTable table, int most) {
    return table.cells().stream()
        .filter(cell -> says(cell, fact.get("cell").asText(), most))
        .anyMatch(cell -> neighboursAreRight(fact, table, cell, most));
  }

  private static boolean neighboursAreRight(
      JsonNode fact, ReadPage.ReadTable table, ReadPage.ReadCell cell, int most) {
    int bottom = cell.row() + cell.rowSpan();
    int right = cell.column() + cell.colSpan();
    return matches(fact, "up", most, table, cell.row() - 1, cell.column())
        && matches(fact, "down", most, table, bottom, cell.column())
        && matches(fact, "left", most, table, cell.row(), cell.column() - 1)
        && matches(fact, "right", most, table, cell.row(), right)
        && (!isAsked(fact, "top_heading")
            || IntStream.range(0, cell.row())
                .anyMatch(row -> matches(fact, "top_heading", most, table, row, cell.column())))
        && (!isAsked(fact, "left_heading")
            || IntStream.range(0, cell.column())
                .anyMatch(
                    column -> matches(fact, "left_heading", most, table, cell.row(), column)));
  }

  private static boolean isAsked(JsonNode fact, String side) {
    return !fact.path(side).asText("").isEmpty();
  }

  private static boolean matches(
      JsonNode fact, String side, int most, ReadPage.ReadTable table, int row, int column) {
    if (!isAsked(fact, side)) {
      return true;
    }
    return table.cells().stream()
        .filter(
            cell ->
                cell.row() <= row
                    && row < cell.row() + cell.rowSpan()
                    && cell.column() <= column
                    && column < cell.column() + cell.colSpan())
        .anyMatch(cell -> says(cell, fact.get(side).asText(), most));
  }

  private static boolean says(ReadPage.ReadCell cell, String text, int most) {
    return EditDistance.between(plain(cell.text()), plain(text)) <= most;
  }

  static String plain(String markdown) {
    return Normalizer.normalize(markdown, Normalizer.Form.NFC)
        .replaceAll("\\\\([\\p{Punct}])", "$1")
        .replaceAll("(\\*\\*|__)", "")
        .replaceAll("(?m)^#+ ", "")
        .replaceAll("[‘’‚‛]", "'")
        .replaceAll("[“”„‟]", "\"")
        .replaceAll("[‐‑‒–—―−]", "-")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
