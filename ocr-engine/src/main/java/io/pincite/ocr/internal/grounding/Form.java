package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.Word;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A word as it is compared with another reader's: the width of characters, ligatures, kinds of
/// quote marks and dashes are form and make no difference.
///
/// Distances are hundredths of a letter.
final class Form {

  /// A letter for another one.
  static final int LETTER = 100;

  /// A mark for another one, or for none: readers lose them and the word is still the same.
  private static final int MARK = 40;

  /// Letters that look alike, such as l and 1.
  private static final int LOOK_ALIKE = 25;

  /// A capital for a small letter.
  private static final int CASE = 20;

  /// Two letters that look like one, such as rn and m.
  private static final int RUN_TOGETHER = 30;

  private static final String[] ALIKE = {
    "l1I|i!", "O0oQ〇○", "5Ss", "8B", "2Zz", "6bG", "9gq", "日曰", "未末", "己已巳", "人入八", "土士", "千干于",
    "天夫", "大太犬", "一-", "，,.、", "。.", "；;:", "：:;", "“\"'", "xX×"
  };

  /// The letters of [#TOGETHER].
  private static final String MELTING = "rnmcldvwiu";

  private static final String[] TOGETHER = {"rnm", "cld", "vvw", "iiu", "nim"};

  private static final Map<Integer, Integer> LOOKS = looks();

  private final int[] letters;
  private final int[] looks;
  private final int[] small;

  /// What a letter and the one before it look like together, or 0.
  private final int[] together;
  private final int weight;
  private final int hash;

  /// Letters that occur, one bit a letter: of those that no other look-alike takes the place of.
  private final long present;

  private Form(int[] letters) {
    this.letters = letters;
    looks = new int[letters.length];
    small = new int[letters.length];
    together = new int[letters.length];
    int sum = 0;
    long bits = 0;
    for (int i = 0; i < letters.length; i++) {
      sum += weight(letters[i]);
      looks[i] = LOOKS.getOrDefault(letters[i], 0);
      boolean plain = looks[i] == 0 && letters[i] < 128 && Character.isLetter(letters[i]);
      int lower = Character.toLowerCase(letters[i]);
      if (plain && LOOKS.getOrDefault(lower, 0) == 0 && MELTING.indexOf(lower) < 0) {
        bits |= 1L << lower - 'a';
      }
      small[i] = lower;
      together[i] = i == 0 ? 0 : together(letters[i - 1], letters[i]);
    }
    weight = sum;
    hash = Arrays.hashCode(letters);
    present = bits;
  }

  /// A bit for each group of look-alikes a character is in.
  private static Map<Integer, Integer> looks() {
    Map<Integer, Integer> looks = new HashMap<>();
    for (int group = 0; group < ALIKE.length; group++) {
      int bit = 1 << group;
      ALIKE[group].codePoints().forEach(letter -> looks.merge(letter, bit, (a, b) -> a | b));
    }
    return looks;
  }

  /// What the distance to another word, or to several in one piece, is at least.
  int distanceAtLeast(long others) {
    int missing = Math.max(Long.bitCount(present & ~others), Long.bitCount(others & ~present));
    return missing * LETTER;
  }

  long present() {
    return present;
  }

  static Form of(String text) {
    var folded = new StringBuilder(text.length());
    text.codePoints().forEach(letter -> fold(letter, folded));
    return new Form(folded.codePoints().toArray());
  }

  /// LaTeX of a formula: what is printed of it, near enough to find its place.
  static Form ofLatex(String latex) {
    return of(latex.replaceAll("\\\\[A-Za-z]+|[\\\\{}_^$&]", ""));
  }

  /// The letters of a word that was divided, in one piece.
  ///
  /// @param hyphenated whether a hyphen at the end of the first part goes
  Form with(Form rest, boolean hyphenated) {
    int kept = hyphenated ? letters.length - 1 : letters.length;
    int[] both = Arrays.copyOf(letters, kept + rest.letters.length);
    System.arraycopy(rest.letters, 0, both, kept, rest.letters.length);
    return new Form(both);
  }

  boolean endsInHyphen() {
    return letters.length > 1 && letters[letters.length - 1] == '-';
  }

  /// How much there is to it: 100 for a letter or digit, less for a mark.
  int weight() {
    return weight;
  }

  /// Whether it is a character that is a word of its own, which is never part of a divided one.
  boolean standsAlone() {
    return letters.length == 0
        || letters.length == 1
            && (Word.standsAlone(letters[0]) || Character.isIdeographic(letters[0]));
  }

  boolean agreesWith(Form other) {
    return hash == other.hash && Arrays.equals(letters, other.letters);
  }

  /// Whether they begin or end alike: what a word in several pieces does.
  boolean sharesAnEdgeWith(Form first, Form last) {
    return letters.length > 0
        && first.letters.length > 0
        && last.letters.length > 0
        && (substitution(0, first, 0) < MARK
            || substitution(letters.length - 1, last, last.letters.length - 1) < MARK);
  }

  /// How far apart two words are: the least cost of edits that make one of the other, where what
  /// readers confuse costs less.
  int distanceTo(Form other) {
    if (agreesWith(other)) {
      return 0;
    }
    int[] a = letters;
    int[] b = other.letters;
    if (a.length == 1 && b.length == 1) {
      return substitution(0, other, 0);
    }
    int[][] rows = new int[3][b.length + 1];
    for (int j = 1; j <= b.length; j++) {
      rows[0][j] = rows[0][j - 1] + weight(b[j - 1]);
    }
    for (int i = 1; i <= a.length; i++) {
      int[] row = rows[i % 3];
      int[] above = rows[(i - 1) % 3];
      int[] twoAbove = rows[(i + 1) % 3];
      int own = weight(a[i - 1]);
      row[0] = above[0] + own;
      for (int j = 1; j <= b.length; j++) {
        int least = above[j - 1] + substitution(i - 1, other, j - 1);
        least = Math.min(least, above[j] + own);
        least = Math.min(least, row[j - 1] + weight(b[j - 1]));
        if (together[i - 1] == b[j - 1]) {
          least = Math.min(least, twoAbove[j - 1] + RUN_TOGETHER);
        }
        if (other.together[j - 1] == a[i - 1]) {
          least = Math.min(least, above[j - 2] + RUN_TOGETHER);
        }
        row[j] = least;
      }
    }
    return rows[a.length % 3][b.length];
  }

  private int substitution(int i, Form other, int j) {
    int a = letters[i];
    int b = other.letters[j];
    if (a == b) {
      return 0;
    }
    if (small[i] == other.small[j]) {
      return CASE;
    }
    if ((looks[i] & other.looks[j]) != 0) {
      return LOOK_ALIKE;
    }
    return weight(a) == MARK && weight(b) == MARK ? MARK : LETTER;
  }

  private static int together(int first, int second) {
    for (String both : TOGETHER) {
      if (both.charAt(0) == first && both.charAt(1) == second) {
        return both.charAt(2);
      }
    }
    return 0;
  }

  private static int weight(int letter) {
    return Character.isLetterOrDigit(letter) ? LETTER : MARK;
  }

  private static void fold(int letter, StringBuilder out) {
    if (letter >= 0xFF01 && letter <= 0xFF5E) {
      fold(letter - 0xFEE0, out);
      return;
    }
    switch (letter) {
      case 0xFB00 -> out.append("ff");
      case 0xFB01 -> out.append("fi");
      case 0xFB02 -> out.append("fl");
      case 0xFB03 -> out.append("ffi");
      case 0xFB04 -> out.append("ffl");
      case 0xFB05, 0xFB06 -> out.append("st");
      case '‘', '’', '‛', '′', '´', '`' -> out.append('\'');
      case '“', '”', '„', '‟', '″' -> out.append('"');
      case '‐', '‑', '‒', '–', '—', '−', '―' -> out.append('-');
      case '…' -> out.append("...");
      case 0x00AD, 0x200B, 0x2060, 0xFEFF -> {}
      default -> out.appendCodePoint(letter);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Form form && agreesWith(form);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return new String(letters, 0, letters.length);
  }
}
