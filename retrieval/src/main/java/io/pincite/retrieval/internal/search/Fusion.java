package io.pincite.retrieval.internal.search;

import io.pincite.retrieval.Explanation;
import io.pincite.retrieval.internal.index.ChunkIndex.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// Makes one ranking of several by reciprocal rank: each adds `weight / (60 + rank)` to what it
/// ranks, so that rankings whose scores mean different things need no common scale.
final class Fusion {
  private static final int DAMPING = 60;

  /// @param what it ranks by, for people
  record Ranking(String what, double weight, List<Found> found) {
    Ranking {
      found = List.copyOf(found);
    }
  }

  record Fused(Found found, double score, Explanation explanation) {}

  private Fusion() {}

  /// Best first; equal scores by document and ordinal.
  static List<Fused> of(List<Ranking> rankings) {
    Map<UUID, List<Explanation>> parts = new HashMap<>();
    Map<UUID, Found> all = new HashMap<>();
    for (Ranking ranking : rankings) {
      int rank = 0;
      for (Found found : ranking.found()) {
        rank++;
        all.putIfAbsent(found.chunk(), found);
        parts
            .computeIfAbsent(found.chunk(), missing -> new ArrayList<>())
            .add(
                new Explanation(
                    ranking.weight() / (DAMPING + rank),
                    String.format(
                        Locale.ROOT,
                        "%s: rank %d of %d, score %.3f",
                        ranking.what(),
                        rank,
                        ranking.found().size(),
                        found.score()),
                    List.of()));
      }
    }
    return all.values().stream()
        .map(
            found -> {
              List<Explanation> reasons = parts.getOrDefault(found.chunk(), List.of());
              double score = reasons.stream().mapToDouble(Explanation::value).sum();
              return new Fused(
                  found,
                  score,
                  new Explanation(score, "sum of weight / (60 + rank) over rankings", reasons));
            })
        .sorted(
            Comparator.comparingDouble(Fused::score)
                .reversed()
                .thenComparing(fused -> fused.found().document())
                .thenComparingInt(fused -> fused.found().ordinal()))
        .toList();
  }
}
