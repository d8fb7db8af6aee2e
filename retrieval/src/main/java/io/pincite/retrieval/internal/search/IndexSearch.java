package io.pincite.retrieval.internal.search;

import io.pincite.ingest.Caller;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.Hit;
import io.pincite.retrieval.Query;
import io.pincite.retrieval.RetrievalException;
import io.pincite.retrieval.RetrievalSettings;
import io.pincite.retrieval.Search;
import io.pincite.retrieval.internal.embedding.EmbeddingModel.Kind;
import io.pincite.retrieval.internal.embedding.StoredVectors;
import io.pincite.retrieval.internal.index.ChunkIndex;
import io.pincite.retrieval.internal.index.ChunkIndex.Scope;
import io.pincite.retrieval.internal.index.ChunkIndex.Space;
import io.pincite.retrieval.internal.indexing.Indexes;
import io.pincite.retrieval.internal.search.Asking.Asked;
import io.pincite.retrieval.internal.search.Fusion.Fused;
import io.pincite.retrieval.internal.store.RetrievalStore;
import io.pincite.retrieval.internal.store.RetrievalStore.Generation;
import io.pincite.retrieval.internal.store.RetrievalStore.InScope;
import io.pincite.retrieval.internal.store.RetrievalStore.Placed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.lucene.store.AlreadyClosedException;

/// Search over the live generation: by words, by vectors and by clause numbers, fused.
@ApplicationScoped
public class IndexSearch implements Search {
  private final RetrievalStore store;
  private final Indexes indexes;
  private final StoredVectors vectors;
  private final RetrievalSettings settings;
  private final NamedDocuments named = new NamedDocuments();

  @Inject
  IndexSearch(
      RetrievalStore store, Indexes indexes, StoredVectors vectors, RetrievalSettings settings) {
    this.store = store;
    this.indexes = indexes;
    this.vectors = vectors;
    this.settings = settings;
  }

  @Override
  public Result search(Query query) {
    String text = query.text().strip();
    if (text.isEmpty()) {
      throw new RetrievalException.InvalidQuery(
          "query-empty", "The query is empty. Type at least one word.");
    }
    int length = text.codePointCount(0, text.length());
    if (length > settings.maxQueryCharacters()) {
      throw new RetrievalException.InvalidQuery(
          "query-too-long",
          "The query has %,d characters; the limit is %,d. Shorten it or raise pincite.retrieval.max-query-characters."
              .formatted(length, settings.maxQueryCharacters()));
    }
    Inquiry inquiry = Inquiry.of(text);
    try {
      return search(query, inquiry);
    } catch (AlreadyClosedException e) {
      // The generation was switched under the search; the new one is there.
      return search(query, inquiry);
    }
  }

  private Result search(Query query, Inquiry inquiry) {
    Caller caller = query.caller();
    Generation live = indexes.live(caller.tenant());
    ChunkIndex index = indexes.upToDate(live.id());
    Optional<Set<UUID>> collections = collections(query);
    InScope scope = store.scope(caller.tenant(), live.id(), collections, query.documents());
    boolean everything = collections.isEmpty() && query.documents().isEmpty();
    int limit = Math.max(0, Math.min(query.limit(), settings.maxHits()));
    if (scope.documents().isEmpty() || limit == 0) {
      return new Result(
          List.of(),
          live.id(),
          List.of(inquiry.text()),
          List.of(),
          scope.documents().size(),
          scope.chunks(),
          Optional.empty());
    }
    var where =
        new Scope(
            everything ? Optional.empty() : Optional.of(scope.documents().keySet()),
            inquiry.phrases());
    var asking =
        new Asking(
            index,
            vectors::ofQuery,
            Math.max(settings.candidates(), limit),
            settings.misread() != RetrievalSettings.Misread.NEVER);
    NamedDocuments.Named meant = named.in(inquiry, scope.documents());
    Asked asked = asking.ask(inquiry, present(scope), where, meant.documents());
    return new Result(
        hits(caller, collections, Fusion.of(asked.rankings()), limit),
        live.id(),
        asked.queries(),
        asked.languages(),
        scope.documents().size(),
        scope.chunks(),
        meant.surely());
  }

  private static Set<Space> present(InScope scope) {
    Set<Space> present = EnumSet.allOf(Space.class);
    present.removeIf(space -> !scope.models().contains(Kind.of(space).id()));
    return present;
  }

  /// What the caller may see of what was asked for; absent means everything.
  private static Optional<Set<UUID>> collections(Query query) {
    Optional<Set<UUID>> permitted = query.caller().collections();
    if (query.collection().isEmpty()) {
      return permitted;
    }
    UUID asked = query.collection().get();
    return Optional.of(query.caller().maySee(asked) ? Set.of(asked) : Set.of());
  }

  /// The rows behind the best; what the caller may not see, or what went meanwhile, is left
  /// out, even though the index was asked for nothing of it.
  private List<Hit> hits(
      Caller caller, Optional<Set<UUID>> collections, List<Fused> fused, int limit) {
    var hits = new ArrayList<Hit>(limit);
    for (int from = 0; from < fused.size() && hits.size() < limit; from += limit) {
      List<Fused> next = fused.subList(from, Math.min(fused.size(), from + limit));
      Map<UUID, Placed> placed =
          store.chunks(
              caller.tenant(),
              next.stream().map(each -> each.found().chunk()).collect(Collectors.toList()));
      for (Fused each : next) {
        Placed found = placed.get(each.found().chunk());
        if (found != null && isIn(collections, found) && hits.size() < limit) {
          hits.add(new Hit(found.chunk(), found.documentName(), each.score(), each.explanation()));
        }
      }
    }
    return hits;
  }

  private static boolean isIn(Optional<Set<UUID>> collections, Placed found) {
    return collections.map(ids -> ids.contains(found.collection())).orElse(true);
  }

  @Override
  public List<Chunk> chunks(Caller caller, UUID document) {
    Generation live = indexes.live(caller.tenant());
    InScope scope = store.scope(caller.tenant(), live.id(), caller.collections(), Set.of(document));
    if (scope.documents().isEmpty()) {
      return List.of();
    }
    return store.passages(live.id(), document).stream()
        .map(indexed -> indexed.passage().chunk())
        .collect(Collectors.collectingAndThen(Collectors.toList(), List::copyOf));
  }

  @Override
  public Searchable searchable(UUID document) {
    return store.searchable(document);
  }
}
