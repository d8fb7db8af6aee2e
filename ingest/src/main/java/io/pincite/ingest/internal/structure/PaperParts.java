package io.pincite.ingest.internal.structure;

import io.pincite.ingest.DocumentStructure.Element;
import io.pincite.ingest.DocumentStructure.Row;
import io.pincite.ingest.DocumentStructure.TableCell;
import io.pincite.ingest.Paper;
import io.pincite.ocr.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether a document is a scientific paper, and which of its elements are what: the one place
/// where that is decided, for text layers and for what models read.
///
/// It is told by words and order: a title, an abstract that says so, and references that say so.
/// Labels of models name titles and nothing else of these, and looks differ between journals.
public final class PaperParts {
  private static final Pattern ABSTRACT =
      Pattern.compile("(?:abstract|summary|a b s t r a c t|摘 ?要)[.:：]?", Pattern.CASE_INSENSITIVE);

  /// In the paragraph itself: "Abstract—We show …".
  private static final Pattern RUN_IN =
      Pattern.compile(
          "(?:abstract ?[—–:.-]|摘 ?要 ?[:：]).+", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern REFERENCES =
      Pattern.compile(
          "(?:(?:\\d+|[ivx]+)[.]? )?(?:references|bibliography|literature cited|works cited|参考文献)[.:：]?",
          Pattern.CASE_INSENSITIVE);

  /// Of a reference: `[12]`, `12.`, `12`.
  private static final Pattern NUMBER = Pattern.compile("\\[?\\d{1,4}[\\].]?");

  /// Elements before the abstract: a title and its authors are no more.
  private static final int LONGEST_HEAD = 30;

  private PaperParts() {}

  /// @param elements of the whole document
  public static Optional<Paper> of(List<Element> elements) {
    int summary = firstOf(elements);
    int references = referencesOf(elements);
    if (summary < 0 || references < summary) {
      return Optional.empty();
    }
    List<Element> head = elements.subList(0, summary);
    int title = 0;
    while (title < head.size() && head.get(title).type() != Block.Type.HEADING) {
      title++;
    }
    if (title == head.size()) {
      return Optional.empty();
    }
    boolean isHeading = ABSTRACT.matcher(elements.get(summary).text().strip()).matches();
    List<Element> said =
        isHeading
            ? textAfter(elements, summary).stream().filter(PaperParts::isText).toList()
            : List.of(elements.get(summary));
    List<Element> entries =
        textAfter(elements, references).stream().flatMap(PaperParts::entries).toList();
    if (said.isEmpty() || entries.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Paper(head.get(title), head.subList(title + 1, head.size()), said, entries));
  }

  private static int firstOf(List<Element> elements) {
    for (int i = 1; i < Math.min(LONGEST_HEAD, elements.size()); i++) {
      String text = elements.get(i).text().strip();
      boolean isText = isText(elements.get(i));
      boolean says =
          ABSTRACT.matcher(text).matches()
              && (isText || elements.get(i).type() == Block.Type.HEADING);
      if (says || isText && RUN_IN.matcher(text).matches()) {
        return i;
      }
    }
    return -1;
  }

  /// The last that are called so: a table of contents may name them before.
  private static int referencesOf(List<Element> elements) {
    for (int i = elements.size() - 2; i > 0; i--) {
      if (elements.get(i).type() == Block.Type.HEADING
          && REFERENCES.matcher(elements.get(i).text().strip()).matches()) {
        return i;
      }
    }
    return -1;
  }

  /// Up to the next heading.
  private static List<Element> textAfter(List<Element> elements, int heading) {
    var text = new ArrayList<Element>();
    for (Element element : elements.subList(heading + 1, elements.size())) {
      if (element.type() == Block.Type.HEADING) {
        break;
      }
      if (isText(element) || element.type() == Block.Type.TABLE) {
        text.add(element);
      }
    }
    return text;
  }

  /// Numbers that hang in the margin make a list of references look like a table without lines.
  private static Stream<Element> entries(Element element) {
    if (element.type() != Block.Type.TABLE) {
      return Stream.of(element);
    }
    boolean areEntries =
        element.rows().stream()
            .allMatch(row -> NUMBER.matcher(row.cells().getFirst().text().strip()).matches());
    return areEntries ? element.rows().stream().map(row -> entry(element, row)) : Stream.empty();
  }

  private static Element entry(Element list, Row row) {
    return new Element(
        Block.Type.LIST_ITEM,
        Optional.of(1),
        row.cells().stream().map(TableCell::span).toList(),
        row.cells().stream().map(cell -> cell.text().strip()).collect(Collectors.joining(" ")),
        list.headings(),
        List.of());
  }

  private static boolean isText(Element element) {
    return switch (element.type()) {
      case PARAGRAPH, LIST_ITEM, OTHER -> true;
      case HEADING,
          TABLE,
          FIGURE,
          CAPTION,
          FORMULA,
          PAGE_HEADER,
          PAGE_FOOTER,
          PAGE_NUMBER,
          FOOTNOTE,
          SEAL ->
          false;
    };
  }
}
