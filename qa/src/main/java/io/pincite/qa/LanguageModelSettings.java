package io.pincite.qa;

import java.util.Optional;

/// Which language model writes answers, if any; kept in the database over what configuration says.
public interface LanguageModelSettings {

  /// Never shows the key.
  Optional<Shown> current();

  void change(Optional<Endpoint> endpoint);

  /// Asks the model one small thing.
  ///
  /// @return how long it took, or why it did not work
  Trial test(Endpoint endpoint);

  /// @param baseUrl of an OpenAI-compatible server, up to and including `/v1`
  /// @param apiKey empty to keep the one already stored for this URL
  record Endpoint(String baseUrl, Optional<String> apiKey, String model) {}

  record Shown(String baseUrl, boolean hasKey, String model) {}

  record Trial(boolean worked, long millis, String detail) {}
}
