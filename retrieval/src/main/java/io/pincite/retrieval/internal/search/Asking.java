package io.pincite.retrieval.internal.search;

import io.pincite.retrieval.internal.index.ChunkIndex;
import io.pincite.retrieval.internal.index.ChunkIndex.Scope;
import io.pincite.retrieval.internal.index.ChunkIndex.Space;
import io.pincite.retrieval.internal.lexical.Fragments;
import io.pincite.retrieval.internal.lexical.TextAnalysis;
import io.pincite.retrieval.internal.lexical.TextAnalysis.Term;
import io.pincite.retrieval.internal.search.ContractTerms.Gloss;
import io.pincite.retrieval.internal.search.Fusion.Ranking;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Puts an inquiry to an index in every form that may find something: by words, by clause number,
/// by vectors, and put into the other language where there are documents in it.
final class Asking {
  /// A clause that is asked for by its number comes before what the words alone would find.
  private static final double CLAUSE_WEIGHT = 3;

  /// What is found by a question put into another language, beside what is found in its own.
  private static final double OTHER_LANGUAGE_WEIGHT = 0.5;

  /// What is found by other wordings contracts have for a question's terms.
  private static final double OTHER_WORDINGS_WEIGHT = 1;

  /// Names, parties and dates stand at the beginning whatever their words.
  private static final double OPENING_WEIGHT = 2;

  /// A row of terms is a poor question for a vector, beside what it is for words.
  private static final double PUT_ACROSS_WEIGHT = 0.5;

  /// What is found by fragments of words on pages OCR read, beside what is found by whole words;
  /// half as much was measured to find less.
  private static final double FRAGMENTS_WEIGHT = 1;

  /// Gives the vector of a question in a space.
  interface Vectors {
    float[] of(String question, Space space);
  }

  /// @param queries the forms in which it was put to the index
  /// @param languages whose vectors were asked
  record Asked(List<Ranking> rankings, List<String> queries, List<String> languages) {
    Asked {
      rankings = List.copyOf(rankings);
      queries = List.copyOf(queries);
      languages = List.copyOf(languages);
    }
  }

  private final ChunkIndex index;
  private final Vectors vectors;
  private final int candidates;
  private final boolean fragments;

  /// @param candidates each ranking brings
  /// @param fragments whether words that may have been misread are looked for, too
  Asking(ChunkIndex index, Vectors vectors, int candidates, boolean fragments) {
    this.index = index;
    this.vectors = vectors;
    this.candidates = candidates;
    this.fragments = fragments;
  }

  /// @param present spaces in which there is something within the scope
  /// @param named documents the question names; what is in them is ranked once more
  Asked ask(Inquiry inquiry, Set<Space> present, Scope where, Set<UUID> named) {
    var rankings = new ArrayList<Ranking>();
    var queries = new ArrayList<String>(List.of(inquiry.text()));
    var languages = new ArrayList<String>();
    rankings.add(new Ranking("words", 1, index.byWords(inquiry.terms(), where, candidates)));
    if (fragments) {
      rankings.add(byFragments("words that may have been misread", 1, inquiry.text(), where));
    }
    rankings.add(
        new Ranking(
            "clause number",
            CLAUSE_WEIGHT,
            index.byClause(inquiry.clauses(), inquiry.terms(), where, candidates)));
    if (inquiry.opening()) {
      rankings.add(
          new Ranking(
              "beginning of the document",
              OPENING_WEIGHT,
              index.byOpening(inquiry.terms(), where, candidates)));
    }
    Set<Space> own = spacesOf(inquiry);
    own.retainAll(present);
    for (Space space : own) {
      languages.add(language(space));
      rankings.add(byMeaning("meaning", 1, inquiry.text(), space, where));
    }
    if (!named.isEmpty()) {
      var inside = new Scope(Optional.of(named), where.phrases());
      rankings.add(
          new Ranking(
              "words, in the document that is named",
              1,
              index.byWords(inquiry.terms(), inside, candidates)));
      for (Space space : own) {
        rankings.add(
            byMeaning("meaning, in the document that is named,", 1, inquiry.text(), space, inside));
      }
    }
    for (Space space : own) {
      Optional<Gloss> related = otherwise(inquiry, space);
      if (related.isPresent()) {
        rankings.add(
            new Ranking(
                "other wordings of its terms",
                OTHER_WORDINGS_WEIGHT,
                index.byWords(terms(related.get()), where, candidates)));
      }
    }
    double weight = own.isEmpty() ? 1 : OTHER_LANGUAGE_WEIGHT;
    for (Space space : present) {
      if (own.contains(space)) {
        continue;
      }
      Optional<Gloss> gloss = gloss(inquiry, space);
      if (gloss.isPresent()) {
        queries.add(gloss.get().text());
        if (fragments) {
          rankings.add(
              byFragments(
                  "words put into " + language(space) + " that may have been misread",
                  weight,
                  gloss.get().text(),
                  where));
        }
        rankings.add(
            new Ranking(
                "words put into " + language(space),
                weight,
                index.byWords(terms(gloss.get()), where, candidates)));
      }
      if (gloss.isPresent() || own.isEmpty()) {
        languages.add(language(space));
        String text = gloss.map(Gloss::text).orElse(inquiry.text());
        rankings.add(byMeaning("meaning put into", weight * PUT_ACROSS_WEIGHT, text, space, where));
      }
    }
    return new Asked(rankings, queries, languages);
  }

  private Ranking byFragments(String what, double weight, String text, Scope where) {
    return new Ranking(
        what,
        weight * FRAGMENTS_WEIGHT,
        index.byFragments(Fragments.ofQuestion(text), where, candidates));
  }

  private Ranking byMeaning(String what, double weight, String text, Space space, Scope where) {
    return new Ranking(
        what + " " + language(space),
        weight,
        index.byVector(space, vectors.of(text, space), where, candidates));
  }

  /// Both where the language is unsure.
  private static Set<Space> spacesOf(Inquiry inquiry) {
    return inquiry.mixed() || inquiry.language().equals("und")
        ? EnumSet.allOf(Space.class)
        : EnumSet.of(Space.of(inquiry.language()));
  }

  private static String language(Space space) {
    return switch (space) {
      case ENGLISH -> Locale.ENGLISH.toLanguageTag();
      case CHINESE -> Locale.CHINESE.toLanguageTag();
    };
  }

  private static Optional<Gloss> gloss(Inquiry inquiry, Space space) {
    return switch (space) {
      case ENGLISH -> ContractTerms.builtIn().inEnglish(inquiry.text());
      case CHINESE -> ContractTerms.builtIn().inChinese(inquiry.text());
    };
  }

  private static Optional<Gloss> otherwise(Inquiry inquiry, Space space) {
    return switch (space) {
      case ENGLISH -> ContractTerms.builtIn().otherwiseInEnglish(inquiry.text());
      case CHINESE -> ContractTerms.builtIn().otherwiseInChinese(inquiry.text());
    };
  }

  /// Every wording's terms, each once.
  private static List<Term> terms(Gloss gloss) {
    var weights = new LinkedHashMap<String, Float>();
    for (String wording : gloss.wordings()) {
      for (Term term : TextAnalysis.termsOfQuestion(wording)) {
        weights.merge(term.text(), 1f, Math::max);
      }
    }
    return weights.entrySet().stream().map(e -> new Term(e.getKey(), e.getValue())).toList();
  }
}
