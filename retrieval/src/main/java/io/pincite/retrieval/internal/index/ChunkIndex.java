package io.pincite.retrieval.internal.index;

import io.pincite.retrieval.internal.chunking.Passage;
import io.pincite.retrieval.internal.lexical.Fragments;
import io.pincite.retrieval.internal.lexical.TextAnalysis.Term;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One generation of the index. It is derived: whatever is in it can be put in again from
/// PostgreSQL. Safe for use by many threads, as long as one at a time changes it.
public interface ChunkIndex extends AutoCloseable {

  /// Puts a document's passages in place of what there was of it, all at once.
  void replace(UUID document, List<IndexedPassage> passages);

  void remove(UUID document);

  /// Notes that every change up to this number is in; kept for good by the next [#commit].
  void applied(long change);

  /// The last change noted; after opening, the last one that was committed; 0 for an empty index.
  long applied();

  /// Lets searches see all changes so far.
  void refresh();

  /// Writes all changes so far to disk for good.
  void commit();

  /// Drops what replaced and removed passages leave behind: until then a backend may count them in
  /// how rare a word is. Costly for a large index.
  void settle();

  /// Ranked by BM25 over text, headings and titles; best first, equal scores by document and
  /// ordinal. Passages without any of the terms are not there.
  List<Found> byWords(List<Term> terms, Scope scope, int limit);

  /// Of the passages that may have been misread, those that hold enough fragments of the words:
  /// ranked by the words they hold, rare ones first, as far as they hold them. Other passages are
  /// not there.
  List<Found> byFragments(List<Fragments.Word> words, Scope scope, int limit);

  /// Passages that are, contain or (ranked lower) lie under a clause of one of these numbers.
  ///
  /// @param clauses as ClauseNumbers writes them, the most exact first
  /// @param terms rank among equals
  List<Found> byClause(List<String> clauses, List<Term> terms, Scope scope, int limit);

  /// The first passages of each document, where contracts say who agrees on what and when.
  ///
  /// @param terms rank one document's beginning before another's
  List<Found> byOpening(List<Term> terms, Scope scope, int limit);

  /// Passages nearest to a vector in a space; best first, the score being the cosine.
  List<Found> byVector(Space space, float[] vector, Scope scope, int limit);

  /// Bytes on disk.
  long bytes();

  @Override
  void close();

  /// Vectors of different models cannot be compared; each has its space.
  enum Space {
    ENGLISH(384),
    CHINESE(512);

    private final int dimensions;

    Space(int dimensions) {
      this.dimensions = dimensions;
    }

    public int dimensions() {
      return dimensions;
    }

    /// The space a language's texts are put in.
    public static Space of(String language) {
      return language.startsWith("zh") || language.equals("ja") ? CHINESE : ENGLISH;
    }
  }

  /// A point in a space.
  ///
  /// @param values unit length
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Vector(Space space, float[] values) {}

  /// A passage as it is put into an index.
  ///
  /// @param vector absent until it has been made
  record IndexedPassage(Passage passage, Optional<Vector> vector) {}

  /// Where to look.
  ///
  /// @param documents only these; absent means all
  /// @param phrases each a list of terms of the exact analysis that must stand one after the other
  record Scope(Optional<Set<UUID>> documents, List<List<String>> phrases) {
    public Scope {
      documents = documents.map(Set::copyOf);
      phrases = List.copyOf(phrases);
    }

    public static final Scope ALL = new Scope(Optional.empty(), List.of());
  }

  record Found(UUID chunk, UUID document, int ordinal, double score) {}
}
