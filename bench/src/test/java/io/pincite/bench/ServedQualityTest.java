package io.pincite.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pincite.ocr.VllmOcr;
import io.pincite.ocr.VllmOcrSettings;
import io.pincite.ocr.VllmOcrSettings.Otherwise;
import io.pincite.samples.ReplayScript;
import io.pincite.samples.ReplayScript.Step;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.ScanFile;
import io.pincite.samples.Truth;
import io.pincite.samples.Wear;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scores of pages that a server gets wrong in known ways are what those ways amount to.
class ServedQualityTest {
  private static final Truth.Page ENGLISH = Sample.NDA.truth().pages().getFirst();
  private static final Truth.Page CHINESE = Sample.PURCHASE_ZH.truth().pages().getFirst();
  private static final Truth.Page TABLE =
      Sample.LEASE.truth().pages().stream().filter(ServedQualityTest::hasTable).findFirst().get();

  @TempDir Path folder;
  private final ReplayServer server = ReplayServer.start();
  private VllmOcr engine;
  private ServedEngine reader;

  @BeforeEach
  void start() {
    engine =
        VllmOcr.start(
            VllmOcrSettings.of(server.baseUrl().toString()).withOtherwise(Otherwise.KEEP));
    reader = new ServedEngine(engine, Optional.of("gundam"), 4);
  }

  @AfterEach
  void close() {
    engine.close();
    server.close();
  }

  @Test
  void aServerOfNineTilesIsMeasuredAsThat() throws Exception {
    String url = server.baseUrl().toString();
    assertThat(
            ServedQuality.Choice.of("--base-url", url, "--gundam-tiles", "9")
                .settings(url)
                .gundamTiles())
        .isEqualTo(9);
    assertThat(ServedQuality.Choice.of("--base-url", url).settings(url).gundamTiles()).isEqualTo(6);
  }

  @Test
  void pagesReadRightHaveNoErrors() throws Exception {
    Map<Path, KnownLayout> pages = new LinkedHashMap<>();
    add(pages, Sample.NDA, ENGLISH, ENGLISH);
    add(pages, Sample.PURCHASE_ZH, CHINESE, CHINESE);
    add(pages, Sample.LEASE, TABLE, TABLE);

    assertThat(row(known(pages), "Known pages"))
        .isEqualTo("| vllm gundam | 0.00 % | 0.00 % | 0.000 | 100.0 % | 100.0 % |");
  }

  @Test
  void asManyLettersAreWrongAsWereMadeWrong() throws Exception {
    Map<Path, KnownLayout> pages = new LinkedHashMap<>();
    Truth.Page english = new KnownFaults(0.05, 7).of(ENGLISH);
    Truth.Page chinese = new KnownFaults(0.2, 8).of(CHINESE);
    add(pages, Sample.NDA, ENGLISH, english);
    add(pages, Sample.PURCHASE_ZH, CHINESE, chinese);

    String printed = known(pages);

    assertThat(KnownFaults.count(ENGLISH, english)).isGreaterThan(50);
    assertThat(errors(pages, "en").errors()).isEqualTo(KnownFaults.count(ENGLISH, english));
    assertThat(errors(pages, "zh").errors()).isEqualTo(KnownFaults.count(CHINESE, chinese));
    assertThat(row(printed, "Known pages"))
        .startsWith(
            "| vllm gundam | %.2f %% | %.2f %% | 0.000 |"
                .formatted(100 * errors(pages, "en").rate(), 100 * errors(pages, "zh").rate()));
  }

  @Test
  void aLetterInACellCostsATableItsShare() throws Exception {
    Map<Path, KnownLayout> pages = new LinkedHashMap<>();
    Truth.Page misread = changed(TABLE, ServedQualityTest::withOneLetterWrong);
    add(pages, Sample.LEASE, TABLE, misread);
    known(pages);

    KnownLayout layout = pages.values().iterator().next();
    ServedEngine.Served served = reader.all().getFirst();
    TableTree truth = TableTree.of(layout.tables().getFirst());
    TableTree read =
        RealScans.tableAt(layout.tables().getFirst().box(), served.page())
            .map(TableTree::of)
            .orElseThrow();
    int letters = layout.tables().getFirst().cells().getFirst().text().length();
    assertThat(truth.likeness(read))
        .isCloseTo(1 - 1.0 / letters / truth.size(), within(1e-9))
        .isLessThan(1);
  }

  @Test
  void twoBlocksThatChangedPlacesAreTwoEditsOfTheirOrder() throws Exception {
    Map<Path, KnownLayout> pages = new LinkedHashMap<>();
    List<Truth.Block> blocks = new ArrayList<>(ENGLISH.blocks());
    int first = indexOf(blocks, Truth.BlockType.PARAGRAPH, 0);
    int second = indexOf(blocks, Truth.BlockType.PARAGRAPH, first + 2);
    java.util.Collections.swap(blocks, first, second);
    Truth.Page swapped =
        new Truth.Page(
            ENGLISH.number(), ENGLISH.width(), ENGLISH.height(), ENGLISH.rotation(), blocks);
    add(pages, Sample.NDA, ENGLISH, swapped);
    known(pages);

    KnownLayout layout = pages.values().iterator().next();
    assertThat(RealScans.orderEdit(layout.blocks(), reader.all().getFirst().page()))
        .isCloseTo(2.0 / layout.blocks().size(), within(1e-9));
  }

  @Test
  void aFormulaHasTheEditsOfItsLatex() throws Exception {
    Map<Path, KnownLayout> pages = new LinkedHashMap<>();
    add(pages, Sample.NDA, ENGLISH, ENGLISH);
    server.follow(new Step.Says(ReplayScript.output("formulas")));
    known(pages);

    List<ServedEngine.ReadFormula> read = reader.all().getFirst().formulas();
    assertThat(read).hasSize(2);
    String right = "$$\n w(x) = \\frac{q x^2 (l - x)^2}{24 E I} \\quad (8) \n$$";
    String latex = ServedQuality.formulaAt(read.getFirst().box(), read).orElseThrow();
    assertThat(LatexErrors.share(right, latex)).isZero();
    // One of 35 letters that are no space.
    assertThat(LatexErrors.share(right.replace("24", "29"), latex))
        .isCloseTo(1.0 / "w(x)=\\frac{qx^2(l-x)^2}{24EI}\\quad(8)".length(), within(1e-9));
  }

  @Test
  void loopsCutsAndFailuresAreCounted() throws Exception {
    Map<Path, KnownLayout> pages = new LinkedHashMap<>();
    add(pages, Sample.NDA, ENGLISH, ENGLISH);
    add(pages, Sample.PURCHASE_ZH, CHINESE, CHINESE);
    add(pages, Sample.LEASE, TABLE, TABLE);
    reader = new ServedEngine(engine, Optional.of("gundam"), 1);
    server.follow(new Step.Loops(), new Step.Truncates(60), new Step.Status(418, Optional.empty()));
    known(pages);

    var out = new ByteArrayOutputStream();
    ServedQuality.printUse(
        new PrintStream(out, true, StandardCharsets.UTF_8), Map.of("vllm gundam", reader));
    String printed = out.toString(StandardCharsets.UTF_8);
    assertThat(row(printed, "Use")).startsWith("| vllm gundam | 3 | 1 | 50.00 % | 50.00 % |");
    assertThat(printed)
        .contains("the server answered with status 418: scripted refusal with status 418.");
  }

  private String known(Map<Path, KnownLayout> pages) {
    var out = new ByteArrayOutputStream();
    ServedQuality.printKnown(
        new PrintStream(out, true, StandardCharsets.UTF_8), Map.of(reader.name(), reader), pages);
    return out.toString(StandardCharsets.UTF_8);
  }

  /// The first row of ours behind a title.
  private static String row(String printed, String title) {
    return printed
        .substring(printed.indexOf(title))
        .lines()
        .filter(line -> line.startsWith("| vllm"))
        .findFirst()
        .orElseThrow();
  }

  private CharacterErrors errors(Map<Path, KnownLayout> pages, String language) {
    return pages.entrySet().stream()
        .filter(page -> page.getValue().language().equals(language))
        .map(
            page ->
                CharacterErrors.of(
                    page.getValue().text(),
                    reader.of(page.getKey()).page().text(),
                    language,
                    false))
        .reduce(CharacterErrors.NONE, CharacterErrors::plus);
  }

  /// @param read what the server says stands on the page
  private void add(Map<Path, KnownLayout> pages, Sample sample, Truth.Page page, Truth.Page read)
      throws Exception {
    Scan scan = Scan.of(sample.pdf(), page.number(), Wear.none(144), 0);
    server.knowing(scan.pixels(), scan.truth(read));
    Path picture = folder.resolve(sample.fileName() + page.number() + ".png");
    pages.put(
        Files.write(picture, ScanFile.png(scan)),
        KnownLayout.of(sample.fileName(), sample.truth().language(), scan.truth(page)));
  }

  private static boolean hasTable(Truth.Page page) {
    return page.rotation() == 0
        && page.blocks().stream().anyMatch(block -> block.type() == Truth.BlockType.TABLE);
  }

  private static int indexOf(List<Truth.Block> blocks, Truth.BlockType type, int from) {
    int at = from;
    while (blocks.get(at).type() != type) {
      at++;
    }
    return at;
  }

  private static Truth.Page changed(
      Truth.Page page, java.util.function.UnaryOperator<Truth.Block> change) {
    return new Truth.Page(
        page.number(),
        page.width(),
        page.height(),
        page.rotation(),
        page.blocks().stream().map(change).toList());
  }

  private static Truth.Block withOneLetterWrong(Truth.Block block) {
    if (block.type() != Truth.BlockType.TABLE) {
      return block;
    }
    List<Truth.Cell> cells = new ArrayList<>(block.cells());
    Truth.Cell first = cells.getFirst();
    List<Truth.Word> words = new ArrayList<>(first.lines().getFirst().words());
    Truth.Word word = words.getFirst();
    words.set(
        0,
        new Truth.Word(
            word.text().charAt(0) + "¤" + word.text().substring(2),
            word.box(),
            word.spaceBefore()));
    List<Truth.Line> lines = new ArrayList<>(first.lines());
    lines.set(0, new Truth.Line(words));
    cells.set(
        0,
        new Truth.Cell(
            first.row(),
            first.column(),
            first.rowSpan(),
            first.colSpan(),
            first.header(),
            lines,
            first.box()));
    return new Truth.Block(
        block.type(),
        block.level(),
        block.lines(),
        cells,
        block.box(),
        block.ruled(),
        block.continued(),
        block.orderOpen(),
        block.direction());
  }
}
