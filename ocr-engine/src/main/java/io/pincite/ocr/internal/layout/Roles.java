package io.pincite.ocr.internal.layout;

import io.pincite.ocr.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Decides what each paragraph is: heading, list item, caption, footnote or plain text.
final class Roles {

  private static final Pattern CAPTION =
      Pattern.compile(
          "(?i)(?:table|figure|fig\\.|chart|exhibit no\\.)\\s?(?:[A-Z][.-]?)?[\\dIVX]+(?:[.\\-]\\d+)*\\s?(?:[.:：—–-].*|$|[A-Z(].*)"
              + "|[表图圖]\\s?[\\d一二三四五六七八九十]+(?:[.\\-]\\d+)*.*");
  private static final Pattern LABELLED =
      Pattern.compile(
          "(?i)(?:witness|source|by|name|title|date|its|to|from|attn|attention|address|tel|fax|re)\\s?:.*|.*_{4,}.*|.*/s/.*|.*\\bpage\\s\\d+\\sof\\s\\d+.*|.*[:：]\\s*$");
  private static final Pattern CONTENTS =
      Pattern.compile("(?i)(?:table of contents|contents|index)|目\\s?[录錄]");

  /// Ends in the number of a page.
  private static final Pattern NUMBERED = Pattern.compile(".*[^\\d.]\\s?\\d{1,3}");

  private static final Pattern NO_TITLE = Pattern.compile(".*[.。;；,，]$");
  private static final Pattern SENTENCES = Pattern.compile(".*[\\p{Ll}\\d)\"”][.;]\\s+\\p{Lu}.*");

  private final Frame frame;
  private final Rules rules;
  private final double bodySize;

  /// Markers of the lists that are open, outermost first.
  private final List<OpenList> lists = new ArrayList<>();

  private boolean textBefore;

  /// Below a title that names a table of contents.
  private boolean inContents;

  private record OpenList(Marker.Style style, int depth, double x0, int value) {}

  Roles(Frame frame, Rules rules, double bodySize) {
    this.frame = frame;
    this.rules = rules;
    this.bodySize = bodySize;
  }

  static boolean isCaption(String text) {
    return CAPTION.matcher(text).matches();
  }

  /// Called in reading order.
  ///
  /// @param next text of the paragraph that follows, empty where none does
  /// @param byThing whether a table or a picture is its neighbour
  Block block(Paragraph paragraph, Paragraphs.Edges edges, String next, boolean byThing) {
    boolean first = !textBefore;
    textBefore = true;
    var box = frame.box(paragraph.area());
    String text = paragraph.text;
    boolean entry = inContents && paragraph.lines.size() == 1 && NUMBERED.matcher(text).matches();
    if (Cells.hasLeaders(text) || entry) {
      return new Block.Paragraph(paragraph.finished(), box, "contents-entry");
    }
    if (byThing && paragraph.lines.size() <= 3 && isCaption(text)) {
      return new Block.Caption(paragraph.finished(), box, "caption");
    }
    Optional<String> title = title(paragraph, edges, next);
    inContents = CONTENTS.matcher(text).matches() || inContents && paragraph.lines.size() == 1;
    if (title.isPresent()) {
      lists.clear();
      int level = level(paragraph, edges, first);
      return new Block.Heading(level, paragraph.finished(), box, title.get());
    }
    if (paragraph.marker.isPresent() && text.length() > paragraph.marker.get().length()) {
      Marker marker = paragraph.marker.get();
      if (isClause(paragraph, marker)) {
        lists.clear();
        return new Block.Paragraph(paragraph.finished(), box, "clause");
      }
      return new Block.ListItem(
          listLevel(marker, paragraph.first().x0), paragraph.finished(), box, "list-item");
    }
    return new Block.Paragraph(paragraph.finished(), box, "paragraph");
  }

  /// A numbered clause with its text on the same line is a paragraph of the contract; its items are
  /// the list.
  private static boolean isClause(Paragraph paragraph, Marker marker) {
    boolean numbered = marker.style() == Marker.Style.DOTTED;
    boolean isLong = paragraph.lines.size() > 1 || paragraph.text.length() > 80;
    return marker.style().isNamed() || numbered && (marker.depth() > 1 || isLong);
  }

  /// The rule by which a paragraph is a heading.
  private Optional<String> title(Paragraph paragraph, Paragraphs.Edges edges, String next) {
    String text = paragraph.text;
    boolean centred = isCentred(paragraph, edges);
    if (paragraph.lines.size() > (centred ? 5 : 3) || text.length() > 220) {
      return Optional.empty();
    }
    String rest = paragraph.afterMarker();
    var look = Look.of(rest);
    boolean bigger = paragraph.size >= 1.12 * bodySize;
    boolean bold = paragraph.bold >= 0.85;
    boolean caps = look.isCapitals();
    boolean brief = look.words <= 14 && look.weight <= 110;
    boolean sentence = SENTENCES.matcher(rest).matches();
    boolean stops = NO_TITLE.matcher(rest).matches();
    boolean labelled = LABELLED.matcher(rest).matches() && paragraph.marker.isEmpty();
    if (look.letters == 0 && paragraph.marker.isEmpty() || labelled && !bigger) {
      return Optional.empty();
    }
    if (paragraph.marker.isPresent()) {
      boolean loud = bigger || bold || caps;
      return numberedTitle(paragraph.marker.get(), rest, look, loud, brief && !sentence, stops);
    }
    if (look.letters < 2 || sentence || !brief) {
      return Optional.empty();
    }
    boolean signed = next.startsWith("By:") || next.startsWith("By ") || next.contains("____");
    if (bigger && !stops) {
      return Optional.of("heading-size");
    }
    if (signed) {
      return Optional.empty();
    }
    if (bold && !text.endsWith(",") && !text.endsWith(";") && (!stops || look.words <= 8)) {
      return Optional.of("heading-bold");
    }
    boolean titled = look.letters >= 4 && !stops && look.digits <= look.letters / 3;
    if (caps && titled && !look.isCjk) {
      return Optional.of("heading-capitals");
    }
    if (titled && isUnderlined(paragraph) && (centred || look.words <= 8)) {
      return Optional.of("heading-underlined");
    }
    return Optional.empty();
  }

  private static Optional<String> numberedTitle(
      Marker marker, String rest, Look look, boolean loud, boolean brief, boolean stops) {
    if (rest.isEmpty()) {
      return marker.style().isNamed() ? Optional.of("heading-numbered") : Optional.empty();
    }
    if (!brief) {
      return Optional.empty();
    }
    boolean plainEnd =
        !stops || (rest.endsWith(".") && look.words <= 8 && (loud || look.isTitleCase()));
    return switch (marker.style()) {
      case CHAPTER, SECTION, ANNEX -> {
        boolean titled =
            look.isCjk
                ? !stops && look.weight <= 48 && !rest.endsWith("：")
                : loud || look.isTitleCase();
        yield titled && plainEnd ? Optional.of("heading-numbered") : Optional.empty();
      }
      case CHINESE ->
          !stops && look.weight <= 48 ? Optional.of("heading-numbered") : Optional.empty();
      case DOTTED, CAPITAL, CAPITAL_ROMAN -> {
        boolean titled = loud || (!look.isCjk && look.isTitleCase() && look.words <= 7 && !stops);
        yield titled && plainEnd ? Optional.of("heading-numbered") : Optional.empty();
      }
      case LETTER, ROMAN, NUMBER, CHINESE_PAREN ->
          loud && plainEnd && look.letters >= 3
              ? Optional.of("heading-numbered")
              : Optional.empty();
      case BULLET -> Optional.empty();
    };
  }

  private boolean isUnderlined(Paragraph paragraph) {
    for (TextLine line : paragraph.lines) {
      if (!rules.separates(
          line.baseline - 0.5, line.baseline + 0.35 * line.size, line.x0, line.x1, 0.75)) {
        return false;
      }
    }
    return true;
  }

  private boolean isCentred(Paragraph paragraph, Paragraphs.Edges edges) {
    for (TextLine line : paragraph.lines) {
      boolean onPage =
          line.x0 > 0.15 * frame.width()
              && Math.abs(line.centerX() - frame.width() / 2) < 0.02 * frame.width();
      if (!onPage && !edges.centred(line)) {
        return false;
      }
    }
    return true;
  }

  /// By number where it has one, else by size: 1 title or annex, 2 chapter, article or `1.`, 3
  /// section or `1.1`, and so on.
  private int level(Paragraph paragraph, Paragraphs.Edges edges, boolean first) {
    if (paragraph.marker.isPresent()) {
      Marker marker = paragraph.marker.get();
      return switch (marker.style()) {
        case ANNEX -> 1;
        case CHAPTER -> 2;
        case SECTION -> paragraph.text.startsWith("第") ? 3 : Math.min(6, 1 + marker.depth());
        case DOTTED -> Math.min(6, 1 + marker.depth());
        case CHINESE, CAPITAL_ROMAN, CAPITAL -> 2;
        case CHINESE_PAREN -> 3;
        case LETTER, NUMBER -> 4;
        case ROMAN -> 5;
        case BULLET -> 6;
      };
    }
    double ratio = paragraph.size / bodySize;
    boolean atTop = first && isCentred(paragraph, edges) && paragraph.y0 < 0.4 * frame.height();
    return ratio >= 1.28 || atTop ? 1 : 2;
  }

  private int listLevel(Marker marker, double x0) {
    Marker.Style style = marker.style();
    int at = continued(marker, x0);
    if (at >= 0) {
      style = lists.get(at).style;
      while (lists.size() > at) {
        lists.removeLast();
      }
    } else {
      // A new list further left than the open ones is none of theirs.
      while (!lists.isEmpty() && lists.getLast().x0 > x0 + 4) {
        lists.removeLast();
      }
    }
    int value = style == marker.style() ? marker.value() : letterOf(marker);
    lists.add(new OpenList(style, marker.depth(), x0, value));
    return lists.size();
  }

  /// Position of the open list this marker goes on with, -1 where it opens one.
  private int continued(Marker marker, double x0) {
    for (int i = lists.size() - 1; i >= 0; i--) {
      OpenList open = lists.get(i);
      boolean same = open.style == marker.style() && open.depth == marker.depth();
      boolean letter =
          (open.style == Marker.Style.LETTER && marker.style() == Marker.Style.ROMAN
                  || open.style == Marker.Style.CAPITAL
                      && marker.style() == Marker.Style.CAPITAL_ROMAN)
              && isLetterAfter(open.value, marker);
      boolean aligned = marker.style() != Marker.Style.BULLET || Math.abs(open.x0 - x0) < 6;
      boolean follows = marker.value() != 1 || Math.abs(open.x0 - x0) < 6;
      if ((same || letter) && aligned && follows) {
        return i;
      }
    }
    return -1;
  }

  /// (i) goes on after (h), (v) after (u), (x) after (w).
  private static boolean isLetterAfter(int before, Marker roman) {
    return roman.length() <= 3 && letterOf(roman) > 0 && before + 1 == letterOf(roman);
  }

  /// Place in the alphabet of a roman number that is one letter, else 0.
  private static int letterOf(Marker roman) {
    return switch (roman.value()) {
      case 1 -> 9;
      case 5 -> 22;
      case 10 -> 24;
      default -> 0;
    };
  }

  /// What the words of a would-be title look like.
  private record Look(
      int words,
      int letters,
      int upper,
      int capitalised,
      int longOnes,
      int digits,
      int weight,
      boolean isCjk,
      boolean endsSmall) {

    static Look of(String text) {
      int words = 0;
      int letters = 0;
      int upper = 0;
      int capitalised = 0;
      int longOnes = 0;
      int digits = 0;
      int weight = 0;
      int cjk = 0;
      int start = -1;
      for (int i = 0; i <= text.length(); i++) {
        char c = i < text.length() ? text.charAt(i) : ' ';
        if (Scripts.isCjk(c)) {
          cjk++;
          letters += Character.isLetter(c) ? 1 : 0;
          weight += 2;
        } else {
          weight++;
          if (Character.isLetter(c)) {
            letters++;
            upper += Character.isUpperCase(c) ? 1 : 0;
          }
          digits += Character.isDigit(c) ? 1 : 0;
        }
        if (c == ' ') {
          if (start >= 0) {
            words++;
            boolean longOne = i - start > 3;
            longOnes += longOne ? 1 : 0;
            capitalised += longOne && !Character.isLowerCase(firstLetter(text, start, i)) ? 1 : 0;
          }
          start = -1;
        } else if (start < 0) {
          start = i;
        }
      }
      return new Look(
          words,
          letters,
          upper,
          capitalised,
          longOnes,
          digits,
          weight,
          cjk * 2 > letters,
          !text.isEmpty() && Character.isLowerCase(text.charAt(text.lastIndexOf(' ') + 1)));
    }

    private static char firstLetter(String text, int from, int to) {
      for (int i = from; i < to; i++) {
        if (Character.isLetter(text.charAt(i))) {
          return text.charAt(i);
        }
      }
      return text.charAt(from);
    }

    boolean isCapitals() {
      return !isCjk && letters >= 3 && upper >= 0.9 * letters;
    }

    /// As names are written; a last word in small letters is one a sentence goes on from.
    boolean isTitleCase() {
      return !isCjk && !endsSmall && upper > 0 && (longOnes == 0 || capitalised >= 0.7 * longOnes);
    }
  }
}
