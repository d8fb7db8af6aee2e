package io.pincite.web.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/// Makes the description say what is sent: what is not there is left out and never null, all else
/// is always there; events are text; whatever goes wrong is a problem.
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class AsSent implements OASFilter {
  private static final String EVENTS = "text/event-stream";
  private static final String PROBLEM = "application/problem+json";

  @Override
  public void filterOpenAPI(OpenAPI api) {
    api.getComponents().getSchemas().values().forEach(AsSent::tellPresence);
    for (PathItem path : api.getPaths().getPathItems().values()) {
      path.getOperations().values().forEach(AsSent::tellOutcomes);
    }
    // The platform's own types, which no response holds.
    api.getComponents().removeSchema("OutboundSseEvent");
    api.getComponents().removeSchema("MediaType");
  }

  private static void tellPresence(Schema form) {
    if (form.getProperties() == null) {
      return;
    }
    var always = new ArrayList<String>();
    form.getProperties()
        .forEach(
            (name, value) -> {
              if (!forgetsNull(value)) {
                always.add(name);
              }
            });
    form.setRequired(always.isEmpty() ? null : always);
  }

  /// Takes null out of what a value may be.
  ///
  /// @return whether it was in there
  private static boolean forgetsNull(Schema value) {
    List<Schema.SchemaType> types = value.getType();
    if (types != null && types.contains(Schema.SchemaType.NULL)) {
      value.setType(types.stream().filter(type -> type != Schema.SchemaType.NULL).toList());
      return true;
    }
    List<Schema> choices = value.getAnyOf();
    if (choices != null && choices.stream().anyMatch(AsSent::isNull)) {
      value.setAnyOf(choices.stream().filter(choice -> !isNull(choice)).toList());
      return true;
    }
    return false;
  }

  private static boolean isNull(Schema choice) {
    return List.of(Schema.SchemaType.NULL).equals(choice.getType());
  }

  private static void tellOutcomes(Operation operation) {
    for (APIResponse response : operation.getResponses().getAPIResponses().values()) {
      Content content = response.getContent();
      if (content != null && content.hasMediaType(EVENTS)) {
        content.getMediaType(EVENTS).setSchema(text());
      }
    }
    // What the platform adds by itself says nothing of what is sent then.
    operation.getResponses().removeAPIResponse("400");
    operation
        .getResponses()
        .setDefaultValue(
            OASFactory.createAPIResponse()
                .description("A problem (RFC 9457); its code is stable.")
                .content(OASFactory.createContent().addMediaType(PROBLEM, problem())));
  }

  private static Schema text() {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
  }

  private static MediaType problem() {
    return OASFactory.createMediaType()
        .schema(OASFactory.createSchema().ref("#/components/schemas/ProblemJson"));
  }
}
