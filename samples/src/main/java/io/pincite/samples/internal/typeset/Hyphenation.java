package io.pincite.samples.internal.typeset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where the long words of contracts may be divided: a list, not an algorithm.
final class Hyphenation {
  private static final Map<String, List<Integer>> BREAKS = read();

  private Hyphenation() {}

  /// Offsets at which the word may be divided, ascending; none for a word not in the list.
  static List<Integer> breaks(String word) {
    return BREAKS.getOrDefault(word.toLowerCase(Locale.ROOT), List.of());
  }

  private static Map<String, List<Integer>> read() {
    var breaks = new HashMap<String, List<Integer>>();
    try (var in = Hyphenation.class.getResourceAsStream("/contracts/hyphenation.txt")) {
      if (in == null) {
        throw new IllegalStateException("contracts/hyphenation.txt is not on the class path");
      }
      for (String divided :
          new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\s+", -1)) {
        var offsets = new ArrayList<Integer>();
        for (int i = 0; i < divided.length(); i++) {
          if (divided.charAt(i) == '-') {
            offsets.add(i - offsets.size());
          }
        }
        breaks.put(divided.replace("-", ""), List.copyOf(offsets));
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    return breaks;
  }
}
