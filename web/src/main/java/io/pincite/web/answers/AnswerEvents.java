package io.pincite.web.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.qa.AnswerEvent;
import io.pincite.web.documents.Places;
import io.pincite.web.documents.SpanJson;
import io.pincite.web.events.EventStream;
import io.pincite.web.problems.ProblemJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/// Names and payloads of the events of an answer; the same live and in a replay.
@ApplicationScoped
class AnswerEvents {
  private final ObjectMapper json;

  AnswerEvents(ObjectMapper json) {
    this.json = json;
  }

  record AcceptedJson(UUID id) {}

  record RetrievalJson(int documents, int chunks) {}

  record DeltaJson(String text) {}

  record VerifiedJson(int marker, io.pincite.qa.Citation.State state, List<SpanJson> spans) {}

  /// @param number of the event within its answer, from 1: its id
  void send(EventStream stream, int number, AnswerEvent event, Places.Drawing drawing) {
    String id = Integer.toString(number);
    switch (event) {
      case AnswerEvent.Accepted(UUID answer) ->
          stream.send(id, "accepted", text(new AcceptedJson(answer)));
      case AnswerEvent.Retrieved(int documents, int chunks) ->
          stream.send(id, "retrieval", text(new RetrievalJson(documents, chunks)));
      case AnswerEvent.Cited cited ->
          stream.send(id, "citation", text(CitationJson.of(cited.citation(), drawing)));
      case AnswerEvent.Delta(String delta) -> stream.send(id, "delta", text(new DeltaJson(delta)));
      case AnswerEvent.Verified verified -> {
        CitationJson citation = CitationJson.of(verified.citation(), drawing);
        stream.send(
            id,
            "verified",
            text(new VerifiedJson(citation.marker(), citation.state(), citation.spans())));
      }
      case AnswerEvent.Done done ->
          stream.send(id, "done", text(AnswerJson.of(done.answer(), drawing)));
      case AnswerEvent.Failed(String code, String detail) ->
          stream.send(id, "error", text(ProblemJson.of(code, detail)));
    }
  }

  private String text(Object form) {
    try {
      return json.writeValueAsString(form);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
