package io.pincite.retrieval.internal.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// BERT's tokenizer: text to the numbers of word pieces, as the models' `tokenizer.json` defines.
/// Text never becomes a special token. Safe for use by many threads.
final class WordPieces {
  private static final int MOST_CHARACTERS_OF_A_WORD = 100;

  private final Map<String, Integer> vocabulary;
  private final boolean lowercase;
  private final int unknown;
  private final int first;
  private final int last;

  private WordPieces(Map<String, Integer> vocabulary, boolean lowercase) {
    this.vocabulary = vocabulary;
    this.lowercase = lowercase;
    this.unknown = number("[UNK]");
    this.first = number("[CLS]");
    this.last = number("[SEP]");
  }

  /// Reads a `tokenizer.json` of the kind BertNormalizer, BertPreTokenizer, WordPiece.
  static WordPieces read(InputStream json) throws IOException {
    JsonNode tree = new ObjectMapper().readTree(json);
    JsonNode normalizer = tree.path("normalizer");
    JsonNode model = tree.path("model");
    if (!normalizer.path("type").asText().equals("BertNormalizer")
        || !model.path("continuing_subword_prefix").asText().equals("##")) {
      throw new IOException("this tokenizer.json is not of BERT's kind");
    }
    var vocabulary = new HashMap<String, Integer>(model.path("vocab").size() * 2);
    model.path("vocab").properties().forEach(e -> vocabulary.put(e.getKey(), e.getValue().asInt()));
    return new WordPieces(vocabulary, normalizer.path("lowercase").asBoolean());
  }

  private int number(String special) {
    return Objects.requireNonNull(vocabulary.get(special), special);
  }

  /// The numbers of a text's pieces between the marks of beginning and end; what goes beyond the
  /// most is cut off.
  long[] of(String text, int most) {
    long[] pieces = new long[most];
    int count = 0;
    pieces[count++] = first;
    String clean =
        lowercase ? withoutAccents(clean(text)).toLowerCase(java.util.Locale.ROOT) : clean(text);
    int[] points = clean.codePoints().toArray();
    int i = 0;
    while (i < points.length && count < most - 1) {
      if (isSpace(points[i])) {
        i++;
        continue;
      }
      int end = i + 1;
      if (!standsAlone(points[i])) {
        while (end < points.length && !isSpace(points[end]) && !standsAlone(points[end])) {
          end++;
        }
      }
      count = word(points, i, end, pieces, count, most - 1);
      i = end;
    }
    pieces[count++] = last;
    return Arrays.copyOf(pieces, count);
  }

  private int word(int[] points, int start, int end, long[] pieces, int count, int most) {
    if (end - start > MOST_CHARACTERS_OF_A_WORD) {
      pieces[count] = unknown;
      return count + 1;
    }
    int at = start;
    int next = count;
    while (at < end) {
      int to = end;
      Integer piece = null;
      while (to > at) {
        String part = new String(points, at, to - at);
        piece = vocabulary.get(at == start ? part : "##" + part);
        if (piece != null) {
          break;
        }
        to--;
      }
      if (piece == null) {
        pieces[count] = unknown;
        return count + 1;
      }
      if (next < most) {
        pieces[next++] = piece;
      }
      at = to;
    }
    return next;
  }

  private static String clean(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (point == '\t' || point == '\n' || point == '\r' || isSpace(point)) {
                clean.append(' ');
              } else if (point != 0 && point != 0xFFFD && !isControl(point)) {
                clean.appendCodePoint(point);
              }
            });
    return clean.toString();
  }

  private static String withoutAccents(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    var bare = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
        .forEach(bare::appendCodePoint);
    return bare.toString();
  }

  private static boolean isSpace(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == 0x85;
  }

  private static boolean isControl(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static boolean standsAlone(int point) {
    return isPunctuation(point) || isIdeograph(point);
  }

  private static boolean isPunctuation(int point) {
    if (point < 0x80) {
      return point > ' ' && point < 0x7F && !Character.isLetterOrDigit(point);
    }
    return switch (Character.getType(point)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  private static boolean isIdeograph(int point) {
    return (point >= 0x4E00 && point <= 0x9FFF)
        || (point >= 0x3400 && point <= 0x4DBF)
        || (point >= 0x20000 && point <= 0x2A6DF)
        || (point >= 0x2A700 && point <= 0x2CEAF)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0x2F800 && point <= 0x2FA1F);
  }
}
