package io.pincite.ingest.internal.layer;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Word;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The words of a new text in the places of old ones. Words that stay keep their boxes; where as
/// many come as go, each takes the place of one; else those that come share the extent of those
/// that go in proportion to their lengths. What comes between words that stay gets the gap there.
///
/// @param words all that stand in the run now
/// @param changes what became of each word that another took the place of, and of each other run
///     of words that changed
public record LineEdit(List<NewWord> words, List<Change> changes) {
  public LineEdit {
    words = List.copyOf(words);
    changes = List.copyOf(changes);
  }

  /// @param old index of the old word that stays here; -1 for one that a reader wrote
  public record NewWord(Word word, int old) {
    boolean isNew() {
      return old < 0;
    }
  }

  /// Words that changed. Where words only came, or only a space did, a word that stayed is
  /// part of it, so that there is something to find the place by.
  ///
  /// @param read never empty
  /// @param corrected empty where words were taken out
  /// @param box of the words that went
  public record Change(String read, String corrected, BoundingBox box) {}

  /// The boxes of the words before and after on the same line.
  record Neighbours(Optional<BoundingBox> before, Optional<BoundingBox> after) {}

  /// Old words `from` to `to`, exclusive, in whose place new words stand.
  private record Run(int from, int to, int newFrom, int newTo, boolean same) {}

  static LineEdit of(List<Word> old, String text, Neighbours neighbours) {
    List<Word> typed = split(text, old.getFirst());
    List<Run> runs = runs(old, typed);
    boolean upright = !isTurned(old);
    var words = new ArrayList<NewWord>();
    var changes = new ArrayList<Change>();
    for (Run run : runs) {
      if (run.same() || saysTheSame(old, typed, run)) {
        for (int n = 0; n < run.to() - run.from(); n++) {
          words.add(new NewWord(old.get(run.from() + n), run.from() + n));
        }
        continue;
      }
      List<BoundingBox> boxes = boxes(old, typed, run, neighbours, upright);
      for (int n = 0; n < boxes.size(); n++) {
        Word word = typed.get(run.newFrom() + n);
        words.add(new NewWord(new Word(word.text(), boxes.get(n), 1, word.spaceBefore()), -1));
      }
      if (isWordForWord(old, typed, run)) {
        // One of them may be corrected again, and the others then still say what they were.
        for (int n = 0; n < run.to() - run.from(); n++) {
          int from = run.from() + n;
          int newFrom = run.newFrom() + n;
          changes.add(change(old, typed, new Run(from, from + 1, newFrom, newFrom + 1, false)));
        }
      } else {
        changes.add(change(old, typed, run));
      }
    }
    return new LineEdit(words, changes);
  }

  /// The words of a text, without places.
  ///
  /// @param first the word in whose place the first one will stand
  private static List<Word> split(String text, Word first) {
    List<Word> words = split(text);
    if (!words.isEmpty()) {
      Word begin = words.getFirst();
      words.set(0, new Word(begin.text(), begin.box(), begin.confidence(), first.spaceBefore()));
    }
    return words;
  }

  /// The words of a text, without places: runs of characters between white space, characters that
  /// are words of their own apart.
  public static List<Word> split(String text) {
    var words = new ArrayList<Word>();
    var word = new StringBuilder();
    boolean space = false;
    boolean spaceBefore = false;
    for (int character : Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().toArray()) {
      boolean isSpace = Character.isWhitespace(character) || Character.isSpaceChar(character);
      boolean alone = Word.standsAlone(character);
      if ((isSpace || alone) && !word.isEmpty()) {
        words.add(unplaced(word.toString(), spaceBefore));
        word.setLength(0);
      }
      if (isSpace) {
        space = true;
      } else if (alone) {
        words.add(unplaced(Character.toString(character), space));
        space = false;
      } else {
        if (word.isEmpty()) {
          spaceBefore = space;
        }
        word.appendCodePoint(character);
        space = false;
      }
    }
    if (!word.isEmpty()) {
      words.add(unplaced(word.toString(), spaceBefore));
    }
    return words;
  }

  private static Word unplaced(String text, boolean spaceBefore) {
    return new Word(text, BoundingBox.WHOLE_PAGE, 1, spaceBefore);
  }

  /// The longest common subsequence of words stays; what is between changes.
  private static List<Run> runs(List<Word> old, List<Word> typed) {
    int[][] common = new int[old.size() + 1][typed.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = typed.size() - 1; j >= 0; j--) {
        common[i][j] =
            isSame(old, i, typed, j)
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    var runs = new ArrayList<Run>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < typed.size()) {
      int from = i;
      int newFrom = j;
      while (i < old.size() && j < typed.size() && isSame(old, i, typed, j)) {
        i++;
        j++;
      }
      if (i > from) {
        runs.add(new Run(from, i, newFrom, j, true));
        continue;
      }
      while (i < old.size() || j < typed.size()) {
        if (i < old.size() && j < typed.size() && isSame(old, i, typed, j)) {
          break;
        }
        if (j == typed.size() || i < old.size() && common[i + 1][j] >= common[i][j + 1]) {
          i++;
        } else {
          j++;
        }
      }
      runs.add(new Run(from, i, newFrom, j, false));
    }
    return runs;
  }

  private static boolean isSame(List<Word> old, int i, List<Word> typed, int j) {
    return old.get(i).text().equals(typed.get(j).text())
        && (i == 0 && j == 0 || old.get(i).spaceBefore() == typed.get(j).spaceBefore());
  }

  // --- boxes ------------------------------------------------------------------------------------

  private static List<BoundingBox> boxes(
      List<Word> old, List<Word> typed, Run run, Neighbours neighbours, boolean upright) {
    List<BoundingBox> gone = old.subList(run.from(), run.to()).stream().map(Word::box).toList();
    List<Word> come = typed.subList(run.newFrom(), run.newTo());
    if (gone.size() == come.size() || come.isEmpty()) {
      return come.isEmpty() ? List.of() : gone;
    }
    BoundingBox extent =
        gone.isEmpty()
            ? gap(
                run.from() > 0 ? Optional.of(old.get(run.from() - 1).box()) : neighbours.before(),
                run.to() < old.size() ? Optional.of(old.get(run.to()).box()) : neighbours.after(),
                upright)
            : BoundingBox.around(gone);
    boolean backwards = !upright && old.getFirst().box().centerY() > old.getLast().box().centerY();
    return shares(extent, come, upright, backwards);
  }

  /// Where there is no gap, the words come where their neighbour is.
  private static BoundingBox gap(
      Optional<BoundingBox> before, Optional<BoundingBox> after, boolean upright) {
    if (upright && before.isPresent() && after.isPresent()) {
      BoundingBox a = before.get();
      BoundingBox b = after.get();
      if (a.x1() < b.x0()) {
        BoundingBox both = a.union(b);
        return new BoundingBox(a.x1(), both.y0(), b.x0(), both.y1());
      }
    }
    return before.or(() -> after).orElseThrow();
  }

  private static List<BoundingBox> shares(
      BoundingBox extent, List<Word> words, boolean upright, boolean backwards) {
    double letters = words.stream().mapToInt(LineEdit::letters).sum();
    var boxes = new ArrayList<BoundingBox>();
    double done = 0;
    for (Word word : words) {
      double from = done / letters;
      done += letters(word);
      double to = done / letters;
      if (upright) {
        double x0 = extent.x0() + from * extent.width();
        boxes.add(
            BoundingBox.clamped(x0, extent.y0(), extent.x0() + to * extent.width(), extent.y1()));
      } else {
        double top = backwards ? 1 - to : from;
        double bottom = backwards ? 1 - from : to;
        boxes.add(
            BoundingBox.clamped(
                extent.x0(),
                extent.y0() + top * extent.height(),
                extent.x1(),
                extent.y0() + bottom * extent.height()));
      }
    }
    return boxes;
  }

  private static int letters(Word word) {
    return word.text().codePointCount(0, word.text().length());
  }

  /// As [io.pincite.ingest.TokenLayer#boxes] sees it: text that runs up or down the page.
  private static boolean isTurned(List<Word> words) {
    BoundingBox all = BoundingBox.around(words.stream().map(Word::box).toList());
    return words.stream().mapToInt(LineEdit::letters).sum() > 1 && all.height() > 3 * all.width();
  }

  // --- what changed -----------------------------------------------------------------------------

  /// Whether only where words part is another matter: an engine may hold for one word what are two.
  private static boolean saysTheSame(List<Word> old, List<Word> typed, Run run) {
    return run.from() < run.to()
        && run.newFrom() < run.newTo()
        && (run.from() == 0
            || old.get(run.from()).spaceBefore() == typed.get(run.newFrom()).spaceBefore())
        && text(old, run.from(), run.to()).equals(text(typed, run.newFrom(), run.newTo()));
  }

  /// Whether each word has another in its place: as many come as go, and they part where they did.
  /// No two of one place are the same then, for the same words stay.
  private static boolean isWordForWord(List<Word> old, List<Word> typed, Run run) {
    int gone = run.to() - run.from();
    return gone == run.newTo() - run.newFrom()
        && IntStream.range(1, gone)
            .allMatch(
                n ->
                    old.get(run.from() + n).spaceBefore()
                        == typed.get(run.newFrom() + n).spaceBefore());
  }

  private static Change change(List<Word> old, List<Word> typed, Run run) {
    int from = run.from();
    int to = run.to();
    int newFrom = run.newFrom();
    int newTo = run.newTo();
    String read = text(old, from, to);
    String corrected = text(typed, newFrom, newTo);
    if (read.isEmpty() || read.equals(corrected)) {
      if (from > 0) {
        from--;
        newFrom--;
      } else {
        to++;
        newTo++;
      }
      read = text(old, from, to);
      corrected = text(typed, newFrom, newTo);
    }
    BoundingBox box = BoundingBox.around(old.subList(from, to).stream().map(Word::box).toList());
    return new Change(read, corrected, box);
  }

  private static String text(List<Word> words, int from, int to) {
    var text = new StringBuilder();
    for (Word word : words.subList(from, to)) {
      if (!text.isEmpty() && word.spaceBefore()) {
        text.append(' ');
      }
      text.append(word.text());
    }
    return text.toString();
  }
}
