package io.pincite.ingest.internal.pdf;

import io.pincite.ingest.internal.pdf.PageWords.Piece;
import java.util.List;

/// Joins pieces of words that were drawn apart: letter by letter, or out of order.
final class PieceJoiner {
  private PieceJoiner() {}

  static List<Piece> join(List<Piece> pieces) {
    return pieces;
  }
}
