package io.pincite.qa;

import io.pincite.retrieval.Hit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What came of a question.
public sealed interface Answer {
  UUID id();

  /// For people; markers such as `[1]` in it are citations' markers.
  String text();

  /// BCP 47 tag of the question.
  String language();

  Origin origin();

  Searched searched();

  long millis();

  /// An answer with at least one verified quote. The built-in answerer gives no other quotes; of
  /// those a language model gives, some may be [Citation.State#NOT_FOUND], and are shown as that.
  record Grounded(
      UUID id,
      String text,
      String language,
      Origin origin,
      List<Citation> citations,
      Searched searched,
      long millis)
      implements Answer {
    public Grounded {
      citations = List.copyOf(citations);
      if (citations.stream().allMatch(citation -> citation.state() == Citation.State.NOT_FOUND)) {
        throw new IllegalArgumentException("a grounded answer has a verified citation");
      }
    }
  }

  /// The documents do not say, with what was searched and what came nearest.
  record Unsupported(
      UUID id,
      String text,
      String language,
      Origin origin,
      Searched searched,
      List<Hit> nearest,
      long millis)
      implements Answer {
    public Unsupported {
      nearest = List.copyOf(nearest);
    }
  }

  /// @param model name of the language model, where one answered
  /// @param fallback why the built-in answerer stood in for a configured model
  record Origin(Answerer answerer, Optional<String> model, Optional<String> fallback) {
    public enum Answerer {
      EXTRACTIVE,
      MODEL
    }
  }

  /// @param languages BCP 47 tags of the vectors that were asked
  record Searched(
      int documents, int chunks, List<String> queries, List<String> languages, long generation) {
    public Searched {
      queries = List.copyOf(queries);
      languages = List.copyOf(languages);
    }
  }
}
