package io.pincite.qa.internal.model;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.pincite.qa.LanguageModelSettings.Endpoint;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Talks to an OpenAI-compatible server. Stateless, safe for use by many threads.
final class ModelServer {
  private ModelServer() {}

  /// Why a model gave no answer; the message is for people and never holds the key.
  static final class Failed extends Exception {
    Failed(String message) {
      super(message);
    }
  }

  private sealed interface Arrival {
    record Piece(String text) implements Arrival {}

    record End() implements Arrival {}

    record Failure(Throwable cause) implements Arrival {}
  }

  /// Passes the answer on, piece by piece, on the calling thread.
  static void ask(
      Endpoint endpoint,
      String instructions,
      String question,
      Duration timeout,
      Consumer<String> listener)
      throws Failed {
    BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    var handle = new CompletableFuture<StreamingHandle>();
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      OpenAiStreamingChatModel model =
          OpenAiStreamingChatModel.builder()
              .baseUrl(endpoint.baseUrl())
              .apiKey(endpoint.apiKey().orElse("none"))
              .modelName(endpoint.model())
              .temperature(0.0)
              .timeout(timeout)
              .build();
      model.chat(
          ChatRequest.builder()
              .messages(SystemMessage.from(instructions), UserMessage.from(question))
              .build(),
          new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
              handle.complete(context.streamingHandle());
              arrivals.add(new Arrival.Piece(piece.text()));
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
              arrivals.add(new Arrival.End());
            }

            @Override
            public void onError(Throwable error) {
              arrivals.add(new Arrival.Failure(error));
            }
          });
      while (true) {
        Arrival next = arrivals.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        switch (next) {
          case null ->
              throw new Failed(
                  "the model did not finish within %d seconds (pincite.llm.timeout)"
                      .formatted(timeout.toSeconds()));
          case Arrival.Piece(String text) -> listener.accept(text);
          case Arrival.End() -> {
            return;
          }
          case Arrival.Failure(Throwable cause) -> throw new Failed(reason(cause, endpoint));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed("the answer was interrupted");
    } catch (RuntimeException e) {
      if (e instanceof dev.langchain4j.exception.LangChain4jException
          || e instanceof IllegalArgumentException) {
        throw new Failed(reason(e, endpoint));
      }
      throw e;
    } finally {
      handle.thenAccept(StreamingHandle::cancel);
    }
  }

  private static String reason(Throwable cause, Endpoint endpoint) {
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    String bare = message.replaceAll("\\s+", " ").strip();
    if (endpoint.apiKey().isPresent()) {
      bare = bare.replace(endpoint.apiKey().get(), "***");
    }
    String shortened = bare.length() <= 200 ? bare : bare.substring(0, 199) + "…";
    return "the model at %s failed: %s".formatted(endpoint.baseUrl(), shortened);
  }
}
