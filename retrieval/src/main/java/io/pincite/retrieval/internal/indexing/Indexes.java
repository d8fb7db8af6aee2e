package io.pincite.retrieval.internal.indexing;

import io.pincite.ingest.Caller;
import io.pincite.ingest.DataFolder;
import io.pincite.retrieval.IndexGeneration;
import io.pincite.retrieval.IndexGeneration.Part;
import io.pincite.retrieval.RetrievalException;
import io.pincite.retrieval.RetrievalSettings;
import io.pincite.retrieval.internal.chunking.Chunker;
import io.pincite.retrieval.internal.embedding.EmbeddingModel.Kind;
import io.pincite.retrieval.internal.index.ChunkIndex;
import io.pincite.retrieval.internal.index.LuceneIndex;
import io.pincite.retrieval.internal.lexical.TextAnalysis;
import io.pincite.retrieval.internal.store.RetrievalStore;
import io.pincite.retrieval.internal.store.RetrievalStore.Change;
import io.pincite.retrieval.internal.store.RetrievalStore.Generation;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.lucene.store.AlreadyClosedException;
import org.jboss.logging.Logger;

/// The indexes of this process, one for each generation that is live or being built. They follow
/// PostgreSQL: [#catchUp] takes up every change they have not seen, whoever made it, which is also
/// how what a crash lost comes back. Safe for use by many threads.
@ApplicationScoped
public class Indexes {
  private static final Logger LOG = Logger.getLogger(Indexes.class);
  public static final String BACKEND = "lucene-10:" + TextAnalysis.VERSION;
  private static final int CHANGES_AT_ONCE = 64;

  private final RetrievalStore store;
  private final Chunker chunker;
  private final Path folder;
  private final int commitSeconds;
  private final Map<Long, Open> open = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("index-commits").factory());
  private final Set<Long> warnedOf = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// An index with what guards it: one thread at a time changes it.
  private static final class Open {
    final ChunkIndex index;
    long committed;

    Open(ChunkIndex index) {
      this.index = index;
      this.committed = index.applied();
    }
  }

  @Inject
  Indexes(RetrievalStore store, DataFolder data, RetrievalSettings settings) {
    this.store = store;
    this.folder = data.folder("index");
    this.chunker =
        new Chunker(settings.chunkTokens(), settings.maxChunkTokens(), settings.misread());
    this.commitSeconds = settings.commitSeconds();
  }

  /// How documents are cut in new generations.
  public Chunker chunker() {
    return chunker;
  }

  public static String models() {
    return Arrays.stream(Kind.values()).map(Kind::id).collect(Collectors.joining(","));
  }

  /// What of a generation was made otherwise than this process searches.
  static Set<Part> outdated(Generation generation) {
    var outdated = EnumSet.noneOf(Part.class);
    if (!generation.backend().equals(BACKEND)) {
      outdated.add(Part.BACKEND);
    }
    if (!generation.models().equals(models())) {
      outdated.add(Part.MODELS);
    }
    return outdated;
  }

  void start(@Observes StartupEvent event) {
    var _ =
        timer.scheduleWithFixedDelay(
            this::followAll, 0, Math.max(1, commitSeconds), TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdown();
    try {
      timer.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closed = true;
    for (Open each : open.values()) {
      synchronized (each) {
        each.index.close();
      }
    }
    open.clear();
  }

  /// The generation that answers a tenant's questions; made when there is none yet.
  public Generation live(String tenant) {
    return store
        .live(tenant)
        .or(
            () -> {
              store.create(
                  tenant,
                  IndexGeneration.State.LIVE,
                  BACKEND,
                  chunker.name(),
                  models(),
                  Optional.empty());
              return store.live(tenant);
            })
        .orElseThrow(
            () ->
                new RetrievalException.IndexUnavailable(
                    "[index] there is no live index for tenant '%s'. Try again in a moment."
                        .formatted(tenant)));
  }

  /// The index of a generation; one opened by this call first takes up all it has not seen, one
  /// that was open is as up to date as [#catchUp] last left it.
  public ChunkIndex upToDate(long generation) {
    if (open.containsKey(generation)) {
      return opened(generation).index;
    }
    catchUp(generation);
    return opened(generation).index;
  }

  /// Takes up every change this process's index of a generation has not seen, and lets searches see
  /// it.
  public void catchUp(long generation) {
    changing(generation, each -> takeUp(generation, each));
  }

  /// One at a time. An index that broke for good (a full disk closes Lucene's writer) is let go of:
  /// the next call opens it again as it was last committed, and takes up the rest.
  private void changing(long generation, Consumer<Open> change) {
    Open each = opened(generation);
    synchronized (each) {
      try {
        change.accept(each);
      } catch (AlreadyClosedException broken) {
        open.remove(generation, each);
        try {
          each.index.close();
        } catch (RuntimeException e) {
          broken.addSuppressed(e);
        }
        throw broken;
      }
    }
  }

  private void takeUp(long generation, Open each) {
    boolean changed = false;
    while (true) {
      List<Change> changes = store.changesAfter(generation, each.index.applied(), CHANGES_AT_ONCE);
      if (changes.isEmpty()) {
        break;
      }
      Set<UUID> documents = new LinkedHashSet<>();
      changes.forEach(change -> documents.add(change.document()));
      for (UUID document : documents) {
        var passages = store.passages(generation, document);
        if (passages.isEmpty()) {
          each.index.remove(document);
        } else {
          each.index.replace(document, passages);
        }
      }
      each.index.applied(changes.getLast().number());
      changed = true;
    }
    if (changed) {
      each.index.refresh();
    }
  }

  /// Writes an index to disk for good.
  public void commit(long generation) {
    changing(
        generation,
        each -> {
          if (each.committed != each.index.applied()) {
            each.index.commit();
            each.committed = each.index.applied();
          }
        });
  }

  /// Drops what replaced passages left behind in this process's index of a generation.
  public void settle(long generation) {
    changing(generation, each -> each.index.settle());
  }

  /// Bytes of this process's index of a generation; 0 when it is not open.
  public long bytes(long generation) {
    Open each = open.get(generation);
    return each == null ? 0 : each.index.bytes();
  }

  /// The last change in this process's index of a generation; 0 when it is not open.
  public long applied(long generation) {
    Open each = open.get(generation);
    return each == null ? 0 : each.index.applied();
  }

  /// Closes an index and removes its folder.
  public void drop(long generation) {
    Open each = open.remove(generation);
    if (each != null) {
      synchronized (each) {
        each.index.close();
      }
    }
    try {
      LuceneIndex.delete(folderOf(generation));
    } catch (IOException e) {
      LOG.warnf("the folder %s of an index no longer used stays: %s", folderOf(generation), e);
    }
  }

  private Open opened(long generation) {
    if (closed) {
      throw new RetrievalException.IndexUnavailable(
          "[index] Pincite is stopping. Ask again when it is back.");
    }
    return open.computeIfAbsent(
        generation, missing -> new Open(LuceneIndex.open(folderOf(missing))));
  }

  private Path folderOf(long generation) {
    return folder.resolve(String.valueOf(generation));
  }

  private void followAll() {
    try {
      live(Caller.DEFAULT_TENANT);
      List<Generation> generations = store.open();
      for (Generation generation : generations) {
        warnOfOutdated(generation);
        catchUp(generation.id());
        commit(generation.id());
      }
      Set<Long> wanted = generations.stream().map(Generation::id).collect(Collectors.toSet());
      open.keySet().stream().filter(id -> !wanted.contains(id)).toList().forEach(this::drop);
    } catch (RuntimeException e) {
      LOG.warnf("the index could not take up changes just now: %s", e.getMessage());
    }
  }

  /// Once a process: whoever runs it has to decide.
  private void warnOfOutdated(Generation generation) {
    if (generation.state() == IndexGeneration.State.LIVE
        && !outdated(generation).isEmpty()
        && warnedOf.add(generation.id())) {
      LOG.warnf(
          "[index %d] it was made with %s and the models %s; Pincite now works with %s and %s, and finds less in it. Rebuild it: Admin, or POST /api/v1/admin/generations.",
          generation.id(), generation.backend(), generation.models(), BACKEND, models());
    }
  }
}
