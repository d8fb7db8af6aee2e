package io.pincite.qa.internal.model;

import io.pincite.retrieval.Hit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a language model is sent: instructions of ours, and documents as quoted data between fences
/// that no document can know beforehand.
///
/// @param passages those that were given to the model; `P1` is the first
public record AnswerPrompt(String instructions, String question, List<Hit> passages) {
  private static final String INSTRUCTIONS = resource("answer.txt");
  private static final String QUESTION = resource("question.txt");

  public AnswerPrompt {
    passages = List.copyOf(passages);
  }

  /// An earlier question of the conversation and its answer.
  public record Turn(String question, String answer) {}

  /// @param fence random for each request
  /// @param language `en` or `zh`
  /// @param brief what is known of the document from its brief; empty where that is not asked
  /// @param mostCharacters of passages
  public static AnswerPrompt of(
      String question,
      String language,
      List<Hit> hits,
      List<Turn> turns,
      String brief,
      String fence,
      int mostCharacters) {
    var given = new ArrayList<Hit>();
    var passages = new StringBuilder();
    for (Hit hit : hits) {
      String passage = passage(hit, given.size() + 1, fence);
      if (!given.isEmpty() && passages.length() + passage.length() > mostCharacters) {
        break;
      }
      given.add(hit);
      passages.append(passage);
    }
    var earlier = new StringBuilder();
    for (Turn turn : turns) {
      earlier
          .append("Earlier question: ")
          .append(oneLine(turn.question()))
          .append("\nEarlier answer: ")
          .append(oneLine(turn.answer()))
          .append("\n");
    }
    if (!earlier.isEmpty()) {
      earlier.append("\n");
    }
    String known =
        brief.isBlank()
            ? ""
            : "What was found in the document when it arrived, as quoted material:\n"
                + fenced(brief, "brief", fence)
                + "\n";
    return new AnswerPrompt(
        INSTRUCTIONS
            .replace("{{fence}}", fence)
            .replace("{{language}}", language.equals("zh") ? "Chinese" : "English"),
        // Each placeholder stands once; what replaces it is not looked through again.
        filled(QUESTION, passages.toString(), known, earlier.toString(), oneLine(question)),
        given);
  }

  private static String passage(Hit hit, int number, String fence) {
    String name = "P" + number + " from " + oneLine(hit.documentName());
    String headings =
        String.join(" > ", hit.chunk().headings().stream().map(AnswerPrompt::oneLine).toList());
    return fenced(
        (headings.isEmpty() ? "" : "(under: " + headings + ")\n") + hit.chunk().text(),
        name,
        fence);
  }

  private static String fenced(String text, String name, String fence) {
    return fence + " begin " + name + "\n" + text.strip() + "\n" + fence + " end\n";
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static String filled(
      String template, String passages, String brief, String turns, String question) {
    var filled = new StringBuilder();
    int at = 0;
    for (String part : List.of("passages", "brief", "turns", "question")) {
      String placeholder = "{{" + part + "}}";
      int place = template.indexOf(placeholder, at);
      filled.append(template, at, place);
      filled.append(
          switch (part) {
            case "passages" -> passages;
            case "brief" -> brief;
            case "turns" -> turns;
            default -> question;
          });
      at = place + placeholder.length();
    }
    return filled.append(template.substring(at)).toString();
  }

  private static String resource(String name) {
    String path = "/io/pincite/qa/prompt/" + name;
    try (InputStream in =
        Objects.requireNonNull(AnswerPrompt.class.getResourceAsStream(path), path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
