package io.pincite.ocr.internal.grounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which words of a model's text are which words that another reader saw: the alignment of two
/// sequences of words at least cost (Needleman and Wunsch 1970), where a word may also be up to
/// three words of the other side.
///
/// Up to [#CUT_CELLS] pairs of words it is exact; a band around the diagonal is widened until
/// nothing outside it can be cheaper (Ukkonen 1985). Longer sequences are first cut at words that
/// stand once on either side. Where there are none, the band is as wide as [#MOST_CELLS] allow, so
/// that time and memory are bounded by the number of words.
final class Alignment {

  /// For each word more on one side that a word was divided into.
  private static final int JOIN = 30;

  /// Of a word's weight, that it stands on one side only: two words without a letter in common
  /// cost as much together as apart.
  private static final int GAP_PERCENT = 50;

  private static final int LEAST_GAP = 30;

  /// What a step off the diagonal costs at least.
  private static final int LEAST_SHIFT = Math.min(JOIN, LEAST_GAP);

  /// Pairs of words from which texts are cut where that is safe: two texts of 100 words. Of 1,200
  /// words cut to a fifth of that, the costs are within a twentieth of the least.
  private static final int CUT_CELLS = 10_000;

  /// Pairs of words that are compared at most in one go: two texts of 500.
  private static final int MOST_CELLS = 250_000;

  private static final int FIRST_BAND = 8;

  /// Pairs from which words are searched only about where the rarest of them stand.
  private static final int WINDOW_CELLS = 20_000;

  /// Words before and after such a place that are looked at, beside a quarter of what is sought.
  private static final int WINDOW_ROOM = 60;

  private static final int NEVER = Integer.MAX_VALUE / 4;

  /// Words of the model and words of the reader, each as counts of its side.
  private static final int[][] MOVES = {{1, 0}, {0, 1}, {1, 1}, {1, 2}, {2, 1}, {1, 3}, {3, 1}};

  private final List<Form> model;
  private final List<Form> known;
  private final int cutCells;
  private final int mostCells;

  private Alignment(List<Form> model, List<Form> known, int cutCells, int mostCells) {
    this.model = model;
    this.known = known;
    this.cutCells = cutCells;
    this.mostCells = mostCells;
  }

  /// Words that belong together; on one side there may be none.
  ///
  /// @param model the first of the model's words
  /// @param known the first of the reader's
  /// @param cost hundredths of a letter
  record Step(int model, int models, int known, int knowns, int cost) {
    boolean isPair() {
      return models > 0 && knowns > 0;
    }

    /// Of a pair: how far the letters are apart, however they are divided into words.
    int distance() {
      return cost - JOIN * (models + knowns - 2);
    }
  }

  /// All words of both sides, in order.
  static List<Step> of(List<Form> model, List<Form> known) {
    return of(model, known, CUT_CELLS, MOST_CELLS);
  }

  static List<Step> of(List<Form> model, List<Form> known, int cutCells, int mostCells) {
    List<Step> steps = new ArrayList<>();
    new Alignment(model, known, cutCells, mostCells).align(0, model.size(), 0, known.size(), steps);
    return steps;
  }

  /// All of the model's words and the part of the reader's they fit best; where several fit alike,
  /// the one nearest to a place.
  ///
  /// @param expected index of the reader's word at which they are expected to begin
  static List<Step> somewhere(List<Form> model, List<Form> known, int expected) {
    var alignment = new Alignment(model, known, CUT_CELLS, MOST_CELLS);
    int from = 0;
    int to = known.size();
    if ((long) model.size() * known.size() > WINDOW_CELLS) {
      int start = alignment.likelyStart(expected);
      int room = WINDOW_ROOM + model.size() / 4;
      from = Math.clamp(start - room, 0, known.size());
      to = Math.clamp(start + model.size() + room, from, known.size());
    }
    List<Step> steps = new ArrayList<>();
    if ((long) model.size() * (to - from) <= MOST_CELLS) {
      new Table(alignment, 0, model.size(), from, to, true, expected).steps(steps);
    } else {
      alignment.align(0, model.size(), from, to, steps);
    }
    return steps;
  }

  static int cost(List<Step> steps) {
    return steps.stream().mapToInt(Step::cost).sum();
  }

  /// What a pair of words costs that are nothing to each other, or a word alone.
  static int gap(Form word) {
    return Math.max(LEAST_GAP, word.weight() * GAP_PERCENT / 100);
  }

  /// Where the rarest of the model's words stand.
  private int likelyStart(int expected) {
    Map<Form, List<Integer>> places = new HashMap<>();
    for (int j = 0; j < known.size(); j++) {
      places.computeIfAbsent(known.get(j), _ -> new ArrayList<>()).add(j);
    }
    Map<Integer, Integer> votes = new HashMap<>();
    int tolerance = Math.max(8, model.size() / 8);
    for (int i = 0; i < model.size(); i++) {
      List<Integer> at = places.getOrDefault(model.get(i), List.of());
      if (at.size() <= 3) {
        for (int j : at) {
          votes.merge(Math.floorDiv(j - i, tolerance), 3 / at.size(), Integer::sum);
        }
      }
    }
    return votes.entrySet().stream()
        .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(most -> most.getKey() * tolerance)
        .orElse(expected);
  }

  private void align(int m0, int m1, int k0, int k1, List<Step> steps) {
    long cells = (long) (m1 - m0) * (k1 - k0);
    List<int[]> anchors = cells <= cutCells ? List.of() : anchors(m0, m1, k0, k1);
    if (anchors.isEmpty() && cells <= mostCells) {
      exact(m0, m1, k0, k1, steps);
      return;
    }
    int m = m0;
    int k = k0;
    for (int[] anchor : anchors) {
      align(m, anchor[0], k, anchor[1], steps);
      steps.add(new Step(anchor[0], 1, anchor[1], 1, 0));
      m = anchor[0] + 1;
      k = anchor[1] + 1;
    }
    if (anchors.isEmpty()) {
      int length = m1 - m0 + Math.abs(m1 - m0 - (k1 - k0)) + 1;
      new Table(this, m0, m1, k0, k1, Math.max(1, mostCells / length / 2)).steps(steps);
    } else {
      align(m, m1, k, k1, steps);
    }
  }

  private void exact(int m0, int m1, int k0, int k1, List<Step> steps) {
    int shift = Math.abs(m1 - m0 - (k1 - k0));
    int widest = Math.max(m1 - m0, k1 - k0);
    for (int band = FIRST_BAND; ; band *= 4) {
      var table = new Table(this, m0, m1, k0, k1, Math.min(band, widest));
      // A way that leaves the band takes more steps off the diagonal than it is wide, and back.
      if (band >= widest || table.cost() <= LEAST_SHIFT * (shift + 2 * (band + 1))) {
        table.steps(steps);
        return;
      }
    }
  }

  /// Words that stand once on either side, beside another pair of equal words, in an order both
  /// sides share.
  private List<int[]> anchors(int m0, int m1, int k0, int k1) {
    Map<Form, int[]> seen = new HashMap<>();
    for (int i = m0; i < m1; i++) {
      int[] places = seen.computeIfAbsent(model.get(i), _ -> new int[4]);
      places[0]++;
      places[1] = i;
    }
    for (int j = k0; j < k1; j++) {
      int[] places = seen.get(known.get(j));
      if (places != null) {
        places[2]++;
        places[3] = j;
      }
    }
    List<int[]> pairs = new ArrayList<>();
    for (int i = m0; i < m1; i++) {
      int[] places = seen.get(model.get(i));
      if (places != null && places[0] == 1 && places[2] == 1) {
        int j = places[3];
        boolean before = i > m0 && j > k0 && model.get(i - 1).equals(known.get(j - 1));
        boolean after = i + 1 < m1 && j + 1 < k1 && model.get(i + 1).equals(known.get(j + 1));
        if (before || after) {
          pairs.add(new int[] {i, j});
        }
      }
    }
    return longestRising(pairs);
  }

  /// By patience sorting.
  private static List<int[]> longestRising(List<int[]> pairs) {
    int[] tops = new int[pairs.size()];
    int[] before = new int[pairs.size()];
    int piles = 0;
    for (int p = 0; p < pairs.size(); p++) {
      int low = 0;
      int high = piles;
      while (low < high) {
        int middle = (low + high) / 2;
        if (pairs.get(tops[middle])[1] < pairs.get(p)[1]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      before[p] = low == 0 ? -1 : tops[low - 1];
      tops[low] = p;
      piles = Math.max(piles, low + 1);
    }
    List<int[]> rising = new ArrayList<>();
    for (int p = piles == 0 ? -1 : tops[piles - 1]; p >= 0; p = before[p]) {
      rising.addFirst(pairs.get(p));
    }
    return rising;
  }

  /// What a move costs that ends before the words i and j; NEVER where it makes no sense, or is
  /// known to cost no less than what it is to be better than.
  private int cost(int[] move, int i, int j, int most) {
    if (move[1] == 0) {
      return gap(model.get(i - 1));
    }
    if (move[0] == 0) {
      return gap(known.get(j - 1));
    }
    if (move[0] == 1 && move[1] == 1) {
      Form ours = model.get(i - 1);
      Form theirs = known.get(j - 1);
      return ours.distanceAtLeast(theirs.present()) >= most ? NEVER : ours.distanceTo(theirs);
    }
    return move[0] == 1
        ? divided(model.get(i - 1), known, j - move[1], j, most)
        : divided(known.get(j - 1), model, i - move[0], i, most);
  }

  private static int divided(Form whole, List<Form> side, int from, int to, int most) {
    Form first = side.get(from);
    Form last = side.get(to - 1);
    if (whole.standsAlone()
        || first.standsAlone()
        || last.standsAlone()
        || !whole.sharesAnEdgeWith(first, last)) {
      return NEVER;
    }
    long present = 0;
    for (int at = from; at < to; at++) {
      present |= side.get(at).present();
    }
    if ((to - from - 1) * JOIN + whole.distanceAtLeast(present) >= most) {
      return NEVER;
    }
    Form plain = first;
    Form unbroken = first;
    int weight = first.weight();
    for (int at = from + 1; at < to; at++) {
      weight += side.get(at).weight();
    }
    if (2 * Math.abs(weight - whole.weight()) > Math.max(weight, whole.weight())) {
      return NEVER;
    }
    boolean hyphens = false;
    for (int at = from + 1; at < to; at++) {
      hyphens |= unbroken.endsInHyphen();
      unbroken = unbroken.with(side.get(at), unbroken.endsInHyphen());
      plain = plain.with(side.get(at), false);
    }
    int distance = whole.distanceTo(plain);
    if (hyphens && distance > 0) {
      distance = Math.min(distance, whole.distanceTo(unbroken));
    }
    return (to - from - 1) * JOIN + distance;
  }

  /// The costs of all ways through a band around the diagonal.
  private static final class Table {
    private final Alignment words;
    private final int m0;
    private final int n;
    private final int k0;
    private final int m;
    private final int low;
    private final int width;
    private final byte[][] moves;
    private final int[][] costs;
    private final int end;

    /// All of both sides.
    ///
    /// @param band steps off the diagonals that are looked at
    Table(Alignment words, int m0, int m1, int k0, int k1, int band) {
      this(
          words,
          m0,
          m1,
          k0,
          k1,
          Math.min(0, k1 - k0 - (m1 - m0)) - band,
          Math.max(0, k1 - k0 - (m1 - m0)) + band,
          false,
          0);
    }

    /// All of the model's words, somewhere amongst the reader's.
    Table(Alignment words, int m0, int m1, int k0, int k1, boolean anywhere, int expected) {
      this(words, m0, m1, k0, k1, m0 - m1, k1 - k0, anywhere, expected);
    }

    private Table(
        Alignment words,
        int m0,
        int m1,
        int k0,
        int k1,
        int low,
        int high,
        boolean anywhere,
        int expected) {
      this.words = words;
      this.m0 = m0;
      this.n = m1 - m0;
      this.k0 = k0;
      this.m = k1 - k0;
      this.low = low;
      this.width = high - low + 1;
      this.moves = new byte[n + 1][width];
      this.costs = new int[4][width];
      for (int i = 0; i <= n; i++) {
        int[] row = costs[i & 3];
        Arrays.fill(row, NEVER);
        int last = Math.min(width - 1, m - i - low);
        for (int d = Math.max(0, -i - low); d <= last; d++) {
          int j = i + d + low;
          if (i == 0 && (j == 0 || anywhere)) {
            row[d] = 0;
            moves[i][d] = -1;
          } else {
            row[d] = best(i, j, d);
          }
        }
      }
      int[] row = costs[n & 3];
      int best = m - n - low;
      if (anywhere) {
        for (int j = 0; j <= m; j++) {
          int d = j - n - low;
          boolean nearer = Math.abs(k0 + j - n - expected) < Math.abs(k0 + best + low - expected);
          if (row[d] < row[best] || row[d] == row[best] && nearer) {
            best = d;
          }
        }
      }
      end = best;
    }

    private int best(int i, int j, int d) {
      int least = NEVER;
      byte which = 0;
      for (byte move = 0; move < MOVES.length; move++) {
        int models = MOVES[move][0];
        int knowns = MOVES[move][1];
        int from = d + models - knowns;
        if (models > i || knowns > j || from < 0 || from >= width) {
          continue;
        }
        int before = costs[(i - models) & 3][from];
        if (before >= least) {
          continue;
        }
        int cost = before + words.cost(MOVES[move], m0 + i, k0 + j, least - before);
        if (cost < least) {
          least = cost;
          which = move;
        }
      }
      moves[i][d] = which;
      return least;
    }

    int cost() {
      return costs[n & 3][end];
    }

    void steps(List<Step> steps) {
      List<Step> back = new ArrayList<>();
      int i = n;
      int d = end;
      while (true) {
        int j = i + d + low;
        byte move = moves[i][d];
        if (i == 0 && (j == 0 || move < 0)) {
          break;
        }
        int[] taken = MOVES[move];
        int cost = words.cost(taken, m0 + i, k0 + j, NEVER);
        back.add(new Step(m0 + i - taken[0], taken[0], k0 + j - taken[1], taken[1], cost));
        i -= taken[0];
        d += taken[0] - taken[1];
      }
      steps.addAll(back.reversed());
    }
  }
}
