package io.pincite.ocr.internal.vllm;

import java.util.Optional;

/// What kind of server it is: which fields it takes, where the picture stands, whether it passes
/// the model's tags on. Tags are special tokens to the model, those of tables included; servers
/// leave special tokens out by default.
public sealed interface Dialect {

  /// As the server says it.
  String version();

  /// The picture is a part of the message before the text; vLLM puts its placeholder and a line end
  /// before the text by itself. `skip_special_tokens` and `vllm_xargs` are fields of the request.
  record Vllm(String version) implements Dialect {}

  /// The picture is a part of the message. Fields about special tokens are overwritten by the chat
  /// template's own, so only the server's start decides.
  record LlamaCpp(String version) implements Dialect {}

  /// Asked in its own protocol: its OpenAI endpoint makes two messages of a picture and a text.
  record Ollama(String version) implements Dialect {}

  /// Another server of OpenAI's protocol: only that protocol's fields are sent.
  record Unknown() implements Dialect {
    @Override
    public String version() {
      return "";
    }
  }

  /// Whether the model's tags arrive.
  enum Tags {
    KEPT,
    /// Only if the server was started so, which cannot be seen from outside.
    DEPENDS_ON_START,
    UNKNOWN
  }

  default Tags tags() {
    return switch (this) {
      case Vllm _, Ollama _ -> Tags.KEPT;
      case LlamaCpp _ -> Tags.DEPENDS_ON_START;
      case Unknown _ -> Tags.UNKNOWN;
    };
  }

  /// Whether repetitions can be kept down while the model writes.
  default boolean takesNoRepeat() {
    return this instanceof Vllm;
  }

  /// What a person should know before trusting what comes from it.
  default Optional<String> remark() {
    return switch (this) {
      case Vllm _ -> Optional.empty();
      case LlamaCpp _ ->
          Optional.of(
              "llama.cpp passes the boxes and table tags of the model on only if it was started with --special, and does not keep repetitions down.");
      case Ollama _ -> Optional.of("Ollama does not keep repetitions down.");
      case Unknown _ ->
          Optional.of(
              "The server is none of vLLM, llama.cpp and Ollama: whether it passes boxes and table tags on is not known, and it does not keep repetitions down.");
    };
  }

  default String completionsPath() {
    return this instanceof Ollama ? "/api/chat" : "/v1/chat/completions";
  }

  default String healthPath() {
    return switch (this) {
      case Vllm _, LlamaCpp _ -> "/health";
      case Ollama _ -> "/api/version";
      case Unknown _ -> "/v1/models";
    };
  }
}
