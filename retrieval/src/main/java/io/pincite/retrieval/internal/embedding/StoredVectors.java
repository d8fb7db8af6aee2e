package io.pincite.retrieval.internal.embedding;

import io.pincite.retrieval.TextVectors;
import io.pincite.retrieval.internal.embedding.Embedder.Urgency;
import io.pincite.retrieval.internal.embedding.EmbeddingModel.Kind;
import io.pincite.retrieval.internal.index.ChunkIndex.Space;
import io.pincite.retrieval.internal.store.RetrievalStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Vectors out of the store, and into it where they are not there yet.
@ApplicationScoped
public class StoredVectors implements TextVectors {
  private static final int REMEMBERED_QUESTIONS = 256;

  private final RetrievalStore store;
  private final Embedder embedder;

  /// The last questions: one question is asked of search and answerer alike.
  private final Map<String, float[]> questions =
      new LinkedHashMap<>(REMEMBERED_QUESTIONS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
          return size() > REMEMBERED_QUESTIONS;
        }
      };

  @Inject
  public StoredVectors(RetrievalStore store, Embedder embedder) {
    this.store = store;
    this.embedder = embedder;
  }

  @Override
  public float[] ofQuery(String text, String language) {
    return ofQuery(text, Space.of(language));
  }

  public float[] ofQuery(String text, Space space) {
    String key = space + text;
    synchronized (questions) {
      float[] known = questions.get(key);
      if (known != null) {
        return known.clone();
      }
    }
    float[] vector = embedder.embed(space, Kind.of(space).question(text), Urgency.QUESTION).join();
    synchronized (questions) {
      questions.put(key, vector);
    }
    return vector.clone();
  }

  @Override
  public Map<String, float[]> ofPassages(List<String> texts, String language, long withinMillis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMillis);
    Space space = Space.of(language);
    var wanted = new LinkedHashSet<String>(texts);
    Map<String, float[]> vectors = known(space, wanted);
    wanted.removeAll(vectors.keySet());
    if (wanted.isEmpty() || withinMillis <= 0) {
      return vectors;
    }
    var underway = new LinkedHashMap<String, CompletableFuture<float[]>>();
    wanted.forEach(text -> underway.put(text, embedder.embed(space, text, Urgency.QUESTION)));
    var made = new HashMap<String, float[]>();
    for (Map.Entry<String, CompletableFuture<float[]>> each : underway.entrySet()) {
      try {
        long left = Math.max(0, end - System.nanoTime());
        made.put(each.getKey(), each.getValue().get(left, TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        each.getValue().cancel(false);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a text cannot be embedded: " + e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    store.saveVectors(Kind.of(space).id(), made);
    vectors.putAll(made);
    return vectors;
  }

  /// Sees to it that the vectors of these texts are in the store, however long it takes.
  ///
  /// @return how many were made now
  public int ensure(Space space, Collection<String> texts, Urgency urgency) {
    var missing = new LinkedHashSet<String>(texts);
    missing.removeAll(known(space, missing).keySet());
    if (missing.isEmpty()) {
      return 0;
    }
    var underway = new LinkedHashMap<String, CompletableFuture<float[]>>();
    missing.forEach(text -> underway.put(text, embedder.embed(space, text, urgency)));
    var made = new HashMap<String, float[]>();
    underway.forEach((text, vector) -> made.put(text, vector.join()));
    store.saveVectors(Kind.of(space).id(), made);
    return made.size();
  }

  private Map<String, float[]> known(Space space, Collection<String> texts) {
    var byHash = new LinkedHashMap<String, String>();
    var hashes = new java.util.ArrayList<byte[]>();
    for (String text : texts) {
      byte[] hash = RetrievalStore.hash(text);
      byHash.put(RetrievalStore.hex(hash), text);
      hashes.add(hash);
    }
    var vectors = new HashMap<String, float[]>();
    store
        .vectors(Kind.of(space).id(), hashes)
        .forEach((hash, vector) -> vectors.put(byHash.get(hash), vector));
    return vectors;
  }
}
