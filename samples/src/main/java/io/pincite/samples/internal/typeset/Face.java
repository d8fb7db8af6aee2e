package io.pincite.samples.internal.typeset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/// A typeface that is embedded in the samples, in one weight; metrics are in 1/1000 of its size.
/// Filled once, on loading; the parser is guarded in `subset`.
@SuppressWarnings("ImmutableEnumChecker")
enum Face {
  SERIF("PinciteSerif-Regular", false, false),
  SERIF_BOLD("PinciteSerif-Bold", true, false),
  SERIF_ITALIC("PinciteSerif-Italic", false, true),
  SONG("PinciteSong-Regular", false, false),
  SONG_BOLD("PinciteSong-Bold", true, false);

  final String file;
  final boolean bold;
  final boolean italic;
  final double ascent;
  final double descent;
  final double capHeight;
  final double[] boundingBox;
  private final TrueTypeFont font;
  private final Map<Integer, Integer> glyphs = new HashMap<>();
  private final double unitsPerEm;

  Face(String file, boolean bold, boolean italic) {
    this.file = file;
    this.bold = bold;
    this.italic = italic;
    try (var in = Face.class.getResourceAsStream("/fonts/" + file + ".ttf")) {
      if (in == null) {
        throw new IllegalStateException("font " + file + " is not on the class path");
      }
      font = new TTFParser().parse(new RandomAccessReadBuffer(in.readAllBytes()));
      unitsPerEm = font.getUnitsPerEm();
      var cmap = font.getUnicodeCmapLookup();
      for (int character = 0x20; character < 0x10000; character++) {
        int glyph = cmap.getGlyphId(character);
        if (glyph != 0) {
          glyphs.put(character, glyph);
        }
      }
      var os2 = font.getOS2Windows();
      boolean chinese = file.startsWith("PinciteSong");
      // The Chinese face's line metrics leave room for other scripts; its em box is what sets it.
      ascent = scaled(chinese ? os2.getTypoAscender() : font.getHorizontalHeader().getAscender());
      descent =
          scaled(chinese ? os2.getTypoDescender() : font.getHorizontalHeader().getDescender());
      capHeight = 662;
      var head = font.getHeader();
      boundingBox =
          new double[] {
            scaled(head.getXMin()),
            scaled(head.getYMin()),
            scaled(head.getXMax()),
            scaled(head.getYMax())
          };
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private double scaled(double units) {
    return units * 1000 / unitsPerEm;
  }

  boolean has(int character) {
    return glyphs.containsKey(character);
  }

  /// @throws IllegalArgumentException when the font has no such character: run make_fonts.py
  int glyph(int character) {
    Integer glyph = glyphs.get(character);
    if (glyph == null) {
      throw new IllegalArgumentException(
          "%s has no %s (U+%04X); run src/main/fonts/make_fonts.py"
              .formatted(file, Character.toString(character), character));
    }
    return glyph;
  }

  double advance(int glyph) {
    try {
      return scaled(font.getAdvanceWidth(glyph));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /// A font program with only the glyphs used; maps its glyph numbers to those of the whole font.
  static final class Subset {
    private final byte[] bytes;
    private final Map<Integer, Integer> oldByNew;

    private Subset(byte[] bytes, Map<Integer, Integer> oldByNew) {
      this.bytes = bytes;
      this.oldByNew = Map.copyOf(oldByNew);
    }

    byte[] bytes() {
      return bytes;
    }

    Map<Integer, Integer> oldByNew() {
      return oldByNew;
    }
  }

  Subset subset(Set<Integer> used) {
    // The parser reads from one stream: two threads must not cut the same font at once.
    synchronized (this) {
      try {
        var subsetter =
            new TTFSubsetter(
                font,
                List.of("head", "hhea", "loca", "maxp", "cvt ", "prep", "glyf", "hmtx", "fpgm"));
        subsetter.addGlyphIds(used);
        var bytes = new ByteArrayOutputStream();
        var map = subsetter.getGIDMap();
        subsetter.writeToStream(bytes);
        return new Subset(bytes.toByteArray(), map);
      } catch (IOException problem) {
        throw new UncheckedIOException(problem);
      }
    }
  }
}
