package io.pincite.qa.internal.extractive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A row of a table with the headers its cells stand under: which of its cells a question names it
/// by, and which one answers.
///
/// @param cells those that say something, in column order
record TableRow(List<Cell> cells) {

  /// A cell.
  ///
  /// @param column from 0
  /// @param header what stands above it in the header row; empty for nothing
  /// @param start offset in UTF-16 units of the row's text
  record Cell(int column, String header, String text, int start) {
    int end() {
      return start + text.length();
    }
  }

  /// How a question names a row.
  ///
  /// @param column of the cell that does
  /// @param share of that cell's terms that are in the question
  record Name(int column, int terms, double share) {}

  /// Tables say 1, questions say first.
  private static final Map<String, String> ORDINALS =
      Map.of(
          "first", "1", "second", "2", "third", "3", "fourth", "4", "fifth", "5", "sixth", "6",
          "seventh", "7", "eighth", "8", "ninth", "9", "tenth", "10");

  /// What a figure in a row's name counts, as a part of a word, where a question leaves it out: the
  /// 24 of "Extended support, 24 × 7".
  private static final double FIGURE = 0.25;

  TableRow {
    cells = List.copyOf(cells);
  }

  /// @param header the table's header row
  /// @param text of the row, beginning with a visible character
  /// @param columnsBefore how many empty cells stand before it
  static TableRow of(String header, String text, int columnsBefore) {
    String[] headers = header.split("\t", -1);
    var cells = new ArrayList<Cell>();
    int column = columnsBefore;
    int start = 0;
    for (String cell : text.split("\t", -1)) {
      String bare = cell.strip();
      if (!bare.isEmpty()) {
        String above = column < headers.length ? headers[column].strip() : "";
        cells.add(new Cell(column, above, bare, start + cell.indexOf(bare)));
      }
      column++;
      start += cell.length() + 1;
    }
    return new TableRow(cells);
  }

  /// A question's terms with ordinals as tables write them.
  static Set<String> asked(Set<String> terms) {
    var asked = new HashSet<>(terms);
    terms.forEach(
        term -> {
          String figure = ORDINALS.get(term);
          if (figure != null) {
            asked.add(figure);
          }
        });
    return asked;
  }

  /// Every cell by which the question may mean this row. A bare number only does where the question
  /// also speaks of what is numbered.
  ///
  /// @param asked as [#asked] gives it
  List<Name> names(Set<String> asked) {
    var names = new ArrayList<Name>();
    for (Cell cell : cells) {
      Set<String> terms = Terms.content(cell.text());
      long shared = terms.stream().filter(asked::contains).count();
      boolean number = terms.stream().noneMatch(TableRow::isWord);
      if (shared == 0 || number && overlap(asked, cell.header()) == 0) {
        continue;
      }
      double missing =
          terms.stream()
              .filter(term -> !asked.contains(term))
              .mapToDouble(term -> isWord(term) ? 1 : FIGURE)
              .sum();
      names.add(new Name(cell.column(), terms.size(), shared / (shared + missing)));
    }
    return names;
  }

  /// The cells that answer: those under the header the question names best, else those that hold a
  /// value of the kind asked for. More than one where the question leaves it open.
  ///
  /// @param name the cell by which the question means this row, which is no answer
  List<Cell> answering(QuestionAnalysis question, Optional<Name> name) {
    Set<String> asked = new HashSet<>(asked(question.terms()));
    List<Cell> others =
        cells.stream()
            .filter(cell -> name.map(by -> by.column() != cell.column()).orElse(true))
            .toList();
    name.flatMap(by -> cells.stream().filter(cell -> cell.column() == by.column()).findFirst())
        .ifPresent(cell -> asked.removeAll(Terms.content(cell.text())));
    long best = others.stream().mapToLong(cell -> overlap(asked, cell.header())).max().orElse(0);
    List<Cell> under =
        best == 0
            ? others
            : others.stream().filter(cell -> overlap(asked, cell.header()) == best).toList();
    List<Cell> fitting = under.stream().filter(cell -> holds(question.type(), cell)).toList();
    if (!fitting.isEmpty()) {
      return fitting;
    }
    return best == 0 ? List.of() : under;
  }

  /// Whether the question names the header of a cell that could answer.
  boolean underNamedHeader(QuestionAnalysis question, Optional<Name> name) {
    Set<String> asked = new HashSet<>(asked(question.terms()));
    name.flatMap(by -> cells.stream().filter(cell -> cell.column() == by.column()).findFirst())
        .ifPresent(cell -> asked.removeAll(Terms.content(cell.text())));
    return answering(question, name).stream().anyMatch(cell -> overlap(asked, cell.header()) > 0);
  }

  private static boolean isWord(String term) {
    return Character.isLetter(term.codePointAt(0));
  }

  private static boolean holds(AnswerType type, Cell cell) {
    if (!type.hasForm()) {
      return false;
    }
    boolean figure = Character.isDigit(cell.text().codePointAt(0));
    // The currency may stand in the header: 金额（元）.
    return !TypedValues.answering(type, cell.text()).isEmpty()
        || type == AnswerType.AMOUNT && figure && isMoney(cell.header());
  }

  private static boolean isMoney(String header) {
    return !TypedValues.find(AnswerType.AMOUNT, "1" + header).isEmpty()
        || header.matches("(?i).*(元|[$€£¥￥]|金额|单价|价款|总价|\\b(fee|price|amount|rate|cost)s?\\b).*");
  }

  private static long overlap(Set<String> asked, String header) {
    return Terms.content(header).stream().filter(asked::contains).count();
  }
}
