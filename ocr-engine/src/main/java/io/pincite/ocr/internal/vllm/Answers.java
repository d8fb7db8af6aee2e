package io.pincite.ocr.internal.vllm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pincite.ocr.internal.vllm.Completion.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what servers send. Fields that are not needed are skipped, whatever they hold.
final class Answers {
  private static final JsonFactory JSON = new JsonFactory();

  private Answers() {}

  /// One event of a stream, or a whole answer.
  ///
  /// @param finish why the server ended, in its word
  /// @param error what the server says went wrong
  /// @param code the status that goes with the error, 0 where none is named
  record Event(
      String content,
      Optional<String> finish,
      Optional<Usage> usage,
      Optional<String> error,
      int code) {}

  /// What a server says of its model: the names it serves, and who it says it is.
  record Models(List<String> ids, String ownedBy) {}

  private static final class Draft {
    private final StringBuilder content = new StringBuilder();
    private String finish = "";
    private String error = "";
    private int code;
    private int promptTokens = -1;
    private int completionTokens = -1;
    private boolean hasError;

    private Event event() {
      return new Event(
          content.toString(),
          finish.isEmpty() ? Optional.empty() : Optional.of(finish),
          promptTokens >= 0 && completionTokens >= 0
              ? Optional.of(new Usage(promptTokens, completionTokens))
              : Optional.empty(),
          hasError ? Optional.of(error) : Optional.empty(),
          code);
    }
  }

  /// An event of OpenAI's protocol or of Ollama's: their fields do not collide.
  ///
  /// @throws IOException when it is not JSON of that form
  static Event event(byte[] bytes, int from, int length) throws IOException {
    try (JsonParser json = JSON.createParser(bytes, from, length)) {
      require(json.nextToken(), JsonToken.START_OBJECT);
      var draft = new Draft();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        switch (name) {
          case "choices" -> choices(json, draft);
          case "message" -> message(json, draft);
          case "usage" -> usage(json, draft);
          case "error" -> error(json, draft);
          case "detail" -> {
            draft.hasError = true;
            draft.error = text(json, value);
          }
          case "done_reason" -> draft.finish = text(json, value);
          case "prompt_eval_count" -> draft.promptTokens = number(json, value);
          case "eval_count" -> draft.completionTokens = number(json, value);
          default -> json.skipChildren();
        }
      }
      return draft.event();
    }
  }

  private static void choices(JsonParser json, Draft draft) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    for (int index = 0; json.nextToken() == JsonToken.START_OBJECT; index++) {
      if (index > 0) {
        json.skipChildren();
        continue;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        switch (name) {
          case "delta", "message" -> message(json, draft);
          case "finish_reason" -> draft.finish = text(json, value);
          default -> json.skipChildren();
        }
      }
    }
  }

  /// An older form of vLLM's errors has a text of this name at the top.
  private static void message(JsonParser json, Draft draft) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      draft.hasError = true;
      draft.error = json.getText();
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isContent = "content".equals(json.currentName());
      JsonToken value = json.nextToken();
      if (isContent) {
        draft.content.append(text(json, value));
      } else {
        json.skipChildren();
      }
    }
  }

  private static void usage(JsonParser json, Draft draft) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "prompt_tokens" -> draft.promptTokens = number(json, value);
        case "completion_tokens" -> draft.completionTokens = number(json, value);
        default -> json.skipChildren();
      }
    }
  }

  private static void error(JsonParser json, Draft draft) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    draft.hasError = true;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      draft.error = text(json, json.currentToken());
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "message" -> draft.error = text(json, value);
        case "code" -> draft.code = Math.max(0, number(json, value));
        default -> json.skipChildren();
      }
    }
  }

  /// @throws IOException when it is no list of models
  static Models models(byte[] bytes) throws IOException {
    var ids = new ArrayList<String>();
    String ownedBy = "";
    boolean hasData = false;
    try (JsonParser json = JSON.createParser(bytes)) {
      require(json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isData = "data".equals(json.currentName());
        JsonToken value = json.nextToken();
        if (!isData || value != JsonToken.START_ARRAY) {
          hasData |= isData && value == JsonToken.VALUE_NULL; // Ollama without a model
          json.skipChildren();
          continue;
        }
        hasData = true;
        while (json.nextToken() == JsonToken.START_OBJECT) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken field = json.nextToken();
            switch (name) {
              case "id" -> ids.add(text(json, field));
              case "owned_by" -> ownedBy = ownedBy.isEmpty() ? text(json, field) : ownedBy;
              default -> json.skipChildren();
            }
          }
        }
      }
    }
    if (!hasData) {
      throw new IOException("no list of models");
    }
    return new Models(ids, ownedBy);
  }

  /// A text field at the top of a JSON object; empty where it is missing, or this is no JSON.
  static Optional<String> field(byte[] bytes, String field) {
    try (JsonParser json = JSON.createParser(bytes)) {
      require(json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isIt = field.equals(json.currentName());
        JsonToken value = json.nextToken();
        if (isIt && value == JsonToken.VALUE_STRING) {
          return Optional.of(json.getText());
        }
        json.skipChildren();
      }
    } catch (IOException notJson) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static void require(JsonToken token, JsonToken wanted) throws IOException {
    if (token != wanted) {
      throw new IOException("not a JSON object");
    }
  }

  /// Empty for anything else than a text.
  private static String text(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  /// -1 for anything else than a number that fits.
  private static int number(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT) {
      return json.getIntValue();
    }
    json.skipChildren();
    return -1;
  }
}
