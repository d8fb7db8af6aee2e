package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The words of one block of a model, and the known words found for them so far.
final class Passage {

  /// Of a word's weight; more apart, two words are nothing to each other but their place.
  private static final int LIKE_PERCENT = 60;

  /// The part of a passage that is found again where it is right. Of 2 words in 100 misread, 1 part
  /// in 100 is not; of an unlike text of the same language three quarters.
  static final double FOUND = 0.5;

  private final List<ModelWord> words;
  private final Optional<BoundingBox> box;
  private final List<Match> matches = new ArrayList<>();

  /// Words that are one another.
  ///
  /// @param model index of the first of the passage's words
  /// @param known indices of the page's words, in order
  /// @param from where in the box of the only known word they begin, 0..1; else 0
  /// @param to where they end, 0..1; else 1
  /// @param distance hundredths of a letter
  /// @param placeOnly whether only their place is the same
  record Match(
      int model,
      int models,
      List<Integer> known,
      double from,
      double to,
      int distance,
      boolean placeOnly) {
    Match {
      known = List.copyOf(known);
    }

    /// The same, of a passage before which there are so many words.
    Match after(int words) {
      return new Match(model + words, models, known, from, to, distance, placeOnly);
    }
  }

  /// A try: what it found, and what it costs.
  record Found(List<Match> matches, int cost) {}

  Passage(List<ModelWord> words, Optional<BoundingBox> box) {
    this.words = List.copyOf(words);
    this.box = box;
  }

  List<ModelWord> words() {
    return words;
  }

  Optional<BoundingBox> box() {
    return box;
  }

  List<Match> matches() {
    return matches;
  }

  /// @param number of this passage on the page
  void take(List<Match> found, KnownWords known, int number) {
    matches.addAll(found);
    matches.sort(Comparator.comparingInt(Match::model));
    found.forEach(match -> match.known().forEach(index -> known.claim(index, number)));
  }

  List<Form> forms() {
    return words.stream().map(ModelWord::form).toList();
  }

  /// The part of its letters that was found again in like words, 0..1; 1 of an empty one.
  double foundPart(List<Match> of) {
    long whole = 0;
    for (ModelWord word : words) {
      whole += word.form().weight();
    }
    return whole == 0 ? 1 : (double) foundWeight(of) / whole;
  }

  long foundWeight(List<Match> of) {
    long found = 0;
    for (Match match : of) {
      if (!match.placeOnly()) {
        for (int i = match.model(); i < match.model() + match.models(); i++) {
          found += words.get(i).form().weight();
        }
      }
    }
    return found;
  }

  /// Runs of words without a match, as first and end.
  List<int[]> unmatched() {
    List<int[]> runs = new ArrayList<>();
    int next = 0;
    for (Match match : matches) {
      if (match.model() > next) {
        runs.add(new int[] {next, match.model()});
      }
      next = Math.max(next, match.model() + match.models());
    }
    if (next < words.size()) {
      runs.add(new int[] {next, words.size()});
    }
    return runs;
  }

  /// Its words against known ones, in the order given or row by row, whichever fits better.
  Found align(List<Integer> order, KnownWords known) {
    Found asGiven = alignInOrder(order, known);
    if (asGiven.cost() == 0) {
      return asGiven;
    }
    List<Integer> byRows = known.byRows(order);
    if (byRows.equals(order)) {
      return asGiven;
    }
    Found inRows = alignInOrder(byRows, known);
    return inRows.cost() < asGiven.cost() ? inRows : asGiven;
  }

  private Found alignInOrder(List<Integer> order, KnownWords known) {
    List<Alignment.Step> steps = Alignment.of(forms(), known.forms(order));
    return new Found(matches(steps, 0, order, known), Alignment.cost(steps));
  }

  /// @param first index of the passage's word with which the steps begin
  List<Match> matches(
      List<Alignment.Step> steps, int first, List<Integer> order, KnownWords known) {
    List<Match> found = new ArrayList<>();
    List<Integer> models = new ArrayList<>();
    List<Integer> knowns = new ArrayList<>();
    boolean inside = false;
    for (Alignment.Step step : steps) {
      List<Integer> ofStep = order.subList(step.known(), step.known() + step.knowns());
      if (step.isPair() && isLike(step, first, ofStep, known)) {
        closeGap(models, knowns, inside, true, known, found);
        inside = true;
        add(step, first + step.model(), ofStep, found);
      } else {
        for (int i = 0; i < step.models(); i++) {
          models.add(first + step.model() + i);
        }
        knowns.addAll(ofStep);
      }
    }
    closeGap(models, knowns, inside, false, known, found);
    return found;
  }

  private boolean isLike(Alignment.Step step, int first, List<Integer> ofStep, KnownWords known) {
    int own = 0;
    for (int i = 0; i < step.models(); i++) {
      own += words.get(first + step.model() + i).form().weight();
    }
    int other = 0;
    for (int index : ofStep) {
      other += known.get(index).form().weight();
    }
    return step.cost() == 0 || step.cost() * 100L <= (long) LIKE_PERCENT * Math.max(own, other);
  }

  private void add(Alignment.Step step, int model, List<Integer> ofStep, List<Match> found) {
    int distance = step.distance();
    if (step.models() == 1) {
      found.add(new Match(model, 1, ofStep, 0, 1, distance, false));
      return;
    }
    // Several words of the model in one: each has its part of the box.
    double whole = 0;
    for (int i = 0; i < step.models(); i++) {
      whole += words.get(model + i).advance();
    }
    double from = 0;
    for (int i = 0; i < step.models(); i++) {
      double to =
          i == step.models() - 1 ? 1 : Math.min(1, from + words.get(model + i).advance() / whole);
      found.add(new Match(model + i, 1, ofStep, from, to, distance, false));
      from = to;
    }
  }

  /// What both sides have between words that are alike: the same place, read differently.
  private void closeGap(
      List<Integer> models,
      List<Integer> knowns,
      boolean begun,
      boolean ended,
      KnownWords known,
      List<Match> found) {
    // At either end of a passage nothing says that they belong together but the block's box.
    boolean between = begun && ended || models.size() == knowns.size();
    if (!models.isEmpty() && !knowns.isEmpty() && between) {
      double own = 0;
      for (int model : models) {
        own += words.get(model).advance();
      }
      double other = 0;
      for (int index : knowns) {
        other += ModelWord.advance(known.get(index).word().text());
      }
      int cell = words.get(models.getFirst()).cell();
      boolean oneCell = words.get(models.getLast()).cell() == cell;
      if (oneCell && own <= 2 * other && other <= 2 * own) {
        if (models.size() == knowns.size()) {
          for (int i = 0; i < models.size(); i++) {
            found.add(place(models.get(i), 1, knowns.subList(i, i + 1), known));
          }
        } else {
          found.add(place(models.getFirst(), models.size(), knowns, known));
        }
      }
    }
    models.clear();
    knowns.clear();
  }

  private Match place(int model, int models, List<Integer> knowns, KnownWords known) {
    int own = 0;
    for (int i = model; i < model + models; i++) {
      own += words.get(i).form().weight();
    }
    int other = known.forms(knowns).stream().mapToInt(Form::weight).sum();
    return new Match(model, models, knowns, 0, 1, Math.max(own, other), true);
  }
}
