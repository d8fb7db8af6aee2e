package io.pincite.retrieval.internal.search;

import io.pincite.retrieval.internal.chunking.ClauseNumbers;
import io.pincite.retrieval.internal.chunking.Scripts;
import io.pincite.retrieval.internal.lexical.TextAnalysis;
import io.pincite.retrieval.internal.lexical.TextAnalysis.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a query asks for, as far as its own words tell.
///
/// @param text as it was typed
/// @param language of it
/// @param mixed whether it has words of both Latin and Chinese script
/// @param terms to rank by
/// @param phrases quoted ones, each as terms of the exact analysis
/// @param clauses numbers of clauses it names
public record Inquiry(
    String text,
    String language,
    boolean mixed,
    List<Term> terms,
    List<List<String>> phrases,
    List<String> clauses) {

  private static final Pattern QUOTED =
      Pattern.compile("\"([^\"]{2,200})\"|“([^”]{1,200})”|「([^」]{1,200})」|『([^』]{1,200})』");

  private static final Pattern LATIN_WORD = Pattern.compile("\\p{IsLatin}{2,}");

  public Inquiry {
    terms = List.copyOf(terms);
    phrases = List.copyOf(phrases);
    clauses = List.copyOf(clauses);
  }

  public static Inquiry of(String text) {
    var phrases = new ArrayList<List<String>>();
    Matcher quoted = QUOTED.matcher(text);
    while (quoted.find()) {
      for (int group = 1; group <= quoted.groupCount(); group++) {
        if (quoted.group(group) != null) {
          List<String> phrase = TextAnalysis.terms(TextAnalysis.exact(), quoted.group(group));
          if (!phrase.isEmpty()) {
            phrases.add(phrase);
          }
        }
      }
    }
    boolean chinese = text.codePoints().anyMatch(Scripts::isHan);
    boolean mixed = chinese && LATIN_WORD.matcher(text).find();
    return new Inquiry(
        text,
        chinese && !mixed ? "zh" : Scripts.languageOf(text),
        mixed,
        TextAnalysis.termsOfQuestion(text),
        phrases,
        ClauseNumbers.inQuestion(text));
  }
}
