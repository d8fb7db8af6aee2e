package io.pincite.retrieval;

import java.util.List;

/// Why a score is what it is: a tree whose parts make up the value.
public record Explanation(double value, String what, List<Explanation> parts) {
  public Explanation {
    parts = List.copyOf(parts);
  }
}
