package io.pincite.qa.internal.model;

import io.pincite.ingest.Caller;
import io.pincite.qa.LanguageModelSettings;
import io.pincite.qa.LlmSettings;
import io.pincite.qa.internal.store.SettingStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// The choice of language model: what the settings page says, else the configuration; and its
/// asking.
@ApplicationScoped
public class LanguageModels implements LanguageModelSettings {
  private static final String SETTING = "language-model";
  private static final Duration TRIAL = Duration.ofSeconds(20);

  private final SettingStore settings;
  private final LlmSettings configuration;

  @Inject
  LanguageModels(SettingStore settings, LlmSettings configuration) {
    this.settings = settings;
    this.configuration = configuration;
  }

  /// What came of asking a model.
  ///
  /// @param silent whether it said that the passages do not answer
  /// @param failure why it gave no answer
  public record Outcome(boolean silent, Optional<String> failure) {}

  /// The model in use.
  public Optional<Endpoint> endpoint() {
    Optional<Map<String, String>> chosen = settings.find(Caller.DEFAULT_TENANT, SETTING);
    if (chosen.isEmpty()) {
      return configured();
    }
    Map<String, String> values = chosen.get();
    String url = values.getOrDefault("baseUrl", "");
    String model = values.getOrDefault("model", "");
    // An empty choice says: none, whatever is configured.
    return url.isEmpty()
        ? Optional.empty()
        : Optional.of(new Endpoint(url, Optional.ofNullable(values.get("apiKey")), model));
  }

  private Optional<Endpoint> configured() {
    return configuration
        .baseUrl()
        .filter(url -> !url.isBlank())
        .map(
            url ->
                new Endpoint(
                    bare(url),
                    configuration.apiKey().filter(key -> !key.isBlank()),
                    configuration.model().filter(name -> !name.isBlank()).orElse("default")));
  }

  /// Asks for an answer and reads it to the listener as it arrives.
  public Outcome ask(Endpoint endpoint, AnswerPrompt prompt, AnswerReader.Listener listener) {
    var reader = new AnswerReader(listener);
    try {
      ModelServer.ask(
          endpoint,
          prompt.instructions(),
          prompt.question(),
          configuration.timeout(),
          configuration.maxAnswerCharacters(),
          reader::feed);
    } catch (ModelServer.Failed failed) {
      return new Outcome(false, Optional.of(String.valueOf(failed.getMessage())));
    }
    return new Outcome(reader.end(), Optional.empty());
  }

  /// A line that no document can hold, since it is made after it was written.
  public static String fence() {
    return "=====" + UUID.randomUUID().toString().replace("-", "");
  }

  public int passageCharacters() {
    return configuration.passageCharacters();
  }

  @Override
  public Optional<Shown> current() {
    return endpoint()
        .map(
            endpoint ->
                new Shown(endpoint.baseUrl(), endpoint.apiKey().isPresent(), endpoint.model()));
  }

  @Override
  public void change(Optional<Endpoint> endpoint) {
    Map<String, String> values =
        endpoint
            .map(this::withStoredKey)
            .map(
                chosen ->
                    chosen.apiKey().isPresent()
                        ? Map.of(
                            "baseUrl", chosen.baseUrl(),
                            "model", chosen.model(),
                            "apiKey", chosen.apiKey().get())
                        : Map.of("baseUrl", chosen.baseUrl(), "model", chosen.model()))
            .orElse(Map.of());
    settings.keep(Caller.LOCAL, SETTING, values);
  }

  @Override
  public Trial test(Endpoint endpoint) {
    long began = System.nanoTime();
    var said = new StringBuilder();
    Consumer<String> listener = said::append;
    try {
      ModelServer.ask(
          withStoredKey(endpoint),
          "You are being tested. Answer with one word.",
          "Say: ready",
          TRIAL,
          configuration.maxAnswerCharacters(),
          listener);
    } catch (ModelServer.Failed failed) {
      return new Trial(false, millisSince(began), String.valueOf(failed.getMessage()));
    }
    String answer = said.toString().strip();
    return answer.isEmpty()
        ? new Trial(
            false,
            millisSince(began),
            "[%s] The model '%s' answered nothing. Choose a model that is made for chat."
                .formatted(bare(endpoint.baseUrl()), endpoint.model().strip()))
        : new Trial(
            true,
            millisSince(began),
            answer.length() <= 80 ? answer : answer.substring(0, 79) + "…");
  }

  /// A key goes only to the server it was given for.
  private Endpoint withStoredKey(Endpoint endpoint) {
    String url = bare(endpoint.baseUrl());
    Optional<String> key =
        endpoint
            .apiKey()
            .filter(given -> !given.isBlank())
            .or(
                () ->
                    endpoint()
                        .filter(known -> known.baseUrl().equals(url))
                        .flatMap(Endpoint::apiKey));
    return new Endpoint(url, key, endpoint.model().strip());
  }

  private static String bare(String url) {
    String bare = url.strip();
    while (bare.endsWith("/")) {
      bare = bare.substring(0, bare.length() - 1);
    }
    return bare;
  }

  private static long millisSince(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }
}
