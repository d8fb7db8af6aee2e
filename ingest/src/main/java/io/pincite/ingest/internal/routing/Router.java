package io.pincite.ingest.internal.routing;

import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.SourceReason.Code;
import io.pincite.ingest.internal.pdf.PdfPage;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PageContent.StyledWord;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;

/// Decides on evidence how a page of a PDF is read. Most pages are decided by their text alone; the
/// page is drawn and looked at only where something speaks against it: pictures, drawn letters, an
/// invisible layer.
public final class Router {
  /// Smaller pictures are logos and marks: an area of about a business card on a page of A4.
  private static final double LEAST_PICTURE = 0.04;

  /// More drawn shapes than this, and they may be letters.
  private static final int MANY_SHAPES = 80;

  /// Fewer letters than this in a picture are a logo, a signature or a stamp.
  private static final int FEWEST_LETTERS = 25;

  /// A word covers the ink whose centre is in its box, grown by this share of its height.
  private static final double MARGIN_OF_WORDS = 0.3;

  /// The words of a good invisible layer lie on ink; of a shifted or scaled one, half of them do.
  private static final double LEAST_ON_INK = 0.7;

  /// And what looks like letters lies under words.
  private static final double LEAST_COVERED = 0.6;

  private static final double INK_OF_A_WORD = 0.04;
  private static final int SAMPLED_LINES = 3;

  /// A line has to have this many letters to be worth reading again.
  private static final int LETTERS_OF_A_LINE = 16;

  private static final double ALMOST_ALL = 0.85;

  /// A page with fewer characters than this beside a picture has no text of its own.
  private static final int STAMP = 40;

  private static final int BANDS = 64;

  private Router() {}

  /// @param drawn the page as displayed, drawn at so many pixels per inch; asked for only where it
  ///     has to be looked at
  public static Route route(PdfPage page, OcrChoice choice, DoubleFunction<BufferedImage> drawn) {
    PdfPage.Verdict verdict = page.verdict();
    return switch (choice) {
      case NEVER ->
          verdict.usable()
              ? new Route.TextLayer(verdict.reason())
              : new Route.Unread(
                  verdict
                      .reason()
                      .and(
                          Code.NEVER,
                          "It needs OCR, which is switched off for this document (ocr=never)."));
      case ALWAYS ->
          new Route.Whole(
              new SourceReason(
                  Code.ALWAYS,
                  "The pages of this document are to be read from their images (ocr=always)."),
              verdict.usable(),
              isSpelled(page));
      case AUTO -> byEvidence(page, drawn);
    };
  }

  /// Whether the glyphs are all the text there is, as far as it can be told without drawing the
  /// page, and most of them stand upright.
  private static boolean isSpelled(PdfPage page) {
    List<StyledWord> words = page.content().words();
    return page.verdict().usable()
        && !page.verdict().invisible()
        && page.evidence().pictureShare() < LEAST_PICTURE
        && page.evidence().letterShapes() < MANY_SHAPES
        && 2 * words.stream().filter(word -> word.direction() == 0).count() > words.size()
        && Plausibility.objection(words.stream().map(word -> word.word().text()).toList())
            .isEmpty();
  }

  private static Route byEvidence(PdfPage page, DoubleFunction<BufferedImage> drawn) {
    PdfPage.Verdict verdict = page.verdict();
    if (!verdict.usable()) {
      return new Route.Whole(verdict.reason(), false);
    }
    List<StyledWord> words = page.content().words();
    Optional<String> objection =
        Plausibility.objection(words.stream().map(word -> word.word().text()).toList());
    if (objection.isPresent()) {
      return new Route.Whole(
          new SourceReason(
              Code.NO_LANGUAGE,
              "The page's own text is no language: %s.".formatted(objection.get())),
          true);
    }
    if (verdict.invisible()) {
      return ofInvisible(page, Ink.of(drawn.apply(Ink.DPI)));
    }
    boolean hasPictures = page.evidence().pictureShare() >= LEAST_PICTURE;
    boolean hasShapes = page.evidence().letterShapes() >= MANY_SHAPES;
    return hasPictures || hasShapes
        ? ofVisible(page, Ink.of(drawn.apply(Ink.DPI)), hasShapes)
        : new Route.TextLayer(verdict.reason());
  }

  // --- text that is to be seen, and pictures beside it ------------------------------------------

  private static Route ofVisible(PdfPage page, Ink ink, boolean hasShapes) {
    List<StyledWord> words = page.content().words();
    List<BoundingBox> bare = uncovered(ink.letters(), words);
    var areas = new ArrayList<BoundingBox>();
    for (BoundingBox picture : joined(page.content().images())) {
      if (picture.area() >= LEAST_PICTURE && lettersIn(picture, bare) >= FEWEST_LETTERS) {
        areas.add(picture);
      }
    }
    if (hasShapes) {
      List<BoundingBox> drawn =
          bare.stream()
              .filter(letter -> areas.stream().noneMatch(area -> holds(area, letter)))
              .toList();
      if (drawn.size() >= FEWEST_LETTERS) {
        areas.add(roundAbout(drawn));
      }
    }
    if (areas.isEmpty()) {
      return new Route.TextLayer(page.verdict().reason());
    }
    List<BoundingBox> apart = joined(areas);
    long letters = apart.stream().mapToLong(area -> lettersIn(area, bare)).sum();
    double share = apart.stream().mapToDouble(BoundingBox::area).sum();
    if (words.isEmpty() || page.evidence().visibleCharacters() < STAMP && share >= ALMOST_ALL) {
      return new Route.Whole(
          new SourceReason(
              Code.LETTERS_DRAWN,
              String.format(
                  Locale.ROOT,
                  "The page shows about %,d letters that no text stands for.",
                  letters)),
          true);
    }
    return new Route.Areas(
        new SourceReason(
            Code.PICTURES_WITH_LETTERS,
            String.format(
                Locale.ROOT,
                "The page has text, and %s with about %,d letters that it does not stand for.",
                apart.size() == 1 ? "a picture" : apart.size() + " pictures",
                letters)),
        apart);
  }

  private static long lettersIn(BoundingBox area, List<BoundingBox> letters) {
    return letters.stream().filter(letter -> holds(area, letter)).count();
  }

  private static BoundingBox roundAbout(List<BoundingBox> letters) {
    BoundingBox box = BoundingBox.around(letters);
    return BoundingBox.clamped(box.x0() - 0.01, box.y0() - 0.01, box.x1() + 0.01, box.y1() + 0.01);
  }

  /// Boxes that touch as one: programs cut pictures into strips and tiles.
  private static List<BoundingBox> joined(List<BoundingBox> boxes) {
    var result = new ArrayList<BoundingBox>();
    for (BoundingBox box : boxes) {
      BoundingBox grown = box;
      boolean again = true;
      while (again) {
        again = false;
        for (int i = result.size() - 1; i >= 0; i--) {
          if (touch(result.get(i), grown)) {
            grown = grown.union(result.remove(i));
            again = true;
          }
        }
      }
      result.add(grown);
    }
    return result;
  }

  private static boolean touch(BoundingBox a, BoundingBox b) {
    double slack = 0.003;
    return a.x0() <= b.x1() + slack
        && b.x0() <= a.x1() + slack
        && a.y0() <= b.y1() + slack
        && b.y0() <= a.y1() + slack;
  }

  // --- the invisible text of an earlier OCR -----------------------------------------------------

  private static Route ofInvisible(PdfPage page, Ink ink) {
    List<StyledWord> words = page.content().words();
    long onInk =
        words.stream().filter(word -> ink.share(word.word().box()) >= INK_OF_A_WORD).count();
    double wordsOnInk = (double) onInk / words.size();
    if (wordsOnInk < LEAST_ON_INK) {
      return new Route.Whole(
          new SourceReason(
              Code.EARLIER_OCR_MISPLACED,
              "The invisible text of an earlier OCR does not lie on the picture: %d %% of its words are on ink."
                  .formatted(Math.round(100 * wordsOnInk))),
          true);
    }
    List<BoundingBox> letters = ink.letters();
    double bare =
        letters.isEmpty() ? 0 : (double) uncovered(letters, words).size() / letters.size();
    if (letters.size() >= FEWEST_LETTERS && bare > 1 - LEAST_COVERED) {
      return new Route.Whole(
          new SourceReason(
              Code.EARLIER_OCR_INCOMPLETE,
              "The invisible text of an earlier OCR leaves out %d %% of the letters on the picture."
                  .formatted(Math.round(100 * bare))),
          true);
    }
    List<BoundingBox> lines = sample(words);
    return lines.isEmpty()
        ? new Route.TextLayer(page.verdict().reason())
        : new Route.IfConfirmed(page.verdict().reason(), lines);
  }

  /// A few of the longer lines, from the upper, the middle and the lower part of the page.
  private static List<BoundingBox> sample(List<StyledWord> words) {
    var longLines = new ArrayList<BoundingBox>();
    Optional<BoundingBox> line = Optional.empty();
    int letters = 0;
    for (StyledWord word : words) {
      BoundingBox box = word.word().box();
      if (line.filter(before -> goesOn(before, box)).isPresent()) {
        line = line.map(before -> before.union(box));
        letters += word.word().text().length();
        continue;
      }
      if (letters >= LETTERS_OF_A_LINE) {
        line.ifPresent(longLines::add);
      }
      line = Optional.of(box);
      letters = word.word().text().length();
    }
    if (letters >= LETTERS_OF_A_LINE) {
      line.ifPresent(longLines::add);
    }
    longLines.sort(Comparator.comparingDouble(BoundingBox::y0));
    var sampled = new ArrayList<BoundingBox>();
    for (int i = 0; i < SAMPLED_LINES && !longLines.isEmpty(); i++) {
      BoundingBox one = longLines.get((2 * i + 1) * longLines.size() / (2 * SAMPLED_LINES));
      if (!sampled.contains(one)) {
        sampled.add(one);
      }
    }
    return sampled;
  }

  private static boolean goesOn(BoundingBox line, BoundingBox word) {
    double overlap = Math.min(line.y1(), word.y1()) - Math.max(line.y0(), word.y0());
    return overlap > 0.5 * Math.min(line.height(), word.height())
        && word.x0() > line.x1() - 0.02
        && word.x0() < line.x1() + 0.05;
  }

  // --- letters and words ------------------------------------------------------------------------

  /// The letters that no word lies on.
  private static List<BoundingBox> uncovered(List<BoundingBox> letters, List<StyledWord> words) {
    // By bands of the page's height, so that each letter is held against few words.
    var byBand = new ArrayList<List<BoundingBox>>();
    for (int i = 0; i < BANDS; i++) {
      byBand.add(new ArrayList<>());
    }
    for (StyledWord word : words) {
      BoundingBox box = grown(word.word().box());
      for (int band = band(box.y0()); band <= band(box.y1()); band++) {
        byBand.get(band).add(box);
      }
    }
    return letters.stream()
        .filter(
            letter ->
                byBand.get(band(letter.centerY())).stream().noneMatch(word -> holds(word, letter)))
        .toList();
  }

  private static int band(double y) {
    return Math.clamp((int) (y * BANDS), 0, BANDS - 1);
  }

  private static BoundingBox grown(BoundingBox box) {
    double margin = MARGIN_OF_WORDS * Math.min(box.height(), box.width());
    return BoundingBox.clamped(
        box.x0() - margin, box.y0() - margin, box.x1() + margin, box.y1() + margin);
  }

  private static boolean holds(BoundingBox box, BoundingBox letter) {
    return box.contains(letter.centerX(), letter.centerY());
  }
}
