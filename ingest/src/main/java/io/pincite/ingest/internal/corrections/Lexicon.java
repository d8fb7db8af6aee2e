package io.pincite.ingest.internal.corrections;

import io.pincite.ingest.Correction;
import io.pincite.ingest.Corrections.Proposal;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedWord;
import io.pincite.ingest.internal.layer.LineEdit;
import io.pincite.ocr.BoundingBox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a collection's corrections say about other weak words: that what is read like this was
/// something else before.
final class Lexicon {
  /// From here on a word is not worth a remark (decision 081).
  private static final double WEAK_BELOW = 0.9;

  /// One other letter in a word of five is still that word; in a shorter one it is as often
  /// another.
  private static final int LETTERS_TO_BE_NEAR = 5;

  /// Corrections by how many words they are of, most first, so that whole phrases go before words.
  private final NavigableMap<Integer, List<Correction>> byWords = new TreeMap<>();
  private final Map<String, Correction> exactly = new HashMap<>();
  private final Set<String> written = new HashSet<>();

  /// @param corrections that hold, newest first
  Lexicon(List<Correction> corrections) {
    for (Correction correction : corrections) {
      written.add(correction.corrected());
      if (addsWords(correction)) {
        continue;
      }
      exactly.putIfAbsent(correction.read(), correction);
      byWords
          .computeIfAbsent(LineEdit.split(correction.read()).size(), _ -> new ArrayList<>())
          .add(correction);
    }
  }

  /// Says something of its place, and nothing of other words that are read like this.
  private static boolean addsWords(Correction correction) {
    return correction.corrected().startsWith(correction.read() + " ")
        || correction.corrected().endsWith(" " + correction.read());
  }

  /// In text order.
  List<Proposal> proposals(TokenLayer layer) {
    var found = new TreeMap<Integer, Proposal>();
    var taken = new HashSet<Integer>();
    for (var entry : byWords.descendingMap().entrySet()) {
      int length = entry.getKey();
      for (int first = 0; first + length <= layer.words().size(); first++) {
        List<PlacedWord> words = layer.words().subList(first, first + length);
        if (words.stream().noneMatch(Lexicon::isWeak)) {
          continue;
        }
        int start = words.getFirst().start();
        if (words.stream().anyMatch(word -> taken.contains(word.start()))) {
          continue;
        }
        int end = words.getLast().end();
        List<BoundingBox> boxes = layer.boxes(start, end);
        if (boxes.size() != 1) {
          continue;
        }
        String text = layer.text(start, end);
        match(text, entry.getValue())
            .ifPresent(
                correction -> {
                  words.forEach(word -> taken.add(word.start()));
                  found.put(
                      start,
                      new Proposal(
                          start,
                          end,
                          boxes.getFirst(),
                          text,
                          correction.corrected(),
                          text.equals(correction.read()),
                          correction));
                });
      }
    }
    return List.copyOf(found.values());
  }

  private static boolean isWeak(PlacedWord word) {
    return word.confidence() < WEAK_BELOW;
  }

  private Optional<Correction> match(String text, List<Correction> corrections) {
    Optional<Correction> same = Optional.ofNullable(exactly.get(text));
    if (same.isPresent()) {
      return same;
    }
    if (written.contains(text)) {
      return Optional.empty();
    }
    return corrections.stream().filter(correction -> isNear(text, correction)).findFirst();
  }

  /// A figure that is one off is another figure.
  private static boolean isNear(String text, Correction correction) {
    int letters = Letters.count(text);
    return letters >= LETTERS_TO_BE_NEAR
        && Math.abs(letters - Letters.count(correction.read())) <= 1
        && !hasDigit(text)
        && !hasDigit(correction.read())
        && !hasDigit(correction.corrected())
        && Letters.distance(text, correction.read()) == 1;
  }

  private static boolean hasDigit(String text) {
    return text.codePoints().anyMatch(Character::isDigit);
  }
}
