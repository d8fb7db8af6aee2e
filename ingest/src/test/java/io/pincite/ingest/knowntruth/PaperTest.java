package io.pincite.ingest.knowntruth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.DocumentStructure.Element;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Paper;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.internal.layer.TokenLayers;
import io.pincite.ingest.internal.pdf.PdfFile;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.ingest.internal.structure.Structures;
import io.pincite.ocr.Block;
import io.pincite.ocr.Layout;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.VllmOcr;
import io.pincite.ocr.VllmOcrSettings;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.Sample;
import io.pincite.samples.SamplePaper;
import io.pincite.samples.Scan;
import io.pincite.samples.Truth;
import io.pincite.samples.Wear;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The parts of a paper are the same by its text layer and by what a model writes of its pages.
class PaperTest {
  @TempDir
  @SuppressWarnings("NullAway")
  Path folder;

  @Test
  void theTextLayersPartsAreThoseOfTheManuscript() throws IOException {
    assertIsThePaper(structure(pages(SamplePaper.write(folder))).paper());
  }

  @Test
  void aModelsPartsAreThoseOfTheManuscript() {
    try (ReplayServer server =
            ReplayServer.start().knowing(SamplePaper.pdf(), SamplePaper.truth());
        VllmOcr engine = VllmOcr.start(VllmOcrSettings.of(server.baseUrl().toString()))) {
      List<PageText> texts = new ArrayList<>();
      for (Truth.Page page : SamplePaper.truth().pages()) {
        var image = Scan.of(SamplePaper.pdf(), page.number(), Wear.none(144), 0).pixels();
        texts.add(engine.read(new PageImage(image, 144)));
      }
      DocumentStructure structure = structure(texts);
      assertIsThePaper(structure.paper());
      assertThat(structure.elements())
          .filteredOn(element -> element.type() == Block.Type.FORMULA)
          .extracting(Element::text)
          .containsExactly("D = A / (W H) \\tag{1}", "R = E + c T \\tag{2}");
      assertThat(structure.markdown()).contains("$$ D = A / (W H) \\tag{1} $$");
    }
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void aContractIsNoPaper(Sample sample) {
    List<PageText> texts =
        SampleFiles.pages(sample).stream()
            .map(
                page ->
                    new PageText(
                        new Layout().analyse(page.content()), Provenance.of("text-layer", "1")))
            .toList();
    assertThat(structure(texts).paper()).isEmpty();
  }

  private static void assertIsThePaper(Optional<Paper> found) {
    assertThat(found).isPresent();
    Paper paper = found.orElseThrow();
    assertThat(paper.title().text()).isEqualTo(SamplePaper.title());
    assertThat(texts(paper.authors())).isEqualTo(SamplePaper.authors());
    assertThat(texts(paper.summary())).containsExactly(SamplePaper.abstractText());
    assertThat(texts(paper.references())).isEqualTo(SamplePaper.references());
    assertThat(paper.references()).allSatisfy(each -> assertThat(each.spans()).isNotEmpty());
  }

  private static List<String> texts(List<Element> elements) {
    return elements.stream().map(Element::text).toList();
  }

  private static List<PageText> pages(Path file) throws IOException {
    var pages = new ArrayList<PageText>();
    try (PdfFile pdf = PdfFile.open(file, PdfLimits.DEFAULTS)) {
      for (int page = 1; page <= pdf.pages(); page++) {
        pages.add(
            new PageText(
                new Layout().analyse(pdf.page(page).content()), Provenance.of("text-layer", "1")));
      }
    }
    return pages;
  }

  private static DocumentStructure structure(List<PageText> texts) {
    var readings = new ArrayList<PageReading>();
    for (PageText text : texts) {
      readings.add(
          new PageReading(
              readings.size() + 1,
              1,
              595.28,
              841.89,
              PageReading.Unit.PT,
              0,
              PageReading.Source.TEXT_LAYER,
              new SourceReason(SourceReason.Code.TEXT_LAYER, "test"),
              "test",
              Optional.empty(),
              Optional.empty(),
              TokenLayers.of(text)));
    }
    return Structures.of(1, readings);
  }
}
