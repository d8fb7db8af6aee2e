package io.pincite.web.openapi;

import io.pincite.ingest.Correction;
import io.pincite.ingest.Document;
import io.pincite.ingest.FigureReading;
import io.pincite.ingest.Job;
import io.pincite.ingest.Ocr;
import io.pincite.ingest.OcrRequests;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.SourceReason;
import io.pincite.ocr.Block;
import io.pincite.ocr.Doubt;
import io.pincite.qa.Citation;
import io.pincite.retrieval.IndexGeneration;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/// Calls a choice by whose it is: `JobState`. In the code it is `State` within `Job`, and the
/// scanner would call it `State`, the next one `State1`.
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class NamedEnums implements OASFilter {
  private static final String REFERENCE = "#/components/schemas/";

  private static final List<Class<? extends Enum<?>>> CHOICES =
      List.of(
          Block.Type.class,
          Citation.State.class,
          Correction.State.class,
          Document.State.class,
          Doubt.Kind.class,
          FigureReading.State.class,
          IndexGeneration.Part.class,
          IndexGeneration.State.class,
          Job.State.class,
          Job.Type.class,
          Ocr.State.class,
          OcrRequests.Format.class,
          PageReading.Source.class,
          SourceReason.Code.class);

  private final List<Schema> references = new ArrayList<>();

  /// Comes by each schema, wherever it stands, before the whole.
  @Override
  public Schema filterSchema(Schema schema) {
    if (schema.getRef() != null) {
      references.add(schema);
    }
    return schema;
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    var names = new HashMap<String, String>();
    Map<String, Schema> schemas = Map.copyOf(api.getComponents().getSchemas());
    schemas.forEach(
        (name, schema) ->
            nameOf(schema)
                .ifPresent(
                    own -> {
                      names.put(REFERENCE + name, REFERENCE + own);
                      api.getComponents().removeSchema(name);
                      api.getComponents().addSchema(own, schema);
                    }));
    for (Schema reference : references) {
      reference.setRef(names.getOrDefault(reference.getRef(), reference.getRef()));
    }
  }

  private static Optional<String> nameOf(Schema schema) {
    return CHOICES.stream()
        .filter(choice -> constants(choice).equals(schema.getEnumeration()))
        .findFirst()
        .map(choice -> choice.getEnclosingClass().getSimpleName() + choice.getSimpleName());
  }

  private static List<Object> constants(Class<? extends Enum<?>> choice) {
    return Arrays.stream(choice.getEnumConstants()).<Object>map(Enum::name).toList();
  }
}
