package io.pincite.qa.internal.extractive;

import java.util.Optional;
import java.util.Set;

/// What a question asks for.
///
/// @param language `en` or `zh`: the one to answer in
/// @param terms its content words
/// @param residue those of its content words that its topic does not account for
record QuestionAnalysis(
    String text,
    String language,
    Optional<Topic> topic,
    AnswerType type,
    Set<String> terms,
    Set<String> residue) {
  QuestionAnalysis {
    terms = java.util.Collections.unmodifiableSet(terms);
    residue = java.util.Collections.unmodifiableSet(residue);
  }
}
