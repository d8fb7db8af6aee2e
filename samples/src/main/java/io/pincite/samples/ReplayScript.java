package io.pincite.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a [ReplayServer] does with its next requests, one step each. Written as lines:
///
/// ```
/// # a comment
/// status 429 retry-after 1
/// status 503
/// whitelist              400, if the request names tokens that may repeat; else it answers
/// reset                  drops the connection before any answer
/// reset after 5          … after five pieces
/// stall after 3          says three pieces and nothing more, without end
/// slow 50ms              answers, with a pause after every piece
/// truncate after 40      answers, but runs out of room
/// loop                   says the same again and again, until the client hangs up
/// garbage                sends what is no JSON
/// long line              sends a line without end
/// output NAME            says the recorded output of that name
/// answer                 answers
/// ```
public record ReplayScript(List<Step> steps) {
  public ReplayScript {
    steps = List.copyOf(steps);
  }

  /// What is done with a request.
  public sealed interface Step {

    record Status(int status, Optional<String> retryAfter) implements Step {}

    record RefusesWhitelist() implements Step {}

    /// @param pieces that are said before
    record Resets(int pieces) implements Step {}

    /// @param pieces that are said before
    record Stalls(int pieces) implements Step {}

    record Slow(Duration between) implements Step {}

    record Truncates(int pieces) implements Step {}

    record Loops() implements Step {}

    record Garbage() implements Step {}

    record LongLine() implements Step {}

    record Says(String text) implements Step {}

    record Answers() implements Step {}
  }

  public static ReplayScript of(Step... steps) {
    return new ReplayScript(List.of(steps));
  }

  /// The script of a name, under `deepseek/scripts/`.
  public static ReplayScript named(String name) {
    return parse(resource("/deepseek/scripts/" + name + ".txt"));
  }

  /// A recorded output of a name, under `deepseek/outputs/`.
  public static String output(String name) {
    return resource("/deepseek/outputs/" + name + ".txt").stripTrailing();
  }

  /// @throws IllegalArgumentException with the line that cannot be read
  public static ReplayScript parse(String text) {
    var steps = new ArrayList<Step>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        try {
          steps.add(step(stripped.split("\\s+")));
        } catch (IllegalArgumentException | IndexOutOfBoundsException problem) {
          throw new IllegalArgumentException(
              "line %d is no step: %s".formatted(number, stripped), problem);
        }
      }
    }
    return new ReplayScript(steps);
  }

  private static Step step(String[] words) {
    return switch (words[0]) {
      case "status" ->
          new Step.Status(
              Integer.parseInt(words[1]),
              words.length > 2 ? Optional.of(words[3]) : Optional.empty());
      case "whitelist" -> new Step.RefusesWhitelist();
      case "reset" -> new Step.Resets(words.length > 1 ? Integer.parseInt(words[2]) : 0);
      case "stall" -> new Step.Stalls(words.length > 1 ? Integer.parseInt(words[2]) : 0);
      case "slow" -> new Step.Slow(Duration.ofMillis(Integer.parseInt(words[1].replace("ms", ""))));
      case "truncate" -> new Step.Truncates(Integer.parseInt(words[2]));
      case "loop" -> new Step.Loops();
      case "garbage" -> new Step.Garbage();
      case "long" -> new Step.LongLine();
      case "output" -> new Step.Says(output(words[1]));
      case "answer" -> new Step.Answers();
      default -> throw new IllegalArgumentException("no step '%s'".formatted(words[0]));
    };
  }

  private static String resource(String path) {
    try (var in = ReplayScript.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException(path + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
