package io.pincite.web.problems;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Refuses text with the character U+0000, which no database column can hold.
@Singleton
class PlainText implements ObjectMapperCustomizer {

  @Override
  public void customize(ObjectMapper json) {
    json.registerModule(
        new SimpleModule("plain-text").addDeserializer(String.class, new Deserializer()));
  }

  static boolean isPlain(String text) {
    return text.indexOf('\0') < 0;
  }

  private static final class Deserializer extends StringDeserializer {
    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = super.deserialize(parser, context);
      return text == null || isPlain(text)
          ? text
          : (String)
              context.handleWeirdStringValue(String.class, text, "holds the character U+0000");
    }
  }
}
