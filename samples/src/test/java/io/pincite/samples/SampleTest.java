package io.pincite.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.samples.internal.typeset.Composed;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleTest {

  @ParameterizedTest
  @EnumSource(Sample.class)
  void theFileSaysTheLettersOfItsTruth(Sample sample) throws IOException {
    for (Truth.Page page : sample.truth().pages()) {
      assertThat(sorted(glyphs(sample, page.number()).stream().map(Glyph::text).toList()))
          .as("page %d", page.number())
          .isEqualTo(sorted(page.words().stream().map(Truth.Word::text).toList()));
    }
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void everyGlyphLiesInTheBoxOfAWord(Sample sample) throws IOException {
    for (Truth.Page page : sample.truth().pages()) {
      var outside = new ArrayList<Glyph>();
      for (Glyph glyph : glyphs(sample, page.number())) {
        boolean inside =
            page.words().stream()
                .filter(word -> word.text().contains(glyph.text))
                .anyMatch(
                    word ->
                        word.box().x0() - 1e-3 <= glyph.x
                            && glyph.x <= word.box().x1() + 1e-3
                            && word.box().y0() - 1e-3 <= glyph.y
                            && glyph.y <= word.box().y1() + 1e-3);
        if (!inside) {
          outside.add(glyph);
        }
      }
      assertThat(outside).as("page %d", page.number()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void theSameManuscriptGivesTheSameBytes(Sample sample) {
    assertThat(Composed.of(sample.fileName(), sample.manuscript()).pdf()).isEqualTo(sample.pdf());
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void everyWordLiesOnItsPage(Sample sample) {
    for (Truth.Page page : sample.truth().pages()) {
      assertThat(page.words())
          .allSatisfy(
              word -> {
                assertThat(word.box().x0()).isBetween(0.02, 0.98);
                assertThat(word.box().x1()).isBetween(word.box().x0(), 0.98);
                assertThat(word.box().y0()).isBetween(0.02, 0.98);
                assertThat(word.box().y1()).isBetween(word.box().y0(), 0.98);
              });
    }
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void theShortAnswerIsPartOfTheQuote(Sample sample) {
    for (Truth.Question question : sample.truth().questions()) {
      question
          .expected()
          .ifPresent(
              expected -> {
                assertThat(expected.quote()).contains(expected.shortAnswer());
                assertThat(expected.words()).containsAll(expected.answerWords());
              });
    }
  }

  /// A glyph with its origin in fractions of the displayed page, computed by PDFBox.
  private record Glyph(String text, double x, double y) {}

  private static List<Glyph> glyphs(Sample sample, int number) throws IOException {
    var glyphs = new ArrayList<Glyph>();
    try (PDDocument document = Loader.loadPDF(sample.pdf())) {
      PDPage page = document.getPage(number - 1);
      var crop = page.getCropBox();
      var stripper =
          new PDFTextStripper() {
            @Override
            protected void processTextPosition(TextPosition position) {
              if (position.getUnicode().isBlank()) {
                return;
              }
              // PDFBox moves the text by the crop box and leaves it unrotated.
              Matrix at = position.getTextMatrix();
              double x = at.getTranslateX() / crop.getWidth();
              double y = 1 - at.getTranslateY() / crop.getHeight();
              glyphs.add(
                  switch (page.getRotation()) {
                    case 90 -> new Glyph(position.getUnicode(), 1 - y, x);
                    case 180 -> new Glyph(position.getUnicode(), 1 - x, 1 - y);
                    case 270 -> new Glyph(position.getUnicode(), y, 1 - x);
                    default -> new Glyph(position.getUnicode(), x, y);
                  });
            }
          };
      stripper.setStartPage(number);
      stripper.setEndPage(number);
      stripper.setSuppressDuplicateOverlappingText(false);
      stripper.writeText(document, new StringWriter());
    }
    return glyphs;
  }

  private static String sorted(List<String> texts) {
    int[] characters = String.join("", texts).codePoints().sorted().toArray();
    return new String(characters, 0, characters.length);
  }
}
