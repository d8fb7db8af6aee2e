package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.internal.grounding.Passage.Found;
import io.pincite.ocr.internal.grounding.Passage.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds the words of a model's blocks amongst the known words of a page: first where the model
/// says that they are, then, for what is not there, anywhere.
final class Finding {

  /// How far outside a block's box the middle of one of its words may lie, of the page: a dozen of
  /// the thousandths that models count in.
  private static final double TOLERANCE = 0.012;

  /// With less of a block found again where it is said to be, and nothing elsewhere, the words
  /// there are not taken for its own.
  private static final double HARDLY = 0.2;

  /// Letters by which a passage is told from others on its page.
  private static final int TELLING = 8 * Form.LETTER;

  private final List<Written> written;
  private final List<Passage> passages;
  private final KnownWords known;
  private final boolean partly;
  private final int[] owners;

  private Finding(List<Written> written, List<Passage> passages, KnownWords known, boolean partly) {
    this.partly = partly;
    this.written = written;
    this.passages = passages;
    this.known = known;
    owners = new int[known.size()];
    for (int index = 0; index < owners.length; index++) {
      owners[index] = owner(written, known.box(index));
    }
  }

  /// Gives every passage its matches.
  ///
  /// @param partly whether lines of the page are not read: then their words cannot be found
  static void matches(
      List<Written> written, List<Passage> passages, KnownWords known, boolean partly) {
    var finding = new Finding(written, passages, known, partly);
    List<Found> poor = finding.inTheirBoxes();
    finding.anywhere();
    finding.nevertheless(poor);
    finding.pictures();
  }

  /// The block in whose box a thing lies, the smallest if there are several; -1 for none.
  static int owner(List<Written> written, BoundingBox thing) {
    int owner = -1;
    double least = Double.MAX_VALUE;
    boolean inside = false;
    for (int i = 0; i < written.size(); i++) {
      for (BoundingBox box : written.get(i).boxes()) {
        boolean in = isIn(box, thing);
        boolean near = in || isIn(grown(box, TOLERANCE), thing);
        if (near && (in && !inside || in == inside && box.area() < least)) {
          owner = i;
          least = box.area();
          inside = in;
        }
      }
    }
    return owner;
  }

  private static boolean isIn(BoundingBox box, BoundingBox thing) {
    return box.contains(thing.centerX(), thing.centerY());
  }

  private static BoundingBox grown(BoundingBox box, double by) {
    return BoundingBox.clamped(box.x0() - by, box.y0() - by, box.x1() + by, box.y1() + by);
  }

  private static boolean isText(Written block) {
    return switch (block) {
      case Written.Formula _, Written.Figure _ -> false;
      case Written.Heading _, Written.Text _, Written.Item _, Written.Caption _, Written.Table _ ->
          true;
    };
  }

  /// @return what was found of each passage whose words are not where they are said to be
  private List<Found> inTheirBoxes() {
    List<List<Integer>> local = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      local.add(new ArrayList<>());
    }
    for (int index = 0; index < owners.length; index++) {
      if (owners[index] >= 0) {
        local.get(owners[index]).add(index);
      }
    }
    List<Found> poor = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Passage passage = passages.get(i);
      var found = new Found(List.of(), 0);
      if (isText(written.get(i)) && !local.get(i).isEmpty()) {
        Found here = align(i, local.get(i));
        if (part(passage, here.matches(), local.get(i)) >= Passage.FOUND) {
          passage.take(here.matches(), known, i);
        } else {
          found = here;
        }
      }
      poor.add(found);
    }
    return poor;
  }

  /// The part of a passage that was found, of what can be found of it.
  private double part(Passage passage, List<Match> matches, List<Integer> there) {
    double part = passage.foundPart(matches);
    long weight = known.forms(there).stream().mapToLong(Form::weight).sum();
    return partly && weight > 0
        ? Math.max(part, Math.min(1, (double) passage.foundWeight(matches) / weight))
        : part;
  }

  /// A table's words row by row; where cells have several lines, rows and columns are taken from
  /// what was found so, and every cell is then looked for in its own place.
  private Found cellByCell(Written.Table table, Passage passage, List<Integer> local) {
    Found first = passage.align(local, known);
    if (first.cost() == 0) {
      return first;
    }
    List<List<BoundingBox>> sure = new ArrayList<>();
    table.cells().forEach(_ -> sure.add(new ArrayList<>()));
    for (Match match : first.matches()) {
      ModelWord word = passage.words().get(match.model());
      if (match.distance() == 0 && match.from() == 0 && match.to() == 1) {
        match.known().forEach(index -> sure.get(word.cell()).add(known.box(index)));
      }
    }
    BoundingBox around = passage.box().orElseGet(() -> known.around(local));
    Grid grid = Grid.of(table.cells(), sure, around.union(known.around(local)), known.way(local));
    List<BoundingBox> slots = table.cells().stream().map(grid::slot).toList();
    List<List<Integer>> inSlot = new ArrayList<>();
    slots.forEach(_ -> inSlot.add(new ArrayList<>()));
    int cost = 0;
    for (int index : local) {
      BoundingBox box = known.box(index);
      int slot = 0;
      while (slot < slots.size() && !isIn(slots.get(slot), box)) {
        slot++;
      }
      if (slot == slots.size()) {
        cost += Alignment.gap(known.get(index).form());
      } else {
        inSlot.get(slot).add(index);
      }
    }
    List<Match> matches = new ArrayList<>();
    int from = 0;
    for (int cell = 0; cell < slots.size(); cell++) {
      int end = from;
      while (end < passage.words().size() && passage.words().get(end).cell() == cell) {
        end++;
      }
      var ofCell = new Passage(passage.words().subList(from, end), passage.box());
      Found found = ofCell.align(inSlot.get(cell), known);
      cost += found.cost();
      for (Match match : found.matches()) {
        matches.add(match.after(from));
      }
      from = end;
    }
    return cost < first.cost() ? new Found(matches, cost) : first;
  }

  private record Run(int passage, int from, int to, int weight) {}

  /// Long runs first: they are told from others best.
  private void anywhere() {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < passages.size(); i++) {
      if (isText(written.get(i))) {
        Passage passage = passages.get(i);
        for (int[] run : passage.unmatched()) {
          int weight = 0;
          for (int word = run[0]; word < run[1]; word++) {
            weight += passage.words().get(word).form().weight();
          }
          runs.add(new Run(i, run[0], run[1], weight));
        }
      }
    }
    runs.sort(Comparator.comparingInt(Run::weight).reversed());
    for (Run run : runs) {
      List<Integer> free = known.unclaimed();
      if (free.isEmpty()) {
        return;
      }
      Passage passage = passages.get(run.passage());
      int expected = expected(run);
      int place = 0;
      while (place < free.size() && free.get(place) < expected) {
        place++;
      }
      List<Match> matches = search(passage, run, free, place);
      if (run.to() - run.from() == passage.words().size() && !matches.isEmpty()) {
        matches = around(run.passage(), matches, free);
      }
      long found = passage.foundWeight(matches);
      boolean telling =
          found >= TELLING || matches.stream().allMatch(match -> isNear(match, passage, expected));
      if (!matches.isEmpty() && telling && found >= Passage.FOUND * run.weight()) {
        passage.take(matches, known, run.passage());
      }
    }
  }

  private List<Match> search(Passage passage, Run run, List<Integer> free, int place) {
    List<Form> forms = passage.forms().subList(run.from(), run.to());
    return passage.matches(
        Alignment.somewhere(forms, known.forms(free), place), run.from(), free, known);
  }

  /// A whole block is looked for once more where some of it was found: the words there may have
  /// another order than on the page, as those of a table have.
  private List<Match> around(int number, List<Match> matches, List<Integer> free) {
    Passage passage = passages.get(number);
    List<BoundingBox> alike =
        matches.stream()
            .filter(match -> !match.placeOnly())
            .map(match -> known.around(match.known()))
            .toList();
    if (alike.isEmpty()) {
      return matches;
    }
    BoundingBox region = grown(BoundingBox.around(alike), TOLERANCE);
    List<BoundingBox> regions = new ArrayList<>(List.of(region));
    if (written.get(number) instanceof Written.Table) {
      // Of a table that was read column by column, some columns alone may have been found.
      boolean standing = known.way(matches.getFirst().known()).isStanding();
      regions.add(
          standing
              ? new BoundingBox(region.x0(), 0, region.x1(), 1)
              : new BoundingBox(0, region.y0(), 1, region.y1()));
    }
    List<Match> best = matches;
    for (BoundingBox one : regions) {
      List<Integer> there = free.stream().filter(index -> isIn(one, known.box(index))).toList();
      List<Match> again = align(number, there).matches();
      best = passage.foundWeight(again) > passage.foundWeight(best) ? again : best;
    }
    return best;
  }

  private Found align(int number, List<Integer> there) {
    Passage passage = passages.get(number);
    return written.get(number) instanceof Written.Table table
        ? cellByCell(table, passage, there)
        : passage.align(there, known);
  }

  private boolean isNear(Match match, Passage passage, int expected) {
    BoundingBox place = known.around(match.known());
    return passage
        .box()
        .map(box -> isIn(grown(box, 3 * TOLERANCE), place))
        .orElse(Math.abs(match.known().getFirst() - expected) <= 40);
  }

  /// Index of the known word after those found of what stands before a run.
  private int expected(Run run) {
    int before = -1;
    for (Match match : passages.get(run.passage()).matches()) {
      if (match.model() < run.from()) {
        before = match.known().getLast();
      }
    }
    for (int i = run.passage() - 1; before < 0 && i >= 0; i--) {
      List<Match> matches = passages.get(i).matches();
      before = matches.isEmpty() ? -1 : matches.getLast().known().getLast();
    }
    return before + 1;
  }

  /// What stands in a block's box is its text, however differently it was read, if it is nobody
  /// else's.
  private void nevertheless(List<Found> poor) {
    for (int i = 0; i < passages.size(); i++) {
      Passage passage = passages.get(i);
      List<Match> free =
          poor.get(i).matches().stream()
              .filter(match -> match.known().stream().noneMatch(known::isClaimed))
              .toList();
      if (passage.matches().isEmpty() && passage.foundPart(free) >= HARDLY) {
        passage.take(free, known, i);
      }
    }
  }

  /// What is left in the box of a figure is its own; in that of a formula it is the formula.
  private void pictures() {
    for (int index = 0; index < owners.length; index++) {
      if (owners[index] >= 0 && !isText(written.get(owners[index])) && !known.isClaimed(index)) {
        known.claim(index, owners[index]);
      }
    }
  }
}
