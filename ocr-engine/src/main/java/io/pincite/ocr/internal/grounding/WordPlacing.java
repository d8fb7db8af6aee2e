package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.FoundLines.FoundLine;
import io.pincite.ocr.Line;
import io.pincite.ocr.Word;
import io.pincite.ocr.internal.grounding.KnownWords.Known;
import io.pincite.ocr.internal.grounding.Passage.Match;
import io.pincite.ocr.internal.grounding.Rooms.Placed;
import io.pincite.ocr.internal.grounding.Rooms.Room;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The token layer under what a model wrote: a box and a confidence for every word of it, from
/// words that are known otherwise. Decision 036 says whose text stands, and how sure it is.
///
/// Without state: the same input gives the same output, on any number of threads.
public final class WordPlacing {

  /// Label of what stands on the page and the model did not write.
  public static final String UNREAD = "unread-by-model";

  /// Confidence of a model's word as such, of which it says nothing itself.
  private static final double MODEL_ALONE = 0.8;

  /// At most, of what one reader says alone or readers contradict each other about; quotes that
  /// rest on it are never exact.
  private static final double MOST_IN_DOUBT = 0.5;

  /// Most that words have over that which are alike and not equal.
  private static final double LIKENESS = 0.3;

  /// Confidence of one letter that is more than a speck.
  private static final double SURE_OF_A_LETTER = 0.8;

  private final List<Written> written;
  private final Geometry geometry;
  private final boolean glyphs;
  private final KnownWords known;
  private final Rooms rooms;
  private final List<Passage> passages = new ArrayList<>();
  private final List<List<Room>> unread = new ArrayList<>();
  private final Map<Integer, List<Placed>> placedTogether = new HashMap<>();
  private final List<Disagreement> disagreements = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();
  private int nextLine;

  private WordPlacing(List<Written> written, Geometry geometry) {
    this.written = written;
    this.geometry = geometry;
    glyphs = geometry.source() == Geometry.Source.GLYPHS;
    known = new KnownWords(geometry);
    rooms = new Rooms(geometry);
    nextLine = known.lines();
    for (Written block : written) {
      Optional<BoundingBox> box =
          block.boxes().isEmpty()
              ? Optional.empty()
              : Optional.of(BoundingBox.around(block.boxes()));
      passages.add(new Passage(words(block), box));
      unread.add(new ArrayList<>());
    }
  }

  /// Places what a model wrote of a page.
  public static Grounded of(List<Written> written, Geometry geometry) {
    return new WordPlacing(List.copyOf(written), geometry).grounded();
  }

  private static List<ModelWord> words(Written block) {
    return switch (block) {
      case Written.Heading heading -> ModelWord.of(heading.text(), 0);
      case Written.Text text -> ModelWord.of(text.text(), 0);
      case Written.Item item -> ModelWord.of(item.text(), 0);
      case Written.Caption caption -> ModelWord.of(caption.text(), 0);
      case Written.Formula formula -> ModelWord.ofLatex(formula.latex());
      case Written.Figure _ -> List.of();
      case Written.Table table -> {
        List<ModelWord> words = new ArrayList<>();
        for (int cell = 0; cell < table.cells().size(); cell++) {
          words.addAll(ModelWord.of(table.cells().get(cell).text(), cell));
        }
        yield words;
      }
    };
  }

  private Grounded grounded() {
    Finding.matches(written, passages, known, !geometry.unread().isEmpty());
    keepDoubts();
    shareUnreadLines();
    List<List<Block>> blocks = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      List<Block> ofPassage = new ArrayList<>();
      block(i).ifPresent(ofPassage::add);
      blocks.add(ofPassage);
    }
    List<Block> first = new ArrayList<>();
    new LeftOver().into(first, blocks);
    blocks.forEach(first::addAll);
    doubtFigures();
    return new Grounded(first, disagreements, doubts);
  }

  /// A line of which the reader was not sure, and of which the model says the same, is in doubt no
  /// more. What blurs letters for both, and a page in a mirror, stays in doubt.
  private void keepDoubts() {
    for (Doubt doubt : geometry.doubts()) {
      int words = 0;
      int agreed = 0;
      for (int index = 0; index < known.size(); index++) {
        BoundingBox box = known.box(index);
        if (doubt.box().contains(box.centerX(), box.centerY())) {
          words++;
        }
      }
      for (Passage passage : passages) {
        for (Match match : passage.matches()) {
          BoundingBox box = known.around(match.known());
          if (match.distance() == 0 && doubt.box().contains(box.centerX(), box.centerY())) {
            agreed += match.known().size();
          }
        }
      }
      if (doubt.kind() != Doubt.Kind.UNCERTAIN || 2 * agreed < words || words == 0) {
        doubts.add(doubt);
      }
    }
  }

  /// The figures that two readers of one image see differently. A PDF's glyphs are not read, and
  /// what the model left out in a region that is in doubt already is told by that.
  private void doubtFigures() {
    if (glyphs) {
      return;
    }
    List<Doubt> told = List.copyOf(doubts);
    for (Disagreement each : disagreements) {
      BoundingBox box = each.box();
      boolean leftOut =
          each.model().isEmpty()
              && told.stream()
                  .anyMatch(doubt -> doubt.box().contains(box.centerX(), box.centerY()));
      if (each.isOfFigures() && !leftOut) {
        doubts.add(each.doubt());
      }
    }
  }

  private boolean isInDoubt(BoundingBox box) {
    return doubts.stream().anyMatch(doubt -> doubt.box().contains(box.centerX(), box.centerY()));
  }

  /// Lines that nobody has read go to the blocks in whose boxes they lie; those in no box are
  /// filled with the blocks that have none, one after the other.
  private void shareUnreadLines() {
    if (!geometry.guessed().isEmpty()) {
      return;
    }
    List<Room> homeless = new ArrayList<>();
    for (FoundLine found : geometry.unread()) {
      BoundingBox line = found.box();
      boolean standing =
          line.height() * geometry.heightPoints() > 2 * line.width() * geometry.widthPoints();
      int number = nextLine++;
      int owner = Finding.owner(written, line);
      List<Room> rooms = owner < 0 ? homeless : unread.get(owner);
      found.pieces().forEach(piece -> rooms.add(new Room(piece, number, standing, true)));
    }
    List<Integer> without = new ArrayList<>();
    List<ModelWord> words = new ArrayList<>();
    for (int i = 0; i < passages.size(); i++) {
      Passage passage = passages.get(i);
      if (passage.box().isEmpty() && passage.matches().isEmpty() && !passage.words().isEmpty()) {
        without.add(i);
        words.addAll(passage.words());
      }
    }
    if (homeless.isEmpty() || words.isEmpty()) {
      return;
    }
    boolean[] opens = new boolean[words.size()];
    int at = 0;
    for (int i : without) {
      opens[at] = true;
      at += passages.get(i).words().size();
    }
    List<Placed> placed = rooms.fill(words, homeless, 0, opens);
    at = 0;
    for (int i : without) {
      int end = at + passages.get(i).words().size();
      placedTogether.put(i, placed.subList(at, end));
      at = end;
    }
  }

  /// A word that has its place.
  ///
  /// @param line number of its line
  private record Out(Word word, int line, int cell) {}

  private Optional<Block> block(int number) {
    Written block = written.get(number);
    Passage passage = passages.get(number);
    if (block instanceof Written.Figure figure) {
      return figure(number, figure.label());
    }
    if (passage.words().isEmpty()) {
      // A table without a word is still where the model saw one.
      return block instanceof Written.Table ? figure(number, block.label()) : Optional.empty();
    }
    List<Out> outs =
        block instanceof Written.Formula ? formula(number, passage) : outs(number, passage);
    boolean lost = isLost(passage) && !(block instanceof Written.Formula);
    if (lost) {
      outs = outs.stream().map(WordPlacing::doubted).toList();
    }
    List<BoundingBox> places = outsOf(outs);
    BoundingBox words = BoundingBox.around(places);
    BoundingBox box =
        passage.box().filter(own -> isAround(own, places)).map(words::union).orElse(words);
    if (lost) {
      doubts.add(new Doubt(Doubt.Kind.UNCERTAIN, box));
    }
    return Optional.of(block(number, outs, box));
  }

  private static List<BoundingBox> outsOf(List<Out> outs) {
    return outs.stream().map(out -> out.word().box()).toList();
  }

  /// Whether there was something to find and most of it was not found.
  private boolean isLost(Passage passage) {
    return known.size() > 0
        && geometry.unread().isEmpty()
        && passage.foundPart(passage.matches()) < Passage.FOUND;
  }

  private static Out doubted(Out out) {
    Word word = out.word();
    return new Out(
        new Word(
            word.text(),
            word.box(),
            Math.min(MOST_IN_DOUBT, word.confidence()),
            word.spaceBefore()),
        out.line(),
        out.cell());
  }

  /// Whether most of the words lie in a box; a box that is off says nothing.
  private static boolean isAround(BoundingBox box, List<BoundingBox> words) {
    long inside =
        words.stream().filter(word -> box.contains(word.centerX(), word.centerY())).count();
    return 2 * inside >= words.size();
  }

  private Optional<Block> figure(int number, String label) {
    Passage passage = passages.get(number);
    List<Out> outs = new ArrayList<>();
    for (int index = 0; index < known.size(); index++) {
      if (known.claimant(index) == number && !known.isGuessed(index)) {
        outs.add(asKnown(index, 0, 1));
      }
    }
    if (outs.isEmpty() && passage.box().isEmpty()) {
      return Optional.empty();
    }
    List<BoundingBox> boxes = new ArrayList<>(outsOf(outs));
    passage.box().ifPresent(boxes::add);
    return Optional.of(new Block.Figure(lines(outs), BoundingBox.around(boxes), label));
  }

  private Out asKnown(int index, int cell, double most) {
    Known word = known.get(index);
    double confidence = Math.min(most, word.word().confidence());
    return new Out(
        new Word(word.word().text(), word.word().box(), confidence, word.word().spaceBefore()),
        word.line(),
        cell);
  }

  /// LaTeX is no line of print: its words share the formula's box from left to right.
  private List<Out> formula(int number, Passage passage) {
    var room = new Room(region(number), nextLine++, false, true);
    return out(
        passage, 0, rooms.fill(passage.words(), List.of(room), 0, none(passage.words().size())));
  }

  private static boolean[] none(int count) {
    return new boolean[count];
  }

  /// The block's box, or what lies between the blocks before and after it.
  private BoundingBox region(int number) {
    return passages
        .get(number)
        .box()
        .orElseGet(
            () -> {
              double top = 0;
              for (int i = number - 1; i >= 0 && top == 0; i--) {
                top = place(i).map(BoundingBox::y1).orElse(0.0);
              }
              double bottom = 1;
              for (int i = number + 1; i < written.size() && bottom == 1; i++) {
                bottom = place(i).map(BoundingBox::y0).orElse(1.0);
              }
              return top < bottom ? new BoundingBox(0, top, 1, bottom) : BoundingBox.WHOLE_PAGE;
            });
  }

  private Optional<BoundingBox> place(int number) {
    Passage passage = passages.get(number);
    List<BoundingBox> found =
        passage.matches().stream().map(match -> known.around(match.known())).toList();
    return found.isEmpty() ? passage.box() : Optional.of(BoundingBox.around(found));
  }

  private List<Out> outs(int number, Passage passage) {
    List<Placed> together = placedTogether.getOrDefault(number, List.of());
    if (!together.isEmpty()) {
      return out(passage, 0, together);
    }
    List<Out> outs = new ArrayList<>();
    var unplaced = new Unplaced(number, passage);
    int next = 0;
    int last = -1;
    for (Match match : passage.matches()) {
      if (match.model() > next) {
        outs.addAll(unplaced.run(next, match.model()));
      } else if (last >= 0 && next > 0) {
        leftOut(passage, match, last, outs);
      }
      outs.addAll(matched(passage, match));
      next = match.model() + match.models();
      last = match.known().getLast();
    }
    if (next < passage.words().size()) {
      outs.addAll(unplaced.run(next, passage.words().size()));
    }
    return outs;
  }

  /// Known words between two that the model wrote next to each other: it left them out, and so they
  /// stand where they stand on the page, lest a "not" be lost.
  private void leftOut(Passage passage, Match match, int last, List<Out> outs) {
    int first = match.known().getFirst();
    int cell = passage.words().get(match.model()).cell();
    if (passage.words().get(match.model() - 1).cell() != cell) {
      return;
    }
    int claimant = known.claimant(first);
    List<Integer> between = new ArrayList<>();
    for (int index = last + 1; index < first; index++) {
      if (known.isClaimed(index)) {
        return;
      }
      between.add(index);
    }
    List<Integer> kept =
        between.stream()
            .filter(index -> !known.isGuessed(index))
            .filter(index -> glyphs || isMoreThanNoise(known.get(index).word()))
            .toList();
    between.forEach(index -> known.claim(index, claimant));
    for (int index : kept) {
      outs.add(asKnown(index, cell, glyphs ? 1 : MOST_IN_DOUBT));
    }
    if (kept.stream().anyMatch(index -> isMoreThanNoise(known.get(index).word()))) {
      tellLeftOut(kept);
    }
  }

  private void tellLeftOut(List<Integer> indices) {
    Concern concern = Concern.WORDING;
    for (int index : indices) {
      concern = concern.or(concernOf(index));
    }
    disagreements.add(new Disagreement("", textOf(indices), known.around(indices), concern));
  }

  private boolean isMoreThanNoise(Word word) {
    long letters = word.text().codePoints().filter(Character::isLetterOrDigit).count();
    return glyphs
        ? letters > 0
        : letters > 1 && word.confidence() >= MOST_IN_DOUBT
            || letters > 0 && word.confidence() >= SURE_OF_A_LETTER;
  }

  private List<Out> matched(Passage passage, Match match) {
    double confidence = confidence(passage, match);
    ModelWord word = passage.words().get(match.model());
    if (glyphs) {
      return match.from() > 0
          ? List.of()
          : match.known().stream().map(index -> asKnown(index, word.cell(), 1)).toList();
    }
    List<Integer> lines =
        match.known().stream().map(index -> known.get(index).line()).distinct().toList();
    if (match.models() > 1 || match.placeOnly() && lines.size() > 1) {
      return replaced(passage, match, confidence);
    }
    int letters = word.text().codePointCount(0, word.text().length());
    if (lines.size() == 1 || letters < 2 || word.latex()) {
      int line = lines.getFirst();
      List<BoundingBox> boxes =
          match.known().stream()
              .filter(index -> known.get(index).line() == line)
              .map(known::box)
              .toList();
      BoundingBox box =
          Rooms.part(BoundingBox.around(boxes), match.from(), match.to(), known.isStanding(line));
      return List.of(
          new Out(new Word(word.text(), box, confidence, word.spaceBefore()), line, word.cell()));
    }
    return divided(word, match, lines, confidence);
  }

  /// A word that the page divides at the end of a line, and the model does not.
  private List<Out> divided(ModelWord word, Match match, List<Integer> lines, double confidence) {
    List<Out> outs = new ArrayList<>();
    int[] letters = word.text().codePoints().toArray();
    int from = 0;
    for (int i = 0; i < lines.size(); i++) {
      int line = lines.get(i);
      List<Integer> ofLine =
          match.known().stream().filter(index -> known.get(index).line() == line).toList();
      String there = textOf(ofLine).replace(" ", "");
      boolean isLast = i == lines.size() - 1;
      boolean hyphen = !isLast && Form.of(there).endsInHyphen();
      int length = there.codePointCount(0, there.length()) - (hyphen ? 1 : 0);
      int end = isLast ? letters.length : Math.min(letters.length - 1, from + length);
      boolean ownHyphen = hyphen && end > from && letters[end] == '-' && end < letters.length - 1;
      if (ownHyphen) {
        end++;
      }
      if (end > from) {
        String text = new String(letters, from, end - from) + (hyphen && !ownHyphen ? "-" : "");
        boolean space = i > 0 || word.spaceBefore();
        outs.add(
            new Out(new Word(text, known.around(ofLine), confidence, space), line, word.cell()));
        from = end;
      }
    }
    return outs;
  }

  /// Words of the model where others were read: in their lines, by their own lengths.
  private List<Out> replaced(Passage passage, Match match, double confidence) {
    Map<Integer, BoundingBox> lines = new LinkedHashMap<>();
    match
        .known()
        .forEach(
            index -> lines.merge(known.get(index).line(), known.box(index), BoundingBox::union));
    List<Room> places = new ArrayList<>();
    lines.forEach((line, box) -> places.add(new Room(box, line, known.isStanding(line), true)));
    List<ModelWord> words = passage.words().subList(match.model(), match.model() + match.models());
    List<Placed> placed = rooms.fill(words, places, 0, none(words.size()));
    List<Out> outs = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      outs.add(out(words.get(i), placed.get(i), confidence));
    }
    return outs;
  }

  private static Out out(ModelWord word, Placed place, double confidence) {
    return new Out(
        new Word(word.text(), place.box(), confidence, word.spaceBefore()),
        place.line(),
        word.cell());
  }

  private static List<Out> out(Passage passage, int from, List<Placed> placed) {
    List<Out> outs = new ArrayList<>();
    for (int i = 0; i < placed.size(); i++) {
      outs.add(out(passage.words().get(from + i), placed.get(i), MOST_IN_DOUBT));
    }
    return outs;
  }

  /// How sure a word is of which two readers have spoken; where they differ, it is told.
  private double confidence(Passage passage, Match match) {
    if (match.known().stream().anyMatch(known::isGuessed)) {
      return MOST_IN_DOUBT;
    }
    double reader =
        match.known().stream()
            .mapToDouble(index -> known.get(index).word().confidence())
            .min()
            .orElseThrow();
    double agreed = 1 - (1 - reader) * (1 - MODEL_ALONE);
    BoundingBox box = known.around(match.known());
    if (match.distance() == 0) {
      return isInDoubt(box) ? Math.min(MOST_IN_DOUBT, agreed) : agreed;
    }
    int end = match.model() + match.models();
    while (end < passage.words().size() && isRestOf(passage, match, end)) {
      end++;
    }
    Concern concern = concern(passage, match, end);
    String ours = textOf(passage.words().subList(match.model(), end));
    if (match.from() == 0 && !passage.words().get(match.model()).latex()) {
      disagreements.add(new Disagreement(ours, textOf(match.known()), box, concern));
    }
    if (match.placeOnly() || concern != Concern.WORDING || isInDoubt(box)) {
      return MOST_IN_DOUBT;
    }
    int weight = Math.max(Form.LETTER, Form.of(textOf(match.known()).replace(" ", "")).weight());
    return MOST_IN_DOUBT + LIKENESS * Math.max(0, 1 - (double) match.distance() / weight);
  }

  /// Whether a word is a later part of the same known word.
  private static boolean isRestOf(Passage passage, Match match, int word) {
    return passage.matches().stream()
        .anyMatch(
            other ->
                other.model() == word && other.from() > 0 && other.known().equals(match.known()));
  }

  private Concern concern(Passage passage, Match match, int end) {
    String ours = textOf(passage.words().subList(match.model(), end)).replace(" ", "");
    String theirs = textOf(match.known()).replace(" ", "");
    if (Concern.differInMarksAlone(ours, theirs)) {
      return Concern.WORDING;
    }
    Concern concern = Concern.WORDING;
    for (int i = match.model(); i < end; i++) {
      String before = i == 0 ? "" : passage.words().get(i - 1).text();
      String after = i + 1 == passage.words().size() ? "" : passage.words().get(i + 1).text();
      concern = concern.or(Concern.of(passage.words().get(i).text(), before, after));
    }
    for (int index : match.known()) {
      concern = concern.or(concernOf(index));
    }
    return concern;
  }

  private Concern concernOf(int index) {
    return Concern.of(
        known.get(index).word().text(),
        index == 0 ? "" : known.get(index - 1).word().text(),
        index + 1 == known.size() ? "" : known.get(index + 1).word().text());
  }

  private static String textOf(List<ModelWord> words) {
    var text = new StringBuilder();
    for (ModelWord word : words) {
      text.append(word.spaceBefore() && !text.isEmpty() ? " " : "").append(word.text());
    }
    return text.toString();
  }

  private String textOf(Iterable<Integer> indices) {
    var text = new StringBuilder();
    for (int index : indices) {
      Word word = known.get(index).word();
      text.append(word.spaceBefore() && !text.isEmpty() ? " " : "").append(word.text());
    }
    return text.toString();
  }

  /// Words of a passage of which nobody has seen the place.
  private final class Unplaced {
    private final int number;
    private final Passage passage;
    private final List<BoundingBox> slots;

    Unplaced(int number, Passage passage) {
      this.number = number;
      this.passage = passage;
      slots = slots(number, passage);
    }

    /// In lines that nobody has read, else where the words before and after leave room.
    List<Out> run(int from, int to) {
      List<Out> outs = new ArrayList<>();
      if (passage.matches().isEmpty() && !unread.get(number).isEmpty()) {
        boolean[] opens = none(to - from);
        for (int i = from + 1; i < to; i++) {
          opens[i - from] = passage.words().get(i).cell() != passage.words().get(i - 1).cell();
        }
        return out(
            passage,
            from,
            rooms.fill(passage.words().subList(from, to), unread.get(number), 0, opens));
      }
      int start = from;
      while (start < to) {
        int end = start + 1;
        int cell = passage.words().get(start).cell();
        while (end < to && passage.words().get(end).cell() == cell) {
          end++;
        }
        outs.addAll(run(start, end, slots.get(Math.min(cell, slots.size() - 1))));
        start = end;
      }
      return outs;
    }

    private List<Out> run(int from, int to, BoundingBox around) {
      int cell = passage.words().get(from).cell();
      Optional<Match> before =
          passage.matches().stream()
              .filter(match -> match.model() < from && isIn(match, cell))
              .reduce((_, later) -> later);
      Optional<Match> after =
          passage.matches().stream()
              .filter(match -> match.model() >= to && isIn(match, cell))
              .findFirst();
      List<ModelWord> words = passage.words().subList(from, to);
      Optional<Integer> left = before.map(match -> match.known().getLast());
      Optional<Integer> right = after.map(match -> match.known().getFirst());
      List<Room> free = unreadBetween(around, left, right);
      if (!free.isEmpty()) {
        return out(passage, from, rooms.fill(words, free, 0, none(words.size())));
      }
      if (left.isEmpty() && right.isEmpty()) {
        List<Room> lines = rooms.lines(around, words, nextLine);
        nextLine += lines.size();
        return out(passage, from, rooms.fill(words, lines, 0, none(words.size())));
      }
      List<Room> open = openRooms(around, left, right);
      return out(passage, from, rooms.fill(words, open, em(), none(words.size())));
    }

    private boolean isIn(Match match, int cell) {
      return passage.words().get(match.model()).cell() == cell;
    }

    /// Points of the font: the middle of what its found words have.
    private double em() {
      double[] sizes =
          passage.matches().stream()
              .map(match -> known.get(match.known().getFirst()))
              .mapToDouble(
                  one ->
                      rooms.size(one.word().text(), one.word().box(), known.isStanding(one.line())))
              .sorted()
              .toArray();
      return Math.max(1, sizes[sizes.length / 2]);
    }

    private List<Room> unreadBetween(
        BoundingBox around, Optional<Integer> left, Optional<Integer> right) {
      return unread.get(number).stream()
          .filter(room -> around.contains(room.box().centerX(), room.box().centerY()))
          .filter(room -> left.isEmpty() || follows(room.box(), known.box(left.get())))
          .filter(room -> right.isEmpty() || follows(known.box(right.get()), room.box()))
          .toList();
    }

    private static boolean follows(BoundingBox later, BoundingBox earlier) {
      boolean sameLine =
          Math.abs(later.centerY() - earlier.centerY())
              < Math.min(later.height(), earlier.height()) / 2;
      return sameLine ? later.centerX() > earlier.centerX() : later.centerY() > earlier.centerY();
    }

    private List<Room> openRooms(
        BoundingBox block, Optional<Integer> left, Optional<Integer> right) {
      BoundingBox around = block;
      for (Match match : passage.matches()) {
        if (passage.box().isEmpty()) {
          BoundingBox found = known.around(match.known());
          around = around.equals(block) ? found : around.union(found);
        }
      }
      List<Room> open = new ArrayList<>();
      if (left.isPresent() && right.isPresent()) {
        int leftLine = known.get(left.get()).line();
        BoundingBox from = known.box(left.get());
        BoundingBox to = known.box(right.get());
        if (leftLine == known.get(right.get()).line()) {
          boolean standing = known.isStanding(leftLine);
          BoundingBox gap =
              standing
                  ? BoundingBox.clamped(from.x0(), Math.min(from.y1(), to.y0()), from.x1(), to.y0())
                  : BoundingBox.clamped(
                      Math.min(from.x1(), to.x0()), from.y0(), to.x0(), from.y1());
          return List.of(new Room(gap, leftLine, standing, false));
        }
        if (to.centerY() > from.y1()) {
          open.add(restOfLine(left.get(), around));
          addLines(open, around, from.y1(), to.y0(), from.height());
          open.add(startOfLine(right.get(), around));
          return open;
        }
      }
      if (left.isPresent()) {
        BoundingBox from = known.box(left.get());
        open.add(restOfLine(left.get(), around));
        addLines(open, around, from.y1(), around.y1(), from.height());
      }
      if (right.isPresent()) {
        BoundingBox to = known.box(right.get());
        addLines(open, around, around.y0(), to.y0(), to.height());
        open.add(startOfLine(right.get(), around));
      }
      return open;
    }

    private void addLines(
        List<Room> open, BoundingBox around, double top, double bottom, double height) {
      List<Room> lines = rooms.between(around, top, bottom, height, nextLine);
      nextLine += lines.size();
      open.addAll(lines);
    }

    private Room restOfLine(int index, BoundingBox around) {
      BoundingBox word = known.box(index);
      int line = known.get(index).line();
      if (known.isStanding(line)) {
        double end = Math.max(word.y1(), around.y1());
        return new Room(new BoundingBox(word.x0(), word.y1(), word.x1(), end), line, true, false);
      }
      double end = Math.max(word.x1(), around.x1());
      return new Room(new BoundingBox(word.x1(), word.y0(), end, word.y1()), line, false, false);
    }

    private Room startOfLine(int index, BoundingBox around) {
      BoundingBox word = known.box(index);
      int line = known.get(index).line();
      if (known.isStanding(line)) {
        double start = Math.min(word.y0(), around.y0());
        return new Room(new BoundingBox(word.x0(), start, word.x1(), word.y0()), line, true, false);
      }
      double start = Math.min(word.x0(), around.x0());
      return new Room(new BoundingBox(start, word.y0(), word.x0(), word.y1()), line, false, false);
    }
  }

  private Way way(Passage passage) {
    return known.way(passage.matches().stream().flatMap(match -> match.known().stream()).toList());
  }

  /// Where the cells of a table have their places; of other blocks, where the block has.
  private List<BoundingBox> slots(int number, Passage passage) {
    BoundingBox region = region(number);
    if (!(written.get(number) instanceof Written.Table table)) {
      return List.of(region);
    }
    List<List<BoundingBox>> words = new ArrayList<>();
    table.cells().forEach(_ -> words.add(new ArrayList<>()));
    BoundingBox around = passage.box().isEmpty() ? place(number).orElse(region) : region;
    for (Match match : passage.matches()) {
      BoundingBox box = known.around(match.known());
      words.get(passage.words().get(match.model()).cell()).add(box);
      around = around.union(box);
    }
    Grid grid = Grid.of(table.cells(), words, around, way(passage));
    return table.cells().stream().map(grid::slot).toList();
  }

  private Block block(int number, List<Out> outs, BoundingBox box) {
    return switch (written.get(number)) {
      case Written.Heading heading ->
          new Block.Heading(Math.max(1, heading.level()), lines(outs), box, heading.label());
      case Written.Text text -> text(text.label(), lines(outs), box);
      case Written.Item item ->
          new Block.ListItem(Math.max(1, item.level()), lines(outs), box, item.label());
      case Written.Caption caption -> new Block.Caption(lines(outs), box, caption.label());
      case Written.Formula formula -> new Block.Formula(lines(outs), box, formula.label());
      case Written.Figure figure -> new Block.Figure(lines(outs), box, figure.label());
      case Written.Table table -> table(table, outs, box, way(passages.get(number)));
    };
  }

  private static Block text(String label, List<Line> lines, BoundingBox box) {
    return switch (label) {
      case "header", "page_header" -> new Block.PageHeader(lines, box, label);
      case "footer", "page_footer" -> new Block.PageFooter(lines, box, label);
      case "page_number" -> new Block.PageNumber(lines, box, label);
      case "footnote", "page_footnote", "table_footnote" -> new Block.Footnote(lines, box, label);
      case "seal", "stamp" -> new Block.Seal(lines, box, label);
      default -> new Block.Paragraph(lines, box, label);
    };
  }

  private Block table(Written.Table table, List<Out> outs, BoundingBox box, Way way) {
    List<List<Out>> ofCells = new ArrayList<>();
    table.cells().forEach(_ -> ofCells.add(new ArrayList<>()));
    outs.forEach(out -> ofCells.get(out.cell()).add(out));
    List<List<BoundingBox>> words = ofCells.stream().map(WordPlacing::outsOf).toList();
    Grid grid = Grid.of(table.cells(), words, box, way);
    List<Block.Cell> cells = new ArrayList<>();
    for (int i = 0; i < table.cells().size(); i++) {
      Written.Cell cell = table.cells().get(i);
      cells.add(
          new Block.Cell(
              cell.row(),
              cell.column(),
              cell.rowSpan(),
              cell.colSpan(),
              cell.header(),
              lines(ofCells.get(i)),
              words.get(i).isEmpty() ? grid.slot(cell) : BoundingBox.around(words.get(i))));
    }
    List<BoundingBox> all = new ArrayList<>(cells.stream().map(Block.Cell::box).toList());
    all.add(box);
    return new Block.Table(cells, BoundingBox.around(all), table.label());
  }

  /// Words as lines: a new one where the page has one, and where words would go back.
  private List<Line> lines(List<Out> outs) {
    List<Line> lines = new ArrayList<>();
    List<Word> line = new ArrayList<>();
    for (int i = 0; i < outs.size(); i++) {
      Out out = outs.get(i);
      if (i > 0 && (out.line() != outs.get(i - 1).line() || !goesOn(line, out))) {
        lines.add(new Line(line));
        line = new ArrayList<>();
      }
      line.add(out.word());
    }
    if (!line.isEmpty()) {
      lines.add(new Line(line));
    }
    return lines;
  }

  private boolean goesOn(List<Word> line, Out out) {
    BoundingBox last = line.getLast().box();
    BoundingBox next = out.word().box();
    if (!known.isStanding(out.line())) {
      return next.x0() >= last.x0();
    }
    boolean down = next.y0() >= last.y0();
    boolean up = next.y1() <= last.y1();
    if (line.size() == 1) {
      return down || up;
    }
    BoundingBox first = line.getFirst().box();
    return last.y0() >= first.y0() ? down : up;
  }

  /// What stands on the page and in none of the model's blocks.
  private final class LeftOver {

    /// @param first blocks before all others
    /// @param blocks of each passage, to which blocks are added
    void into(List<Block> first, List<List<Block>> blocks) {
      int index = 0;
      while (index < known.size()) {
        int end = index;
        int block = known.get(index).block();
        while (end < known.size()
            && known.get(end).block() == block
            && known.isClaimed(end) == known.isClaimed(index)) {
          end++;
        }
        if (!known.isClaimed(index) && !known.isGuessed(index)) {
          int after = index == 0 ? KnownWords.FREE : lastClaimant(index - 1);
          add(index, end, after < 0 ? first : blocks.get(after));
        }
        index = end;
      }
    }

    private int lastClaimant(int from) {
      int index = from;
      while (index >= 0 && !known.isClaimed(index)) {
        index--;
      }
      return index < 0 ? KnownWords.FREE : known.claimant(index);
    }

    private void add(int from, int to, List<Block> blocks) {
      List<Integer> indices = new ArrayList<>();
      for (int index = from; index < to; index++) {
        if (isMoreThanNoise(known.get(index).word())) {
          indices.add(index);
        }
      }
      if (indices.isEmpty()) {
        return;
      }
      int number = known.get(from).block();
      boolean begins = from == 0 || known.get(from - 1).block() != number;
      boolean ends = to == known.size() || known.get(to).block() != number;
      Block whole = geometry.blocks().get(number);
      if (begins && ends && whole instanceof Block.Table table) {
        unreadTable(table, blocks);
        tellLeftOut(indices);
        return;
      }
      List<Out> outs = new ArrayList<>();
      boolean furniture = begins && ends && !whole.type().isInFlow();
      // That models leave out page numbers says nothing about their letters.
      double most = glyphs || furniture ? 1 : MOST_IN_DOUBT;
      indices.forEach(index -> outs.add(asKnown(index, 0, most)));
      var box = BoundingBox.around(outsOf(outs));
      blocks.add(
          switch (furniture ? whole.type() : Block.Type.OTHER) {
            case PAGE_HEADER -> new Block.PageHeader(lines(outs), box, UNREAD);
            case PAGE_FOOTER -> new Block.PageFooter(lines(outs), box, UNREAD);
            case PAGE_NUMBER -> new Block.PageNumber(lines(outs), box, UNREAD);
            case HEADING,
                PARAGRAPH,
                LIST_ITEM,
                TABLE,
                FIGURE,
                CAPTION,
                FORMULA,
                FOOTNOTE,
                SEAL,
                OTHER ->
                new Block.Other(lines(outs), box, UNREAD);
          });
      if (!furniture) {
        tellLeftOut(indices);
        doubt(box);
      }
    }

    private void unreadTable(Block.Table table, List<Block> blocks) {
      List<Block.Cell> cells = new ArrayList<>();
      for (Block.Cell cell : table.cells()) {
        List<Line> lines =
            cell.lines().stream()
                .map(line -> new Line(line.words().stream().map(this::unread).toList()))
                .toList();
        cells.add(
            new Block.Cell(
                cell.row(),
                cell.column(),
                cell.rowSpan(),
                cell.colSpan(),
                cell.header(),
                lines,
                cell.box()));
      }
      blocks.add(new Block.Table(cells, table.box(), UNREAD));
      doubt(table.box());
    }

    private Word unread(Word word) {
      double most = glyphs ? 1 : MOST_IN_DOUBT;
      return new Word(
          word.text(), word.box(), Math.min(most, word.confidence()), word.spaceBefore());
    }

    private void doubt(BoundingBox box) {
      if (!glyphs) {
        doubts.add(new Doubt(Doubt.Kind.UNCERTAIN, box));
      }
    }
  }
}
