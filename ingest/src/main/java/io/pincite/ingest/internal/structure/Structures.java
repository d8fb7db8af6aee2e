package io.pincite.ingest.internal.structure;

import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.DocumentStructure.Element;
import io.pincite.ingest.DocumentStructure.Row;
import io.pincite.ingest.DocumentStructure.TableCell;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Span;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.TokenLayer.PlacedCell;
import io.pincite.ingest.internal.structure.ClauseMark.Scheme;
import io.pincite.ocr.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts a document together from the readings of its pages: what page breaks split is one again,
/// what only the pages need is left out, and one tree of headings stands over everything.
public final class Structures {
  /// As many short numbered lines in a row, with nothing between them, are a list.
  private static final int SHORTEST_LIST = 3;

  private final ElementText texts;
  /// By identity: a reading is large, and its hash walks all of it.
  private final Map<PageReading, PageSlices> slices = new IdentityHashMap<>();

  private final List<Element> elements = new ArrayList<>();
  /// Before which element each item of the flow stands: its own, or the one after it where it goes
  /// on from an earlier one.
  private final Map<FlowItem, Integer> places = new IdentityHashMap<>();
  private final HeadingTree tree = new HeadingTree();
  private final ItemLevels itemLevels = new ItemLevels();

  private Structures(ElementText texts) {
    this.texts = texts;
  }

  /// @param version of the document
  /// @param pages current readings, in page order; pages that were not read may be missing
  public static DocumentStructure of(int version, List<PageReading> pages) {
    List<FlowItem> items = new ArrayList<>();
    Map<PageReading, PageSlices> slices = new IdentityHashMap<>();
    List<Anchored> figures = new ArrayList<>();
    for (PageReading reading : pages) {
      var cuts = new PageSlices(reading.layer().text());
      slices.put(reading, cuts);
      int number = 0;
      for (PlacedBlock block : reading.layer().blocks()) {
        if (block.type() == Block.Type.FIGURE) {
          number++;
          figures.add(new Anchored(reading, number, items.size()));
        }
        if (block.end() > block.start()) {
          items.add(new FlowItem(reading, cuts, block));
        }
      }
    }
    Furniture.mark(items, pages.size());
    List<FlowItem> flow = flow(items);
    var structures =
        new Structures(
            new ElementText(() -> flow.stream().flatMap(i -> i.lines.stream()).iterator()));
    structures.slices.putAll(slices);
    structures.build(parts(flow));
    return new DocumentStructure(version, structures.elements, structures.figures(figures, items));
  }

  /// A figure on its way into the document.
  ///
  /// @param number among the figures of its page, from 1
  /// @param at index of the item that is its text, or that follows it
  private record Anchored(PageReading reading, int number, int at) {}

  private List<DocumentStructure.Figure> figures(List<Anchored> anchored, List<FlowItem> items) {
    List<DocumentStructure.Figure> figures = new ArrayList<>();
    int before = 0;
    for (Anchored figure : anchored) {
      int at = figure.at();
      while (at < items.size() && !places.containsKey(items.get(at))) {
        at++;
      }
      int place = at < items.size() ? places.get(items.get(at)) : elements.size();
      // What goes on after a break may have begun before another figure.
      before = Math.max(before, place);
      figures.add(
          new DocumentStructure.Figure(
              before, figure.reading().page(), figure.reading().revision(), figure.number()));
    }
    return figures;
  }

  /// One element in the making.
  private static final class Part {
    final List<FlowItem> items = new ArrayList<>();
    boolean heading;
    /// A heading's title ends here, in characters of the first item's text; the rest is a
    /// paragraph.
    OptionalInt runIn = OptionalInt.empty();

    Part(FlowItem item) {
      items.add(item);
    }

    FlowItem first() {
      return items.getFirst();
    }

    Block.Type type() {
      return first().type();
    }
  }

  private static List<FlowItem> flow(List<FlowItem> items) {
    List<FlowItem> flow = new ArrayList<>();
    FlowItem last = null;
    boolean furniture = false;
    for (FlowItem item : items) {
      if (item.furniture) {
        furniture = true;
        continue;
      }
      item.afterBreak = last != null && (furniture || isBroken(last, item));
      flow.add(item);
      if (isBody(item)) {
        last = item;
        furniture = false;
      }
    }
    return flow;
  }

  private static boolean isBody(FlowItem item) {
    return switch (item.type()) {
      // Nothing goes on in what a model says of a figure.
      case HEADING, PARAGRAPH, LIST_ITEM, TABLE, FORMULA, OTHER, SEAL -> !item.block.isDescribed();
      case FIGURE, CAPTION, FOOTNOTE, PAGE_HEADER, PAGE_FOOTER, PAGE_NUMBER -> false;
    };
  }

  private static boolean isBroken(FlowItem last, FlowItem item) {
    return last.page() != item.page()
        || item.block.box().y0() < last.block.box().y0()
            && item.block.box().x0() > last.block.box().centerX();
  }

  /// Joins what goes on after a break.
  private static List<Part> parts(List<FlowItem> flow) {
    Map<Integer, List<FlowItem>> byPage = new HashMap<>();
    flow.forEach(item -> byPage.computeIfAbsent(item.page(), _ -> new ArrayList<>()).add(item));
    List<Part> parts = new ArrayList<>();
    Part open = null;
    for (FlowItem item : flow) {
      if (!isBody(item)) {
        parts.add(new Part(item));
        continue;
      }
      if (open != null && item.afterBreak) {
        FlowItem last = open.items.getLast();
        boolean goesOn =
            item.page() - last.page() <= 1
                && (Continuations.sameColumns(last, item)
                    || Continuations.goesOn(
                        last, item, columnEdge(byPage.getOrDefault(last.page(), List.of()), last)));
        if (goesOn) {
          open.items.add(item);
          continue;
        }
      }
      open = new Part(item);
      parts.add(open);
    }
    return parts;
  }

  /// Right edge of the text around an item: of blocks of several lines, whose lines show where they
  /// are broken. Out of reach where there are none: then no line is known to be full.
  private static double columnEdge(List<FlowItem> page, FlowItem item) {
    double edge = -1;
    for (FlowItem other : page) {
      boolean beside =
          other.lines.size() > 1
              && other.block.box().x0() < item.block.box().x1()
              && other.block.box().x1() > item.block.box().x0();
      if (beside) {
        edge = Math.max(edge, other.block.box().x1());
      }
    }
    return edge < 0 ? 2 : edge;
  }

  private void build(List<Part> parts) {
    for (Part part : parts) {
      findHeading(part);
    }
    demoteLists(parts);
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      for (FlowItem item : part.items) {
        places.put(item, elements.size() + (item == part.first() ? 0 : 1));
      }
      if (part.heading) {
        Part title = i + 1 < parts.size() ? titleLine(part, parts.get(i + 1)) : null;
        if (title != null) {
          part.items.addAll(title.items);
          i++;
        }
        heading(part);
      } else if (part.type() == Block.Type.TABLE) {
        table(part);
      } else {
        prose(part);
      }
    }
  }

  private static void findHeading(Part part) {
    FlowItem item = part.first();
    boolean candidate =
        item.type() == Block.Type.PARAGRAPH
            || item.type() == Block.Type.LIST_ITEM
            || item.type() == Block.Type.HEADING;
    if (!candidate || Titles.hasLeaders(item.text)) {
      return;
    }
    if (item.type() == Block.Type.HEADING) {
      // The end of a sentence on a line of its own may look like a heading.
      boolean tail =
          item.mark.isEmpty()
              && item.text.endsWith(".")
              && "“\"')”".indexOf(item.text.charAt(0)) >= 0;
      part.heading = !tail;
      return;
    }
    if (item.mark.isEmpty() || !item.mark.get().scheme().namesClauses()) {
      return;
    }
    ClauseMark mark = item.mark.get();
    String rest = item.text.substring(mark.end());
    if (rest.isBlank()) {
      part.heading = mark.scheme().compareTo(Scheme.TIAO) <= 0 && part.items.size() == 1;
      return;
    }
    if (part.items.size() == 1
        && item.lines.size() <= 2
        && Titles.isTitle(rest)
        && !(mark.scheme() == Scheme.HAN_PARENTHESES)) {
      part.heading = true;
      return;
    }
    part.runIn = Titles.runIn(item.text, mark.end());
    if (part.runIn.isEmpty() && mark.scheme() == Scheme.TIAO) {
      part.runIn = OptionalInt.of(mark.end());
    }
    part.heading = part.runIn.isPresent();
  }

  /// Short numbered lines in a row are items of a list, unless they look like headings.
  private static void demoteLists(List<Part> parts) {
    int i = 0;
    while (i < parts.size()) {
      int end = i;
      while (end < parts.size() && isBareNumbered(parts.get(end)) && sameScheme(parts, i, end)) {
        end++;
      }
      if (end - i >= SHORTEST_LIST) {
        for (int j = i; j < end; j++) {
          parts.get(j).heading = false;
        }
      }
      i = Math.max(end, i + 1);
    }
  }

  private static boolean isBareNumbered(Part part) {
    return part.heading
        && part.runIn.isEmpty()
        && part.type() != Block.Type.HEADING
        && part.first().mark.isPresent();
  }

  private static boolean sameScheme(List<Part> parts, int a, int b) {
    return parts
        .get(a)
        .first()
        .mark
        .map(ClauseMark::key)
        .equals(parts.get(b).first().mark.map(ClauseMark::key));
  }

  /// "ARTICLE IV" may have its title on the next line.
  private static @Nullable Part titleLine(Part part, Part next) {
    FlowItem item = part.first();
    FlowItem line = next.first();
    boolean bare =
        part.runIn.isEmpty()
            && item.mark.isPresent()
            && item.text.substring(item.mark.get().end()).isBlank();
    boolean title =
        line.page() == item.page()
            && line.mark.isEmpty()
            && next.items.size() == 1
            && line.lines.size() <= 3
            && (line.type() == Block.Type.HEADING
                || line.type() == Block.Type.PARAGRAPH
                    && Titles.isTitle(line.text)
                    && !line.text.endsWith("."))
            && line.block.box().y0() - item.block.box().y1() < 0.05;
    return bare && title ? next : null;
  }

  private void heading(Part part) {
    FlowItem item = part.first();
    int looks = item.type() == Block.Type.HEADING ? item.block.level().orElse(1) : 0;
    String title =
        part.runIn.isPresent()
            ? item.text.substring(0, part.runIn.getAsInt()).strip()
            : text(part.items);
    int index = elements.size();
    int level = tree.open(index, item.mark, looks, title, item.page());
    List<Integer> path = tree.path();
    itemLevels.reset();
    List<Integer> above = path.subList(0, path.size() - 1);
    if (part.runIn.isEmpty()) {
      add(Block.Type.HEADING, Optional.of(level), spans(part.items), title, above);
      return;
    }
    int cut = offsetOnPage(item, part.runIn.getAsInt());
    Span whole = item.span();
    add(
        Block.Type.HEADING,
        Optional.of(level),
        List.of(new Span(whole.page(), whole.revision(), whole.start(), trimmedEnd(item, cut))),
        title,
        above);
    int rest = trimmedStart(item, cut);
    if (rest >= whole.end()) {
      return;
    }
    List<Span> spans = spans(part.items);
    spans.set(0, new Span(whole.page(), whole.revision(), rest, whole.end()));
    String body = text(part.items);
    // The title is the beginning of the text, whatever the joining of lines did behind it.
    String after = body.startsWith(title) ? body.substring(title.length()).strip() : body;
    add(Block.Type.PARAGRAPH, Optional.empty(), spans, after, path);
  }

  private void prose(Part part) {
    FlowItem item = part.first();
    Block.Type type = item.type() == Block.Type.HEADING ? Block.Type.PARAGRAPH : item.type();
    Optional<Integer> level =
        type == Block.Type.LIST_ITEM
            ? Optional.of(itemLevels.of(item.mark, item.text, item.block.level().orElse(1)))
            : Optional.empty();
    elements.add(
        new Element(
            type,
            level,
            spans(part.items),
            text(part.items),
            tree.path(),
            List.of(),
            item.block.isDescribed()));
  }

  private void table(Part part) {
    List<Row> rows = new ArrayList<>();
    List<Row> header = List.of();
    for (FlowItem item : part.items) {
      List<Row> more = rows(item);
      if (rows.isEmpty()) {
        header = more.stream().takeWhile(Row::header).toList();
        if (header.isEmpty() && !more.isEmpty() && part.items.size() > 1) {
          header = List.of(more.getFirst());
        }
        rows.addAll(more);
      } else {
        rows.addAll(more.subList(repeated(header, more), more.size()));
      }
    }
    var text = new StringBuilder();
    for (Row row : rows) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      text.append(String.join("\t", row.cells().stream().map(TableCell::text).toList()));
    }
    elements.add(
        new Element(
            Block.Type.TABLE,
            Optional.empty(),
            spans(part.items),
            text.toString(),
            tree.path(),
            rows,
            part.first().block.isDescribed()));
  }

  /// How many rows at the start of a later part are the header again.
  private static int repeated(List<Row> header, List<Row> rows) {
    if (header.isEmpty() || rows.size() < header.size()) {
      return 0;
    }
    for (int i = 0; i < header.size(); i++) {
      if (!texts(header.get(i)).equals(texts(rows.get(i)))) {
        return 0;
      }
    }
    return header.size();
  }

  private static List<String> texts(Row row) {
    return row.cells().stream().map(TableCell::text).toList();
  }

  private List<Row> rows(FlowItem item) {
    PageSlices cuts = slices.get(item.reading);
    Map<Integer, List<PlacedCell>> byRow = new TreeMap<>();
    for (PlacedCell cell : item.block.cells()) {
      byRow.computeIfAbsent(cell.row(), _ -> new ArrayList<>()).add(cell);
    }
    List<Row> rows = new ArrayList<>();
    for (List<PlacedCell> cells : byRow.values()) {
      boolean header = cells.stream().allMatch(PlacedCell::header);
      rows.add(
          new Row(
              header,
              cells.stream()
                  .map(
                      cell ->
                          new TableCell(
                              cell.column(),
                              cell.colSpan(),
                              cell.rowSpan(),
                              new Span(
                                  item.page(), item.reading.revision(), cell.start(), cell.end()),
                              cuts == null ? "" : cuts.text(cell.start(), cell.end())))
                  .toList()));
    }
    return rows;
  }

  private void add(
      Block.Type type,
      Optional<Integer> level,
      List<Span> spans,
      String text,
      List<Integer> headings) {
    elements.add(new Element(type, level, spans, text, headings, List.of()));
  }

  private String text(List<FlowItem> items) {
    var text = new StringBuilder();
    for (FlowItem item : items) {
      item.lines.forEach(line -> texts.append(text, line));
    }
    return text.toString();
  }

  private static List<Span> spans(List<FlowItem> items) {
    List<Span> spans = new ArrayList<>();
    items.forEach(item -> spans.add(item.span()));
    return spans;
  }

  /// Where a place in an item's text, in characters, is on its page, in code points. The text is
  /// the page's with a space for every line feed.
  private static int offsetOnPage(FlowItem item, int characters) {
    return item.block.start() + item.text.codePointCount(0, characters);
  }

  private static int trimmedEnd(FlowItem item, int end) {
    int start = item.block.start();
    int at = end;
    while (at > start && Character.isWhitespace(codePoint(item, at - 1))) {
      at--;
    }
    return at;
  }

  private static int trimmedStart(FlowItem item, int start) {
    int at = start;
    while (at < item.block.end() && Character.isWhitespace(codePoint(item, at))) {
      at++;
    }
    return at;
  }

  private static int codePoint(FlowItem item, int offset) {
    int index = item.text.offsetByCodePoints(0, offset - item.block.start());
    return item.text.codePointAt(index);
  }
}
