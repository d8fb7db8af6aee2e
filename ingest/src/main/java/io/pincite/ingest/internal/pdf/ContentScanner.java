package io.pincite.ingest.internal.pdf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the tokens of a content stream without making an object of each: numbers, strings and
/// arrays of the current operator's operands lie in arrays that are used again.
///
/// Never fails on bad input: what cannot be understood is stepped over.
final class ContentScanner {

  /// What [#next] found.
  enum Token {
    NUMBER,
    NAME,
    STRING,
    ARRAY,
    DICTIONARY,
    OPERATOR,
    END
  }

  private static final int DEEPEST = 32;
  private static final byte[] KIND = new byte[256];
  private static final byte SPACE = 1;
  private static final byte DELIMITER = 2;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  static {
    for (char space : new char[] {0, '\t', '\n', '\f', '\r', ' '}) {
      KIND[space] = SPACE;
    }
    for (char delimiter : new char[] {'(', ')', '<', '>', '[', ']', '{', '}', '/', '%'}) {
      KIND[delimiter] = DELIMITER;
    }
  }

  private final byte[] data;
  private final int end;
  private int at;

  /// The last number.
  double number;

  /// The last name, without its slash.
  String name = "";

  /// The last dictionary: names as String, strings as byte arrays, numbers as Double, arrays as
  /// List, dictionaries as Map.
  Map<String, Object> dictionary = Map.of();

  /// The last operator, its letters packed into one int; 0 for something longer than four letters.
  int operator;

  /// Bytes of the strings since the last [#clear].
  byte[] strings = new byte[512];

  int stringsLength;

  /// Where the last string starts in [#strings]; it reaches to [#stringsLength].
  int stringStart;

  /// Items of the last array: a string's start and end in [#strings], or -1 and a number.
  int items;

  int[] itemStart = new int[64];
  int[] itemEnd = new int[64];
  double[] itemNumber = new double[64];

  ContentScanner(byte[] data, int length) {
    this.data = data;
    this.end = length;
  }

  /// Forgets the operands read so far.
  void clear() {
    stringsLength = 0;
    items = 0;
  }

  Token next() {
    while (true) {
      skipSpace();
      if (at >= end) {
        return Token.END;
      }
      int c = data[at] & 0xFF;
      if (c >= '0' && c <= '9' || c == '-' || c == '.' || c == '+') {
        readNumber();
        return Token.NUMBER;
      }
      switch (c) {
        case '/' -> {
          name = readName();
          return Token.NAME;
        }
        case '(' -> {
          readString();
          return Token.STRING;
        }
        case '<' -> {
          if (at + 1 < end && data[at + 1] == '<') {
            dictionary = readDictionary(0);
            return Token.DICTIONARY;
          }
          readHexString();
          return Token.STRING;
        }
        case '[' -> {
          readArray();
          return Token.ARRAY;
        }
        case ')', '>', ']', '{', '}' -> at++;
        default -> {
          readOperator();
          return Token.OPERATOR;
        }
      }
    }
  }

  private void skipSpace() {
    while (at < end) {
      byte c = data[at];
      if (c == '%') {
        while (at < end && data[at] != '\n' && data[at] != '\r') {
          at++;
        }
      } else if (KIND[c & 0xFF] == SPACE) {
        at++;
      } else {
        return;
      }
    }
  }

  private void readOperator() {
    int packed = 0;
    int start = at;
    while (at < end && KIND[data[at] & 0xFF] == 0) {
      packed = packed << 8 | data[at] & 0xFF;
      at++;
    }
    operator = at - start <= 4 ? packed : 0;
  }

  private void readNumber() {
    boolean negative = false;
    long digits = 0;
    int decimals = -1;
    int count = 0;
    while (at < end) {
      int c = data[at];
      if (c >= '0' && c <= '9') {
        if (count < 17) {
          digits = digits * 10 + (c - '0');
          if (digits != 0) {
            count++;
          }
          if (decimals >= 0) {
            decimals++;
          }
        } else if (decimals < 0) {
          // Larger than any page: keep it large.
          digits = Math.min(digits, Long.MAX_VALUE / 20) * 10;
        }
      } else if (c == '.') {
        if (decimals >= 0) {
          break;
        }
        decimals = 0;
      } else if (c == '-') {
        // "--5" is read as -5, "5-3" as 53, as other readers do
        negative |= count == 0 && decimals < 0;
      } else if (c != '+') {
        break;
      }
      at++;
    }
    double value = digits;
    if (decimals > 0) {
      value = decimals < POWERS.length ? value / POWERS[decimals] : value / Math.pow(10, decimals);
    }
    number = negative ? -value : value;
  }

  private String readName() {
    at++;
    int start = at;
    boolean escaped = false;
    while (at < end && KIND[data[at] & 0xFF] == 0) {
      escaped |= data[at] == '#';
      at++;
    }
    if (!escaped) {
      return new String(data, start, at - start, StandardCharsets.ISO_8859_1);
    }
    var unescaped = new StringBuilder();
    for (int i = start; i < at; i++) {
      if (data[i] == '#' && i + 2 < at && hex(data[i + 1]) >= 0 && hex(data[i + 2]) >= 0) {
        unescaped.append((char) (hex(data[i + 1]) << 4 | hex(data[i + 2])));
        i += 2;
      } else {
        unescaped.append((char) (data[i] & 0xFF));
      }
    }
    return unescaped.toString();
  }

  private void put(int value) {
    if (stringsLength == strings.length) {
      strings = Arrays.copyOf(strings, strings.length * 2);
    }
    strings[stringsLength++] = (byte) value;
  }

  private void readString() {
    stringStart = stringsLength;
    at++;
    int depth = 1;
    while (at < end) {
      int c = data[at++];
      if (c == '\\') {
        if (at >= end) {
          return;
        }
        int escaped = data[at++];
        switch (escaped) {
          case 'n' -> put('\n');
          case 'r' -> put('\r');
          case 't' -> put('\t');
          case 'b' -> put('\b');
          case 'f' -> put('\f');
          case '\n' -> {}
          case '\r' -> {
            if (at < end && data[at] == '\n') {
              at++;
            }
          }
          default -> {
            if (escaped >= '0' && escaped <= '7') {
              int octal = escaped - '0';
              for (int i = 0; i < 2 && at < end && data[at] >= '0' && data[at] <= '7'; i++) {
                octal = octal * 8 + data[at++] - '0';
              }
              put(octal);
            } else {
              put(escaped);
            }
          }
        }
        continue;
      }
      if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return;
      }
      put(c);
    }
  }

  private void readHexString() {
    stringStart = stringsLength;
    at++;
    int high = -1;
    while (at < end) {
      int c = data[at++];
      if (c == '>') {
        break;
      }
      int digit = hex(c);
      if (digit < 0) {
        continue;
      }
      if (high < 0) {
        high = digit;
      } else {
        put(high << 4 | digit);
        high = -1;
      }
    }
    if (high >= 0) {
      put(high << 4);
    }
  }

  private static int hex(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  private void readArray() {
    at++;
    items = 0;
    while (true) {
      skipSpace();
      if (at >= end) {
        return;
      }
      int c = data[at];
      if (c == ']') {
        at++;
        return;
      }
      if (items == itemStart.length) {
        itemStart = Arrays.copyOf(itemStart, items * 2);
        itemEnd = Arrays.copyOf(itemEnd, items * 2);
        itemNumber = Arrays.copyOf(itemNumber, items * 2);
      }
      if (c >= '0' && c <= '9' || c == '-' || c == '.' || c == '+') {
        readNumber();
        itemStart[items] = -1;
        itemNumber[items++] = number;
      } else if (c == '(' || c == '<' && !(at + 1 < end && data[at + 1] == '<')) {
        if (c == '(') {
          readString();
        } else {
          readHexString();
        }
        itemStart[items] = stringStart;
        itemEnd[items++] = stringsLength;
      } else if (c == '/') {
        readName();
      } else if (c == '<') {
        readDictionary(0);
      } else if (KIND[c & 0xFF] == 0) {
        // An operator inside an array: its closing bracket is missing.
        return;
      } else {
        at++;
      }
    }
  }

  private Map<String, Object> readDictionary(int depth) {
    at += 2;
    Map<String, Object> read = new HashMap<>();
    while (true) {
      skipSpace();
      if (at >= end) {
        return read;
      }
      if (data[at] == '>') {
        at += at + 1 < end && data[at + 1] == '>' ? 2 : 1;
        return read;
      }
      if (data[at] != '/') {
        readValue(depth);
        continue;
      }
      String key = readName();
      read.put(key, readValue(depth));
    }
  }

  private Object readValue(int depth) {
    skipSpace();
    if (at >= end) {
      return "";
    }
    int c = data[at];
    if (c == '/') {
      return readName();
    }
    if (c == '<' && at + 1 < end && data[at + 1] == '<') {
      if (depth >= DEEPEST) {
        at = end;
        return "";
      }
      return readDictionary(depth + 1);
    }
    if (c == '(' || c == '<') {
      int before = stringsLength;
      if (c == '(') {
        readString();
      } else {
        readHexString();
      }
      byte[] string = Arrays.copyOfRange(strings, stringStart, stringsLength);
      stringsLength = before;
      return string;
    }
    if (c == '[') {
      at++;
      List<Object> list = new ArrayList<>();
      while (true) {
        skipSpace();
        if (at >= end) {
          return list;
        }
        if (data[at] == ']') {
          at++;
          return list;
        }
        if (depth >= DEEPEST) {
          at = end;
          return list;
        }
        list.add(readValue(depth + 1));
      }
    }
    if (c >= '0' && c <= '9' || c == '-' || c == '.' || c == '+') {
      readNumber();
      return number;
    }
    if (KIND[c & 0xFF] == 0) {
      int start = at;
      while (at < end && KIND[data[at] & 0xFF] == 0) {
        at++;
      }
      return new String(data, start, at - start, StandardCharsets.ISO_8859_1);
    }
    at++;
    return "";
  }

  /// Reads what stands between BI and ID, then steps over the image's bytes and its EI.
  Map<String, Object> readInlineImage() {
    Map<String, Object> read = new HashMap<>();
    while (true) {
      skipSpace();
      if (at >= end) {
        return read;
      }
      if (data[at] == '/') {
        String key = readName();
        read.put(key, readValue(0));
      } else if (data[at] == 'I' && at + 1 < end && data[at + 1] == 'D') {
        at += 2;
        skipImageBytes();
        return read;
      } else {
        // No image after all.
        return read;
      }
    }
  }

  private void skipImageBytes() {
    int from = at;
    for (int i = from + 1; i + 1 < end; i++) {
      if (data[i] == 'E'
          && data[i + 1] == 'I'
          && KIND[data[i - 1] & 0xFF] == SPACE
          && (i + 2 >= end || KIND[data[i + 2] & 0xFF] == SPACE)
          && looksLikeContent(i + 2)) {
        at = i + 2;
        return;
      }
    }
    at = end;
  }

  /// The bytes after a true EI are instructions again, not more of the image.
  private boolean looksLikeContent(int from) {
    for (int i = from; i < Math.min(end, from + 12); i++) {
      int c = data[i] & 0xFF;
      if (c > 0x7E || c < 0x20 && KIND[c] != SPACE) {
        return false;
      }
    }
    return true;
  }
}
