package io.pincite.qa;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Settings of the language model: `pincite.llm.*`. What is chosen on the settings page comes
/// before the first three.
@ConfigMapping(prefix = "pincite.llm")
public interface LlmSettings {

  /// Address of an OpenAI-compatible server, up to and including `/v1`. Without it the built-in
  /// answerer answers, and nothing leaves the machine.
  Optional<String> baseUrl();

  /// Its key, where it wants one. Never shown, never logged.
  Optional<String> apiKey();

  /// Name of the model.
  Optional<String> model();

  /// How long an answer may take before the built-in answerer stands in.
  @WithDefault("60s")
  Duration timeout();

  /// How many characters of passages the model is given.
  @WithDefault("24000")
  int passageCharacters();

  /// Longest answer that is taken, in characters; a model that writes on beyond it is cut off, and
  /// the built-in answerer stands in. An answer that quoted all its passages would be shorter.
  @WithDefault("32000")
  int maxAnswerCharacters();
}
