package io.pincite.web.answers;

import io.pincite.qa.Answer;
import io.pincite.web.documents.Places;
import io.pincite.web.search.HitJson;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What came of a question.
///
/// @param text for people; `[1]` in it is the citation with marker 1
/// @param fallback why the built-in answerer stood in for a configured model
public record AnswerJson(
    UUID id,
    Kind kind,
    String text,
    String language,
    Answer.Origin.Answerer answerer,
    Optional<String> model,
    Optional<String> fallback,
    List<CitationJson> citations,
    SearchedJson searched,
    List<HitJson> nearest,
    long generation,
    long millis) {

  @Schema(name = "AnswerKind")
  enum Kind {
    GROUNDED,
    UNSUPPORTED
  }

  /// Where was looked, in which words, with the vectors of which languages.
  record SearchedJson(int documents, int chunks, List<String> queries, List<String> languages) {
    static SearchedJson of(Answer.Searched searched) {
      return new SearchedJson(
          searched.documents(), searched.chunks(), searched.queries(), searched.languages());
    }
  }

  public static AnswerJson of(Answer answer, Places.Drawing drawing) {
    return switch (answer) {
      case Answer.Grounded grounded ->
          form(
              grounded,
              Kind.GROUNDED,
              grounded.citations().stream().map(c -> CitationJson.of(c, drawing)).toList(),
              List.of());
      case Answer.Unsupported unsupported ->
          form(
              unsupported,
              Kind.UNSUPPORTED,
              List.of(),
              unsupported.nearest().stream().map(hit -> HitJson.of(hit, drawing)).toList());
    };
  }

  private static AnswerJson form(
      Answer answer, Kind kind, List<CitationJson> citations, List<HitJson> nearest) {
    return new AnswerJson(
        answer.id(),
        kind,
        answer.text(),
        answer.language(),
        answer.origin().answerer(),
        answer.origin().model(),
        answer.origin().fallback(),
        citations,
        SearchedJson.of(answer.searched()),
        nearest,
        answer.searched().generation(),
        answer.millis());
  }
}
