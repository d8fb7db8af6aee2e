package io.pincite.web.problems;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Parameters of a request as values, or the problem that says what they must be.
public final class Parameters {
  private Parameters() {}

  /// An id in a path: what is no id at all does not exist either.
  public static UUID id(String what, String text) {
    try {
      if (text.length() == 36) {
        return UUID.fromString(text);
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw WebException.notFound(
        what, "'" + (text.length() <= 60 ? text : text.substring(0, 60) + "…") + "'");
  }

  /// An id in a query, form or body.
  public static Optional<UUID> id(String name, @Nullable String text, boolean required) {
    if (text == null || text.isBlank()) {
      if (required) {
        throw WebException.missing(name, "the request");
      }
      return Optional.empty();
    }
    try {
      if (text.length() == 36) {
        return Optional.of(UUID.fromString(text));
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw WebException.invalidParameter(name, text, "an id");
  }

  /// Ids in a body; an absent list is empty.
  public static Set<UUID> ids(String name, Optional<List<String>> texts) {
    var ids = new HashSet<UUID>();
    for (String text : texts.orElse(List.of())) {
      ids.add(id(name, text, true).orElseThrow());
    }
    return ids;
  }

  public static Optional<Integer> number(String name, @Nullable String text, int from, int to) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= from && number <= to) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw WebException.invalidParameter(name, text, "a number from %d to %d".formatted(from, to));
  }

  /// Whether something is asked for: true or false, which it is when it is not said.
  public static boolean flag(String name, @Nullable String text) {
    if (text == null || text.isBlank() || text.strip().equals("false")) {
      return false;
    }
    if (text.strip().equals("true")) {
      return true;
    }
    throw WebException.invalidParameter(name, text, "true or false");
  }

  public static <E extends Enum<E>> Optional<E> choice(
      String name, @Nullable String text, Class<E> choices) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    for (E choice : choices.getEnumConstants()) {
      if (choice.name().equals(text.strip().toUpperCase(Locale.ROOT))) {
        return Optional.of(choice);
      }
    }
    throw WebException.invalidParameter(
        name,
        text,
        "one of "
            + Arrays.stream(choices.getEnumConstants())
                .map(Enum::name)
                .collect(Collectors.joining(", ")));
  }

  public static Optional<String> text(@Nullable String text) {
    Optional<String> given = Optional.ofNullable(text).filter(some -> !some.isBlank());
    if (given.filter(some -> !PlainText.isPlain(some)).isPresent()) {
      throw new WebException(
          422, "invalid-parameter", "A parameter holds the character U+0000, which is no text.");
    }
    return given;
  }

  /// Text that people wrote, kept within what there is room for.
  public static String limited(String name, String text, int most) {
    if (text.length() > most) {
      throw WebException.invalidParameter(name, text, "at most %d characters long".formatted(most));
    }
    return text;
  }

  /// A page number in a path: what is no number does not exist.
  public static int page(String text) {
    return numbered("page", text);
  }

  /// The number of a figure in a path, likewise.
  public static int figure(String text) {
    return numbered("figure", text);
  }

  private static int numbered(String what, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw WebException.notFound(
        what, "'" + (text.length() <= 20 ? text : text.substring(0, 20) + "…") + "'");
  }
}
