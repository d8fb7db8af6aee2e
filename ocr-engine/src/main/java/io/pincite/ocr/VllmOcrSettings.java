package io.pincite.ocr;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How [VllmOcr] works. Start from [#of] and change what is to differ.
///
/// @param servers URLs of the servers that serve the model, with or without `/v1`; no other host is
///     contacted
/// @param model its name there; empty for the first that each server lists
/// @param apiKey for servers that want one; never shown
/// @param allModes whether the servers were changed to look at a page in every mode that the
///     weights know; vLLM as it comes has one
/// @param gundamTiles most tiles that the servers cut a page into in the mode `gundam`, 2 to 9: 6
///     as vLLM comes, 9 where it was changed to what DeepSeek's own `infer` does
/// @param concurrency most pages that one server is asked about at a time
/// @param attempts how often a page is tried in all
/// @param silence longest time without a word from the server
/// @param longest time for a page
/// @param maxPixels of a page image; a larger one is refused
/// @param otherwise what becomes of a page that the model does not read to its end
public record VllmOcrSettings(
    List<String> servers,
    Optional<String> model,
    Optional<String> apiKey,
    boolean allModes,
    int gundamTiles,
    int concurrency,
    int attempts,
    Duration silence,
    Duration longest,
    long maxPixels,
    Otherwise otherwise) {

  /// What becomes of a page of which no server gave a whole reading.
  public enum Otherwise {
    /// It is not read, and says why.
    FAIL,
    /// The local engine reads it, and the page's provenance says so and why.
    LOCAL,
    /// What the model wrote before it ran out of room or repeated itself stays, with what the local
    /// engine saw besides; how it ended stands in the output. Where no server answers it is not
    /// read.
    KEEP
  }

  public VllmOcrSettings {
    servers = List.copyOf(servers);
    if (gundamTiles < 2 || gundamTiles > 9) {
      throw new IllegalArgumentException(
          "gundamTiles is 2 to 9, not " + gundamTiles + ": the model knows no more");
    }
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels is positive, not " + maxPixels);
    }
  }

  public static VllmOcrSettings of(String... servers) {
    return new VllmOcrSettings(
        List.of(servers),
        Optional.empty(),
        Optional.empty(),
        false,
        6,
        64,
        4,
        Duration.ofSeconds(60),
        Duration.ofMinutes(5),
        // As for the local engine: A2 at 300 dpi.
        36_000_000,
        Otherwise.FAIL);
  }

  public VllmOcrSettings withModel(String name) {
    return new VllmOcrSettings(
        servers,
        Optional.of(name),
        apiKey,
        allModes,
        gundamTiles,
        concurrency,
        attempts,
        silence,
        longest,
        maxPixels,
        otherwise);
  }

  public VllmOcrSettings withApiKey(String key) {
    return new VllmOcrSettings(
        servers,
        model,
        Optional.of(key),
        allModes,
        gundamTiles,
        concurrency,
        attempts,
        silence,
        longest,
        maxPixels,
        otherwise);
  }

  public VllmOcrSettings withGundamTiles(int most) {
    return new VllmOcrSettings(
        servers,
        model,
        apiKey,
        allModes,
        most,
        concurrency,
        attempts,
        silence,
        longest,
        maxPixels,
        otherwise);
  }

  public VllmOcrSettings withAttempts(int number) {
    return new VllmOcrSettings(
        servers,
        model,
        apiKey,
        allModes,
        gundamTiles,
        concurrency,
        number,
        silence,
        longest,
        maxPixels,
        otherwise);
  }

  public VllmOcrSettings withMaxPixels(long pixels) {
    return new VllmOcrSettings(
        servers,
        model,
        apiKey,
        allModes,
        gundamTiles,
        concurrency,
        attempts,
        silence,
        longest,
        pixels,
        otherwise);
  }

  public VllmOcrSettings withOtherwise(Otherwise what) {
    return new VllmOcrSettings(
        servers,
        model,
        apiKey,
        allModes,
        gundamTiles,
        concurrency,
        attempts,
        silence,
        longest,
        maxPixels,
        what);
  }

  /// Without the key.
  @Override
  public String toString() {
    return "%s at %d servers, otherwise %s"
        .formatted(model.orElse("the model"), servers.size(), otherwise);
  }
}
