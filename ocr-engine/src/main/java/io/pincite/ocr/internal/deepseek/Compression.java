package io.pincite.ocr.internal.deepseek;

import java.util.OptionalDouble;

/// How much of a page's text the model reads right when that many text tokens come out of one
/// vision token, as published: Fox, 100 English pages, prompt `Free OCR.` (DeepSeek-OCR, arXiv
/// 2510.18234, Table 2).
///
/// Only Tiny and Small were measured. That it holds for the larger modes, and for Chinese, is the
/// paper's claim and ours to doubt; real pages were not measured by us.
final class Compression {
  /// Text tokens for a vision token, and the share of characters read right, by growing
  /// compression. Rows of both modes; where one of less compression was read worse, that is what
  /// counts.
  private static final double[][] PUBLISHED = {
    {6.7, 0.985}, // Small, 600-700 text tokens
    {7.5, 0.973}, // Small, 700-800
    {8.5, 0.968}, // Small, 800-900
    {9.7, 0.968}, // Small, 900-1000
    {10.5, 0.965}, // Tiny, 600-700
    {10.6, 0.915}, // Small, 1000-1100
    {11.3, 0.898}, // Small, 1100-1200
    {11.8, 0.938}, // Tiny, 700-800
    {12.6, 0.871}, // Small, 1200-1300
    {13.2, 0.838}, // Tiny, 800-900
    {15.1, 0.859}, // Tiny, 900-1000
    {16.5, 0.793}, // Tiny, 1000-1100
    {17.7, 0.764}, // Tiny, 1100-1200
    {19.7, 0.591}, // Tiny, 1200-1300
  };

  private Compression() {}

  /// The share that is read right at a compression, 0..1: that of the next one published, never
  /// more than that of a smaller one. Absent beyond the last.
  static OptionalDouble precision(double ratio) {
    double worst = 1;
    for (double[] row : PUBLISHED) {
      worst = Math.min(worst, row[1]);
      if (ratio <= row[0]) {
        return OptionalDouble.of(worst);
      }
    }
    return OptionalDouble.empty();
  }
}
