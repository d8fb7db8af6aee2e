package io.pincite.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Levenshtein's distance: fewest insertions, deletions and replacements that turn one sequence
/// into another.
final class EditDistance {
  private EditDistance() {}

  static int between(String a, String b) {
    return between(a.codePoints().toArray(), b.codePoints().toArray());
  }

  static int between(int[] a, int[] b) {
    int[] row = new int[b.length + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length; i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length];
  }

  /// Distance over the longer one's length, 0..1.
  static double share(String a, String b) {
    int longer = Math.max(a.codePointCount(0, a.length()), b.codePointCount(0, b.length()));
    return longer == 0 ? 0 : (double) between(a, b) / longer;
  }

  /// The fewest edits that turn a part of a text into the sought one: 0 when it occurs in it.
  static int within(String sought, String text) {
    return Arrays.stream(byEnd(sought, text)).min().orElseThrow();
  }

  /// Where parts of a text end that are at most so many edits from the sought one.
  static List<Integer> endsOf(String sought, String text, int most) {
    int[] edits = byEnd(sought, text);
    return IntStream.range(0, edits.length).filter(end -> edits[end] <= most).boxed().toList();
  }

  /// For every place of a text the fewest edits from a part that ends there to the sought one.
  private static int[] byEnd(String sought, String text) {
    int[] a = sought.codePoints().toArray();
    int[] b = text.codePoints().toArray();
    int[] row = new int[b.length + 1];
    for (int i = 1; i <= a.length; i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row;
  }

  /// Counts what was done on a cheapest way: `a→b` for a replacement, `a→` for what was left out,
  /// `→b` for what was made up.
  static void count(String truth, String read, Map<String, Integer> edits) {
    int[] a = truth.codePoints().toArray();
    int[] b = read.codePoints().toArray();
    int[][] table = new int[a.length + 1][b.length + 1];
    for (int i = 0; i <= a.length; i++) {
      for (int j = 0; j <= b.length; j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
        } else {
          int replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
          table[i][j] = Math.min(replaced, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
        }
      }
    }
    int i = a.length;
    int j = b.length;
    while (i > 0 || j > 0) {
      if (i > 0 && j > 0 && table[i][j] == table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)) {
        if (a[i - 1] != b[j - 1]) {
          edits.merge(
              Character.toString(a[i - 1]) + "→" + Character.toString(b[j - 1]), 1, Integer::sum);
        }
        i--;
        j--;
      } else if (i > 0 && table[i][j] == table[i - 1][j] + 1) {
        edits.merge(Character.toString(a[i - 1]) + "→", 1, Integer::sum);
        i--;
      } else {
        edits.merge("→" + Character.toString(b[j - 1]), 1, Integer::sum);
        j--;
      }
    }
  }

  /// The commonest ones first.
  static String commonest(Map<String, Integer> edits, int most) {
    return String.join(
        "  ",
        new TreeMap<>(edits)
            .entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(most)
                .map(edit -> edit.getKey().replace(' ', '␣') + " " + edit.getValue())
                .toList());
  }
}
