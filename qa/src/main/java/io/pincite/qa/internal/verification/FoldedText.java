package io.pincite.qa.internal.verification;

import java.util.Arrays;

/// A text folded for comparison, every folded character knowing which characters of the original it
/// stands for.
final class FoldedText {

  /// How much is forgiven.
  enum Level {
    /// White space: runs are one space, none between two CJK characters.
    SPACE,
    /// Also hyphenation, ligatures, quote marks, dashes, half and full width, invisible characters.
    FORM,
    /// Also what OCR confuses in words that are neither names nor figures.
    OCR
  }

  /// Hyphens between letters are not among the folded characters; they are kept beside them.
  private static final byte NO_HYPHEN = 0;

  private static final byte INNER_HYPHEN = 1;
  private static final byte LINE_END_HYPHEN = 2;

  private int[] codePoints;
  private int[] from;
  private int[] to;
  // What hyphen was dropped before this character.
  private byte[] hyphen;
  private int size;

  private FoldedText(int capacity) {
    codePoints = new int[capacity];
    from = new int[capacity];
    to = new int[capacity];
    hyphen = new byte[capacity];
  }

  /// @param quote whether the text is a quote, in which a line end may have become a space
  static FoldedText of(int[] text, Level level, boolean quote) {
    var folded = new FoldedText(text.length + 16);
    byte pendingHyphen = NO_HYPHEN;
    int i = 0;
    while (i < text.length) {
      int codePoint = text[i];
      if (isSpace(codePoint)) {
        int end = i;
        while (end < text.length && isSpace(text[end])) {
          end++;
        }
        if (folded.size > 0 && end < text.length && keepsSpace(text[i - 1], text[end], level)) {
          folded.add(' ', i, end, NO_HYPHEN);
        }
        i = end;
        continue;
      }
      if (level == Level.SPACE) {
        folded.add(codePoint, i, i + 1, NO_HYPHEN);
        i++;
        continue;
      }
      if (isInvisible(codePoint)) {
        i++;
        continue;
      }
      if (isHyphen(codePoint) && i > 0 && Character.isLetter(text[i - 1])) {
        int next = i + 1;
        boolean lineEnd = false;
        while (next < text.length && isSpace(text[next])) {
          lineEnd |= quote || text[next] == '\n' || text[next] == '\r';
          next++;
        }
        boolean joins = next < text.length && Character.isLetter(text[next]);
        if (joins && (next == i + 1 || lineEnd)) {
          pendingHyphen = next == i + 1 ? INNER_HYPHEN : LINE_END_HYPHEN;
          i = next;
          continue;
        }
      }
      byte before = pendingHyphen;
      pendingHyphen = NO_HYPHEN;
      String expanded = ligature(codePoint);
      if (expanded.isEmpty()) {
        folded.add(form(codePoint), i, i + 1, before);
      } else {
        for (int k = 0; k < expanded.length(); k++) {
          folded.add(expanded.charAt(k), i, i + 1, k == 0 ? before : NO_HYPHEN);
        }
      }
      i++;
    }
    if (level == Level.OCR) {
      folded = folded.withoutConfusions();
    }
    return folded;
  }

  int size() {
    return size;
  }

  int at(int index) {
    return codePoints[index];
  }

  /// Where a folded range stands in the original: `from` of its first, `to` of its last character.
  int originalFrom(int index) {
    return from[index];
  }

  int originalTo(int index) {
    return to[index];
  }

  /// Whether the hyphens agree where the pattern matches at `start`: a hyphen at the end of a line
  /// may be missing from a quote, no other may, and a quote may not bring its own.
  boolean hyphensAgree(FoldedText pattern, int start) {
    for (int k = 0; k < pattern.size; k++) {
      byte here = k == 0 ? NO_HYPHEN : hyphen[start + k];
      byte quoted = pattern.hyphen[k];
      if (here == INNER_HYPHEN && quoted == NO_HYPHEN || here == NO_HYPHEN && quoted != NO_HYPHEN) {
        return false;
      }
    }
    return true;
  }

  /// Whether a word goes on across this border, as far as a dropped hyphen tells.
  boolean hyphenBefore(int index) {
    return index < size && hyphen[index] != NO_HYPHEN;
  }

  /// Whether a hyphenated word goes on across a border of the text as it stands, hyphen, line end
  /// and soft hyphen included: "exclusive" in "non-exclusive", "minate" in "ter-⏎minate". Marks of
  /// scripts without spaces end a word.
  static boolean wordGoesOnAt(int[] text, int border) {
    int left = border - 1;
    boolean spaced = false;
    while (left >= 0 && (isSpace(text[left]) || isInvisible(text[left]))) {
      spaced |= isSpace(text[left]);
      left--;
    }
    int right = border;
    while (right < text.length && (isSpace(text[right]) || isInvisible(text[right]))) {
      spaced |= isSpace(text[right]);
      right++;
    }
    if (left < 0 || right >= text.length) {
      return false;
    }
    if (isWordLetter(text[left]) && isWordLetter(text[right])) {
      return !spaced;
    }
    if (isHyphen(text[left])) {
      return left > 0 && isWordLetter(text[left - 1]) && isWordLetter(text[right]);
    }
    if (!isHyphen(text[right]) || spaced || !isWordLetter(text[left])) {
      return false;
    }
    int next = right + 1;
    while (next < text.length && (isSpace(text[next]) || isInvisible(text[next]))) {
      next++;
    }
    return next < text.length && isWordLetter(text[next]);
  }

  private static boolean isWordLetter(int codePoint) {
    return Character.isLetter(codePoint) && !isCjk(codePoint);
  }

  private void add(int codePoint, int start, int end, byte hyphenBefore) {
    if (size == codePoints.length) {
      int capacity = size * 2;
      codePoints = Arrays.copyOf(codePoints, capacity);
      from = Arrays.copyOf(from, capacity);
      to = Arrays.copyOf(to, capacity);
      hyphen = Arrays.copyOf(hyphen, capacity);
    }
    codePoints[size] = codePoint;
    from[size] = start;
    to[size] = end;
    hyphen[size] = hyphenBefore;
    size++;
  }

  /// Folds what OCR takes for another within words of small letters: I and | for l, rn for m. A
  /// word with a figure, and one that starts with a capital (it may be a name), stays as it is.
  private FoldedText withoutConfusions() {
    var folded = new FoldedText(size + 1);
    int i = 0;
    while (i < size) {
      int end = i;
      boolean digits = false;
      while (end < size && (Character.isLetterOrDigit(codePoints[end]) || codePoints[end] == '|')) {
        digits |= Character.isDigit(codePoints[end]);
        end++;
      }
      if (end == i) {
        folded.add(codePoints[i], from[i], to[i], hyphen[i]);
        i++;
        continue;
      }
      boolean plain = !digits && end - i > 2 && Character.isLowerCase(codePoints[i]);
      while (i < end) {
        if (plain && codePoints[i] == 'r' && i + 1 < end && codePoints[i + 1] == 'n') {
          folded.add('m', from[i], to[i + 1], hyphen[i]);
          i += 2;
        } else {
          boolean bar = plain && (codePoints[i] == 'I' || codePoints[i] == '|');
          folded.add(bar ? 'l' : codePoints[i], from[i], to[i], hyphen[i]);
          i++;
        }
      }
    }
    return folded;
  }

  private static boolean keepsSpace(int before, int after, Level level) {
    return level == Level.SPACE
        ? !(isCjk(before) && isCjk(after))
        : !isCjk(before) && !isCjk(after);
  }

  static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  /// Scripts written without spaces between words, their marks and the full-width forms.
  static boolean isCjk(int codePoint) {
    if (codePoint < 0x2E80) {
      return false;
    }
    if (codePoint <= 0x30FF && codePoint >= 0x3000 || codePoint >= 0xFF01 && codePoint <= 0xFFEE) {
      return true;
    }
    return Character.isIdeographic(codePoint)
        || switch (Character.UnicodeScript.of(codePoint)) {
          case HAN, HIRAGANA, KATAKANA, BOPOMOFO -> true;
          default -> false;
        };
  }

  private static boolean isInvisible(int codePoint) {
    return codePoint == 0x00AD
        || codePoint >= 0x200B && codePoint <= 0x200D
        || codePoint == 0x2060
        || codePoint == 0xFEFF;
  }

  private static boolean isHyphen(int codePoint) {
    return codePoint == '-' || codePoint == 0x2010 || codePoint == 0x2011;
  }

  private static int form(int codePoint) {
    if (codePoint >= 0xFF01 && codePoint <= 0xFF5E) {
      return form(codePoint - 0xFF01 + '!');
    }
    return switch (codePoint) {
      case 0x2018, 0x2019, 0x201A, 0x201B, 0x2032, '`', 0x00B4, 0x300E, 0x300F -> '\'';
      case 0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0x00AB, 0x00BB, 0x300C, 0x300D -> '"';
      case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63 -> '-';
      case 0xFFE5 -> 0x00A5;
      case 0xFFE0 -> 0x00A2;
      case 0xFFE1 -> 0x00A3;
      case 0xFF61 -> 0x3002;
      case 0xFF64 -> 0x3001;
      default -> codePoint;
    };
  }

  private static String ligature(int codePoint) {
    return switch (codePoint) {
      case 0xFB00 -> "ff";
      case 0xFB01 -> "fi";
      case 0xFB02 -> "fl";
      case 0xFB03 -> "ffi";
      case 0xFB04 -> "ffl";
      case 0xFB05, 0xFB06 -> "st";
      case 0x2026 -> "...";
      default -> "";
    };
  }
}
