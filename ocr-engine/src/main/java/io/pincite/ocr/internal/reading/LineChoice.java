package io.pincite.ocr.internal.reading;

import io.pincite.ocr.Word;
import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.LineReader;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Reads the lines of a page, each by the reader that suits it: Latin lines by the quick one, what
/// it is not sure of, short lines and every other script by the thorough one.
///
/// The quick reader (Tesseract, English) takes a fifth of the time and says when it is not sure; on
/// Chinese it is never sure. So it is asked first where a sample of the page's lines says that the
/// page is Latin, and the thorough reader (PP-OCR) reads again only the pieces of a line that are
/// in doubt. On other pages the thorough one is asked first. What a line is read as depends on its
/// own page alone, not on threads or on other pages.
final class LineChoice {

  /// Lines that tell whether a page is Latin; an odd number has a majority.
  private static final int SAMPLE = 5;

  /// Mean confidence under which the quick reader makes nothing of a line: on Chinese lines it is
  /// 0.1 to 0.5, on noisy English 0.8 to 0.95.
  private static final double LATIN = 0.6;

  /// Confidence from which a word of the quick reader is taken. Lines without a word below it have
  /// 0.2 to 0.3 % of their characters wrong, those with one 1.7 to 3 %.
  private static final double SURE = 0.85;

  /// When more of a line than this is in doubt, all of it is read again: pieces that long give the
  /// thorough reader more context and cost no more.
  private static final double MOST_PIECES = 0.5;

  /// Lines not wider than this, in their heights, go to the thorough reader: of 3 to 5 characters
  /// the quick one makes 22 for 2.2 and B for 13, and is sure of it.
  private static final double SHORT = 5;

  /// Ink that no word covers, in heights of the line: as wide as a letter or two. The quick reader
  /// leaves out words now and then.
  private static final double LEFT_OUT = 0.4;

  private final LineReader thorough;
  private final Optional<? extends LineReader> quick;

  LineChoice(LineReader thorough, Optional<? extends LineReader> quick) {
    this.thorough = thorough;
    this.quick = quick;
  }

  /// The words of each line of one page, in the order of the lines.
  ///
  /// @param whole the same lines, as wide, with the letters that their boxes cut. Only ideographs
  /// are other ones without their heads, so what may be Latin is read as it was cut
  List<List<ReadWord>> read(List<LineImage> lines, IntFunction<LineImage> whole, Workers workers) {
    if (quick.isEmpty()) {
      return workers.runAll(
          IntStream.range(0, lines.size())
              .<Callable<List<ReadWord>>>mapToObj(i -> () -> anyLine(lines.get(i), whole, i))
              .toList());
    }
    LineReader latin = quick.get();
    List<Integer> sample = sample(lines);
    List<Callable<List<ReadWord>>> samples = new ArrayList<>();
    for (int i : sample) {
      samples.add(() -> latin.read(lines.get(i)));
    }
    List<List<ReadWord>> sampled = workers.runAll(samples);
    long readable = sampled.stream().filter(words -> mean(words) >= LATIN).count();
    boolean latinPage = 2 * readable > sample.size();

    List<Callable<List<ReadWord>>> readings = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int at = sample.indexOf(i);
      LineImage line = lines.get(i);
      int index = i;
      if (!latinPage) {
        readings.add(() -> otherLine(line, whole.apply(index), latin));
      } else if (isShort(line)) {
        readings.add(() -> thorough.read(line));
      } else if (at >= 0) {
        readings.add(() -> latinLine(line, sampled.get(at)));
      } else {
        readings.add(() -> latinLine(line, latin.read(line)));
      }
    }
    return workers.runAll(readings);
  }

  private List<ReadWord> anyLine(LineImage line, IntFunction<LineImage> whole, int index) {
    List<ReadWord> words = thorough.read(line);
    boolean ideographs =
        words.stream().anyMatch(word -> Word.standsAlone(word.text().codePointAt(0)));
    if (!ideographs) {
      return words;
    }
    LineImage all = whole.apply(index);
    return all == line ? words : thorough.read(all);
  }

  /// Lines spread over the page that are long enough to tell by.
  private static List<Integer> sample(List<LineImage> lines) {
    List<Integer> long_ = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!isShort(lines.get(i))) {
        long_.add(i);
      }
    }
    List<Integer> sample = new ArrayList<>();
    int count = Math.min(SAMPLE, long_.size());
    for (int i = 0; i < count; i++) {
      sample.add(long_.get((2 * i + 1) * long_.size() / (2 * count)));
    }
    return sample;
  }

  private static boolean isShort(LineImage line) {
    return line.width() < SHORT * line.height();
  }

  /// A line of a page that is not Latin: the thorough reader sees whether it is an exception, and
  /// then the quick one may know its spelling better.
  private List<ReadWord> otherLine(LineImage line, LineImage whole, LineReader latin) {
    List<ReadWord> words = thorough.read(whole);
    boolean exception =
        !isShort(line)
            && words.stream().noneMatch(word -> Word.standsAlone(word.text().codePointAt(0)))
            && mean(words) < SURE;
    if (!exception) {
      return words;
    }
    List<ReadWord> other = latin.read(line);
    return mean(other) > mean(words) ? other : words;
  }

  private List<ReadWord> latinLine(LineImage line, List<ReadWord> words) {
    if (mean(words) < LATIN) {
      return better(thorough.read(line), words);
    }
    List<Piece> doubtful = doubtful(line, words);
    double width = doubtful.stream().mapToDouble(piece -> piece.right - piece.left).sum();
    if (width > MOST_PIECES * line.width()) {
      return better(thorough.read(line), words);
    }
    List<ReadWord> read = new ArrayList<>();
    int next = 0;
    for (Piece piece : doubtful) {
      read.addAll(words.subList(next, piece.from));
      List<ReadWord> quickly = words.subList(piece.from, piece.to);
      read.addAll(better(thorough(line, piece), quickly));
      next = piece.to;
    }
    read.addAll(words.subList(next, words.size()));
    return List.copyOf(read);
  }

  /// The thorough reading unless it is empty or a guess, and the quick one is surer. In noise the
  /// quick one has three times as many wrong letters at the confidence that it states.
  private static List<ReadWord> better(List<ReadWord> thorough, List<ReadWord> quickly) {
    double sure = mean(thorough);
    return sure >= LATIN || sure >= mean(quickly) ? thorough : quickly;
  }

  private List<ReadWord> thorough(LineImage line, Piece piece) {
    int left = (int) Math.floor(piece.left);
    int right = (int) Math.ceil(piece.right);
    List<ReadWord> read = thorough.read(cut(line, left, right));
    List<ReadWord> placed = new ArrayList<>();
    for (ReadWord word : read) {
      placed.add(
          new ReadWord(
              word.text(),
              word.left() + left,
              word.right() + left,
              word.confidence(),
              placed.isEmpty() ? piece.spaceBefore : word.spaceBefore()));
    }
    return placed;
  }

  /// A part of a line to read again: some words, or ink between words.
  ///
  /// @param from index of its first word
  /// @param to index behind its last word
  /// @param left in pixels, in the gap before it
  /// @param right in pixels, in the gap behind it
  private record Piece(int from, int to, double left, double right, boolean spaceBefore) {}

  private static List<Piece> doubtful(LineImage line, List<ReadWord> words) {
    LineInk ink = LineInk.of(line);
    double enough = LEFT_OUT * line.height();
    List<Piece> pieces = new ArrayList<>();
    int consumed = 0;
    int i = 0;
    while (i <= words.size()) {
      double end = i == 0 ? 0 : words.get(i - 1).right();
      double start = i == words.size() ? line.width() : words.get(i).left();
      boolean leftOut = inked(ink, end, start) >= enough;
      boolean unsure = i < words.size() && words.get(i).confidence() < SURE;
      if (!leftOut && !unsure) {
        i++;
        continue;
      }
      int to = unsure ? i + 1 : i;
      while (to < words.size()
          && (words.get(to).confidence() < SURE
              || inked(ink, to == 0 ? 0 : words.get(to - 1).right(), words.get(to).left())
                  >= enough)) {
        to++;
      }
      // Ink that was left out may be the rest of the word before it.
      int from = leftOut && i > consumed ? i - 1 : i;
      pieces.add(
          new Piece(
              from,
              to,
              from == 0 ? 0 : paper(ink, words.get(from - 1).right(), words.get(from).left()),
              to == words.size()
                  ? line.width()
                  : paper(ink, words.get(to - 1).right(), words.get(to).left()),
              from > 0));
      consumed = to;
      i = to + 1;
    }
    return pieces;
  }

  /// The middle of the paper between two words, to cut there. Where the quick reader says that a
  /// word begins or ends can be a letter off, so the widest blank near by counts.
  private static double paper(LineInk ink, double right, double left) {
    double expected = (right + left) / 2;
    double reach = Math.abs(left - right) / 2 + ink.height() / 2.0;
    int from = (int) Math.max(0, expected - reach);
    int to = (int) Math.min(ink.width(), expected + reach);
    double best = Double.NEGATIVE_INFINITY;
    double middle = expected;
    int x = from;
    while (x < to) {
      if (ink.inColumn(x)) {
        x++;
        continue;
      }
      int start = x;
      while (x < to && !ink.inColumn(x)) {
        x++;
      }
      double worth = x - start - Math.abs((start + x) / 2.0 - expected) / 2;
      if (worth > best) {
        best = worth;
        middle = (start + x) / 2.0;
      }
    }
    return middle;
  }

  private static int inked(LineInk ink, double from, double to) {
    int columns = 0;
    for (int x = (int) Math.ceil(from); x < Math.min(to, ink.width()); x++) {
      columns += ink.inColumn(x) ? 1 : 0;
    }
    return columns;
  }

  private static LineImage cut(LineImage line, int from, int to) {
    int left = Math.clamp(from, 0, line.width() - 1);
    int right = Math.clamp(to, left + 1, line.width());
    int width = right - left;
    byte[] rgb = new byte[3 * width * line.height()];
    for (int y = 0; y < line.height(); y++) {
      System.arraycopy(line.rgb(), 3 * (y * line.width() + left), rgb, 3 * y * width, 3 * width);
    }
    return new LineImage(width, line.height(), rgb);
  }

  /// Weighted by the length of words; 0 without any.
  private static double mean(List<ReadWord> words) {
    double sum = 0;
    int letters = 0;
    for (ReadWord word : words) {
      sum += word.confidence() * word.text().length();
      letters += word.text().length();
    }
    return letters == 0 ? 0 : sum / letters;
  }
}
