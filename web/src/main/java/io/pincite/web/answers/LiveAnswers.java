package io.pincite.web.answers;

import io.pincite.ingest.Ids;
import io.pincite.qa.Answer;
import io.pincite.qa.AnswerEvent;
import io.pincite.qa.Question;
import io.pincite.qa.Questions;
import io.pincite.web.documents.Places;
import io.pincite.web.events.EventStream;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/// Answers that are being streamed. Each runs on a thread of its own, apart from the one that
/// sends: a client that hangs up ends its answer at the next event, one that reads slowly holds up
/// nobody.
@ApplicationScoped
class LiveAnswers {
  private static final Logger LOG = Logger.getLogger(LiveAnswers.class);

  private final Questions questions;
  private final AnswerEvents events;
  private final Places places;
  // Platform threads: the embedding models run in native code, which would pin a virtual thread.
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("answer-", 0).factory());

  LiveAnswers(Questions questions, AnswerEvents events, Places places) {
    this.questions = questions;
    this.events = events;
    this.places = places;
  }

  /// Ends an answer nobody listens to any more.
  private static final class ClientGone extends RuntimeException {
    ClientGone() {
      super("the client hung up", null, false, false);
    }
  }

  /// Returns when the question has been accepted.
  ///
  /// @throws RuntimeException what the question itself is refused with
  void start(Question question, EventStream stream) {
    var accepted = new CompletableFuture<Void>();
    threads.execute(() -> run(question, stream, accepted));
    try {
      accepted.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw e;
    }
  }

  @ActivateRequestContext
  void run(Question question, EventStream stream, CompletableFuture<Void> accepted) {
    var live = new Live(stream, accepted, places.drawing(question.caller()));
    try {
      Answer answer = questions.ask(question, live::happened);
      live.finished(answer);
    } catch (ClientGone e) {
      LOG.debug("a client hung up before its answer was complete");
    } catch (RuntimeException | Error e) {
      if (accepted.completeExceptionally(e)) {
        return;
      }
      live.failed(e);
    } finally {
      stream.end();
    }
  }

  /// One answer's way to its client. Used by the answering thread alone.
  private final class Live {
    private final EventStream stream;
    private final CompletableFuture<Void> accepted;
    private final Places.Drawing drawing;
    private int number;
    private boolean over;

    Live(EventStream stream, CompletableFuture<Void> accepted, Places.Drawing drawing) {
      this.stream = stream;
      this.accepted = accepted;
      this.drawing = drawing;
    }

    void happened(AnswerEvent event) {
      if (stream.isGone()) {
        throw new ClientGone();
      }
      over |= event instanceof AnswerEvent.Done || event instanceof AnswerEvent.Failed;
      number++;
      events.send(stream, number, event, drawing);
      accepted.complete(null);
    }

    void finished(Answer answer) {
      if (!over) {
        happened(new AnswerEvent.Done(answer));
      }
    }

    void failed(Throwable e) {
      String reference = Ids.next().toString();
      LOG.errorf(e, "reference=%s", reference);
      if (!over) {
        number++;
        events.send(
            stream,
            number,
            new AnswerEvent.Failed(
                "internal-error",
                "Something went wrong on our side. The log has it under the reference %s."
                    .formatted(reference)),
            drawing);
      }
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
