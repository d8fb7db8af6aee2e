package io.pincite.web.answers;

import io.pincite.ingest.Caller;
import io.pincite.qa.AnswerEvent;
import io.pincite.qa.AnswerRecord;
import io.pincite.qa.Answers;
import io.pincite.qa.Question;
import io.pincite.qa.Questions;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.documents.Places;
import io.pincite.web.documents.Scope;
import io.pincite.web.events.EventStream;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.WebException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Questions and their answers.
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Answers")
class AnswersResource {
  private static final int LONGEST_NOTE = 10_000;

  private final Questions questions;
  private final Answers answers;
  private final LiveAnswers live;
  private final AnswerEvents events;
  private final Places places;
  private final Scope scope;
  private final CurrentCaller caller;
  private final Vertx vertx;

  AnswersResource(
      Questions questions,
      Answers answers,
      LiveAnswers live,
      AnswerEvents events,
      Places places,
      Scope scope,
      CurrentCaller caller,
      Vertx vertx) {
    this.questions = questions;
    this.answers = answers;
    this.live = live;
    this.events = events;
    this.places = places;
    this.scope = scope;
    this.caller = caller;
    this.vertx = vertx;
  }

  record QuestionJson(
      Optional<String> question,
      Optional<List<String>> documents,
      Optional<String> collection,
      Optional<String> conversation,
      Optional<String> model) {}

  record FeedbackBodyJson(
      Optional<String> verdict, Optional<String> note, Optional<String> citation) {}

  @POST
  @Path("answers")
  @Operation(
      summary = "Ask a question",
      description =
          "Waits for the answer, or streams it where text/event-stream is accepted. Every quote is checked against "
              + "the pages; an answer that keeps none is UNSUPPORTED. model 'extractive' asks the built-in answerer "
              + "even where a language model is configured.")
  public AnswerJson ask(@Nullable QuestionJson body) {
    Caller who = caller.get();
    return AnswerJson.of(questions.ask(question(who, body)), places.drawing(who));
  }

  @POST
  @Path("answers")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(hidden = true)
  public Multi<OutboundSseEvent> stream(@Nullable QuestionJson body, @Context Sse sse) {
    var stream = new EventStream(sse, vertx);
    live.start(question(caller.get(), body), stream);
    return stream.events();
  }

  @GET
  @Path("answers/{id}")
  @Operation(summary = "An answer on record, with its question")
  public AnswerRecordJson get(String id) {
    Caller who = caller.get();
    return AnswerRecordJson.of(find(who, id), places.drawing(who));
  }

  @GET
  @Path("answers/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(
      summary = "The events of an answer once more",
      description = "From the one after Last-Event-ID, or from the first.")
  public Multi<OutboundSseEvent> replay(
      String id, @HeaderParam("Last-Event-ID") @Nullable String lastEventId, @Context Sse sse) {
    Caller who = caller.get();
    int from = Parameters.number("Last-Event-ID", lastEventId, 0, Integer.MAX_VALUE).orElse(0);
    List<AnswerEvent> happened = answers.events(who, find(who, id).answer().id());
    var stream = new EventStream(sse, vertx);
    Places.Drawing drawing = places.drawing(who);
    for (int number = from + 1; number <= happened.size(); number++) {
      events.send(stream, number, happened.get(number - 1), drawing);
    }
    stream.end();
    return stream.events();
  }

  @PUT
  @Path("answers/{id}/feedback")
  @Operation(
      summary = "Say whether an answer is right",
      description = "verdict: RIGHT, PARTLY or WRONG; the last word counts.")
  public void feedback(String id, @Nullable FeedbackBodyJson body) {
    if (body == null) {
      throw WebException.missing("verdict", "the body");
    }
    AnswerRecord.Feedback.Verdict verdict =
        Parameters.choice(
                "verdict", body.verdict().orElse(null), AnswerRecord.Feedback.Verdict.class)
            .orElseThrow(() -> WebException.missing("verdict", "the body"));
    Caller who = caller.get();
    answers.feedback(
        who,
        find(who, id).answer().id(),
        new AnswerRecord.Feedback(
            verdict,
            body.note().map(note -> Parameters.limited("note", note, LONGEST_NOTE)),
            body.citation().flatMap(text -> Parameters.id("citation", text, true))));
  }

  @GET
  @Path("citations/{id}")
  @Operation(
      summary = "A citation, for good",
      description = "Its quote stays when its document goes; its boxes go with the document.")
  public CitationJson citation(String id) {
    Caller who = caller.get();
    return answers
        .citation(who, Parameters.id("citation", id))
        .map(citation -> CitationJson.of(citation, places.drawing(who)))
        .orElseThrow(() -> WebException.notFound("citation", id));
  }

  private Question question(Caller who, @Nullable QuestionJson body) {
    if (body == null || body.question().isEmpty()) {
      throw WebException.missing("question", "the body");
    }
    return new Question(
        who,
        body.question().get(),
        scope.documents(who, body.documents()),
        scope.collection(who, body.collection()),
        body.conversation().flatMap(id -> Parameters.id("conversation", id, true)),
        body.model().filter(model -> !model.isBlank()));
  }

  private AnswerRecord find(Caller who, String id) {
    return answers
        .find(who, Parameters.id("answer", id))
        .orElseThrow(() -> WebException.notFound("answer", id));
  }
}
