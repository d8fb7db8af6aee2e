package io.pincite.samples.internal.typeset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;

/// A face as one document uses it: collects the glyphs drawn, then writes the subset with widths
/// and the text of each glyph.
///
/// Written by hand and not by PDFBox, so that a ligature's glyph can say `fi` and the bytes are the
/// same every time.
final class EmbeddedFont {
  final Face face;
  final String resource;
  final COSDictionary dictionary = new COSDictionary();
  private final TreeMap<Integer, String> textByGlyph = new TreeMap<>();

  EmbeddedFont(Face face) {
    this.face = face;
    this.resource = face.name();
  }

  void use(int glyph, String text) {
    textByGlyph.put(glyph, text);
  }

  void finish(PDDocument document) throws IOException {
    Face.Subset subset = face.subset(textByGlyph.keySet());
    String name = tag() + "+" + face.file.replace("-Regular", "");

    var descriptor = new COSDictionary();
    descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
    descriptor.setName(COSName.FONT_NAME, name);
    descriptor.setInt(COSName.FLAGS, 4 | (face.italic ? 64 : 0) | (face.bold ? 1 << 18 : 0) | 2);
    var box = new COSArray();
    for (double edge : face.boundingBox) {
      box.add(number(edge));
    }
    descriptor.setItem(COSName.FONT_BBOX, box);
    descriptor.setInt(COSName.ITALIC_ANGLE, face.italic ? -16 : 0);
    descriptor.setItem(COSName.ASCENT, number(face.ascent));
    descriptor.setItem(COSName.DESCENT, number(face.descent));
    descriptor.setItem(COSName.CAP_HEIGHT, number(face.capHeight));
    descriptor.setInt(COSName.STEM_V, face.bold ? 140 : 80);
    descriptor.setInt(COSName.FONT_WEIGHT, face.bold ? 700 : 400);
    COSStream program = stream(document, subset.bytes());
    program.setInt(COSName.LENGTH1, subset.bytes().length);
    descriptor.setItem(COSName.FONT_FILE2, program);

    var system = new COSDictionary();
    system.setItem(COSName.REGISTRY, new COSString("Adobe"));
    system.setItem(COSName.ORDERING, new COSString("Identity"));
    system.setInt(COSName.SUPPLEMENT, 0);

    var descendant = new COSDictionary();
    descendant.setItem(COSName.TYPE, COSName.FONT);
    descendant.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE2);
    descendant.setName(COSName.BASE_FONT, name);
    descendant.setItem(COSName.CIDSYSTEMINFO, system);
    descendant.setItem(COSName.FONT_DESC, descriptor);
    descendant.setInt(COSName.DW, 1000);
    var widths = new COSArray();
    for (int glyph : textByGlyph.keySet()) {
      widths.add(COSInteger.get(glyph));
      var width = new COSArray();
      width.add(number(face.advance(glyph)));
      widths.add(width);
    }
    descendant.setItem(COSName.W, widths);
    byte[] map = new byte[2 * (textByGlyph.lastKey() + 1)];
    for (Map.Entry<Integer, Integer> entry : subset.oldByNew().entrySet()) {
      int old = entry.getValue();
      if (old <= textByGlyph.lastKey()) {
        map[2 * old] = (byte) (entry.getKey() >> 8);
        map[2 * old + 1] = (byte) (int) entry.getKey();
      }
    }
    descendant.setItem(COSName.CID_TO_GID_MAP, stream(document, map));

    var descendants = new COSArray();
    descendants.add(descendant);
    dictionary.setItem(COSName.TYPE, COSName.FONT);
    dictionary.setItem(COSName.SUBTYPE, COSName.TYPE0);
    dictionary.setName(COSName.BASE_FONT, name);
    dictionary.setItem(COSName.ENCODING, COSName.IDENTITY_H);
    dictionary.setItem(COSName.DESCENDANT_FONTS, descendants);
    dictionary.setItem(
        COSName.TO_UNICODE, stream(document, toUnicode().getBytes(StandardCharsets.US_ASCII)));
  }

  private static COSFloat number(double value) {
    return new COSFloat((float) (Math.round(value * 1000) / 1000.0));
  }

  static COSStream stream(PDDocument document, byte[] bytes) throws IOException {
    COSStream stream = document.getDocument().createCOSStream();
    try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
      out.write(bytes);
    }
    return stream;
  }

  /// Six letters that depend on the glyphs, as the format asks of a subset's name.
  private String tag() {
    var sum = new CRC32();
    textByGlyph.keySet().forEach(sum::update);
    long rest = sum.getValue();
    var tag = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      tag.append((char) ('A' + rest % 26));
      rest /= 26;
    }
    return tag.toString();
  }

  private String toUnicode() {
    var map =
        new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange
            """);
    var entries = textByGlyph.entrySet().stream().toList();
    for (int from = 0; from < entries.size(); from += 100) {
      var part = entries.subList(from, Math.min(from + 100, entries.size()));
      map.append(part.size()).append(" beginbfchar\n");
      for (Entry<Integer, String> entry : part) {
        map.append("<%04X> <".formatted(entry.getKey()));
        for (char unit : entry.getValue().toCharArray()) {
          map.append("%04X".formatted((int) unit));
        }
        map.append(">\n");
      }
      map.append("endbfchar\n");
    }
    return map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
        .toString();
  }
}
