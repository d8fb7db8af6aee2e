package io.pincite.retrieval.internal.indexing;

import io.pincite.ingest.Caller;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler;
import io.pincite.retrieval.IndexGeneration;
import io.pincite.retrieval.Search.Searchable;
import io.pincite.retrieval.internal.chunking.Passage;
import io.pincite.retrieval.internal.embedding.EmbeddingModel;
import io.pincite.retrieval.internal.store.RetrievalStore;
import io.pincite.retrieval.internal.store.RetrievalStore.Generation;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Builds a new generation beside the live one from what PostgreSQL holds, then puts it in the live
/// one's place. Documents that arrive meanwhile go into both. Where documents would be cut as they
/// are, their chunks are taken over; otherwise they are cut anew, and only texts never seen before
/// are embedded.
@ApplicationScoped
public class RebuildHandler implements JobHandler {
  private static final int DOCUMENTS_AT_ONCE = 16;

  private final RetrievalStore store;
  private final Indexes indexes;
  private final IndexHandler indexing;

  @Inject
  RebuildHandler(RetrievalStore store, Indexes indexes, IndexHandler indexing) {
    this.store = store;
    this.indexes = indexes;
    this.indexing = indexing;
  }

  @Override
  public Job.Type type() {
    return Job.Type.REBUILD;
  }

  @Override
  public Map<String, Object> run(Job job, Progress progress) {
    String tenant = tenant(job);
    Generation old = indexes.live(tenant);
    store.create(
        tenant,
        IndexGeneration.State.BUILDING,
        Indexes.BACKEND,
        indexes.chunker().name(),
        Indexes.models(),
        Optional.of(job.id()));
    Generation built =
        store.generations(tenant).stream()
            .filter(each -> each.job().equals(Optional.of(job.id())))
            .findFirst()
            .orElseThrow();
    if (built.state() == IndexGeneration.State.LIVE) {
      // an earlier attempt was stopped after the switch
      return clearUp(tenant, built, 0);
    }
    if (built.state() != IndexGeneration.State.BUILDING) {
      reopen(built);
    }
    boolean cutAnew =
        !old.chunker().equals(built.chunker()) || !old.models().equals(built.models());
    int done = 0;
    while (true) {
      List<UUID> missing = store.missing(built.id(), old.id());
      int total = done + missing.size();
      if (missing.isEmpty() && switchOver(old, built)) {
        break;
      }
      for (UUID document : missing) {
        progress.at("taking over documents", done, total);
        if (cutAnew) {
          cutAnew(tenant, old, built, document, progress);
        } else {
          QuarkusTransaction.requiringNew()
              .run(() -> store.copyChunks(old.id(), built.id(), document));
        }
        done++;
        if (done % DOCUMENTS_AT_ONCE == 0) {
          indexes.catchUp(built.id());
        }
      }
      indexes.catchUp(built.id());
      indexes.commit(built.id());
      progress.at("taking over documents", done, total);
    }
    return clearUp(tenant, built, done);
  }

  private static String tenant(Job job) {
    return String.valueOf(job.payload().getOrDefault("tenant", Caller.DEFAULT_TENANT));
  }

  private void reopen(Generation built) {
    QuarkusTransaction.requiringNew()
        .run(() -> store.setState(built.id(), IndexGeneration.State.BUILDING));
  }

  private void cutAnew(
      String tenant, Generation old, Generation built, UUID document, Progress progress) {
    Caller system = IndexHandler.system(tenant);
    Optional<Integer> version = indexing.currentVersion(system, document);
    if (version.isEmpty()) {
      return;
    }
    List<Passage> passages;
    try {
      passages = indexing.cut(system, document, version.get());
    } catch (IngestException.NotFound gone) {
      return;
    }
    indexing.embed(passages, progress);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              store.lockChanges();
              // Read again or deleted meanwhile: what came of that is there already.
              if (store.missing(built.id(), old.id()).contains(document)) {
                store.saveChunks(
                    built.id(),
                    document,
                    version.get(),
                    passages,
                    Searchable.FULL,
                    EmbeddingModel.Kind::idFor);
              }
            });
  }

  /// One transaction: either the old one is live or the new one, and the new one lacks nothing.
  private boolean switchOver(Generation old, Generation built) {
    indexes.catchUp(built.id());
    indexes.settle(built.id());
    indexes.commit(built.id());
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              store.lockChanges();
              if (!store.missing(built.id(), old.id()).isEmpty()) {
                return false;
              }
              store.setState(old.id(), IndexGeneration.State.RETIRED);
              store.setState(built.id(), IndexGeneration.State.LIVE);
              return true;
            });
  }

  private Map<String, Object> clearUp(String tenant, Generation built, int done) {
    for (Generation each : store.generations(tenant)) {
      if (each.state() == IndexGeneration.State.RETIRED) {
        QuarkusTransaction.requiringNew().run(() -> store.empty(each.id()));
        indexes.drop(each.id());
      }
    }
    return Map.of("generation", built.id(), "documents", done);
  }

  @Override
  public void gaveUp(Job job) {
    store.generations(tenant(job)).stream()
        .filter(each -> each.job().equals(Optional.of(job.id())))
        .filter(each -> each.state() == IndexGeneration.State.BUILDING)
        .forEach(
            each -> {
              store.setState(each.id(), IndexGeneration.State.FAILED);
              store.empty(each.id());
            });
  }
}
