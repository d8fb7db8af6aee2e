package io.pincite.web.collections;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Collection;
import io.pincite.ingest.Collections;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.lists.ItemsJson;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.WebException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Sets of documents.
@Path("/api/v1/collections")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Collections")
class CollectionsResource {
  private static final int LONGEST_NAME = 200;

  private final Collections collections;
  private final CurrentCaller caller;

  CollectionsResource(Collections collections, CurrentCaller caller) {
    this.collections = collections;
    this.caller = caller;
  }

  record CollectionJson(UUID id, String name, int documents, Instant createdAt) {
    static CollectionJson of(Collection collection) {
      return new CollectionJson(
          collection.id(), collection.name(), collection.documents(), collection.createdAt());
    }
  }

  record NameJson(Optional<String> name) {}

  @GET
  @Operation(summary = "All collections")
  public ItemsJson<CollectionJson> list() {
    return ItemsJson.of(collections.list(caller.get()).stream().map(CollectionJson::of).toList());
  }

  @POST
  @Operation(summary = "Make a collection")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = CollectionJson.class)))
  public Response create(@Nullable NameJson body) {
    Collection made = collections.create(caller.get(), name(body));
    return Response.created(URI.create("/api/v1/collections/" + made.id()))
        .entity(CollectionJson.of(made))
        .build();
  }

  @PATCH
  @Path("{id}")
  @Operation(summary = "Rename a collection")
  public CollectionJson rename(String id, @Nullable NameJson body) {
    Caller who = caller.get();
    return CollectionJson.of(collections.rename(who, find(who, id).id(), name(body)));
  }

  @DELETE
  @Path("{id}")
  @Operation(
      summary = "Delete an empty collection",
      description = "One that holds documents, and the default one, are refused.")
  public void delete(String id) {
    Caller who = caller.get();
    collections.delete(who, find(who, id).id());
  }

  private static String name(@Nullable NameJson body) {
    return Optional.ofNullable(body)
        .flatMap(NameJson::name)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(text -> Parameters.limited("name", text, LONGEST_NAME))
        .orElseThrow(() -> WebException.missing("name", "the body"));
  }

  private Collection find(Caller who, String id) {
    return collections
        .find(who, Parameters.id("collection", id))
        .orElseThrow(() -> WebException.notFound("collection", id));
  }
}
