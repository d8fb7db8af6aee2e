package io.pincite.ocr.internal.vllm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.pincite.ocr.internal.vllm.PageQuestion.NoRepeat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/// Writes questions as each dialect wants them. The prompt reaches the model as `<image>`, a line
/// end, the prompt: nothing else, for its makers trained it on exactly that.
final class Requests {
  private static final JsonFactory JSON = new JsonFactory();

  private Requests() {}

  /// @param whitelist whether the tokens that may repeat are named
  static byte[] of(
      PageQuestion question, String model, Dialect dialect, boolean streamed, boolean whitelist) {
    String picture = Base64.getEncoder().encodeToString(question.png());
    var bytes = new ByteArrayOutputStream(picture.length() + 1_024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model", model);
      if (dialect instanceof Dialect.Ollama) {
        ollama(json, question, picture, streamed);
      } else {
        openAi(json, question, picture, streamed);
        if (dialect instanceof Dialect.Vllm) {
          vllm(json, question, whitelist);
        }
      }
      json.writeEndObject();
    } catch (IOException cannotBe) {
      throw new UncheckedIOException(cannotBe);
    }
    return bytes.toByteArray();
  }

  private static void openAi(
      JsonGenerator json, PageQuestion question, String picture, boolean streamed)
      throws IOException {
    json.writeNumberField("temperature", 0.0);
    json.writeNumberField("max_tokens", question.maxTokens());
    json.writeBooleanField("stream", streamed);
    if (streamed) {
      json.writeObjectFieldStart("stream_options");
      json.writeBooleanField("include_usage", true);
      json.writeEndObject();
    }
    json.writeArrayFieldStart("messages");
    json.writeStartObject();
    json.writeStringField("role", "user");
    json.writeArrayFieldStart("content");
    json.writeStartObject();
    json.writeStringField("type", "image_url");
    json.writeObjectFieldStart("image_url");
    json.writeFieldName("url");
    // Nothing of base64 has to be escaped, and this does not look for it.
    json.writeRawValue(new SerializedString("\"data:image/png;base64," + picture + "\""));
    json.writeEndObject();
    json.writeEndObject();
    json.writeStartObject();
    json.writeStringField("type", "text");
    json.writeStringField("text", question.prompt());
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void vllm(JsonGenerator json, PageQuestion question, boolean whitelist)
      throws IOException {
    // The tags of boxes and of table cells are special tokens.
    json.writeBooleanField("skip_special_tokens", false);
    if (question.noRepeat().isPresent()) {
      NoRepeat rule = question.noRepeat().get();
      json.writeObjectFieldStart("vllm_xargs");
      json.writeNumberField("ngram_size", rule.size());
      json.writeNumberField("window_size", rule.window());
      if (whitelist) {
        json.writeArrayFieldStart("whitelist_token_ids");
        for (int token : rule.whitelist()) {
          json.writeNumber(token);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
  }

  private static void ollama(
      JsonGenerator json, PageQuestion question, String picture, boolean streamed)
      throws IOException {
    json.writeBooleanField("stream", streamed);
    json.writeObjectFieldStart("options");
    json.writeNumberField("temperature", 0.0);
    json.writeNumberField("num_predict", question.maxTokens());
    json.writeEndObject();
    json.writeArrayFieldStart("messages");
    json.writeStartObject();
    json.writeStringField("role", "user");
    // Ollama puts the picture directly before the text.
    json.writeStringField("content", "\n" + question.prompt());
    json.writeArrayFieldStart("images");
    json.writeRawValue(new SerializedString("\"" + picture + "\""));
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }
}
