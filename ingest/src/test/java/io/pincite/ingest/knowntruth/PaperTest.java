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
import io.pincite.ocr.BoundingBox;
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
import java.util.stream.IntStream;
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

  /// The oracle is the typesetter, which wrote down where it drew the diagram.
  @Test
  void theDiagramThatIsDrawnInPathsIsAFigureWithItsCaption() throws IOException {
    List<PageText> pages = pages(SamplePaper.write(folder));
    int figures = 0;
    for (int page = 1; page <= pages.size(); page++) {
      List<Block> blocks = pages.get(page - 1).blocks();
      Optional<Truth.Box> drawn = SamplePaper.diagram(page);
      List<Integer> found =
          IntStream.range(0, blocks.size())
              .filter(i -> blocks.get(i) instanceof Block.Figure)
              .boxed()
              .toList();
      assertThat(found).as("figures on page %d", page).hasSize(drawn.isPresent() ? 1 : 0);
      if (drawn.isPresent()) {
        int at = found.getFirst();
        assertThat(shared(blocks.get(at).box(), drawn.get())).isGreaterThan(0.9);
        assertThat(blocks.get(at + 1)).isInstanceOf(Block.Caption.class);
        assertThat(blocks.get(at + 1).lines().getFirst().text())
            .startsWith("Figure 1: Pages by density of ink");
        figures++;
      }
    }
    assertThat(figures).isEqualTo(1);
  }

  /// What two boxes have in common, of what they cover together.
  private static double shared(BoundingBox box, Truth.Box other) {
    double wide = Math.min(box.x1(), other.x1()) - Math.max(box.x0(), other.x0());
    double high = Math.min(box.y1(), other.y1()) - Math.max(box.y0(), other.y0());
    double common = Math.max(0, wide) * Math.max(0, high);
    double own = (other.x1() - other.x0()) * (other.y1() - other.y0());
    return common / (box.area() + own - common);
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
