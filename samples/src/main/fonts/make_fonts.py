"""Makes the small fonts under src/main/resources/fonts.

Run in the samples folder, whenever a text uses a character the fonts lack:

    apt-get install fonts-liberation2 fonts-noto-cjk python3-fonttools
    python3 src/main/fonts/make_fonts.py

The Latin family keeps Latin-1, the usual punctuation and the ligatures fi and fl. The Chinese family keeps the
characters that occur in the sources and texts of this module; its PostScript outlines are turned into TrueType
ones (largest error 1/1000 em), because that is the form the generator embeds. Layout features and hints are dropped.
Both families get a name of their own: "Liberation" is a reserved font name, a changed font must not carry it.
"""
import pathlib
from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

LATIN = "/usr/share/fonts/truetype/liberation2/LiberationSerif-%s.ttf"
SONG = "/usr/share/fonts/opentype/noto/NotoSerifCJK-%s.ttc"
SIMPLIFIED_CHINESE = 2
OUT = pathlib.Path("src/main/resources/fonts")


def characters():
    found = set()
    for folder in ("src/main/java", "src/main/resources/contracts"):
        for path in pathlib.Path(folder).rglob("*"):
            if path.suffix in (".java", ".txt"):
                found |= set(path.read_text(encoding="utf-8"))
    wide = {c for c in found if ord(c) >= 0x2E80 and ord(c) < 0x1F000}
    # Every figure of the written-out amounts and dates, and the marks of Chinese text.
    return wide | set("零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟元角分整年月日，。、；：？！（）《》“”‘’—…·％")


def cut(font, wanted):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = []
    options.glyph_names = True
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "GSUB", "GPOS", "GDEF", "DSIG", "FFTM", "kern", "gasp"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format != 14]


def to_truetype(font):
    order = font.getGlyphOrder()
    source = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(source)
        source[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = glyphs
    del font["CFF "]
    glyf.compile(font)
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    for field in ("maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements "
                  "maxSizeOfInstructions maxComponentElements").split():
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    maxp.numGlyphs = len(order)
    maxp.compile(font)
    post = font["post"]
    post.formatType = 2.0
    post.extraNames = []
    post.mapping = {}
    font.sfntVersion = "\000\001\000\000"


def name(font, family, style):
    table = font["name"]
    copyright = table.getDebugName(0) or "© 2017-2022 Adobe (http://www.adobe.com/)."
    table.names = []
    full = f"{family} {style}"
    texts = {0: copyright, 1: family, 2: style, 3: full, 4: full, 5: "Version 1.0",
             6: full.replace(" ", "") if style == "Regular" else f"{family.replace(' ', '')}-{style}",
             13: "SIL Open Font License, Version 1.1", 14: "https://openfontlicense.org"}
    for number, text in texts.items():
        table.setName(text, number, 3, 1, 0x409)


def write(font, file):
    font["head"].created = font["head"].modified = 3849984000  # fixed, so that the same input gives the same bytes
    font.recalcTimestamp = False
    font.save(OUT / file)
    print(file, (OUT / file).stat().st_size, "bytes,", font["maxp"].numGlyphs, "glyphs")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    latin = list(range(0x20, 0x7F)) + list(range(0xA0, 0x100))
    latin += [0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2020, 0x2022, 0x2026, 0x20AC, 0xFB01, 0xFB02]
    for style in ("Regular", "Bold", "Italic"):
        font = TTFont(LATIN % style)
        cut(font, latin)
        name(font, "Pincite Serif", style)
        write(font, f"PinciteSerif-{style}.ttf")
    chinese = [ord(c) for c in characters()]
    for style in ("Regular", "Bold"):
        font = TTFont(SONG % style, fontNumber=SIMPLIFIED_CHINESE)
        cut(font, chinese)
        to_truetype(font)
        name(font, "Pincite Song", style)
        write(font, f"PinciteSong-{style}.ttf")


main()
