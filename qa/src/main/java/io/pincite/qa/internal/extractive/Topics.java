package io.pincite.qa.internal.extractive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// The table of topics, read from `topics.txt`. Immutable, safe for use by many threads.
final class Topics {
  private static final String RESOURCE = "/io/pincite/qa/extractive/topics.txt";
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

  private final List<Topic> topics;

  private Topics(List<Topic> topics) {
    this.topics = List.copyOf(topics);
  }

  static Topics load() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Topics.class.getResourceAsStream(RESOURCE), RESOURCE),
                StandardCharsets.UTF_8))) {
      return new Topics(parse(reader.lines().toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The topic a question is about: the one whose pattern covers most of it.
  Optional<Topic> of(String question) {
    String folded = fold(question);
    return topics.stream()
        .filter(topic -> topic.asked(folded) > 0)
        .max(Comparator.comparingInt(topic -> topic.asked(folded)));
  }

  /// The topic of a question that goes on from another: one that takes both to say, else its own,
  /// else the other's.
  Optional<Topic> of(String previous, String question) {
    String first = fold(previous);
    String both = first + " " + fold(question);
    Optional<Topic> across =
        topics.stream()
            .filter(topic -> topic.asksAcross(both, first.length()))
            .max(Comparator.comparingInt(topic -> topic.asked(both)));
    return across.or(() -> of(question)).or(() -> of(previous));
  }

  /// Small letters, half width, single spaces, straight quote marks: what patterns are written for.
  static String fold(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return SPACE.matcher(folded).replaceAll(" ").strip();
  }

  private static List<Topic> parse(List<String> lines) {
    var topics = new ArrayList<Topic>();
    Draft draft = null;
    for (String raw : lines) {
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[")) {
        if (draft != null) {
          topics.add(draft.topic());
        }
        int end = line.indexOf(']');
        draft =
            new Draft(line.substring(1, end), AnswerType.valueOf(line.substring(end + 1).strip()));
      } else {
        Objects.requireNonNull(draft, "a topic before: " + line).add(line);
      }
    }
    if (draft != null) {
      topics.add(draft.topic());
    }
    return topics;
  }

  private static final class Draft {
    private final String name;
    private final AnswerType type;
    private boolean broad;
    private boolean front;
    private boolean several;
    private final List<Pattern> sure = new ArrayList<>();
    private final List<Pattern> ask = new ArrayList<>();
    private final List<Pattern> strong = new ArrayList<>();
    private final List<Pattern> weak = new ArrayList<>();
    private final List<Pattern> not = new ArrayList<>();
    private final List<Pattern> heading = new ArrayList<>();
    private final List<String> search = new ArrayList<>();

    Draft(String name, AnswerType type) {
      this.name = name;
      this.type = type;
    }

    void add(String line) {
      int colon = line.indexOf(':');
      String key = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).strip();
      switch (key) {
        case "broad" -> broad = true;
        case "front" -> front = true;
        case "several" -> several = true;
        case "ask" -> ask.add(Pattern.compile(value));
        case "sure" -> sure.add(Pattern.compile(value));
        case "strong" -> strong.add(Pattern.compile(value));
        case "weak" -> weak.add(Pattern.compile(value));
        case "not" -> not.add(Pattern.compile(value));
        case "heading" -> heading.add(Pattern.compile(value));
        case "search" -> search.add(value);
        default -> throw new IllegalArgumentException("topics.txt: what is '" + line + "'?");
      }
    }

    Topic topic() {
      return new Topic(
          name, type, broad, front, several, sure, ask, strong, weak, not, heading, search);
    }
  }
}
