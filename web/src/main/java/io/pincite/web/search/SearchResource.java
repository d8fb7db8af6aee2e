package io.pincite.web.search;

import io.pincite.ingest.Caller;
import io.pincite.retrieval.Query;
import io.pincite.retrieval.Search;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.documents.Places;
import io.pincite.web.documents.Scope;
import io.pincite.web.problems.WebException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Finds passages; no language model is involved.
@Path("/api/v1/search")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Search")
class SearchResource {
  private static final int MOST = 100;
  private final Search search;
  private final Places places;
  private final Scope scope;
  private final CurrentCaller caller;

  SearchResource(Search search, Places places, Scope scope, CurrentCaller caller) {
    this.search = search;
    this.places = places;
    this.scope = scope;
    this.caller = caller;
  }

  record QueryJson(
      Optional<String> query,
      Optional<Integer> limit,
      Optional<List<String>> documents,
      Optional<String> collection) {}

  record ResultJson(List<HitJson> items, long generation) {}

  @POST
  @Operation(
      summary = "Find passages",
      description =
          "Quoted phrases and clause numbers in the query are honoured. Every hit explains its score and says where it stands.")
  public ResultJson search(@Nullable QueryJson body) {
    if (body == null || body.query().isEmpty()) {
      throw WebException.missing("query", "the body");
    }
    int limit = body.limit().orElse(10);
    if (limit < 1 || limit > MOST) {
      throw WebException.invalidParameter(
          "limit", Integer.toString(limit), "a number from 1 to " + MOST);
    }
    Caller who = caller.get();
    Search.Result result =
        search.search(
            new Query(
                who,
                body.query().get(),
                scope.documents(who, body.documents()),
                scope.collection(who, body.collection()),
                limit));
    Places.Drawing drawing = places.drawing(who);
    return new ResultJson(
        result.hits().stream().map(hit -> HitJson.of(hit, drawing)).toList(), result.generation());
  }
}
