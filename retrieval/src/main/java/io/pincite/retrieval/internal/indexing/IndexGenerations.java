package io.pincite.retrieval.internal.indexing;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.retrieval.Generations;
import io.pincite.retrieval.IndexGeneration;
import io.pincite.retrieval.internal.store.RetrievalStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The generations as the operator sees them.
@ApplicationScoped
public class IndexGenerations implements Generations {
  private final RetrievalStore store;
  private final Indexes indexes;
  private final Jobs jobs;

  @Inject
  IndexGenerations(RetrievalStore store, Indexes indexes, Jobs jobs) {
    this.store = store;
    this.indexes = indexes;
    this.jobs = jobs;
  }

  @Override
  public List<IndexGeneration> list(Caller caller) {
    return store.generations(caller.tenant()).stream()
        .map(
            each -> {
              var extent = store.extent(each.id());
              long applied = indexes.applied(each.id());
              return new IndexGeneration(
                  each.id(),
                  each.state(),
                  each.backend(),
                  each.chunker(),
                  each.models(),
                  extent.documents(),
                  extent.chunks(),
                  indexes.bytes(each.id()),
                  store.lag(each.id(), applied),
                  Indexes.outdated(each),
                  each.createdAt(),
                  each.activatedAt());
            })
        .toList();
  }

  @Override
  @Transactional
  public Job rebuild(Caller caller) {
    return jobs.enqueue(
        caller, Job.Type.REBUILD, Optional.empty(), Map.of("tenant", caller.tenant()));
  }
}
