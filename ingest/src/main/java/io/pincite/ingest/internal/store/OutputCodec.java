package io.pincite.ingest.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ocr.ModelOutput;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The stored form of what a model wrote.
final class OutputCodec {

  private OutputCodec() {}

  /// @param mode absent where it is not known
  /// @param linesUnread absent in older rows, whose pages are left as they are
  private record OutputJson(
      String text,
      @Nullable String mode,
      int visionTokens,
      int textTokens,
      ModelOutput.End end,
      @Nullable Integer linesUnread) {}

  /// The parameter for a column of the type jsonb.
  static Optional<String> written(Optional<ModelOutput> output, ObjectMapper json) {
    return output.map(
        it -> {
          try {
            return json.writeValueAsString(
                new OutputJson(
                    storable(it.text()),
                    it.mode().orElse(null),
                    it.visionTokens(),
                    it.textTokens(),
                    it.end(),
                    it.linesUnread()));
          } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what a model writes is plain text", e);
          }
        });
  }

  /// A model's text as it is stored: the database takes every character but one.
  static String storable(String text) {
    return text.replace("\0", "");
  }

  static Optional<ModelOutput> read(ResultSet row, String column, ObjectMapper json)
      throws SQLException {
    String written = row.getString(column);
    if (written == null) {
      return Optional.empty();
    }
    try {
      OutputJson it = json.readValue(written, OutputJson.class);
      return Optional.of(
          new ModelOutput(
              it.text(),
              Optional.ofNullable(it.mode()),
              it.visionTokens(),
              it.textTokens(),
              it.end(),
              Objects.requireNonNullElse(it.linesUnread(), 0)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what a model wrote was stored as no JSON", e);
    }
  }
}
