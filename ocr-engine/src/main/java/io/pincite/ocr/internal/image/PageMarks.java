package io.pincite.ocr.internal.image;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.PageContent.Imprint;
import io.pincite.ocr.PageContent.Ruling;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.Word;
import io.pincite.ocr.internal.lines.PagePixels;
import java.util.ArrayList;
import java.util.List;

/// What is on a level, upright page besides text.
///
/// @param rulings drawn lines
/// @param pictures photographs and shaded pictures
/// @param imprints seals and signatures
public record PageMarks(List<Ruling> rulings, List<BoundingBox> pictures, List<Imprint> imprints) {

  /// Inches: a letter of body text is half as high.
  private static final double WINDOW = 0.25;

  /// Dots per inch at which marks are looked for: a line of half a point is one dot.
  private static final double ENOUGH_DPI = 140;

  /// Recognisers read print under a signature at 0.9 and above, the signature itself below.
  private static final double SURELY_PRINT = 0.85;

  /// Words of a doubted region carry no more ([Doubt]).
  private static final double MOST_IN_DOUBT = 0.5;

  public PageMarks {
    rulings = List.copyOf(rulings);
    pictures = List.copyOf(pictures);
    imprints = List.copyOf(imprints);
  }

  public static PageMarks of(PagePixels page, double dpi) {
    int factor = (int) Math.max(1, Math.floor(dpi / ENOUGH_DPI));
    GrayRaster gray = Resampling.reduced(GrayRaster.of(page), factor);
    double reducedDpi = dpi / factor;
    Ink ink = Ink.of(gray, (int) (WINDOW * reducedDpi));
    List<Ruling> rulings = RulingLines.in(ink, reducedDpi);
    List<Imprint> seals = Imprints.seals(page, dpi);
    List<Imprint> imprints = new ArrayList<>(seals);
    imprints.addAll(Imprints.signatures(ink, rulings, seals, reducedDpi));
    List<BoundingBox> pictures = PictureAreas.in(gray, reducedDpi);
    imprints.removeIf(
        imprint ->
            pictures.stream()
                .anyMatch(
                    picture -> picture.contains(imprint.box().centerX(), imprint.box().centerY())));
    return new PageMarks(rulings, pictures, imprints);
  }

  /// The words, those that lie in a signature and are not surely print at no more than half
  /// confidence; the signatures that hold such words are added to the doubts.
  public List<StyledWord> withoutTrust(List<StyledWord> words, List<Doubt> doubts) {
    List<StyledWord> result = new ArrayList<>(words);
    for (Imprint imprint : imprints) {
      boolean any = false;
      for (int i = 0; i < words.size(); i++) {
        StyledWord styled = words.get(i);
        Word word = styled.word();
        if (imprint.kind() == Imprint.Kind.SIGNATURE
            && word.confidence() < SURELY_PRINT
            && imprint.box().contains(word.box().centerX(), word.box().centerY())) {
          any = true;
          var doubted =
              new Word(
                  word.text(),
                  word.box(),
                  Math.min(MOST_IN_DOUBT, word.confidence()),
                  word.spaceBefore());
          result.set(
              i,
              new StyledWord(
                  doubted,
                  styled.fontSizePoints(),
                  styled.bold(),
                  styled.italic(),
                  styled.direction(),
                  styled.baseline()));
        }
      }
      if (any) {
        doubts.add(new Doubt(Doubt.Kind.HANDWRITING, imprint.box()));
      }
    }
    return result;
  }
}
