package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.FoundLines.FoundLine;
import io.pincite.ocr.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Which of the lines that were found on a page, and not read, a second reader should read first:
/// those where a wrong letter does harm, and those that the model's text does not fit.
///
/// @param first indices of the lines, in their order
/// @param later the others
public record LinesToRead(List<Integer> first, List<Integer> later) {

  /// How much longer or shorter than the others of its page a line may be for its text and height:
  /// with a tenth of the words left out or made up a line of ten words is a tenth off, and
  /// justified lines are as far apart by themselves.
  private static final double FIT = 0.35;

  /// A capitalised word that stands on the page more often is a defined term, not a name.
  private static final int MOST_OF_A_NAME = 2;

  /// Pieces of a line that shows whether it leans.
  private static final int LONG = 5;

  /// What numbers a clause, at its beginning: it says where the clause stands, and the order of
  /// the clauses says it too.
  private static final Pattern NUMBERING = Pattern.compile("[(]?\\d{1,2}([.]\\d{1,2})*[.)]?");

  public LinesToRead {
    first = List.copyOf(first);
    later = List.copyOf(later);
  }

  /// A word of the page as the model's text says it.
  private record Seen(Word word, boolean harmful) {}

  /// @param geometry with lines that nobody has read
  public static LinesToRead of(List<Written> written, Geometry geometry) {
    List<Block> blocks = WordPlacing.of(written, geometry).blocks();
    Map<String, Integer> counts = new HashMap<>();
    blocks.forEach(
        block -> words(block).forEach(word -> counts.merge(word.text(), 1, Integer::sum)));
    List<Seen> words = new ArrayList<>();
    blocks.forEach(block -> addSeen(block, counts, words));
    List<FoundLine> lines = geometry.unread();
    if (2 * words.stream().filter(seen -> standsAlone(seen.word())).count() > words.size()
        || lean(lines)) {
      // No gaps show where ideographs stand, and words of lines that lean are hard to tell apart.
      return new LinesToRead(IntStream.range(0, lines.size()).boxed().toList(), List.of());
    }
    double[] sizes = new double[lines.size()];
    boolean[] harmful = new boolean[lines.size()];
    for (int line = 0; line < sizes.length; line++) {
      FoundLine found = lines.get(line);
      double reach = 0;
      int spaces = 1 - found.pieces().size();
      for (Seen seen : words) {
        BoundingBox place = seen.word().box();
        if (Geometry.isIn(found, place)) {
          reach += ModelWord.advance(seen.word().text());
          spaces += seen.word().spaceBefore() ? 1 : 0;
          harmful[line] |= seen.harmful();
        }
      }
      reach += Math.max(0, spaces) * Rooms.SPACE;
      // By the font, which its height tells: headings are larger than what they stand above.
      sizes[line] = reach == 0 ? Double.NaN : length(found, geometry) / reach;
    }
    double[] known = Arrays.stream(sizes).filter(size -> !Double.isNaN(size)).sorted().toArray();
    List<Integer> first = new ArrayList<>();
    List<Integer> later = new ArrayList<>();
    for (int line = 0; line < sizes.length; line++) {
      boolean fits =
          !Double.isNaN(sizes[line]) && Math.abs(sizes[line] / known[known.length / 2] - 1) <= FIT;
      (harmful[line] || !fits ? first : later).add(line);
    }
    return new LinesToRead(first, later);
  }

  private static boolean standsAlone(Word word) {
    return Word.standsAlone(word.text().codePointAt(0));
  }

  /// Whether most long lines rise or fall by more than half of their height.
  private static boolean lean(List<FoundLine> lines) {
    int all = 0;
    int leaning = 0;
    for (FoundLine line : lines) {
      BoundingBox first = line.pieces().getFirst();
      BoundingBox last = line.pieces().getLast();
      if (line.pieces().size() >= LONG) {
        all++;
        leaning += Math.abs(last.centerY() - first.centerY()) > first.height() / 2 ? 1 : 0;
      }
    }
    return 2 * leaning > all;
  }

  /// What is inked of a line, in heights of its letters.
  private static double length(FoundLine line, Geometry geometry) {
    double wide = 0;
    double high = 0;
    for (BoundingBox piece : line.pieces()) {
      wide += piece.width() * geometry.widthPoints();
      high += piece.height() * geometry.heightPoints();
    }
    int count = line.pieces().size();
    BoundingBox box = line.box();
    boolean standing =
        box.height() * geometry.heightPoints() > 2 * box.width() * geometry.widthPoints();
    return count * (standing ? high / Math.max(wide, 1e-6) : wide / Math.max(high, 1e-6));
  }

  private static List<Word> words(Block block) {
    return Geometry.linesOf(block).stream().flatMap(line -> line.words().stream()).toList();
  }

  private static void addSeen(Block block, Map<String, Integer> counts, List<Seen> into) {
    List<Word> words = words(block);
    // What is set as a heading is large, and said again where it counts.
    boolean named = !(block instanceof Block.Heading);
    for (int i = 0; i < words.size(); i++) {
      boolean numbering = i == 0 && NUMBERING.matcher(words.get(i).text()).matches();
      into.add(new Seen(words.get(i), !numbering && isHarmful(words, i, counts, named)));
    }
  }

  private static boolean isHarmful(
      List<Word> words, int i, Map<String, Integer> counts, boolean named) {
    return switch (concern(words, i)) {
      case AMOUNT, DATE, FIGURE -> true;
      case NAME ->
          named
              && isRare(words.get(i), counts)
              && (isNameToo(words, i - 1, counts) || isNameToo(words, i + 1, counts));
      // Every third line of a contract has one, and models do not misread so common a word.
      case NEGATION, WORDING -> false;
    };
  }

  /// Of people, firms and places: several capitalised words together, none of them a defined term.
  private static boolean isNameToo(List<Word> words, int i, Map<String, Integer> counts) {
    return i >= 0
        && i < words.size()
        && Character.isUpperCase(words.get(i).text().codePointAt(0))
        && isRare(words.get(i), counts);
  }

  private static boolean isRare(Word word, Map<String, Integer> counts) {
    return counts.getOrDefault(word.text(), 0) <= MOST_OF_A_NAME;
  }

  private static Concern concern(List<Word> words, int i) {
    return Concern.of(
        words.get(i).text(),
        i == 0 ? "" : words.get(i - 1).text(),
        i + 1 == words.size() ? "" : words.get(i + 1).text());
  }
}
