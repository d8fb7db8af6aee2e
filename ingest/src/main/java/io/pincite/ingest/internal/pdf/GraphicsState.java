package io.pincite.ingest.internal.pdf;

import org.jspecify.annotations.Nullable;

/// What q saves and Q brings back, as far as reading needs it. Coordinates are points as displayed,
/// y downwards.
final class GraphicsState {
  /// A colour that is not known, such as a pattern's.
  static final int UNKNOWN_COLOUR = -1;

  /// From the current coordinates to display: x' = a·x + c·y + e, y' = b·x + d·y + f.
  double a = 1;

  double b;
  double c;
  double d = 1;
  double e;
  double f;

  /// A rectangle around the clipping path.
  double clipX0;

  double clipY0;
  double clipX1;
  double clipY1;

  /// 0xRRGGBB, or [#UNKNOWN_COLOUR].
  int fill;

  int stroke;
  ColourSpace fillSpace = ColourSpace.GRAY;
  ColourSpace strokeSpace = ColourSpace.GRAY;
  double fillAlpha = 1;
  double strokeAlpha = 1;

  /// Whether what is drawn hides what is under it.
  boolean opaque = true;

  double lineWidth = 1;

  @Nullable GlyphTable font;
  double fontSize;
  double characterSpacing;
  double wordSpacing;
  double horizontalScale = 1;
  double leading;
  double rise;
  int renderMode;

  enum ColourSpace {
    GRAY,
    RGB,
    CMYK,
    /// Amounts of named inks: no ink is paper white.
    INKS,
    OTHER
  }

  void set(GraphicsState other) {
    a = other.a;
    b = other.b;
    c = other.c;
    d = other.d;
    e = other.e;
    f = other.f;
    clipX0 = other.clipX0;
    clipY0 = other.clipY0;
    clipX1 = other.clipX1;
    clipY1 = other.clipY1;
    fill = other.fill;
    stroke = other.stroke;
    fillSpace = other.fillSpace;
    strokeSpace = other.strokeSpace;
    fillAlpha = other.fillAlpha;
    strokeAlpha = other.strokeAlpha;
    opaque = other.opaque;
    lineWidth = other.lineWidth;
    font = other.font;
    fontSize = other.fontSize;
    characterSpacing = other.characterSpacing;
    wordSpacing = other.wordSpacing;
    horizontalScale = other.horizontalScale;
    leading = other.leading;
    rise = other.rise;
    renderMode = other.renderMode;
  }

  /// Puts a transform before the current one.
  void concatenate(double ma, double mb, double mc, double md, double me, double mf) {
    double na = ma * a + mb * c;
    double nb = ma * b + mb * d;
    double nc = mc * a + md * c;
    double nd = mc * b + md * d;
    double ne = me * a + mf * c + e;
    double nf = me * b + mf * d + f;
    a = na;
    b = nb;
    c = nc;
    d = nd;
    e = ne;
    f = nf;
  }

  double x(double px, double py) {
    return a * px + c * py + e;
  }

  double y(double px, double py) {
    return b * px + d * py + f;
  }

  void clip(double x0, double y0, double x1, double y1) {
    clipX0 = Math.max(clipX0, Math.min(x0, x1));
    clipY0 = Math.max(clipY0, Math.min(y0, y1));
    clipX1 = Math.min(clipX1, Math.max(x0, x1));
    clipY1 = Math.min(clipY1, Math.max(y0, y1));
  }
}
