package io.pincite.qa.internal.extractive;

/// A value of a kind, as a sentence gives it.
///
/// @param start offset in UTF-16 units of the sentence, inclusive
/// @param end likewise, exclusive
record TypedValue(AnswerType type, int start, int end, String text) {}
