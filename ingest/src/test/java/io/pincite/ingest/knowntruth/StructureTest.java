package io.pincite.ingest.knowntruth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.DocumentStructure.Element;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.internal.layer.TokenLayers;
import io.pincite.ingest.internal.pdf.PdfPage;
import io.pincite.ingest.internal.structure.Structures;
import io.pincite.ocr.Block;
import io.pincite.ocr.Layout;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What page and column breaks split is one again, under one tree of headings.
class StructureTest {
  private static final Map<Sample, DocumentStructure> BUILT = new ConcurrentHashMap<>();

  private static DocumentStructure structure(Sample sample) {
    return BUILT.computeIfAbsent(
        sample,
        _ -> {
          var readings = new ArrayList<PageReading>();
          for (PdfPage page : SampleFiles.pages(sample)) {
            var text =
                new PageText(
                    new Layout().analyse(page.content()), Provenance.of("text-layer", "1"));
            readings.add(
                new PageReading(
                    readings.size() + 1,
                    1,
                    page.content().widthPoints(),
                    page.content().heightPoints(),
                    PageReading.Unit.PT,
                    0,
                    PageReading.Source.TEXT_LAYER,
                    new SourceReason(SourceReason.Code.TEXT_LAYER, "test"),
                    "text-layer",
                    Optional.empty(),
                    Optional.empty(),
                    TokenLayers.of(text)));
          }
          return Structures.of(1, readings);
        });
  }

  /// The parts of one paragraph, item or table.
  private static List<List<Truth.Block>> wholes(Truth truth) {
    var wholes = new ArrayList<List<Truth.Block>>();
    for (Truth.Page page : truth.pages()) {
      for (Truth.Block block : page.blocks()) {
        switch (block.type()) {
          case PAGE_HEADER, PAGE_FOOTER, PAGE_NUMBER, FOOTNOTE -> {}
          case HEADING, PARAGRAPH, LIST_ITEM, TABLE, CAPTION -> {
            if (block.continued()) {
              wholes.getLast().add(block);
            } else {
              wholes.add(new ArrayList<>(List.of(block)));
            }
          }
        }
      }
    }
    return wholes;
  }

  private static String text(List<Truth.Block> parts) {
    var text = new StringBuilder();
    for (Truth.Block part : parts) {
      for (Truth.Line line : part.lines()) {
        if (!text.isEmpty()) {
          boolean hyphen = text.charAt(text.length() - 1) == '-';
          if (hyphen) {
            text.setLength(text.length() - 1);
          } else if (!isWide(text.codePointBefore(text.length()))
              || !isWide(line.text().codePointAt(0))) {
            text.append(' ');
          }
        }
        text.append(line.text());
      }
    }
    return text.toString();
  }

  private static boolean isWide(int character) {
    return character >= 0x2E80 || character == '“' || character == '”';
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void whatBreaksSplitIsOneElement(Sample sample) {
    List<String> texts = structure(sample).elements().stream().map(Element::text).toList();
    List<String> expected =
        wholes(sample.truth()).stream()
            .filter(parts -> parts.size() > 1 && !parts.getFirst().lines().isEmpty())
            .map(StructureTest::text)
            .toList();
    var missing = new ArrayList<>(expected);
    missing.removeAll(texts);
    missing.removeAll(withRunInHeadings(texts));
    assertThat(missing).isEmpty();
  }

  /// Each element with the next: a run-in heading and its paragraph are one clause.
  private static List<String> withRunInHeadings(List<String> texts) {
    var joined = new ArrayList<String>();
    for (int i = 0; i + 1 < texts.size(); i++) {
      joined.add(texts.get(i) + " " + texts.get(i + 1));
      // After `第一条 工程名称：` there is no space.
      joined.add(texts.get(i) + texts.get(i + 1));
    }
    return joined;
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void everyClauseIsOneElement(Sample sample) {
    List<String> texts = structure(sample).elements().stream().map(Element::text).toList();
    List<String> expected =
        wholes(sample.truth()).stream()
            .filter(parts -> !parts.getFirst().orderOpen() && !parts.getFirst().lines().isEmpty())
            .map(StructureTest::text)
            .toList();
    var missing = new ArrayList<>(expected);
    missing.removeAll(texts);
    missing.removeAll(withRunInHeadings(texts));
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void tablesOverPageBreaksAreOneWithOneHeader(Sample sample) {
    var expected = new ArrayList<List<String>>();
    for (List<Truth.Block> parts : wholes(sample.truth())) {
      if (parts.getFirst().type() == Truth.BlockType.TABLE) {
        var rows = new ArrayList<String>();
        for (Truth.Block part : parts) {
          int last = part.cells().stream().mapToInt(Truth.Cell::row).max().orElse(-1);
          for (int row = 0; row <= last; row++) {
            int wanted = row;
            var cells = part.cells().stream().filter(cell -> cell.row() == wanted).toList();
            if (!part.continued() || !cells.getFirst().header()) {
              rows.add(String.join(" | ", cells.stream().map(Truth.Cell::text).toList()));
            }
          }
        }
        expected.add(rows);
      }
    }
    List<List<String>> read =
        structure(sample).elements().stream()
            .filter(element -> element.type() == Block.Type.TABLE)
            .map(
                element ->
                    element.rows().stream()
                        .map(
                            row ->
                                String.join(
                                    " | ",
                                    row.cells().stream()
                                        .map(DocumentStructure.TableCell::text)
                                        .toList()))
                        .toList())
            .toList();
    assertThat(read).containsExactlyElementsOf(expected);
  }

  /// A schedule stands beside the agreement or below its title: both are right.
  @ParameterizedTest
  @EnumSource(Sample.class)
  void everyHeadingStandsUnderItsOwn(Sample sample) {
    List<Element> elements = structure(sample).elements();
    var read = new ArrayList<String>();
    for (Element element : elements) {
      if (element.type() == Block.Type.HEADING) {
        String above =
            element.headings().isEmpty() ? "" : elements.get(element.headings().getLast()).text();
        read.add(element.text() + " < " + above);
      }
    }
    var expected = new ArrayList<String>();
    var open = new ArrayList<Truth.Block>();
    for (List<Truth.Block> parts : wholes(sample.truth())) {
      Truth.Block block = parts.getFirst();
      if (block.type() == Truth.BlockType.HEADING) {
        while (!open.isEmpty() && open.getLast().level() >= block.level()) {
          open.removeLast();
        }
        String above = open.isEmpty() ? "" : text(List.of(open.getLast()));
        boolean annex = text(parts).startsWith("SCHEDULE ");
        String title =
            text(
                List.of(
                    sample.truth().pages().getFirst().blocks().stream()
                        .filter(first -> first.type() == Truth.BlockType.HEADING)
                        .findFirst()
                        .orElseThrow()));
        String wanted = text(parts) + " < " + above;
        expected.add(
            annex && read.contains(text(parts) + " < ") && above.equals(title)
                ? text(parts) + " < "
                : wanted);
        open.add(block);
      }
    }
    assertThat(read).containsSubsequence(expected);
  }
}
