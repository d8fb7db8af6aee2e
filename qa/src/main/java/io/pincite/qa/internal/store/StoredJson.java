package io.pincite.qa.internal.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.pincite.ingest.Span;
import io.pincite.ocr.Doubt;
import io.pincite.qa.Answer;
import io.pincite.qa.AnswerEvent;
import io.pincite.qa.Citation;
import io.pincite.retrieval.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The JSON in which records are kept; not the wire's, which may change.
final class StoredJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // What was recorded before there was such a list.
          .withConfigOverride(
              List.class,
              lists -> lists.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .build();

  private StoredJson() {}

  static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass(), e);
    }
  }

  static List<Hit> hits(String json) {
    return read(json, new TypeReference<>() {});
  }

  static List<Span> spans(String json) {
    return read(json, new TypeReference<>() {});
  }

  static List<Doubt.Readings> disputed(String json) {
    return read(json, new TypeReference<>() {});
  }

  static Answer.Searched searched(String json) {
    return read(json, new TypeReference<>() {});
  }

  static Citation citation(String json) {
    return read(json, new TypeReference<>() {});
  }

  static JsonNode tree(String json) {
    return read(json, new TypeReference<>() {});
  }

  /// The last one, which holds the answer, is kept as the answer's own row.
  static String events(List<AnswerEvent> events) {
    var stored = new ArrayList<Map<String, Object>>();
    for (AnswerEvent event : events) {
      switch (event) {
        case AnswerEvent.Accepted(UUID id) -> stored.add(Map.of("type", "accepted", "id", id));
        case AnswerEvent.Retrieved(int documents, int chunks) ->
            stored.add(Map.of("type", "retrieved", "documents", documents, "chunks", chunks));
        case AnswerEvent.Cited(Citation citation) ->
            stored.add(Map.of("type", "cited", "citation", citation));
        case AnswerEvent.Delta(String text) -> stored.add(Map.of("type", "delta", "text", text));
        case AnswerEvent.Verified(Citation citation) ->
            stored.add(Map.of("type", "verified", "citation", citation));
        case AnswerEvent.Failed(String code, String detail) ->
            stored.add(Map.of("type", "failed", "code", code, "detail", detail));
        case AnswerEvent.Done _ -> {}
      }
    }
    return of(stored);
  }

  static List<AnswerEvent> events(String json, Answer answer) {
    var events = new ArrayList<AnswerEvent>();
    for (JsonNode event : tree(json)) {
      events.add(
          switch (event.get("type").asText()) {
            case "accepted" -> new AnswerEvent.Accepted(UUID.fromString(event.get("id").asText()));
            case "retrieved" ->
                new AnswerEvent.Retrieved(
                    event.get("documents").asInt(), event.get("chunks").asInt());
            case "cited" -> new AnswerEvent.Cited(citation(event.get("citation").toString()));
            case "delta" -> new AnswerEvent.Delta(event.get("text").asText());
            case "verified" -> new AnswerEvent.Verified(citation(event.get("citation").toString()));
            case "failed" ->
                new AnswerEvent.Failed(event.get("code").asText(), event.get("detail").asText());
            case String type -> throw new IllegalStateException("an event of type " + type);
          });
    }
    events.add(new AnswerEvent.Done(answer));
    return List.copyOf(events);
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot read what was stored: " + e.getOriginalMessage(), e);
    }
  }
}
