package io.pincite.web.settings;

import io.pincite.qa.LanguageModelSettings;
import io.pincite.web.problems.WebException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Which language model writes answers, if any. The key goes in and never comes out.
@Path("/api/v1/settings/model")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Settings")
class ModelResource {
  private final LanguageModelSettings settings;

  ModelResource(LanguageModelSettings settings) {
    this.settings = settings;
  }

  /// @param apiKey absent: the one kept for this URL stays
  record EndpointJson(Optional<String> baseUrl, Optional<String> apiKey, Optional<String> model) {}

  record ModelJson(
      boolean configured,
      Optional<String> baseUrl,
      Optional<Boolean> hasKey,
      Optional<String> model) {}

  record TrialJson(boolean worked, long millis, String detail) {}

  @GET
  @Operation(summary = "The language model in use, without its key")
  public ModelJson get() {
    return settings
        .current()
        .map(
            shown ->
                new ModelJson(
                    true,
                    Optional.of(shown.baseUrl()),
                    Optional.of(shown.hasKey()),
                    Optional.of(shown.model())))
        .orElseGet(
            () -> new ModelJson(false, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @PUT
  @Operation(
      summary = "Choose the language model",
      description =
          "Any server that speaks OpenAI's chat protocol; baseUrl goes up to and including /v1.")
  public ModelJson change(@Nullable EndpointJson body) {
    settings.change(Optional.of(endpoint(body)));
    return get();
  }

  @DELETE
  @Operation(
      summary = "Answer without a language model",
      description = "The built-in answerer quotes; nothing leaves the machine.")
  public void remove() {
    settings.change(Optional.empty());
  }

  @POST
  @Path("test")
  @Operation(
      summary = "Ask a language model one small thing",
      description = "Nothing is kept; says how long it took, or why it did not work.")
  public TrialJson test(@Nullable EndpointJson body) {
    LanguageModelSettings.Trial trial = settings.test(endpoint(body));
    return new TrialJson(trial.worked(), trial.millis(), trial.detail());
  }

  private static LanguageModelSettings.Endpoint endpoint(@Nullable EndpointJson body) {
    String url = required("baseUrl", body == null ? Optional.empty() : body.baseUrl());
    String model = required("model", body == null ? Optional.empty() : body.model());
    boolean isHttp;
    try {
      URI uri = URI.create(url);
      isHttp =
          uri.getHost() != null
              && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      isHttp = false;
    }
    if (!isHttp) {
      throw WebException.invalidParameter(
          "baseUrl", url, "a URL such as http://localhost:11434/v1");
    }
    return new LanguageModelSettings.Endpoint(
        url, body == null ? Optional.empty() : body.apiKey().filter(key -> !key.isBlank()), model);
  }

  private static String required(String name, Optional<String> value) {
    return value
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> WebException.missing(name, "the body"));
  }
}
