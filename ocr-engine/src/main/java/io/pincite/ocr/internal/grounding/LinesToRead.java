package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which of the lines that were found on a page, and not read, a second reader should read first:
/// those where a wrong letter does harm, and those that the model's text does not fit.
///
/// @param first indices of the lines, in their order
/// @param later the others
public record LinesToRead(List<Integer> first, List<Integer> later) {

  /// How much longer or shorter than the others of its page a line may be for its text and height:
  /// with a tenth of the words left out or made up a line of ten words is a tenth off, and
  /// justified lines are as far apart by themselves.
  private static final double FIT = 0.25;

  /// A capitalised word that stands on the page more often is a defined term, not a name.
  private static final int MOST_OF_A_NAME = 2;

  public LinesToRead {
    first = List.copyOf(first);
    later = List.copyOf(later);
  }

  /// @param geometry with lines that nobody has read
  public static LinesToRead of(List<Written> written, Geometry geometry) {
    List<Word> words = new ArrayList<>();
    WordPlacing.of(written, geometry)
        .blocks()
        .forEach(block -> Geometry.linesOf(block).stream().map(Line::words).forEach(words::addAll));
    Map<String, Integer> counts = new HashMap<>();
    words.forEach(word -> counts.merge(word.text(), 1, Integer::sum));
    List<BoundingBox> lines = geometry.unread();
    double[] sizes = new double[lines.size()];
    boolean[] harmful = new boolean[lines.size()];
    for (int line = 0; line < sizes.length; line++) {
      BoundingBox box = lines.get(line);
      double reach = 0;
      for (int i = 0; i < words.size(); i++) {
        BoundingBox place = words.get(i).box();
        if (box.contains(place.centerX(), place.centerY())) {
          reach +=
              ModelWord.advance(words.get(i).text())
                  + (words.get(i).spaceBefore() ? Rooms.SPACE : 0);
          harmful[line] |= isHarmful(words, i, counts);
        }
      }
      boolean standing =
          box.height() * geometry.heightPoints() > 2 * box.width() * geometry.widthPoints();
      double width = Math.max(box.width() * geometry.widthPoints(), 1e-6);
      double height = Math.max(box.height() * geometry.heightPoints(), 1e-6);
      double length = standing ? height / width : width / height;
      sizes[line] = reach == 0 ? Double.NaN : length / reach;
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

  private static boolean isHarmful(List<Word> words, int i, Map<String, Integer> counts) {
    String word = words.get(i).text();
    Concern concern =
        Concern.of(
            word,
            i == 0 ? "" : words.get(i - 1).text(),
            i + 1 == words.size() ? "" : words.get(i + 1).text());
    return switch (concern) {
      case AMOUNT, DATE, FIGURE -> true;
      case NAME -> counts.getOrDefault(word, 0) <= MOST_OF_A_NAME;
      // Every third line of a contract has one, and models do not misread so common a word.
      case NEGATION, WORDING -> false;
    };
  }
}
