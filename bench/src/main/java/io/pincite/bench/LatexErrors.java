package io.pincite.bench;

/// How far a formula is from the one that stands on the page: fewest edits of its LaTeX over the
/// longer one's length, 0..1, as OmniDocBench (arXiv 2412.07626) measures formulas beside CDM,
/// which compares drawn pictures and is not measured here.
///
/// Delimiters do not count, nor does white space: two ways to write the same formula differ
/// otherwise, as they do there.
final class LatexErrors {
  private LatexErrors() {}

  static double share(String truth, String read) {
    return EditDistance.share(bare(truth), bare(read));
  }

  private static String bare(String latex) {
    return latex
        .strip()
        .replaceAll("^(?:\\$\\$?|\\\\\\[|\\\\\\()|(?:\\$\\$?|\\\\]|\\\\\\))$", "")
        .replaceAll("[\\s\\h]+", "");
  }
}
