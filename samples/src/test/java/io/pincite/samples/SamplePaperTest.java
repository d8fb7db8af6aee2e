package io.pincite.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.samples.Truth.BlockType;
import io.pincite.samples.internal.typeset.Composed;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class SamplePaperTest {

  @Test
  void theFileSaysTheLettersOfItsTruth() throws IOException {
    try (PDDocument document = Loader.loadPDF(SamplePaper.pdf())) {
      assertThat(document.getNumberOfPages()).isEqualTo(SamplePaper.truth().pages().size());
      for (Truth.Page page : SamplePaper.truth().pages()) {
        var stripper = new PDFTextStripper();
        stripper.setStartPage(page.number());
        stripper.setEndPage(page.number());
        assertThat(letters(stripper.getText(document)))
            .isEqualTo(
                letters(page.words().stream().map(Truth.Word::text).collect(Collectors.joining())));
      }
    }
  }

  private static String letters(String text) {
    return text.chars()
        .filter(c -> !Character.isWhitespace(c))
        .sorted()
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  @Test
  void theSameManuscriptGivesTheSameBytes() {
    assertThat(Composed.of("paper", Sample.manuscript("paper")).pdf()).isEqualTo(SamplePaper.pdf());
  }

  @Test
  void itHasWhatAPaperHas() {
    assertThat(SamplePaper.title())
        .isEqualTo("Where the Ink Is: Reading Worn Contracts by Density");
    assertThat(SamplePaper.authors())
        .containsExactly("Ada Lindqvist and Rui Chen", "Institute for Document Studies, Uppsala");
    assertThat(SamplePaper.abstractText())
        .startsWith("Pages of contracts that were faxed")
        .endsWith("coarsest reading.");
    assertThat(SamplePaper.references())
        .hasSize(3)
        .allMatch(text -> text.matches("\\[\\d\\] .+\\d{4}\\."));
    assertThat(SamplePaper.formulas()).containsExactly("D = A / (W H) (1)", "R = E + c T (2)");
    List<Truth.Block> blocks =
        SamplePaper.truth().pages().stream().flatMap(page -> page.blocks().stream()).toList();
    assertThat(blocks).filteredOn(block -> block.type() == BlockType.TABLE).hasSize(1);
    assertThat(blocks).filteredOn(block -> block.type() == BlockType.CAPTION).hasSize(2);
  }

  @Test
  void aModelWritesItsFormulasAndItsDiagram() {
    String written =
        SamplePaper.truth().pages().stream()
            .map(SamplePaper::output)
            .collect(Collectors.joining("\n"));
    assertThat(written)
        .contains("\n\\[ D = A / (W H) \\tag{1} \\]")
        .contains("\n\\[ R = E + c T \\tag{2} \\]")
        .containsPattern(
            "<\\|ref\\|>image<\\|/ref\\|><\\|det\\|>\\[\\[.*]]<\\|/det\\|>\n\n<\\|ref\\|>image_caption");
    assertThat(written.split("<\\|ref\\|>equation", -1)).hasSize(3);
  }
}
