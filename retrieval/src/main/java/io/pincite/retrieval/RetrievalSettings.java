package io.pincite.retrieval;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Settings of search and the index: `pincite.retrieval.*`.
@ConfigMapping(prefix = "pincite.retrieval")
public interface RetrievalSettings {

  /// The longest query that is searched, in characters; longer ones are refused.
  @WithDefault("2000")
  int maxQueryCharacters();

  /// The most passages one search returns.
  @WithDefault("100")
  int maxHits();

  /// How many candidates each ranking (words, vectors) brings before they are fused.
  @WithDefault("60")
  int candidates();

  /// Chunks are filled up to about this many model tokens; a clause longer than the largest size is
  /// split at sentence ends.
  @WithDefault("160")
  int chunkTokens();

  /// No chunk is larger than this, in estimated model tokens. The models see 512.
  @WithDefault("400")
  int maxChunkTokens();

  /// Which passages are also found by fragments of their words, so that a misread, split or joined
  /// word hides no clause: those OCR read, all, or none. Takes effect for documents indexed from
  /// then on; `NEVER` at once.
  @WithDefault("SCANS")
  Misread misread();

  /// Which passages count as possibly misread.
  enum Misread {
    SCANS,
    ALWAYS,
    NEVER
  }

  /// Threads that embed; 0 means as many as there are processors.
  @WithDefault("0")
  int embeddingThreads();

  /// Whether sentences are embedded when a document arrives, after its chunks, so that questions
  /// find their vectors ready. Off: the built-in answerer weighs words and forms, and gives the
  /// nearness of sentences no weight.
  @WithDefault("false")
  boolean sentenceVectors();

  /// Seconds after which a changed index is written to disk for good. What a crash loses is taken
  /// up again from PostgreSQL at the next start.
  @WithDefault("5")
  int commitSeconds();
}
