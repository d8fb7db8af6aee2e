package io.pincite.qa.internal.model;

import com.fasterxml.jackson.core.JacksonException;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.pincite.qa.LanguageModelSettings.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// Talks to an OpenAI-compatible server. Stateless, safe for use by many threads.
final class ModelServer {
  private static final String UNKNOWN_HOST =
      "No machine of that name is known. Correct the server URL in Settings, or check this machine's network.";
  private static final String TOO_SLOW =
      "The server took too long to answer. Check that it runs and is not overloaded, or raise pincite.llm.timeout.";
  private static final String OTHER_PROTOCOL =
      "What answers there does not speak OpenAI's protocol. Correct the server URL in Settings: it usually ends in /v1.";

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

    /// More came than is taken.
    record TooMuch() implements Arrival {}

    record Failure(Throwable cause) implements Arrival {}
  }

  /// Passes the answer on, piece by piece, on the calling thread.
  ///
  /// @param mostCharacters that are taken; a server may stream without end
  static void ask(
      Endpoint endpoint,
      String instructions,
      String question,
      Duration timeout,
      int mostCharacters,
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
              // Unread; but without it a model that thinks without end could not be cut off.
              .returnThinking(true)
              .build();
      model.chat(
          ChatRequest.builder()
              .messages(SystemMessage.from(instructions), UserMessage.from(question))
              .build(),
          new StreamingChatResponseHandler() {
            private long characters;

            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
              handle.complete(context.streamingHandle());
              characters += piece.text().length();
              if (characters <= mostCharacters) {
                arrivals.add(new Arrival.Piece(piece.text()));
              } else {
                context.streamingHandle().cancel();
                arrivals.add(new Arrival.TooMuch());
              }
            }

            @Override
            public void onPartialThinking(PartialThinking piece, PartialThinkingContext context) {
              handle.complete(context.streamingHandle());
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
                  "[%s] The model did not finish within %d seconds. Check that it runs and is not overloaded, or raise pincite.llm.timeout."
                      .formatted(endpoint.baseUrl(), timeout.toSeconds()));
          case Arrival.Piece(String text) -> listener.accept(text);
          case Arrival.End() -> {
            return;
          }
          case Arrival.TooMuch() ->
              throw new Failed(
                  "[%s] The model wrote more than %d characters and was cut off. Choose a model that is made for chat, or raise pincite.llm.max-answer-characters."
                      .formatted(endpoint.baseUrl(), mostCharacters));
          case Arrival.Failure(Throwable cause) -> throw new Failed(reason(cause, endpoint));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed("[%s] The answer was interrupted. Ask again.".formatted(endpoint.baseUrl()));
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

  /// Place, fact and way out of a failure, the most telling of its causes first.
  private static String reason(Throwable failure, Endpoint endpoint) {
    var causes = new ArrayList<Throwable>();
    for (Throwable cause = failure;
        cause != null && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return "[%s] %s"
        .formatted(
            endpoint.baseUrl(),
            causes.stream()
                .flatMap(cause -> known(cause, endpoint).stream())
                .findFirst()
                .orElseGet(() -> unknown(causes, endpoint)));
  }

  private static Optional<String> known(Throwable cause, Endpoint endpoint) {
    return Optional.ofNullable(
        switch (cause) {
          case HttpException answered -> refused(answered, endpoint);
          // Where a name is unknown, the client says "cannot connect" around it.
          case ConnectException connect
              when connect.getCause() instanceof UnresolvedAddressException
                  || connect.getCause() instanceof ConnectException inner
                      && inner.getCause() instanceof UnresolvedAddressException ->
              UNKNOWN_HOST;
          case UnknownHostException _ -> UNKNOWN_HOST;
          case UnresolvedAddressException _ -> UNKNOWN_HOST;
          case HttpConnectTimeoutException _ -> TOO_SLOW;
          case HttpTimeoutException _ -> TOO_SLOW;
          case SocketTimeoutException _ -> TOO_SLOW;
          case ConnectException _ ->
              "Nothing answers there. Start the model server, or correct the server URL in Settings.";
          case SSLException tls ->
              "No trusted connection could be made (%s). Check the server's certificate, or write http:// where it speaks plain HTTP."
                  .formatted(bare(tls, endpoint));
          case ProtocolException _ -> OTHER_PROTOCOL;
          case JacksonException _ -> OTHER_PROTOCOL;
          case IOException _ ->
              "The server broke off its answer. Look into its log, and try again.";
          default -> null;
        });
  }

  private static String refused(HttpException answered, Endpoint endpoint) {
    int status = answered.statusCode();
    String words =
        switch (status) {
          case 401, 403 ->
              "The server did not accept the API key (status %d). Correct the key in Settings.";
          case 404 ->
              "The server knows no model '"
                  + endpoint.model().replace("%", "%%")
                  + "', or speaks its protocol elsewhere (status %d). Correct the model's name, or the server URL: it usually ends in /v1.";
          case 429 ->
              "The server takes no more requests for now (status %d). Try again later, or raise the limit of the account the key belongs to.";
          default ->
              status >= 500
                  ? "The server failed (status %d). Look into its log, and try again."
                  : "The server refused the request (status %d). Correct the model's name and the server URL in Settings.";
        };
    String said = bare(answered, endpoint);
    return words.formatted(status) + (said.isEmpty() ? "" : " It said: " + said);
  }

  private static String unknown(List<Throwable> causes, Endpoint endpoint) {
    return causes.reversed().stream()
        .map(cause -> bare(cause, endpoint))
        .filter(said -> !said.isEmpty())
        .findFirst()
        .map(said -> "The model gave no answer: %s. Check the server and its URL.".formatted(said))
        .orElse("The model gave no answer. Check the server and its URL.");
  }

  /// What was said, on one line, short, and without the key.
  private static String bare(Throwable cause, Endpoint endpoint) {
    String message = cause.getMessage() == null ? "" : cause.getMessage();
    String line = message.replaceAll("\\s+", " ").strip();
    if (endpoint.apiKey().isPresent()) {
      line = line.replace(endpoint.apiKey().get(), "***");
    }
    return line.length() <= 200 ? line : line.substring(0, 199) + "…";
  }
}
