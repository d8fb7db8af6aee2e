package io.pincite.qa;

import io.pincite.retrieval.Hit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An answer as it was given, for good.
///
/// @param hits what retrieval offered, with scores
public record AnswerRecord(
    String question,
    Answer answer,
    Optional<UUID> conversation,
    List<Hit> hits,
    Instant createdAt,
    Optional<Feedback> feedback) {
  public AnswerRecord {
    hits = List.copyOf(hits);
  }

  public record Feedback(Verdict verdict, Optional<String> note, Optional<UUID> citation) {
    public enum Verdict {
      RIGHT,
      PARTLY,
      WRONG
    }
  }
}
