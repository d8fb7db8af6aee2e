package io.pincite.qa.internal.extractive;

import io.pincite.retrieval.Hit;
import java.util.Optional;

/// A sentence that answers, yet to be verified.
///
/// @param quote of the passage's text
/// @param solidBefore how many characters that are not white space stand before it in the passage
/// @param shortAnswer the part of the quote that is the answer, where it is a value
/// @param clause the name of the clause it stands in
/// @param yesOrNo where the question asks whether, and the quote surely says
/// @param probability that it answers, as the evidence model has it
public record Evidence(
    Hit hit,
    String quote,
    int solidBefore,
    Optional<String> shortAnswer,
    Optional<String> clause,
    Optional<YesOrNo> yesOrNo,
    double probability) {}
