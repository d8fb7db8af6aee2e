package io.pincite.retrieval.internal.indexing;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Ids;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler;
import io.pincite.ingest.PageReading;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.RetrievalSettings;
import io.pincite.retrieval.Search.Searchable;
import io.pincite.retrieval.Sentences;
import io.pincite.retrieval.internal.chunking.Passage;
import io.pincite.retrieval.internal.embedding.Embedder.Urgency;
import io.pincite.retrieval.internal.embedding.EmbeddingModel;
import io.pincite.retrieval.internal.embedding.StoredVectors;
import io.pincite.retrieval.internal.index.ChunkIndex.Space;
import io.pincite.retrieval.internal.store.RetrievalStore;
import io.pincite.retrieval.internal.store.RetrievalStore.Generation;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Takes a readable document up into every generation that is live or being built: first its words,
/// so that it can be searched at once, then its vectors, then the vectors of its sentences.
@ApplicationScoped
public class IndexHandler implements JobHandler {
  private static final int TEXTS_AT_ONCE = 32;

  private final RetrievalStore store;
  private final Indexes indexes;
  private final Documents documents;
  private final StoredVectors vectors;
  private final RetrievalSettings settings;

  @Inject
  IndexHandler(
      RetrievalStore store,
      Indexes indexes,
      Documents documents,
      StoredVectors vectors,
      RetrievalSettings settings) {
    this.store = store;
    this.indexes = indexes;
    this.documents = documents;
    this.vectors = vectors;
    this.settings = settings;
  }

  @Override
  public Job.Type type() {
    return Job.Type.INDEX;
  }

  @Override
  public Map<String, Object> run(Job job, Progress progress) {
    UUID document = job.document().orElseThrow();
    int version = ((Number) Objects.requireNonNull(job.payload().get("version"))).intValue();
    Optional<String> tenant = store.tenantOf(document);
    if (tenant.isEmpty()) {
      return Map.of();
    }
    indexes.live(tenant.get());
    List<Passage> passages = List.of();
    Optional<List<Generation>> saved = Optional.empty();
    while (saved.isEmpty()) {
      progress.at("cutting", 0, 1);
      try {
        List<Integer> revisions = store.revisions(document, version);
        passages = cut(system(tenant.get()), document, version);
        progress.at("words", 0, passages.size());
        saved = save(tenant.get(), document, version, passages, revisions);
      } catch (IngestException.NotFound gone) {
        return Map.of();
      }
    }
    List<Generation> savedIn = saved.get();
    if (savedIn.isEmpty()) {
      return Map.of();
    }
    for (Generation generation : savedIn) {
      indexes.catchUp(generation.id());
      store.setSearchable(generation.id(), document, version, Searchable.LEXICAL);
    }
    progress.at("vectors", 0, passages.size());
    int embedded = embed(passages, progress);
    List<Long> completeIn =
        QuarkusTransaction.requiringNew().call(() -> store.vectorsComplete(document, version));
    completeIn.forEach(indexes::catchUp);
    documents.indexed(document, version);
    int sentences = settings.sentenceVectors() ? embedSentences(passages, progress) : 0;
    return Map.of("chunks", passages.size(), "embedded", embedded, "sentences", sentences);
  }

  static Caller system(String tenant) {
    return new Caller(tenant, Caller.SYSTEM.actor(), Optional.empty());
  }

  Optional<Integer> currentVersion(Caller caller, UUID document) {
    return documents.find(caller, document).map(Document::version);
  }

  List<Passage> cut(Caller caller, UUID document, int version) {
    DocumentStructure structure = documents.structure(caller, document, Optional.of(version));
    List<PageReading> pages = documents.pages(caller, document, Optional.of(version));
    return indexes.chunker().cut(document, structure, pages, Ids::next);
  }

  /// Each generation has chunks of its own, under ids of their own. Which generations there are is
  /// asked under the lock under which a new one takes documents over: so none misses this. Whether
  /// the pages still say what was cut is asked under it as well: so of two jobs, after two
  /// corrections, the one that cut before the second cannot save after the one that cut behind it.
  ///
  /// @param revisions of the pages when they were cut
  /// @return where they are now; nowhere when the document is gone; empty when the pages say
  ///     something else by now
  private Optional<List<Generation>> save(
      String tenant, UUID document, int version, List<Passage> passages, List<Integer> revisions) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              store.lockChanges();
              if (!store.revisions(document, version).equals(revisions)) {
                return Optional.empty();
              }
              var saved = new ArrayList<Generation>();
              for (Generation generation : store.open()) {
                List<Passage> own = passages.stream().map(IndexHandler::withOwnId).toList();
                if (generation.tenant().equals(tenant)
                    && store.saveChunks(
                        generation.id(),
                        document,
                        version,
                        own,
                        Searchable.NONE,
                        EmbeddingModel.Kind::idFor)) {
                  saved.add(generation);
                }
              }
              return Optional.of(List.copyOf(saved));
            });
  }

  static Passage withOwnId(Passage passage) {
    Chunk chunk = passage.chunk();
    return new Passage(
        new Chunk(
            Ids.next(),
            chunk.document(),
            chunk.version(),
            chunk.ordinal(),
            chunk.headings(),
            chunk.pieces(),
            chunk.text(),
            chunk.language(),
            chunk.table()),
        passage.titles(),
        passage.misread());
  }

  /// Sees to it that every passage's vector is in the store.
  ///
  /// @return how many were made now
  int embed(List<Passage> passages, Progress progress) {
    return embed(passages, Urgency.PASSAGE, "vectors", progress);
  }

  private int embed(List<Passage> passages, Urgency urgency, String stage, Progress progress) {
    var texts = new LinkedHashMap<String, Space>();
    for (Passage passage : passages) {
      texts.put(passage.embedded(), Space.of(passage.chunk().language()));
    }
    return embed(texts, urgency, stage, progress);
  }

  private int embedSentences(List<Passage> passages, Progress progress) {
    var texts = new LinkedHashMap<String, Space>();
    for (Passage passage : passages) {
      Space space = Space.of(passage.chunk().language());
      sentencesOf(passage.chunk()).forEach(sentence -> texts.put(sentence, space));
    }
    return embed(texts, Urgency.AHEAD, "sentences", progress);
  }

  /// The texts that an answerer compares with a question.
  static Set<String> sentencesOf(Chunk chunk) {
    var sentences = new LinkedHashSet<String>();
    for (Sentences.Range range : Sentences.of(chunk.text())) {
      sentences.add(Sentences.textOf(chunk.text(), range));
    }
    return sentences;
  }

  private int embed(Map<String, Space> texts, Urgency urgency, String stage, Progress progress) {
    int made = 0;
    int done = 0;
    var batch = new ArrayList<String>(TEXTS_AT_ONCE);
    for (Map.Entry<Space, List<String>> group :
        texts.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    () -> new java.util.TreeMap<>(),
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
            .entrySet()) {
      for (String text : group.getValue()) {
        batch.add(text);
        if (batch.size() == TEXTS_AT_ONCE) {
          made += vectors.ensure(group.getKey(), batch, urgency);
          done += batch.size();
          batch.clear();
          progress.at(stage, done, texts.size());
        }
      }
      made += vectors.ensure(group.getKey(), batch, urgency);
      done += batch.size();
      batch.clear();
    }
    progress.at(stage, done, texts.size());
    return made;
  }
}
