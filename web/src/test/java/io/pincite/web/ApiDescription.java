package io.pincite.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Holds every response that passes to the OpenAPI document: a described status and media type, and
/// a body with all the fields it must have and none that is not described.
final class ApiDescription implements Filter {
  private static final String HOME = "https://pincite.io/openapi";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode document;
  private final JsonSchemaFactory schemas;
  private final TreeSet<String> seen = new TreeSet<>();

  ApiDescription(String openApi) throws IOException {
    document = JSON.readTree(openApi);
    for (JsonNode form : document.at("/components/schemas")) {
      if (form.has("properties") && !form.has("additionalProperties")) {
        ((ObjectNode) form).put("additionalProperties", false);
      }
    }
    String text = JSON.writeValueAsString(document);
    schemas =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(HOME, text))));
  }

  /// All operations there are, as `GET /api/v1/…`.
  TreeSet<String> operations() {
    var operations = new TreeSet<String>();
    document
        .get("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> operations.add(method.toUpperCase() + " " + path.getKey())));
    return operations;
  }

  TreeSet<String> seen() {
    return seen;
  }

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification expected,
      FilterContext context) {
    Response response = context.next(request, expected);
    String path = java.net.URI.create(request.getURI()).getPath();
    String template = template(path).orElseThrow(() -> new AssertionError("undescribed: " + path));
    String operation = request.getMethod() + " " + template;
    JsonNode responses =
        document
            .get("paths")
            .get(template)
            .path(request.getMethod().toLowerCase())
            .path("responses");
    String status = Integer.toString(response.statusCode());
    if (!responses.has(status)) {
      assertThat(status).as("%s: a status that is not described", operation).startsWith("4");
      status = "default";
    }
    seen.add(operation);
    JsonNode content = responses.get(status).path("content");
    String mediaType = response.contentType().replaceFirst(";.*", "");
    if (content.isEmpty()) {
      assertThat(response.asByteArray()).as("%s %s: a body", operation, status).isEmpty();
    } else if (content.has(mediaType) && mediaType.endsWith("json")) {
      String pointer =
          "#/paths/%s/%s/responses/%s/content/%s/schema"
              .formatted(
                  escaped(template), request.getMethod().toLowerCase(), status, escaped(mediaType));
      assertThat(violations(pointer, response.asString()))
          .as("%s %s: %s", operation, status, response.asString())
          .isEmpty();
    } else {
      assertThat(content.has(mediaType) || content.has("application/octet-stream"))
          .as("%s %s: media type %s", operation, status, mediaType)
          .isTrue();
    }
    return response;
  }

  private List<String> violations(String pointer, String body) {
    try {
      return schemas
          .getSchema(
              SchemaLocation.of(HOME + pointer),
              SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build())
          .validate(JSON.readTree(body))
          .stream()
          .map(Object::toString)
          .toList();
    } catch (IOException e) {
      return List.of("no JSON: " + e.getMessage());
    }
  }

  /// The described path this one is; of several the one with the fewest variables.
  private Optional<String> template(String path) {
    var templates = new TreeSet<String>();
    document.get("paths").fieldNames().forEachRemaining(templates::add);
    return templates.stream()
        .filter(template -> path.matches(template.replaceAll("\\{[^}]+}", "[^/]+")))
        .min(Comparator.comparingLong(template -> template.chars().filter(c -> c == '{').count()));
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
