package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Page headers, footers and numbers, by what one page shows: a place at its edge, distance from
/// the text, and the look of a page number. What repeats from page to page is the document's
/// business.
final class Margins {

  private static final Pattern PAGE_NUMBER =
      Pattern.compile(
          "(?i)[-–—•|\\[(]*\\s?(?:(?:page|pg\\.?|p\\.)\\s*)?[a-z]{0,2}-?(?:\\d{1,4}|[ivxl]{1,6})"
              + "(?:\\s?(?:of|/|-|–)\\s?\\d{1,4})?\\s?[-–—•|\\])]*\\.?"
              + "|第?\\s?\\d{1,4}\\s?页?\\s?[,，/／共]*\\s?\\d{0,4}\\s?页?"
              + "|第\\s?[一二三四五六七八九十百]{1,4}\\s?页.{0,12}"
              + "|(?:exhibit|schedule|annex|appendix)?\\s?[a-z]{1,2}-\\d{1,3}");
  private static final Pattern RUNNING =
      Pattern.compile(
          "(?i)(?:source:.*|.*\\bpage\\s\\d+\\b.*|.*第\\s?\\d+\\s?页.*|.{0,60}confidential.{0,60}"
              + "|.*\\b(?:initials?|draft|execution (?:copy|version)|docusign).*|.*[A-Z]{2,}\\d*[/\\\\-]\\d{4,}.*)");

  private static final int MOST_LINES = 4;

  final List<Row> headers = new ArrayList<>();
  final List<Row> footers = new ArrayList<>();

  /// Rows between header and footer.
  final List<Row> body;

  private Margins(List<Row> body) {
    this.body = body;
  }

  private static final Pattern LONE_NUMBER =
      Pattern.compile(
          "[-–—]?\\s?(?:\\d{1,3}|[ivx]{1,5})\\s?[-–—]?|(?i:page)\\s\\d{1,3}(?:\\sof\\s\\d{1,3})?|-\\s?[A-Z]-?\\d{1,2}\\s?-|第\\s?\\d+\\s?页.{0,8}");

  /// The number of a page of paper that was copied onto a longer one stands between its text.
  static boolean isLoneNumber(String text) {
    return text.length() <= 16 && LONE_NUMBER.matcher(text).matches();
  }

  static boolean isPageNumber(String text) {
    return text.length() <= 24 && PAGE_NUMBER.matcher(text).matches();
  }

  static Margins of(List<Row> rows, Rules rules, Frame frame, double bodySize) {
    int top = headerRows(rows, rules, frame, bodySize);
    int bottom = footerRows(rows, rules, frame, bodySize, top);
    var margins = new Margins(rows.subList(top, rows.size() - bottom));
    margins.headers.addAll(rows.subList(0, top));
    margins.footers.addAll(rows.subList(rows.size() - bottom, rows.size()));
    return margins;
  }

  private static int headerRows(List<Row> rows, Rules rules, Frame frame, double bodySize) {
    int found = 0;
    for (int i = 0; i < Math.min(MOST_LINES, rows.size() - 1); i++) {
      Row row = rows.get(i);
      if (!row.isText() || row.y1 > 0.125 * frame.height()) {
        break;
      }
      String text = row.joined().text();
      if (row.size > 1.25 * bodySize && !RUNNING.matcher(text).matches()) {
        break;
      }
      double gap = rows.get(i + 1).y0 - row.y1;
      boolean away = gap > 1.1 * row.size;
      boolean farAway = gap > 1.7 * row.size;
      // Across the page: an underlined title is no page header.
      boolean ruledOff =
          rules.separates(
              row.baseline,
              rows.get(i + 1).baseline - 0.6 * row.size,
              0.25 * frame.width(),
              0.75 * frame.width(),
              0.7);
      boolean edge = row.y1 < 0.07 * frame.height();
      boolean number = isPageNumber(text) && row.joined().x1 - row.x0 < 0.4 * frame.width();
      boolean running = RUNNING.matcher(text).matches() && row.y1 < 0.1 * frame.height();
      if (number && away || ruledOff && away || running && away || edge && farAway) {
        found = i + 1;
      } else if (!edge) {
        break;
      }
    }
    return found;
  }

  private static int footerRows(
      List<Row> rows, Rules rules, Frame frame, double bodySize, int top) {
    int found = 0;
    for (int n = 1; n <= Math.min(MOST_LINES, rows.size() - top); n++) {
      int i = rows.size() - n;
      Row row = rows.get(i);
      if (!row.isText() || row.y0 < 0.86 * frame.height()) {
        break;
      }
      String text = row.joined().text();
      if (row.size > 1.25 * bodySize && !RUNNING.matcher(text).matches()) {
        break;
      }
      double gap = i == 0 ? frame.height() : row.y0 - rows.get(i - 1).y1;
      boolean away = gap > 0.9 * row.size;
      boolean farAway = gap > 1.9 * row.size;
      boolean ruledOff =
          i > 0
              && rules.separates(
                  rows.get(i - 1).baseline + 1,
                  row.y0 + 0.3 * row.size,
                  0.25 * frame.width(),
                  0.75 * frame.width(),
                  0.7);
      boolean edge = row.y0 > 0.925 * frame.height();
      boolean number = isPageNumber(text);
      boolean running = RUNNING.matcher(text).matches() && row.y0 > 0.9 * frame.height();
      boolean small = row.size < 0.9 * bodySize && row.y0 > 0.9 * frame.height();
      if (number && (away || edge)
          || ruledOff && row.y0 > 0.9 * frame.height()
          || (edge || running || small) && away) {
        found = n;
      } else if (!edge && !(row.y0 > 0.9 * frame.height() && text.length() < 60)) {
        break;
      }
    }
    // A page of nothing but edge is a page of text.
    return found == rows.size() && rows.size() > 2 ? 0 : found;
  }
}
