package io.pincite.ingest.internal.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import org.apache.fontbox.util.BoundingBox;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.ResourceCache;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.pdmodel.font.PDFontFactory;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.util.Vector;
import org.jspecify.annotations.Nullable;

/// A font as reading needs it: for each character code its letters and advance, looked up once.
/// Lengths are in units of the font size.
final class GlyphTable {

  /// What a character code draws.
  ///
  /// @param letters as written into words; `U+FFFD` where the font does not say; empty for nothing
  /// @param character the first of them
  /// @param advance to the right, or for vertical writing downwards (negative, as in the file)
  /// @param originX where a vertical glyph's own origin lies from the point it hangs from
  /// @param width of the glyph itself across the writing direction, for vertical writing
  record Glyph(
      String letters,
      int character,
      Kind kind,
      double advance,
      double originX,
      double originY,
      double width) {}

  enum Kind {
    /// Part of a run of characters.
    RUN,
    /// A word of its own.
    ALONE,
    SPACE,
    /// The font does not say what it is.
    UNKNOWN,
    /// Nothing to see.
    NOTHING
  }

  private static final double DEFAULT_ASCENT = 0.75;
  private static final double DEFAULT_DESCENT = -0.25;
  private static final int BYTES_PER_CODE_UNKNOWN = 0;

  private final @Nullable PDFont font;
  private final Glyph[][] glyphs = new Glyph[256][];

  /// 1, 2, or 0 where the font's own rule has to be asked.
  final int bytesPerCode;

  final double ascent;
  final double descent;
  final double spaceWidth;
  final boolean bold;
  final boolean italic;
  final boolean vertical;

  /// For a font that cannot be read at all: its text is unknown, its size guessed.
  private GlyphTable() {
    font = null;
    bytesPerCode = 1;
    ascent = DEFAULT_ASCENT;
    descent = DEFAULT_DESCENT;
    spaceWidth = 0.25;
    bold = false;
    italic = false;
    vertical = false;
  }

  private GlyphTable(PDFont font) {
    this.font = font;
    double[] extent = extent(font);
    ascent = extent[0];
    descent = extent[1];
    vertical = font.isVertical();
    bytesPerCode = bytesPerCode(font);
    String name = String.valueOf(font.getName()).toLowerCase(Locale.ROOT);
    PDFontDescriptor descriptor = font.getFontDescriptor();
    bold =
        name.contains("bold")
            || name.contains("black")
            || name.contains("heavy")
            || name.contains("demi")
            || name.contains("simhei")
            || descriptor != null
                && (descriptor.isForceBold() || descriptor.getFontWeight() >= 600);
    italic =
        name.contains("italic")
            || name.contains("oblique")
            || descriptor != null && (descriptor.isItalic() || descriptor.getItalicAngle() != 0);
    spaceWidth = spaceWidth();
  }

  static GlyphTable of(COSDictionary dictionary, @Nullable ResourceCache cache) {
    try {
      return new GlyphTable(PDFontFactory.createFont(dictionary, cache));
    } catch (IOException | RuntimeException _) {
      return new GlyphTable();
    }
  }

  private static int bytesPerCode(PDFont font) {
    if (!(font instanceof PDType0Font composite)) {
      return 1;
    }
    String cmap = composite.getCMap() == null ? "" : String.valueOf(composite.getCMap().getName());
    return cmap.startsWith("Identity-") ? 2 : BYTES_PER_CODE_UNKNOWN;
  }

  Glyph glyph(int code) {
    int page = code >>> 8;
    if (page >= 256) {
      return load(code);
    }
    Glyph[] row = glyphs[page];
    if (row == null) {
      row = new Glyph[256];
      glyphs[page] = row;
    }
    Glyph glyph = row[code & 0xFF];
    if (glyph == null) {
      glyph = load(code);
      row[code & 0xFF] = glyph;
    }
    return glyph;
  }

  /// Reads one code of a font whose codes have no fixed length; at least one byte.
  ///
  /// @return the code in the low, the number of bytes in the high 32 bits
  long readCode(byte[] bytes, int from, int to) {
    PDFont known = font;
    if (known == null) {
      return 1L << 32 | bytes[from] & 0xFF;
    }
    var in = new ByteArrayInputStream(bytes, from, to - from);
    try {
      int code = known.readCode(in);
      return (long) Math.max(1, to - from - in.available()) << 32 | code & 0xFFFFFFFFL;
    } catch (IOException | RuntimeException _) {
      return 1L << 32 | bytes[from] & 0xFF;
    }
  }

  private Glyph load(int code) {
    PDFont known = font;
    if (known == null) {
      return new Glyph("\uFFFD", 0xFFFD, Kind.UNKNOWN, 0.5, 0, 0, 0.5);
    }
    double width = width(known, code);
    double advance = width;
    double originX = 0;
    double originY = 0;
    if (vertical) {
      try {
        Vector position = known.getPositionVector(code);
        originX = position.getX();
        originY = position.getY();
        advance = known.getDisplacement(code).getY();
      } catch (IOException | RuntimeException _) {
        advance = -1;
      }
    }
    String unicode = unicode(known, code);
    if (unicode == null) {
      return new Glyph("\uFFFD", 0xFFFD, Kind.UNKNOWN, advance, originX, originY, width);
    }
    String letters = Characters.letters(unicode);
    if (letters.codePoints().anyMatch(Characters::isSpace)) {
      String solid =
          letters
              .codePoints()
              .filter(character -> !Characters.isSpace(character))
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      if (solid.isEmpty()) {
        return new Glyph("", ' ', Kind.SPACE, advance, originX, originY, width);
      }
      letters = solid;
    }
    if (letters.isEmpty() || unicode.equals("\u00AD") && width == 0) {
      return new Glyph("", 0, Kind.NOTHING, advance, originX, originY, width);
    }
    int first = letters.codePointAt(0);
    Kind kind = Kind.RUN;
    if (first == 0xFFFD || Characters.isPrivateUse(first)) {
      kind = Kind.UNKNOWN;
    } else if (Characters.standsAlone(first)) {
      kind = Kind.ALONE;
    }
    return new Glyph(letters, first, kind, advance, originX, originY, width);
  }

  private static @Nullable String unicode(PDFont font, int code) {
    try {
      String unicode = font.toUnicode(code);
      if (unicode == null || unicode.isEmpty() || unicode.equals("\u0000")) {
        return code == ' ' && !(font instanceof PDType0Font) ? " " : null;
      }
      return unicode;
    } catch (RuntimeException _) {
      return null;
    }
  }

  private static double width(PDFont font, int code) {
    try {
      double width = font.getWidth(code) * scale(font);
      return Double.isFinite(width) && Math.abs(width) < 100 ? width : 0;
    } catch (IOException | RuntimeException _) {
      return 0.5;
    }
  }

  private static double scale(PDFont font) {
    return font instanceof PDType3Font ? font.getFontMatrix().getScaleX() : 0.001;
  }

  private static double[] extent(PDFont font) {
    double scale = font instanceof PDType3Font ? font.getFontMatrix().getScaleY() : 0.001;
    PDFontDescriptor descriptor = font.getFontDescriptor();
    if (descriptor != null) {
      double ascent = descriptor.getAscent() * scale;
      // Some writers forget the sign.
      double descent = -Math.abs(descriptor.getDescent() * scale);
      if (ascent > 0.2 && ascent < 2 && descent > -1.5) {
        return new double[] {ascent, descent};
      }
    }
    try {
      BoundingBox box = font.getBoundingBox();
      double top = box.getUpperRightY() * scale;
      double bottom = box.getLowerLeftY() * scale;
      if (bottom > top) {
        double swap = top;
        top = bottom;
        bottom = swap;
      }
      if (top - bottom > 0.2 && top < 3 && bottom > -2) {
        return new double[] {top, Math.min(bottom, 0)};
      }
    } catch (IOException | RuntimeException _) {
      // then the usual proportions have to do
    }
    return new double[] {DEFAULT_ASCENT, DEFAULT_DESCENT};
  }

  private double spaceWidth() {
    if (bytesPerCode == 1) {
      Glyph space = glyph(' ');
      if (space.kind() == Kind.SPACE && space.advance() > 0.1 && space.advance() < 0.8) {
        return space.advance();
      }
    }
    return 0.25;
  }
}
