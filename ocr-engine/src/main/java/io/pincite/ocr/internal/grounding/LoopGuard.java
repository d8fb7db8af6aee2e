package io.pincite.ocr.internal.grounding;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Listens to a model that writes a page, and says when it only repeats itself.
///
/// What a page can hold is the measure: A4 is 842 pt high, so that 120 lines stand on it 7 pt
/// apart. Forms, leaders of a table of contents, and tables in which all figures are equal or all
/// cells empty stay below that, however regular they are. Prose is stopped sooner, because no page
/// says the same words again and again. Work for each piece is bounded. One thread at a time.
public final class LoopGuard {

  /// Why a model is stopped.
  public enum Reason {
    /// The same words over and over, with a period of up to 1,000 tokens.
    REPETITION,
    /// More lines alike, but for their figures, than stand on a page.
    LINES,
    /// More empty cells than a row, or a table, has on a page.
    EMPTY_CELLS,
    /// One character on and on, as models write of pictures without text.
    CHARACTER,
    /// More than fits into the model's context: nothing is repeated.
    BUDGET
  }

  /// A model that has to be stopped.
  ///
  /// @param begin where the repetition began, in characters of all that was accepted: what stands
  ///     before it is sensible
  /// @param repeated what was written again, once; empty for [Reason#BUDGET]
  public record Loop(Reason reason, int begin, String repeated) {}

  /// DeepSeek-OCR's `max_position_embeddings`, in tokens.
  private static final int CONTEXT = 8192;

  /// Tokens of its prompts, start and all; they have 5 to 15.
  private static final int PROMPT = 20;

  /// The longest period that is looked for, in pieces: a page of prose.
  private static final int LONGEST_PERIOD = 1_000;

  /// Pieces that must repeat exactly: thirty labels on a sheet have 377, signature blocks of twelve
  /// parties some 200, pages of contracts 2.
  private static final int REPEATED = 600;

  /// Words that differ within a period, from which on it is prose and not a form's line.
  private static final int WORDS_OF_PROSE = 5;

  private static final int LINES_ON_A_PAGE = 120;

  /// More columns than a year has weeks.
  private static final int CELLS_IN_A_ROW = 64;

  /// Twelve columns on every line of a page.
  private static final int EMPTY_CELLS = 12 * LINES_ON_A_PAGE;

  /// A line of 1,000 dots or dashes would need them 0.6 pt apart.
  private static final int MARKS_IN_A_LINE = 1_000;

  /// Letters: no word has as many, and lines crossed out with x's have some 100.
  private static final int LETTERS_IN_A_LINE = 250;

  private final int budget;
  private final StringBuilder text = new StringBuilder();
  private final Pieces pieces = new Pieces((piece, number) -> piece(~number, piece));

  private int[] symbols = new int[1_024];
  private int[] ends = new int[1_024];
  private final BitSet words = new BitSet();

  /// Line ends among all pieces up to each.
  private int[] lines = new int[1_024];

  private int length;

  /// For each period how many pieces in a row equal the piece a period before them.
  private final int[] runs = new int[LONGEST_PERIOD + 1];

  /// The shortest period that goes on for long; 0 where none does. Its multiples say the same.
  private int repeating;

  /// Half tokens: a token written out is at most two Chinese characters, or one piece.
  private int spent;

  private char character;
  private int characterRun;

  private int lineStart;
  private String shape = "";
  private int linesAlike;
  private int secondAlike;

  private boolean cellOpen;
  private int cellStart;
  private int emptyInRow;
  private int emptyInTable;
  private int firstEmptyInRow;
  private int firstEmptyInTable;

  private Optional<Loop> loop = Optional.empty();

  /// @param budget tokens that may be written, such as [#budget]
  public LoopGuard(int budget) {
    this.budget = budget;
  }

  /// Tokens that DeepSeek-OCR can write of an image: its context of 8,192 without the image's and
  /// the prompt's.
  public static int budget(int imageTokens) {
    return Math.max(0, CONTEXT - imageTokens - PROMPT);
  }

  /// Takes some more of the text, where tokens are not known, and says whether to stop; having said
  /// so, it says nothing else.
  public Optional<Loop> accept(CharSequence more) {
    pieces.accept(more);
    return loop;
  }

  /// Takes a token and its text, and says whether to stop.
  public Optional<Loop> accept(int token, String written) {
    spent++;
    piece(token, written);
    return loop;
  }

  private void piece(int symbol, String piece) {
    if (loop.isPresent()) {
      return;
    }
    int start = text.length();
    text.append(piece);
    spent++;
    add(symbol, piece);
    characters(piece, start);
    cells(piece.strip(), start);
    repetition();
    if (loop.isEmpty() && spent > 2 * budget) {
      stop(Reason.BUDGET, text.length(), "");
    }
  }

  private void add(int symbol, String piece) {
    if (length == symbols.length) {
      symbols = Arrays.copyOf(symbols, 2 * length);
      ends = Arrays.copyOf(ends, 2 * length);
      lines = Arrays.copyOf(lines, 2 * length);
    }
    boolean lineEnd = piece.indexOf('\n') >= 0 || piece.contains("</tr>");
    symbols[length] = symbol;
    ends[length] = text.length();
    lines[length] = (length == 0 ? 0 : lines[length - 1]) + (lineEnd ? 1 : 0);
    words.set(length, !piece.startsWith("<") && piece.codePoints().anyMatch(Character::isLetter));
    repeating = 0;
    for (int period = Math.min(length, LONGEST_PERIOD); period > 0; period--) {
      runs[period] = symbols[length - period] == symbol ? runs[period] + 1 : 0;
      repeating = runs[period] >= REPEATED ? period : repeating;
    }
    length++;
    if (lineEnd) {
      endLine();
    }
  }

  private void repetition() {
    int run = runs[repeating];
    if (repeating == 0 || run < 2 * repeating) {
      return;
    }
    int lineEnds = lines[length - 1] - lines[length - 1 - run];
    boolean oneLine = lineEnds == 0;
    boolean tooManyLines = lineEnds >= LINES_ON_A_PAGE;
    // Looked at once a period, so that its words are counted once.
    boolean prose = run % repeating == 0 && isProse(repeating);
    if (oneLine || tooManyLines || prose) {
      int before = length - 1 - run;
      while (closes(before + 1)) {
        before++;
      }
      int begin = ends[before];
      stop(Reason.REPETITION, begin, text.substring(begin, ends[before + repeating]));
    }
  }

  /// Whether a piece is the end of what stands before it: the first copy keeps its full stop.
  private boolean closes(int at) {
    String piece = text.substring(ends[at - 1], ends[at]).strip();
    return at < length - 1 - repeating
        && (piece.startsWith("</") || (piece.length() == 1 && ".,;:!?)]。，；：！？）".contains(piece)));
  }

  private boolean isProse(int period) {
    Set<Integer> different = new HashSet<>();
    for (int i = length - period; i < length && different.size() < WORDS_OF_PROSE; i++) {
      if (words.get(i)) {
        different.add(symbols[i]);
      }
    }
    return different.size() >= WORDS_OF_PROSE;
  }

  private void characters(String piece, int start) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      characterRun = c == character ? characterRun + 1 : 1;
      character = c;
      int most = Character.isLetterOrDigit(c) ? LETTERS_IN_A_LINE : MARKS_IN_A_LINE;
      if (characterRun > most) {
        stop(Reason.CHARACTER, start + i + 1 - characterRun, String.valueOf(c));
        return;
      }
    }
  }

  private void cells(String piece, int start) {
    if (piece.startsWith("<td") || piece.startsWith("<th")) {
      cellOpen = true;
      cellStart = start;
    } else if (piece.startsWith("</td") || piece.startsWith("</th")) {
      if (cellOpen) {
        empty();
      }
      cellOpen = false;
    } else if (piece.startsWith("<tr") || piece.startsWith("</tr")) {
      emptyInRow = 0;
    } else if (cellOpen && !piece.isEmpty() && !piece.endsWith(">")) {
      cellOpen = false;
      emptyInRow = 0;
      emptyInTable = 0;
    }
  }

  private void empty() {
    firstEmptyInRow = emptyInRow == 0 ? cellStart : firstEmptyInRow;
    firstEmptyInTable = emptyInTable == 0 ? cellStart : firstEmptyInTable;
    emptyInRow++;
    emptyInTable++;
    String cell = text.substring(cellStart).strip();
    if (emptyInRow > CELLS_IN_A_ROW) {
      stop(Reason.EMPTY_CELLS, firstEmptyInRow, cell);
    } else if (emptyInTable > EMPTY_CELLS) {
      stop(Reason.EMPTY_CELLS, firstEmptyInTable, cell);
    }
  }

  /// Lines that differ in their figures only are alike: models also count up.
  private void endLine() {
    String line = text.substring(lineStart).strip();
    if (!line.isEmpty()) {
      String itsShape = shape(line);
      if (itsShape.equals(shape)) {
        linesAlike++;
        secondAlike = linesAlike == 2 ? lineStart : secondAlike;
        if (linesAlike > LINES_ON_A_PAGE) {
          stop(Reason.LINES, secondAlike, line);
        }
      } else {
        linesAlike = 1;
        shape = itsShape;
      }
    }
    lineStart = text.length();
  }

  private static String shape(String line) {
    var shape = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean digit = Character.isDigit(c);
      if (!digit || shape.isEmpty() || shape.charAt(shape.length() - 1) != '0') {
        shape.append(digit ? '0' : c);
      }
    }
    return shape.toString();
  }

  private void stop(Reason reason, int begin, String repeated) {
    if (loop.isEmpty()) {
      loop = Optional.of(new Loop(reason, begin, repeated.strip()));
    }
  }
}
