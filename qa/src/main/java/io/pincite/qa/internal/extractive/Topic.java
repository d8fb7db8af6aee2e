package io.pincite.qa.internal.extractive;

import java.util.List;
import java.util.regex.Pattern;

/// Something people ask contracts about, and how contracts speak of it.
///
/// @param broad whether it is spoken of in many places, so that a question's other words decide
/// @param front whether it stands at the beginning of a document
/// @param several whether more than one sentence may be needed
/// @param search words to look for besides the question's own, a list for each language
record Topic(
    String name,
    AnswerType type,
    boolean broad,
    boolean front,
    boolean several,
    List<Pattern> sure,
    List<Pattern> ask,
    List<Pattern> strong,
    List<Pattern> weak,
    List<Pattern> not,
    List<Pattern> heading,
    List<String> search) {
  private static final int SURE = 10_000;

  Topic {
    sure = List.copyOf(sure);
    ask = List.copyOf(ask);
    strong = List.copyOf(strong);
    weak = List.copyOf(weak);
    not = List.copyOf(not);
    heading = List.copyOf(heading);
    search = List.copyOf(search);
  }

  /// How many of these patterns are found in a folded text.
  static int found(List<Pattern> patterns, String folded) {
    int found = 0;
    for (Pattern pattern : patterns) {
      if (pattern.matcher(folded).find()) {
        found++;
      }
    }
    return found;
  }

  /// How much a folded question is about this: the length of the longest match; matches of `sure`
  /// count before all of `ask`; 0 when nothing is found.
  int asked(String foldedQuestion) {
    int surely = longest(sure, foldedQuestion);
    return surely > 0 ? SURE + surely : longest(ask, foldedQuestion);
  }

  /// Whether a sure pattern needs words from both sides of a place in a folded text.
  boolean asksAcross(String folded, int place) {
    for (Pattern pattern : sure) {
      var matcher = pattern.matcher(folded);
      while (matcher.find()) {
        if (matcher.start() < place && matcher.end() > place + 1) {
          return true;
        }
      }
    }
    return false;
  }

  /// The words its question patterns are made of.
  java.util.Set<String> askWords() {
    var words = new java.util.HashSet<String>();
    for (Pattern pattern : questionPatterns()) {
      String bare = pattern.pattern().replaceAll("\\\\[a-zA-Z]|\\(\\?<?[!=:]", " ");
      words.addAll(Terms.content(bare.replaceAll("[^\\p{L}]", " ")));
    }
    return words;
  }

  /// The Chinese characters its question patterns are made of.
  String askCharacters() {
    var characters = new StringBuilder();
    for (Pattern pattern : questionPatterns()) {
      pattern.pattern().codePoints().filter(Terms::isHan).forEach(characters::appendCodePoint);
    }
    return characters.toString();
  }

  private List<Pattern> questionPatterns() {
    var patterns = new java.util.ArrayList<>(sure);
    patterns.addAll(ask);
    return patterns;
  }

  private static int longest(List<Pattern> patterns, String foldedQuestion) {
    int longest = 0;
    for (Pattern pattern : patterns) {
      var matcher = pattern.matcher(foldedQuestion);
      while (matcher.find()) {
        longest = Math.max(longest, matcher.end() - matcher.start());
      }
    }
    return longest;
  }
}
