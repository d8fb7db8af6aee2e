package io.pincite.retrieval.internal.lexical;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What is left of words that OCR misread: runs of three letters of the text without its spaces,
/// letters that are taken for one another being one. A word of which half the runs are there is
/// found whether a letter was misread, it was split in two, or it was joined to its neighbour.
///
/// Letters and figures only: Chinese is cut into pairs of characters anyway, of which one misread
/// character spoils two.
public final class Fragments {
  /// Measured against four: `docs/decisions/054`.
  private static final int LENGTH = 3;

  /// The share of a word's fragments a passage must have; measured against two thirds and more.
  private static final double LEAST = 0.5;

  /// Shorter words are everywhere as a part of others.
  private static final int SHORTEST = 4;

  /// What English adds to a word, off which the rest is looked for; longest first.
  private static final List<String> ENDINGS =
      List.of(
          "ations", "ation", "ments", "ment", "ings", "ions", "ing", "ion", "ies", "ed", "es", "s");

  private Fragments() {}

  /// A word to look for.
  ///
  /// @param fragments of it, each once
  /// @param least so many of them must be there
  public record Word(List<String> fragments, int least) {
    public Word {
      fragments = List.copyOf(fragments);
    }
  }

  /// The fragments of a text, each once, as they are stored.
  public static Set<String> of(String text) {
    var fragments = new LinkedHashSet<String>();
    var run = new StringBuilder();
    String lower = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (isPart(c)) {
        run.append(c);
      } else if (Character.isIdeographic(c)) {
        cut(folded(run), fragments);
        run.setLength(0);
      }
    }
    cut(folded(run), fragments);
    return fragments;
  }

  /// The words of a question that tell something, in fragments.
  public static List<Word> ofQuestion(String question) {
    var words = new ArrayList<Word>();
    for (String word : TextAnalysis.wordsOfQuestion(question)) {
      String lower = word.toLowerCase(Locale.ROOT);
      boolean latin = lower.chars().allMatch(c -> isPart((char) c));
      if (!latin || lower.length() < SHORTEST) {
        continue;
      }
      var fragments = new LinkedHashSet<String>();
      cut(folded(withoutEnding(lower)), fragments);
      if (!fragments.isEmpty()) {
        words.add(new Word(List.copyOf(fragments), (int) Math.ceil(LEAST * fragments.size())));
      }
    }
    return List.copyOf(words);
  }

  private static String withoutEnding(String word) {
    for (String ending : ENDINGS) {
      if (word.length() >= 7 && word.endsWith(ending)) {
        return word.substring(0, word.length() - ending.length());
      }
    }
    return word;
  }

  private static boolean isPart(char c) {
    return c < 0x250 && Character.isLetterOrDigit(c) || c == '|';
  }

  private static void cut(String run, Set<String> fragments) {
    for (int i = 0; i + LENGTH <= run.length(); i++) {
      fragments.add(run.substring(i, i + LENGTH));
    }
  }

  /// Letters and figures that are taken for one another as one of them, small letters only.
  private static String folded(CharSequence run) {
    var folded = new StringBuilder(run.length());
    for (int i = 0; i < run.length(); i++) {
      char c = run.charAt(i);
      char next = i + 1 < run.length() ? run.charAt(i + 1) : ' ';
      if (c == 'r' && next == 'n') {
        folded.append('m');
        i++;
      } else if (c == 'v' && next == 'v') {
        folded.append('w');
        i++;
      } else if (c == 'c' && next == 'l') {
        folded.append('d');
        i++;
      } else {
        folded.append(
            switch (c) {
              case '0' -> 'o';
              case '1', 'l', '|' -> 'i';
              case '5' -> 's';
              case '8' -> 'b';
              case '2' -> 'z';
              case 'c' -> 'e';
              case 'q' -> 'g';
              default -> c;
            });
      }
    }
    return folded.toString();
  }
}
