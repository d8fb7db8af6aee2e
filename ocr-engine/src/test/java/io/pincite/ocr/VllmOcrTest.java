package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pincite.ocr.ModelOutput.End;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.VllmOcrSettings.Otherwise;
import io.pincite.samples.DeepSeekOutput;
import io.pincite.samples.ReplayScript.Step;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.ReplayServer.Kind;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Truth;
import io.pincite.samples.Wear;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Over a real socket, against [ReplayServer].
class VllmOcrTest extends PageReaderContract {
  private static final Truth.Page PAGE = Sample.NDA.truth().pages().getFirst();
  private static final PageImage IMAGE =
      new PageImage(Scan.of(Sample.NDA.pdf(), 1, Wear.none(144), 0).pixels(), 144);
  private static final ReplayServer SERVER = ReplayServer.start().knowing(Sample.NDA);
  private static final VllmOcr ENGINE = VllmOcr.start(settings(SERVER).withMaxPixels(10_000_000));

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterAll
  static void stop() {
    ENGINE.close();
    SERVER.close();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Override
  protected PageReader reader() {
    return ENGINE;
  }

  @Override
  protected PageImage pageWithWords() {
    return IMAGE;
  }

  @Override
  protected PageImage tooLarge() {
    return new PageImage(new BufferedImage(4_000, 3_000, BufferedImage.TYPE_BYTE_GRAY), 200);
  }

  @Test
  void whatTheModelWroteIsKeptAsItCame() {
    ModelOutput output = ENGINE.read(IMAGE).output().orElseThrow();
    assertThat(output.text()).isEqualTo(DeepSeekOutput.of(PAGE));
    assertThat(output.mode()).hasValue("gundam");
    assertThat(output.visionTokens()).isEqualTo(903);
    assertThat(output.textTokens()).isPositive();
    assertThat(output.end()).isEqualTo(End.COMPLETE);
  }

  @Test
  void aPageSaysWhoReadItAndHow() {
    assertThat(ENGINE.read(IMAGE).provenance())
        .isEqualTo(
            new Provenance(
                "vllm",
                "1",
                Optional.of("deepseek-ai/DeepSeek-OCR"),
                Optional.of("gundam"),
                Map.of("server", "vLLM 0.12.0", "words-placed-by", "none")));
  }

  @Test
  void aModeIsAskedForBySizeAndProvedByTheCountOfTokens() {
    ModelOutput output =
        ENGINE
            .read(asked(OcrTask.DOCUMENT, "base-640", List.of()), ReadingListener.NONE)
            .output()
            .orElseThrow();
    assertThat(output.mode()).hasValue("base-640");
    assertThat(output.visionTokens()).isEqualTo(273);
  }

  @Test
  void withThePagesOwnWordsEveryWordStandsInItsPlace() {
    List<StyledWord> known = PAGE.words().stream().map(VllmOcrTest::styled).toList();
    PageText text = ENGINE.read(asked(OcrTask.DOCUMENT, "gundam", known), ReadingListener.NONE);
    PageTextContract.assertHolds(text);
    List<Word> words = words(text);
    long placed =
        words.stream()
            .filter(
                word ->
                    known.stream()
                        .anyMatch(
                            each ->
                                each.word().text().equals(word.text())
                                    && each.word().box().equals(word.box())))
            .count();
    assertThat((double) placed / known.size()).isGreaterThan(0.97);
  }

  @Test
  void whatIsWrittenIsHeardWhileItIsWritten() {
    var heard = new StringBuilder();
    ENGINE.read(
        PageRequest.of(IMAGE),
        new ReadingListener() {
          @Override
          public void block(Block block) {}

          @Override
          public void delta(String text) {
            heard.append(text);
          }
        });
    assertThat(heard).hasToString(DeepSeekOutput.of(PAGE));
  }

  @Test
  void textWithoutTagsStandsOnThePageToo() {
    PageText text = ENGINE.read(asked(OcrTask.FREE_OCR, "gundam", List.of()), ReadingListener.NONE);
    PageTextContract.assertHolds(text);
    assertThat(text.output().orElseThrow().text()).isEqualTo(DeepSeekOutput.text(PAGE));
    assertThat(text.blocks()).isNotEmpty();
  }

  @Test
  void whatIsDescribedStandsNowhereOnThePage() {
    PageText text = ENGINE.read(asked(OcrTask.DESCRIBE, "gundam", List.of()), ReadingListener.NONE);
    assertThat(text.blocks()).isEmpty();
    assertThat(text.output().orElseThrow().text())
        .isEqualTo("The image shows a page of a document with printed text.");
  }

  @Test
  void whatIsLookedForIsFoundWhereItStands() {
    var request =
        new PageRequest(
            IMAGE,
            OcrTask.LOCATE,
            Optional.empty(),
            Optional.of("Purpose"),
            Optional.empty(),
            List.of());
    PageText text = ENGINE.read(request, ReadingListener.NONE);
    assertThat(text.output().orElseThrow().text())
        .isEqualTo(DeepSeekOutput.located(PAGE, "Purpose"));
    List<Truth.Line> lines =
        PAGE.blocks().stream()
            .flatMap(block -> block.lines().stream())
            .filter(line -> line.text().contains("Purpose"))
            .toList();
    assertThat(lines).isNotEmpty();
    assertThat(text.blocks()).as("what is pointed at, and nothing else").hasSameSizeAs(lines);
    for (int i = 0; i < lines.size(); i++) {
      Truth.Box line =
          lines.get(i).words().stream().map(Truth.Word::box).reduce(Truth.Box::union).orElseThrow();
      Block place = text.blocks().get(i);
      assertThat(place.label()).isEqualTo("located");
      assertThat(place.box().x0()).isCloseTo(line.x0(), within(0.002));
      assertThat(place.box().y0()).isCloseTo(line.y0(), within(0.002));
      assertThat(place.box().x1()).isCloseTo(line.x1(), within(0.002));
      assertThat(place.box().y1()).isCloseTo(line.y1(), within(0.002));
    }
    assertThat(text.doubts()).isEmpty();
  }

  @Test
  void whatIsNotThereIsFoundNowhere() {
    var request =
        new PageRequest(
            IMAGE,
            OcrTask.LOCATE,
            Optional.empty(),
            Optional.of("a whale"),
            Optional.empty(),
            List.of());
    PageText text = ENGINE.read(request, ReadingListener.NONE);
    assertThat(text.output().orElseThrow().text()).isEmpty();
    assertThat(text.blocks()).isEmpty();
  }

  @Test
  void aLoopIsStoppedAndFailsThePage() {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Loops());
    assertThatThrownBy(() -> engine(settings(server)).read(IMAGE))
        .isInstanceOf(OcrException.EngineFailed.class)
        .hasMessageStartingWith(
            "[%s] the model only repeated itself (repetition) after ".formatted(server.baseUrl()))
        .hasMessageEndingWith(" characters. Read the page in another mode or with another engine.");
  }

  @Test
  void aLoopIsKeptUpToWhereItBegan() {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Loops());
    PageText text = engine(settings(server).withOtherwise(Otherwise.KEEP)).read(IMAGE);
    assertThat(text.output().orElseThrow().end()).isEqualTo(End.LOOPED);
    PageTextContract.assertHolds(text);
  }

  @Test
  void aPageThatIsCutShortSaysSo() {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Truncates(60), new Step.Truncates(60));
    PageText text = engine(settings(server).withOtherwise(Otherwise.KEEP)).read(IMAGE);
    ModelOutput output = text.output().orElseThrow();
    assertThat(output.end()).isEqualTo(End.TRUNCATED);
    assertThat(output.textTokens()).isEqualTo(60);
    assertThat(text.blocks()).isNotEmpty();
    assertThatThrownBy(() -> engine(settings(server)).read(IMAGE))
        .isInstanceOf(OcrException.EngineFailed.class)
        .hasMessage(
            "[%s] the model ran out of room after %d characters. Read the page in another mode or with another engine.",
            server.baseUrl(), output.text().length());
  }

  @Test
  void theLocalEngineReadsWhatNoServerDoes() {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Status(500, Optional.empty()));
    var local = new FakePageReader();
    VllmOcr engine =
        closing(
            VllmOcr.start(settings(server).withAttempts(1).withOtherwise(Otherwise.LOCAL), local));
    PageText text = engine.read(IMAGE);
    assertThat(text.blocks()).isEqualTo(local.read(IMAGE).blocks());
    assertThat(text.provenance().engine()).isEqualTo(local.capabilities().engine());
    assertThat(text.provenance().settings())
        .containsEntry("instead-of", "vllm")
        .containsEntry(
            "because",
            "[%s] the page was tried 1 times, the last time: the server answered with status 500: scripted refusal with status 500. Check that the model server runs and is not overloaded, then read the page again."
                .formatted(server.baseUrl()));
    assertThat(text.output()).isEmpty();
  }

  @Test
  void anAnswerWithoutBoxesIsNoReading() {
    ReplayServer server = server(Kind.LLAMA_CPP);
    assertThatThrownBy(() -> engine(settings(server)).read(IMAGE))
        .isInstanceOf(OcrException.EngineFailed.class)
        .hasMessage(
            "[%s] the answer came without the model's boxes. llama.cpp passes the boxes and table tags of the model on only if it was started with --special, and does not keep repetitions down.",
            server.baseUrl());
  }

  @Test
  void serversOfOtherKindsReadTheSame() {
    String blocks = ENGINE.read(IMAGE).blocks().toString();
    for (Kind kind : List.of(Kind.LLAMA_CPP_SPECIAL, Kind.OLLAMA)) {
      assertThat(engine(settings(server(kind))).read(IMAGE).blocks()).hasToString(blocks);
    }
  }

  @Test
  void serversSayWhatTheyAre() {
    ReplayServer ollama = server(Kind.OLLAMA);
    assertThat(engine(settings(ollama)).servers())
        .containsExactly(
            new VllmOcr.ServerState(
                ollama.baseUrl().toString(),
                "Ollama 0.13.0",
                "deepseek-ai/DeepSeek-OCR",
                Optional.of("Ollama does not keep repetitions down.")));
  }

  @Test
  void aLocalEngineIsNeededWhereItIsToReadInstead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VllmOcr.start(settings(SERVER).withOtherwise(Otherwise.LOCAL)))
        .withMessage("to read a page locally a local engine is needed");
  }

  private static PageRequest asked(OcrTask task, String mode, List<StyledWord> known) {
    return new PageRequest(
        IMAGE, task, Optional.of(mode), Optional.empty(), Optional.empty(), known);
  }

  private static StyledWord styled(Truth.Word word) {
    var box = new BoundingBox(word.box().x0(), word.box().y0(), word.box().x1(), word.box().y1());
    return new StyledWord(
        new Word(word.text(), box, 1, word.spaceBefore()),
        box.height() * PAGE.height() / 1.1,
        false,
        false,
        0,
        box.y1() - box.height() / 5);
  }

  private static List<Word> words(PageText text) {
    return text.blocks().stream()
        .flatMap(
            block ->
                block instanceof Block.Table table
                    ? table.cells().stream().flatMap(cell -> cell.lines().stream())
                    : block.lines().stream())
        .flatMap(line -> line.words().stream())
        .toList();
  }

  private static VllmOcrSettings settings(ReplayServer... servers) {
    return VllmOcrSettings.of(
        Stream.of(servers).map(each -> each.baseUrl().toString()).toArray(String[]::new));
  }

  private ReplayServer server(Kind kind) {
    return closing(ReplayServer.start(kind).knowing(Sample.NDA));
  }

  private VllmOcr engine(VllmOcrSettings settings) {
    return closing(VllmOcr.start(settings));
  }

  private <T extends AutoCloseable> T closing(T opened) {
    open.add(opened);
    return opened;
  }
}
