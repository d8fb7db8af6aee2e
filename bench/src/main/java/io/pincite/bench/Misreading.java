package io.pincite.bench;

import java.util.Random;

/// Spoils text the way reading it from an image does: letters taken for others, words split in two
/// or joined. The same text, rate and seed give the same result.
///
/// @param rate share of the characters something happens to; of these, letters and figures one in
///     five splits its word after it and else is taken for another, spaces three in five are lost
record Misreading(double rate, long seed) {
  private static final double SPLIT = 0.2;
  private static final double JOINED = 0.6;

  /// Pairs an engine takes for one another; the classical ones of OCR, letters and figures alike.
  private static final String[][] TAKEN_FOR = {
    {"rn", "m"},
    {"cl", "d"},
    {"vv", "w"},
    {"l", "1"},
    {"l", "I"},
    {"I", "1"},
    {"i", "l"},
    {"O", "0"},
    {"o", "0"},
    {"o", "c"},
    {"S", "5"},
    {"B", "8"},
    {"Z", "2"},
    {"e", "c"},
    {"t", "f"},
    {"h", "b"},
    {"u", "n"},
    {"a", "o"},
    {"g", "q"},
    {"r", "n"},
    {"s", "a"},
    {"y", "v"}
  };

  String of(String text) {
    var random = new Random(seed ^ text.hashCode());
    var spoiled = new StringBuilder(text.length() + 16);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (random.nextDouble() >= rate) {
        spoiled.append(c);
        i++;
      } else if (c == ' ') {
        spoiled.append(random.nextDouble() < JOINED ? "" : " ");
        i++;
      } else if (Character.isLetterOrDigit(c) && random.nextDouble() < SPLIT) {
        spoiled.append(c).append(' ');
        i++;
      } else {
        String[] pair = taken(text, i, random);
        spoiled.append(pair[1]);
        i += pair[0].length();
      }
    }
    return spoiled.toString();
  }

  /// What stands at a place and what it is taken for; the same where nothing is confused with it.
  private static String[] taken(String text, int at, Random random) {
    int first = random.nextInt(TAKEN_FOR.length);
    for (int k = 0; k < TAKEN_FOR.length; k++) {
      String[] pair = TAKEN_FOR[(first + k) % TAKEN_FOR.length];
      if (text.startsWith(pair[0], at)) {
        return pair;
      }
      if (text.startsWith(pair[1], at)) {
        return new String[] {pair[1], pair[0]};
      }
    }
    String same = text.substring(at, at + 1);
    return new String[] {same, same};
  }
}
