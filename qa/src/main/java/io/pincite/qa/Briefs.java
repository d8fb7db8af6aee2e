package io.pincite.qa;

import io.pincite.ingest.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The fixed contract questions, answered for each document when it arrives.
public interface Briefs {

  /// Empty while it is not ready.
  Optional<Brief> of(Caller caller, UUID document);

  record Brief(UUID document, int version, List<Entry> entries) {
    public Brief {
      entries = List.copyOf(entries);
    }
  }

  /// @param answer verified short answer; empty means "not found"
  record Entry(Topic topic, Optional<Value> answer) {}

  record Value(String text, Citation citation) {}

  enum Topic {
    PARTIES,
    DATES,
    TERM,
    RENEWAL,
    GOVERNING_LAW,
    PAYMENT,
    LIABILITY,
    TERMINATION
  }
}
