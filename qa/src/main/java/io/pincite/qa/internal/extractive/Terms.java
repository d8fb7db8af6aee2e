package io.pincite.qa.internal.extractive;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The words of a text as they are compared: small letters, English endings off, Chinese in pairs
/// of characters.
final class Terms {
  private Terms() {}

  private static final Set<String> STOP_WORDS =
      Set.of(
          "a",
          "an",
          "the",
          "of",
          "to",
          "in",
          "on",
          "for",
          "by",
          "and",
          "or",
          "is",
          "are",
          "was",
          "were",
          "be",
          "been",
          "it",
          "its",
          "this",
          "that",
          "these",
          "those",
          "there",
          "what",
          "which",
          "who",
          "whom",
          "whose",
          "when",
          "where",
          "why",
          "how",
          "do",
          "does",
          "did",
          "can",
          "could",
          "shall",
          "will",
          "would",
          "should",
          "may",
          "must",
          "any",
          "some",
          "with",
          "from",
          "as",
          "at",
          "under",
          "i",
          "we",
          "you",
          "they",
          "he",
          "she",
          "my",
          "our",
          "your",
          "their",
          "me",
          "us",
          "long",
          "much",
          "many",
          "if",
          "has",
          "have",
          "had",
          "not",
          "no",
          "about",
          "tell",
          "say",
          "contract",
          "agreement",
          "document",
          "please",
          "give",
          "happen",
          "include",
          "provide",
          "specify",
          "clause",
          "section",
          "included",
          "between",
          "into");

  private static final String CHINESE_STOP = "的了吗呢是有在和与及或为吧么什哪谁何请问多少几个这那份本该些如";

  /// The terms of a text with stop words left out, each once, in order.
  static Set<String> content(String text) {
    var terms = new LinkedHashSet<String>();
    for (String term : all(text)) {
      if (!STOP_WORDS.contains(term)) {
        terms.add(term);
      }
    }
    return terms;
  }

  /// Neighbouring content terms, two by two.
  static Set<String> neighbours(String text) {
    List<String> terms = all(text).stream().filter(term -> !STOP_WORDS.contains(term)).toList();
    var pairs = new LinkedHashSet<String>();
    for (int i = 0; i + 1 < terms.size(); i++) {
      pairs.add(terms.get(i) + " " + terms.get(i + 1));
    }
    return pairs;
  }

  /// Every term of a text, in order.
  static List<String> all(String text) {
    String folded = Topics.fold(text);
    var terms = new ArrayList<String>();
    int i = 0;
    while (i < folded.length()) {
      int codePoint = folded.codePointAt(i);
      if (isHan(codePoint)) {
        int next = i + Character.charCount(codePoint);
        if (next < folded.length() && isHan(folded.codePointAt(next))) {
          int after = folded.codePointAt(next);
          if (CHINESE_STOP.indexOf(codePoint) < 0 && CHINESE_STOP.indexOf(after) < 0) {
            terms.add(Character.toString(codePoint) + Character.toString(after));
          }
        }
        i = next;
      } else if (Character.isLetterOrDigit(codePoint)) {
        int end = i;
        while (end < folded.length()) {
          int c = folded.codePointAt(end);
          boolean goesOn =
              Character.isLetterOrDigit(c) && !isHan(c)
                  || (c == '.' || c == ',')
                      && end + 1 < folded.length()
                      && Character.isDigit(folded.charAt(end - 1))
                      && Character.isDigit(folded.charAt(end + 1));
          if (!goesOn) {
            break;
          }
          end += Character.charCount(c);
        }
        String word = folded.substring(i, end);
        terms.add(STOP_WORDS.contains(word) ? word : stem(word));
        i = end;
      } else {
        i += Character.charCount(codePoint);
      }
    }
    return terms;
  }

  static boolean isHan(int codePoint) {
    return Character.isIdeographic(codePoint);
  }

  /// A light stemmer: enough that "renewals", "renewed" and "renewing" meet "renew".
  static String stem(String word) {
    if (word.length() < 4 || !Character.isLetter(word.charAt(0))) {
      return word;
    }
    String stem = word;
    if (stem.endsWith("ies") && stem.length() > 4) {
      stem = stem.substring(0, stem.length() - 3) + "y";
    } else if (stem.endsWith("sses")) {
      stem = stem.substring(0, stem.length() - 2);
    } else if (stem.endsWith("s") && !stem.endsWith("ss") && !stem.endsWith("us")) {
      stem = stem.substring(0, stem.length() - 1);
    }
    for (String ending :
        List.of("ization", "ation", "ment", "able", "ing", "ion", "al", "ed", "er")) {
      if (stem.endsWith(ending) && stem.length() - ending.length() >= 4) {
        stem = stem.substring(0, stem.length() - ending.length());
        break;
      }
    }
    return stem.endsWith("e") && stem.length() > 4 ? stem.substring(0, stem.length() - 1) : stem;
  }
}
