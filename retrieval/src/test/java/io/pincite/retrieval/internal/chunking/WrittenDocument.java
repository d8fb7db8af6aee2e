package io.pincite.retrieval.internal.chunking;

import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.DocumentStructure.Element;
import io.pincite.ingest.DocumentStructure.Row;
import io.pincite.ingest.DocumentStructure.TableCell;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.Span;
import io.pincite.ingest.TokenLayer;
import io.pincite.ocr.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A document written line by line onto pages with a footer each, for tests: what the reader of a
/// real file would make of it, without the file.
public final class WrittenDocument {
  private final int lineLength;
  private final int linesOfPage;
  private final List<StringBuilder> pages = new ArrayList<>();
  private final List<Element> elements = new ArrayList<>();
  private final List<Integer> path = new ArrayList<>();
  private int lines;

  public WrittenDocument() {
    this(70, 40);
  }

  public WrittenDocument(int lineLength, int linesOfPage) {
    this.lineLength = lineLength;
    this.linesOfPage = linesOfPage;
    pages.add(new StringBuilder());
  }

  public WrittenDocument heading(int level, String text) {
    while (path.size() >= level) {
      path.removeLast();
    }
    List<Span> spans = write(text);
    elements.add(
        new Element(
            Block.Type.HEADING, Optional.of(level), spans, text, List.copyOf(path), List.of()));
    path.add(elements.size() - 1);
    return this;
  }

  public WrittenDocument paragraph(String text) {
    elements.add(
        new Element(
            Block.Type.PARAGRAPH,
            Optional.empty(),
            write(text),
            text,
            List.copyOf(path),
            List.of()));
    return this;
  }

  /// What a model says of a figure.
  public WrittenDocument described(String text) {
    elements.add(
        new Element(
            Block.Type.OTHER,
            Optional.empty(),
            write(text),
            text,
            List.copyOf(path),
            List.of(),
            true));
    return this;
  }

  /// A heading that runs into the paragraph after it, on the same line.
  public WrittenDocument clause(int level, String title, String text) {
    while (path.size() >= level) {
      path.removeLast();
    }
    List<Span> spans = write(title + " " + text);
    Span first = spans.getFirst();
    int length = title.codePointCount(0, title.length());
    elements.add(
        new Element(
            Block.Type.HEADING,
            Optional.of(level),
            List.of(new Span(first.page(), 1, first.start(), first.start() + length)),
            title,
            List.copyOf(path),
            List.of()));
    path.add(elements.size() - 1);
    var rest = new ArrayList<Span>(spans);
    rest.set(0, new Span(first.page(), 1, first.start() + length + 1, first.end()));
    elements.add(
        new Element(
            Block.Type.PARAGRAPH, Optional.empty(), rest, text, List.copyOf(path), List.of()));
    return this;
  }

  /// The first row is the header.
  public WrittenDocument table(List<List<String>> rows) {
    turnPage();
    var made = new ArrayList<Row>();
    var spans = new ArrayList<Span>();
    StringBuilder page = page();
    int start = length(page);
    for (List<String> row : rows) {
      var cells = new ArrayList<TableCell>();
      for (String cell : row) {
        int at = length(page);
        page.append(cell);
        cells.add(
            new TableCell(cells.size(), 1, 1, new Span(pages.size(), 1, at, length(page)), cell));
        page.append(cells.size() < row.size() ? '\t' : '\n');
      }
      made.add(new Row(made.isEmpty(), cells));
    }
    spans.add(new Span(pages.size(), 1, start, length(page) - 1));
    page.append('\n');
    elements.add(
        new Element(Block.Type.TABLE, Optional.empty(), spans, "", List.copyOf(path), made));
    return this;
  }

  public DocumentStructure structure() {
    return new DocumentStructure(1, elements);
  }

  public List<PageReading> pages() {
    var readings = new ArrayList<PageReading>();
    for (int i = 0; i < pages.size(); i++) {
      readings.add(
          new PageReading(
              i + 1,
              1,
              595,
              842,
              PageReading.Unit.PT,
              0,
              PageReading.Source.TEXT_LAYER,
              new SourceReason(SourceReason.Code.TEXT_LAYER, "test"),
              "text-layer",
              Optional.empty(),
              Optional.empty(),
              new TokenLayer(pages.get(i) + "Page " + (i + 1), List.of(), List.of())));
    }
    return readings;
  }

  /// The page's text between two places.
  public String text(Span span) {
    int[] points = pages().get(span.page() - 1).layer().text().codePoints().toArray();
    return new String(points, span.start(), span.end() - span.start());
  }

  private List<Span> write(String text) {
    var spans = new ArrayList<Span>();
    int start = length(page());
    int column = 0;
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      boolean lineEnds = column >= lineLength;
      if (lineEnds && points[i] == ' ') {
        page().append('\n');
        column = 0;
        lines++;
      } else {
        if (lineEnds && (Scripts.isCjk(points[i]) || column > lineLength + 8)) {
          boolean insideWord =
              i > 0 && Character.isLetter(points[i - 1]) && Character.isLowerCase(points[i]);
          page().append(insideWord && !Scripts.isCjk(points[i]) ? "-\n" : "\n");
          column = 0;
          lines++;
        }
        page().appendCodePoint(points[i]);
        column++;
      }
      if (column == 0 && lines >= linesOfPage && i + 1 < points.length) {
        spans.add(new Span(pages.size(), 1, start, length(page()) - 1));
        turnPage();
        start = length(page());
      }
    }
    spans.add(new Span(pages.size(), 1, start, length(page())));
    page().append("\n\n");
    lines++;
    return spans;
  }

  private void turnPage() {
    page().append("Page ").append(pages.size());
    pages.add(new StringBuilder("ACME CONFIDENTIAL\n\n"));
    lines = 0;
  }

  private StringBuilder page() {
    return pages.getLast();
  }

  private static int length(StringBuilder text) {
    return text.codePointCount(0, text.length());
  }
}
