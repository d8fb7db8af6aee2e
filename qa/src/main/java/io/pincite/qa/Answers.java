package io.pincite.qa;

import io.pincite.ingest.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The record of answers given.
public interface Answers {
  Optional<AnswerRecord> find(Caller caller, UUID answer);

  /// The events of an answer, for replay; the last one is its end.
  List<AnswerEvent> events(Caller caller, UUID answer);

  Optional<Citation> citation(Caller caller, UUID citation);

  /// Records what a reader thought of it; the last word counts.
  void feedback(Caller caller, UUID answer, AnswerRecord.Feedback feedback);
}
