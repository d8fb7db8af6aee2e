package io.pincite.retrieval.internal.chunking;

import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.DocumentStructure.Element;
import io.pincite.ingest.DocumentStructure.Row;
import io.pincite.ingest.DocumentStructure.TableCell;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Span;
import io.pincite.ocr.Block;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.RetrievalSettings.Misread;
import io.pincite.retrieval.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// Cuts a document into chunks along its clauses: a heading with what stands under it is one chunk;
/// short neighbours under the same heading are put together up to the usual size; what is longer is
/// cut between its elements, and only an element that is itself too long at its sentence ends, with
/// one sentence of overlap. Tables are chunks of their own, large ones cut between rows with the
/// header rows repeated, and so is what a model says of a figure.
///
/// The same input gives the same chunks, ids apart. Safe for use by many threads.
public final class Chunker {
  /// Changes whenever the same document would be cut differently.
  public static final String VERSION = "clauses-1";

  private static final int MOST_OVERLAP = 60;

  private final int usual;
  private final int largest;
  private final Misread misreading;

  /// @param usual size a chunk is filled up to, in estimated tokens
  /// @param largest size no chunk exceeds
  public Chunker(int usual, int largest) {
    this(usual, largest, Misread.SCANS);
  }

  /// Likewise.
  ///
  /// @param misreading which passages count as possibly misread
  public Chunker(int usual, int largest, Misread misreading) {
    if (usual < 20 || largest < usual) {
      throw new IllegalArgumentException(
          "pincite.retrieval.chunk-tokens is %d and max-chunk-tokens %d; needed: 20 <= chunk-tokens <= max-chunk-tokens"
              .formatted(usual, largest));
    }
    this.usual = usual;
    this.largest = largest;
    this.misreading = misreading;
  }

  /// Name of the way it cuts; chunks made under another name are cut anew.
  public String name() {
    return VERSION + ":" + usual + ":" + largest;
  }

  public List<Passage> cut(
      UUID document, DocumentStructure structure, List<PageReading> pages, Supplier<UUID> ids) {
    return new Cutting(document, structure, new PageTexts(pages), ids).cut();
  }

  /// One element or part of one, as it goes into a chunk.
  private record Part(List<Span> spans, String text, int tokens, boolean heading) {}

  /// A heading's own text and elements, or a run of elements under the same headings.
  private static final class Section {
    final List<Integer> path;
    final List<Part> parts = new ArrayList<>();
    int tokens;
    boolean hasBody;

    Section(List<Integer> path) {
      this.path = path;
    }

    void add(Part part) {
      parts.add(part);
      tokens += part.tokens();
      hasBody |= !part.heading();
    }
  }

  private final class Cutting {
    private final UUID document;
    private final DocumentStructure structure;
    private final PageTexts pages;
    private final Supplier<UUID> ids;
    private final List<Passage> passages = new ArrayList<>();
    private final List<Section> waiting = new ArrayList<>();

    Cutting(UUID document, DocumentStructure structure, PageTexts pages, Supplier<UUID> ids) {
      this.document = document;
      this.structure = structure;
      this.pages = pages;
      this.ids = ids;
    }

    List<Passage> cut() {
      Section open = null;
      List<Element> elements = structure.elements();
      for (int i = 0; i < elements.size(); i++) {
        Element element = elements.get(i);
        if (!element.type().isInFlow()) {
          continue;
        }
        boolean isTable = element.type() == Block.Type.TABLE && !element.rows().isEmpty();
        if (isTable || element.described()) {
          if (open != null) {
            close(open);
            open = null;
          }
          flush();
          if (isTable) {
            table(element);
          } else {
            i = described(elements, i);
          }
          continue;
        }
        boolean heading = element.type() == Block.Type.HEADING;
        List<Integer> path = heading ? with(element.headings(), i) : element.headings();
        boolean goesOn =
            open != null
                && (open.path.equals(path)
                    || (!open.hasBody && startsWith(path, open.path) && heading));
        if (!goesOn) {
          if (open != null) {
            close(open);
          }
          open = new Section(path);
        } else if (heading && open != null) {
          var deeper = new Section(path);
          open.parts.forEach(deeper::add);
          open = deeper;
        }
        Part part = part(element.spans(), heading);
        if (part.tokens() > 0 && open != null && !standsInNext(elements, i, heading)) {
          open.add(part);
        }
      }
      if (open != null) {
        close(open);
      }
      flush();
      return List.copyOf(passages);
    }

    /// What a model says of figures stands in chunks of its own: what rests on it must not be taken
    /// for what rests on the page.
    ///
    /// @return index of the last element that is part of it
    private int described(List<Element> elements, int first) {
      var section = new Section(elements.get(first).headings());
      int i = first;
      while (i < elements.size()
          && elements.get(i).described()
          && elements.get(i).rows().isEmpty()) {
        Part part = part(elements.get(i).spans(), false);
        if (part.tokens() > 0) {
          section.add(part);
        }
        i++;
      }
      split(section);
      return i - 1;
    }

    /// A run-in heading whose words are also part of the paragraph after it is taken once.
    private boolean standsInNext(List<Element> elements, int i, boolean heading) {
      if (!heading || i + 1 >= elements.size() || elements.get(i).spans().isEmpty()) {
        return false;
      }
      Span own = elements.get(i).spans().getFirst();
      return elements.get(i + 1).spans().stream()
          .anyMatch(
              span ->
                  span.page() == own.page()
                      && span.start() <= own.start()
                      && span.end() >= own.end()
                      && span.end() > span.start());
    }

    private Part part(List<Span> spans, boolean heading) {
      var text = new PassageText(pages);
      text.appendAll(spans);
      return new Part(List.copyOf(spans), text.text(), TokenCount.of(text.text()), heading);
    }

    /// A section that is complete either waits for its siblings or goes out.
    private void close(Section section) {
      if (section.parts.isEmpty()) {
        return;
      }
      boolean onlyTitlesWait =
          !waiting.isEmpty() && waiting.stream().noneMatch(each -> each.hasBody);
      if (onlyTitlesWait && section.hasBody) {
        // a title alone says nothing; it goes with what follows it
        var titled = new Section(section.path);
        waiting.forEach(each -> each.parts.forEach(titled::add));
        section.parts.forEach(titled::add);
        waiting.clear();
        close(titled);
        return;
      }
      if (!waiting.isEmpty()) {
        int together = waiting.stream().mapToInt(each -> each.tokens).sum() + section.tokens;
        boolean siblings =
            (onlyTitlesWait && !section.hasBody) || siblings(waiting.getLast().path, section.path);
        if (!siblings || together > usual) {
          flush();
        }
      }
      if (section.tokens > usual / 2) {
        flush();
        split(section);
      } else {
        waiting.add(section);
      }
    }

    private void flush() {
      if (waiting.isEmpty()) {
        return;
      }
      List<Integer> common = waiting.getFirst().path;
      var parts = new ArrayList<Part>();
      var titles = new ArrayList<String>();
      for (Section section : waiting) {
        common = common.subList(0, sharedLength(common, section.path));
        parts.addAll(section.parts);
      }
      for (Section section : waiting) {
        section.path.subList(common.size(), section.path.size()).stream()
            .map(this::headingText)
            .forEach(titles::add);
      }
      waiting.clear();
      emit(common, titles, parts);
    }

    private void split(Section section) {
      var current = new ArrayList<Part>();
      int tokens = 0;
      for (Part part : section.parts) {
        boolean onlyHeadings = current.stream().allMatch(Part::heading);
        if (!current.isEmpty() && !onlyHeadings && endsBefore(part, tokens)) {
          emit(section.path, List.of(), current);
          current.clear();
          tokens = 0;
        }
        if (tokens + part.tokens() > largest) {
          for (Part piece : sentences(part, largest - tokens)) {
            if (tokens + piece.tokens() > largest && !current.isEmpty()) {
              emit(section.path, List.of(), current);
              current.clear();
              tokens = 0;
            }
            current.add(piece);
            tokens += piece.tokens();
            if (tokens >= usual) {
              emit(section.path, List.of(), current);
              current.clear();
              tokens = 0;
            }
          }
          continue;
        }
        current.add(part);
        tokens += part.tokens();
      }
      if (!current.isEmpty()) {
        emit(section.path, List.of(), current);
      }
    }

    private boolean endsBefore(Part part, int tokens) {
      if (tokens >= usual || tokens + part.tokens() > largest) {
        return true;
      }
      boolean half = tokens >= usual / 2;
      return half
          && (tokens + part.tokens() > usual * 3 / 2
              || !ClauseNumbers.ofLine(part.text()).isEmpty());
    }

    /// An element that is too long, cut at sentence ends into parts of about the usual size, each
    /// beginning with the last sentence of the one before it where that is short.
    private List<Part> sentences(Part part, int room) {
      var text = new PassageText(pages);
      text.appendAll(part.spans());
      var chunk = draft(text, List.of(), false);
      var parts = new ArrayList<Part>();
      int start = -1;
      int end = -1;
      Sentences.Range previous = null;
      for (Sentences.Range sentence : shortened(chunk.text())) {
        if (start >= 0) {
          int tokens = tokens(chunk, start, sentence.end());
          int limit = parts.isEmpty() ? Math.min(usual, Math.max(room, usual / 2)) : usual;
          if (tokens > limit) {
            parts.add(cut(chunk, start, end));
            boolean overlap =
                previous != null
                    && tokens(chunk, previous.start(), previous.end()) <= MOST_OVERLAP
                    && previous.start() > start;
            start = overlap && previous != null ? previous.start() : sentence.start();
          }
        } else {
          start = sentence.start();
        }
        end = sentence.end();
        previous = sentence;
      }
      if (start >= 0) {
        parts.add(cut(chunk, start, end));
      }
      return parts;
    }

    /// Sentences, those that are longer than a chunk cut between words.
    private List<Sentences.Range> shortened(String text) {
      var ranges = new ArrayList<Sentences.Range>();
      int[] points = text.codePoints().toArray();
      for (Sentences.Range sentence : Sentences.of(text)) {
        int start = sentence.start();
        while (TokenCount.of(new String(points, start, sentence.end() - start)) > usual) {
          int end = Math.min(sentence.end(), start + 1);
          int lastEdge = -1;
          while (end < sentence.end()) {
            boolean edge = Character.isWhitespace(points[end]) || Scripts.isCjk(points[end]);
            if (edge && TokenCount.of(new String(points, start, end - start)) > usual) {
              break;
            }
            if (edge) {
              lastEdge = end;
            }
            // A run without any edge is cut hard: a token has at least one character.
            if (end - start > 8 * usual && lastEdge < 0) {
              lastEdge = end;
              break;
            }
            end++;
          }
          int cut = lastEdge > start ? lastEdge : end;
          ranges.add(new Sentences.Range(start, cut));
          start = cut;
          while (start < sentence.end() && Character.isWhitespace(points[start])) {
            start++;
          }
        }
        if (start < sentence.end()) {
          ranges.add(new Sentences.Range(start, sentence.end()));
        }
      }
      return ranges;
    }

    private int tokens(Chunk chunk, int start, int end) {
      return TokenCount.of(Sentences.textOf(chunk.text(), new Sentences.Range(start, end)));
    }

    private Part cut(Chunk chunk, int start, int end) {
      return part(chunk.spansOf(start, end), false);
    }

    private void emit(List<Integer> path, List<String> titles, List<Part> parts) {
      var text = new PassageText(pages);
      Part previous = null;
      for (Part part : parts) {
        if (previous != null) {
          boolean runIn =
              previous.heading()
                  && pages.onOneLine(previous.spans().getLast(), part.spans().getFirst());
          // Whose full stop was read as a comma would else be taken for a part of the sentence.
          boolean ends = !previous.text().strip().endsWith(",");
          text.separate(runIn && ends ? " " : "\n");
        }
        text.appendAll(part.spans());
        previous = part;
      }
      emit(text, path, titles, false);
    }

    private void emit(PassageText text, List<Integer> path, List<String> titles, boolean table) {
      if (text.text().isBlank()) {
        return;
      }
      List<String> headings = path.stream().map(this::headingText).toList();
      Chunk chunk = draft(text, headings, table);
      boolean misread =
          switch (misreading) {
            case SCANS -> chunk.spans().stream().anyMatch(pages::isReadByOcr);
            case ALWAYS -> true;
            case NEVER -> false;
          };
      passages.add(new Passage(chunk, titles, misread));
    }

    private Chunk draft(PassageText text, List<String> headings, boolean table) {
      return new Chunk(
          ids.get(),
          document,
          structure.version(),
          passages.size(),
          headings,
          text.pieces(),
          text.text(),
          Scripts.languageOf(text.text()),
          table);
    }

    private String headingText(int element) {
      return structure.elements().get(element).text().strip();
    }

    private void table(Element element) {
      List<Row> header = element.rows().stream().takeWhile(Row::header).toList();
      List<Row> body = element.rows().subList(header.size(), element.rows().size());
      int headerTokens = header.stream().mapToInt(this::tokens).sum();
      if (headerTokens > largest / 2) {
        body = element.rows();
        header = List.of();
        headerTokens = 0;
      }
      var rows = new ArrayList<Row>(header);
      int tokens = headerTokens;
      for (Row row : body) {
        int size = tokens(row);
        if (tokens + size > largest && rows.size() > header.size()) {
          emitTable(element, rows);
          rows = new ArrayList<>(header);
          tokens = headerTokens;
        }
        rows.add(row);
        tokens += size;
      }
      if (rows.size() > header.size() || body.isEmpty()) {
        emitTable(element, rows);
      }
    }

    private int tokens(Row row) {
      return row.cells().stream().mapToInt(cell -> TokenCount.of(cell.text()) + 1).sum();
    }

    private void emitTable(Element element, List<Row> rows) {
      var text = new PassageText(pages);
      for (Row row : rows) {
        text.separate("\n");
        int column = 0;
        for (TableCell cell : row.cells()) {
          for (; column < cell.column(); column++) {
            text.mark("\t");
          }
          text.append(cell.span());
        }
      }
      emit(text, element.headings(), List.of(), true);
    }
  }

  private static boolean siblings(List<Integer> left, List<Integer> right) {
    return left.equals(right)
        || (left.size() == right.size()
            && !left.isEmpty()
            && left.subList(0, left.size() - 1).equals(right.subList(0, right.size() - 1)));
  }

  private static boolean startsWith(List<Integer> path, List<Integer> prefix) {
    return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
  }

  private static int sharedLength(List<Integer> left, List<Integer> right) {
    int shared = 0;
    while (shared < Math.min(left.size(), right.size())
        && left.get(shared).equals(right.get(shared))) {
      shared++;
    }
    return shared;
  }

  private static List<Integer> with(List<Integer> path, int last) {
    var longer = new ArrayList<>(path);
    longer.add(last);
    return List.copyOf(longer);
  }
}
