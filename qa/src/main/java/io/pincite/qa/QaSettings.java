package io.pincite.qa;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Settings of answering: `pincite.qa.*`.
@ConfigMapping(prefix = "pincite.qa")
public interface QaSettings {

  /// The longest question, in characters; longer ones are refused.
  @WithDefault("2000")
  int maxQuestionCharacters();

  /// How many passages are given to an answerer.
  @WithDefault("30")
  int passages();

  /// How many of the nearest passages an answer names that found no support.
  @WithDefault("3")
  int nearest();

  /// How long the built-in answerer may take to embed sentences whose vectors are not known yet, in
  /// milliseconds.
  @WithDefault("60")
  long sentenceVectorMillis();

  /// How many earlier questions of a conversation a new one knows.
  @WithDefault("3")
  int conversationTurns();

  /// Whether the contract questions are answered for each document when it arrives.
  @WithDefault("true")
  boolean briefs();
}
