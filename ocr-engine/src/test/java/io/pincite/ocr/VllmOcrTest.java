package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pincite.ocr.ModelOutput.End;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.VllmOcrSettings.Otherwise;
import io.pincite.ocr.internal.deepseek.Preprocessing;
import io.pincite.ocr.internal.lines.PackedPixels;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.ocr.internal.reading.Workers;
import io.pincite.samples.DeepSeekOutput;
import io.pincite.samples.ReplayScript.Step;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.ReplayServer.Kind;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Truth;
import io.pincite.samples.Wear;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
                "2",
                Optional.of("deepseek-ai/DeepSeek-OCR"),
                Optional.of("gundam"),
                Map.of("server", "vLLM 0.12.0", "gundam-tiles", "6", "words-placed-by", "none")));
  }

  @Test
  void aServerThatCutsIntoMoreTilesIsToldByItsCount() {
    PageImage wide = wide();
    ReplayServer nine = closing(ReplayServer.start().tiles(9).knowing(wide.pixels(), PAGE));
    PageText text = engine(settings(nine).withGundamTiles(9)).read(wide);
    assertThat(text.output().orElseThrow().mode()).hasValue("gundam");
    assertThat(text.output().orElseThrow().visionTokens()).isEqualTo(1093);
    assertThat(text.provenance().settings()).containsEntry("gundam-tiles", "9");
  }

  @Test
  void aServerThatCutsOtherwiseThanItIsSaidToHasReadNothing() {
    PageImage wide = wide();
    ReplayServer six = closing(ReplayServer.start().knowing(wide.pixels(), PAGE));
    assertThatThrownBy(() -> engine(settings(six).withGundamTiles(9)).read(wide))
        .isInstanceOf(OcrException.EngineFailed.class)
        .hasMessage(
            "[%s] by the count of its tokens the server cuts a page into 6 tiles at most, and is said to cut it into 9. Set pincite.ocr.vllm.gundam-tiles to 6, or change the server.",
            six.baseUrl());
    ReplayServer nine = closing(ReplayServer.start().tiles(9).knowing(wide.pixels(), PAGE));
    assertThatThrownBy(() -> engine(settings(nine)).read(wide))
        .isInstanceOf(OcrException.EngineFailed.class)
        .hasMessageContaining("into 9 tiles at most, and is said to cut it into 6.");
    var local = new FakePageReader();
    VllmOcr otherwise =
        closing(VllmOcr.start(settings(nine).withOtherwise(Otherwise.LOCAL), local));
    PageText text = otherwise.read(wide);
    assertThat(text.blocks()).isEqualTo(local.read(wide).blocks());
    assertThat(text.provenance().settings().get("because"))
        .contains("into 9 tiles at most, and is said to cut it into 6.");
  }

  /// Cut into 2 by 1 tiles of six at most, and into 4 by 2 of nine.
  private static PageImage wide() {
    var pixels = new BufferedImage(1920, 1080, BufferedImage.TYPE_INT_RGB);
    var drawing = pixels.createGraphics();
    drawing.drawImage(IMAGE.pixels(), 0, 0, java.awt.Color.WHITE, null);
    drawing.dispose();
    return new PageImage(pixels, 144);
  }

  /// Whose reading it is, is what readings are kept by.
  @Test
  void whatOneLimitHasReadIsNotWhatAnotherWouldRead() {
    VllmOcr nine = engine(settings(SERVER).withGundamTiles(9));
    assertThat(nine.provenance()).isNotEqualTo(ENGINE.provenance());
    assertThat(nine.provenance().settings()).containsEntry("gundam-tiles", "9");
  }

  @Test
  void theLimitOfTilesIsOneTheModelKnows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(SERVER).withGundamTiles(10))
        .withMessage("gundamTiles is 2 to 9, not 10: the model knows no more");
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

  /// The picture is shrunk, padded or cut into tiles on its way, and boxes know nothing of it.
  @Test
  void boxesAreThoseOfThePageInEveryMode() {
    List<BoundingBox> gundam = boxes("gundam");
    assertThat(boxes("base-640")).isEqualTo(gundam);
    Truth.Box title = PAGE.blocks().getFirst().box();
    assertThat(gundam.getFirst().x0()).isCloseTo(title.x0(), within(0.001));
    assertThat(gundam.getFirst().y0()).isCloseTo(title.y0(), within(0.001));
    assertThat(gundam.getFirst().x1()).isCloseTo(title.x1(), within(0.001));
    assertThat(gundam.getFirst().y1()).isCloseTo(title.y1(), within(0.001));
  }

  private static List<BoundingBox> boxes(String mode) {
    return ENGINE
        .read(asked(OcrTask.DOCUMENT, mode, List.of()), ReadingListener.NONE)
        .blocks()
        .stream()
        .map(Block::box)
        .toList();
  }

  /// As text behind the picture, and nothing else: no role, no system prompt, no end marks.
  @ParameterizedTest
  @CsvSource({
    "DOCUMENT, <|grounding|>Convert the document to markdown.",
    "OCR, <|grounding|>OCR this image.",
    "FREE_OCR, Free OCR.",
    "PARSE_FIGURE, Parse the figure.",
    "DESCRIBE, Describe this image in detail.",
    "LOCATE, Locate <|ref|>Purpose<|/ref|> in the image."
  })
  void aServerIsAskedInTheTrainedWordsAndForAllThatTheContextHolds(OcrTask task, String words) {
    ReplayServer server = server(Kind.VLLM);
    var request =
        new PageRequest(
            IMAGE,
            task,
            Optional.of("gundam"),
            task == OcrTask.LOCATE ? Optional.of("Purpose") : Optional.empty(),
            Optional.empty(),
            List.of());
    engine(settings(server)).read(request, ReadingListener.NONE);

    JsonNode body = server.requests().getFirst().body();
    assertThat(body.path("messages")).hasSize(1);
    assertThat(body.at("/messages/0/content")).hasSize(2);
    assertThat(body.at("/messages/0/content/0/type").asText()).isEqualTo("image_url");
    assertThat(body.at("/messages/0/content/1/text").asText()).isEqualTo(words);
    assertThat(body.path("max_tokens").asInt()).isEqualTo(8_192 - 903 - 20);
    assertThat(body.has("stop")).isFalse();
  }

  @Test
  void wordsOfOnesOwnGoToTheServerAsTheyAre() {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Says("{\"total\": 12}"));
    var request =
        new PageRequest(
            IMAGE,
            OcrTask.FREE_OCR,
            Optional.empty(),
            Optional.empty(),
            Optional.of("Give the total as JSON."),
            List.of());
    PageText text = engine(settings(server)).read(request, ReadingListener.NONE);

    assertThat(server.requests().getFirst().body().at("/messages/0/content/1/text").asText())
        .isEqualTo("Give the total as JSON.");
    assertThat(text.output().orElseThrow().text()).isEqualTo("{\"total\": 12}");
  }

  /// Charts are tables, molecules SMILES, drawings a dictionary of lines and circles.
  @ParameterizedTest
  @EnumSource(
      value = RecordedOutputs.class,
      names = {"GEOMETRY", "STRUCTURE", "SINGLE_BRACKETS"})
  void aFigureThatIsParsedIsKeptAsItCame(RecordedOutputs output) {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Says(output.text()));
    PageText text =
        engine(settings(server))
            .read(asked(OcrTask.PARSE_FIGURE, "gundam", List.of()), ReadingListener.NONE);

    assertThat(text.output().orElseThrow().text()).isEqualTo(output.text());
    assertThat(text.blocks()).isEmpty();
  }

  @Test
  void aPictureWithoutTextOfWhichOneLetterIsWrittenIsNoReading() {
    ReplayServer server =
        server(Kind.VLLM).follow(new Step.Says(RecordedOutputs.LOOP_LETTER.text()));
    assertThatThrownBy(() -> engine(settings(server)).read(IMAGE))
        .isInstanceOf(OcrException.EngineFailed.class)
        .hasMessageContaining("the model only repeated itself (character) after ");
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

  /// Hears as a person's screen does, and how many answers the server was writing meanwhile.
  private static final class Screen implements ReadingListener {
    private final List<Block> blocks = new ArrayList<>();
    private final StringBuilder written = new StringBuilder();
    private final List<Integer> answeringAtBlock = new ArrayList<>();
    private final Optional<ReplayServer> server;
    private int begun;
    private int turn;
    private boolean tagSeen;

    Screen(Optional<ReplayServer> server) {
      this.server = server;
    }

    @Override
    public void begun(int turn) {
      begun++;
      this.turn = turn;
      blocks.clear();
      written.setLength(0);
    }

    @Override
    public void block(Block block) {
      blocks.add(block);
      written.setLength(0);
      server.ifPresent(each -> answeringAtBlock.add(each.answering()));
    }

    @Override
    public void delta(String text) {
      written.append(text);
      tagSeen |= written.indexOf("<|") >= 0;
    }
  }

  @Test
  void blocksAreHeardInTheirOrderWhileTheAnswerIsWritten() {
    ReplayServer server = server(Kind.VLLM).pace(Duration.ofMillis(1));
    var screen = new Screen(Optional.of(server));

    PageText text = engine(settings(server)).read(PageRequest.of(IMAGE), screen);

    assertThat(screen.begun).isEqualTo(1);
    // All but the last, which is complete when the answer is.
    assertThat(screen.answeringAtBlock).hasSizeGreaterThan(3);
    assertThat(screen.answeringAtBlock.subList(0, screen.answeringAtBlock.size() - 1))
        .containsOnly(1);
    assertThat(screen.blocks).isEqualTo(text.blocks());
    assertThat(screen.written.toString()).isBlank();
    assertThat(screen.tagSeen).isFalse();
  }

  @Test
  void anAnswerThatBreaksOffIsBegunAnewOnce() {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Resets(150), new Step.Answers());
    var screen = new Screen(Optional.empty());

    PageText text = engine(settings(server)).read(PageRequest.of(IMAGE), screen);

    assertThat(server.asked()).isEqualTo(2);
    assertThat(screen.begun).as("once, and once anew").isEqualTo(2);
    assertThat(screen.blocks).isEqualTo(text.blocks());
  }

  @Test
  void aServerThatRefusesBeforeItAnswersHasBegunNothing() {
    ReplayServer server =
        server(Kind.VLLM)
            .follow(
                new Step.Status(429, Optional.of("0")),
                new Step.Status(503, Optional.of("0")),
                new Step.Answers());
    var screen = new Screen(Optional.empty());

    engine(settings(server).withAttempts(3)).read(PageRequest.of(IMAGE), screen);

    assertThat(server.asked()).isEqualTo(3);
    assertThat(screen.begun).isEqualTo(1);
  }

  @Test
  void textWithoutBoxesIsHeardAsText() {
    for (OcrTask task : List.of(OcrTask.FREE_OCR, OcrTask.DESCRIBE)) {
      var screen = new Screen(Optional.empty());
      PageText text = ENGINE.read(asked(task, "gundam", List.of()), screen);
      assertThat(screen.blocks).isEmpty();
      assertThat(letters(screen.written))
          .isEqualTo(letters(text.output().orElseThrow().text().replaceAll("</?t[a-z]+>", "")));
    }
  }

  @Test
  void theLocalEngineIsHeardInsteadOfWhatTheServerBegan() {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Resets(150));
    var local = new FakePageReader();
    VllmOcr engine =
        closing(
            VllmOcr.start(settings(server).withAttempts(1).withOtherwise(Otherwise.LOCAL), local));
    var screen = new Screen(Optional.empty());

    engine.read(PageRequest.of(IMAGE), screen);

    assertThat(screen.begun).isEqualTo(2);
    // Java shows a gray picture's levels otherwise than the colors drawn from it.
    var drawn = new PageImage(Preprocessing.image(PagePixels.of(IMAGE.pixels())), IMAGE.dpi());
    assertThat(screen.blocks).isEqualTo(local.read(drawn).blocks());
    assertThat(screen.written).isEmpty();
  }

  private static String letters(CharSequence text) {
    return text.toString().replaceAll("[\\s\\p{Z}]+", "");
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
    PageRequest request = sought("Purpose");
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
    PageRequest request = sought("a whale");
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
    BufferedImage pixels = IMAGE.pixels();
    var coloured =
        new BufferedImage(pixels.getWidth(), pixels.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    coloured.createGraphics().drawImage(pixels, 0, 0, null);
    PageText text = engine.read(IMAGE);
    assertThat(text.blocks()).isEqualTo(local.read(new PageImage(coloured, 144)).blocks());
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
  void theLocalEngineReadsWhereWordsWereGivenToo() {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Status(500, Optional.empty()));
    VllmOcr engine = instead(server, new FakePageReader());
    List<StyledWord> known = PAGE.words().stream().map(VllmOcrTest::styled).toList();
    PageText text = engine.read(asked(OcrTask.DOCUMENT, "gundam", known), ReadingListener.NONE);
    assertThat(text.provenance().settings()).containsEntry("instead-of", "vllm");
  }

  @Test
  void aPagesTextIsNotPassedOffAsTheAnswerToAnotherQuestion() {
    for (PageRequest request :
        List.of(sought("Purpose"), asked(OcrTask.DESCRIBE, "gundam", List.of()))) {
      ReplayServer server = server(Kind.VLLM).follow(new Step.Status(500, Optional.empty()));
      assertThatThrownBy(
              () -> instead(server, new FakePageReader()).read(request, ReadingListener.NONE))
          .isInstanceOf(OcrException.EngineFailed.class)
          .hasMessageContaining("the server answered with status 500");
    }
  }

  private VllmOcr instead(ReplayServer server, PageReader local) {
    return closing(
        VllmOcr.start(settings(server).withAttempts(1).withOtherwise(Otherwise.LOCAL), local));
  }

  /// What a model says of a figure stands nowhere on it, and a figure is not turned.
  @Test
  void noLinesOfAFigureAreLookedFor() {
    var looks = new AtomicInteger();
    var local = new Local(looks::incrementAndGet, 90, new FakePageReader());
    ReplayServer server = server(Kind.VLLM);
    VllmOcr engine = closing(VllmOcr.start(settings(server), local));
    for (OcrTask task : List.of(OcrTask.PARSE_FIGURE, OcrTask.DESCRIBE)) {
      PageText text = engine.read(asked(task, "gundam", List.of()), ReadingListener.NONE);
      assertThat(text.turn()).isZero();
    }
    assertThat(looks).hasValue(0);
    assertThat(server.asked()).isEqualTo(2);
  }

  /// A local engine that does something before it looks at a page, or turns what it has read.
  private record Local(Runnable before, int turn, FakePageReader reader) implements PageReader {
    @Override
    public PageReaderCapabilities capabilities() {
      return reader.capabilities();
    }

    @Override
    public PageText read(PageImage page) {
      before.run();
      PageText read = reader.read(page);
      return new PageText(read.blocks(), read.provenance(), turn, read.doubts());
    }
  }

  @Test
  void theModelIsAskedBeforeTheLocalEngineLooks() {
    ReplayServer server = server(Kind.VLLM);
    var asked = new AtomicInteger();
    var local =
        new Local(
            () -> {
              await().until(() -> server.asked() == 1);
              asked.set(server.asked());
            },
            0,
            new FakePageReader());

    PageText text = closing(VllmOcr.start(settings(server), local)).read(IMAGE);

    assertThat(asked).hasValue(1);
    assertThat(text.output().orElseThrow().text()).isEqualTo(DeepSeekOutput.of(PAGE));
  }

  /// The page as it is put into a scanner on its side; upright after a clockwise quarter turn.
  private static PageImage lying() {
    BufferedImage pixels = IMAGE.pixels();
    var turned = new BufferedImage(pixels.getHeight(), pixels.getWidth(), pixels.getType());
    for (int y = 0; y < pixels.getHeight(); y++) {
      for (int x = 0; x < pixels.getWidth(); x++) {
        turned
            .getRaster()
            .setSample(y, pixels.getWidth() - 1 - x, 0, pixels.getRaster().getSample(x, y, 0));
      }
    }
    return new PageImage(turned, 144);
  }

  @Test
  void aPageThatLiesOnItsSideIsAskedAboutOnceMoreUpright() {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Stalls(3));
    var local =
        new Local(() -> await().until(() -> server.answering() == 1), 90, new FakePageReader());

    var screen = new Screen(Optional.empty());

    PageText text =
        closing(VllmOcr.start(settings(server), local)).read(PageRequest.of(lying()), screen);

    assertThat(text.turn()).isEqualTo(90);
    assertThat(screen.turn).isEqualTo(90);
    assertThat(screen.blocks).isNotEmpty();
    assertThat(text.blocks()).containsAll(screen.blocks);
    assertThat(text.output().orElseThrow().text()).isEqualTo(DeepSeekOutput.of(PAGE));
    assertThat(server.asked()).isEqualTo(2);
  }

  @Test
  void whoInterruptsEndsTheQuestionAndBlamesNoServer() throws Exception {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Slow(Duration.ofMillis(100)));
    var looks = new AtomicInteger();
    var local = new Local(looks::incrementAndGet, 0, new FakePageReader());
    for (boolean beside : List.of(false, true)) {
      VllmOcr engine =
          beside ? closing(VllmOcr.start(settings(server), local)) : engine(settings(server));
      var failed = new AtomicReference<Throwable>();
      Thread reading =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      engine.begin(PageRequest.of(IMAGE)).read(ReadingListener.NONE);
                    } catch (RuntimeException e) {
                      failed.set(e);
                    }
                  });
      await().until(() -> server.answering() == 1 && (!beside || looks.get() == 1));

      reading.interrupt();

      reading.join();
      assertThat(failed.get()).isInstanceOf(OcrException.EngineFailed.class);
      assertThat(failed.get())
          .hasMessageContaining("reading was stopped while the model was asked");
      await().until(() -> server.answering() == 0);
      assertThat(engine.read(IMAGE).output().orElseThrow().end()).isEqualTo(End.COMPLETE);
      server.follow(new Step.Slow(Duration.ofMillis(100)));
    }
    assertThat(server.asked()).isEqualTo(4);
  }

  /// A picture that is not drawn before it may be, and knows who drew it.
  private static final class HeldPicture extends BufferedImage {
    private final CountDownLatch go;
    private final Queue<Thread> drawing;

    HeldPicture(CountDownLatch go, Queue<Thread> drawing) {
      super(600, 800, TYPE_INT_RGB);
      this.go = go;
      this.drawing = drawing;
    }

    @Override
    public WritableRaster getRaster() {
      if (!drawing.contains(Thread.currentThread())) {
        drawing.add(Thread.currentThread());
        try {
          go.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return super.getRaster();
    }
  }

  private static boolean waitsForWorkers(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(Workers.class.getName()));
  }

  @Test
  void pagesAreMadeReadyByAFewPlatformThreadsHoweverManyAreReadAtOnce() throws Exception {
    VllmOcr engine = engine(settings(server(Kind.VLLM)));
    var go = new CountDownLatch(1);
    var drawing = new ConcurrentLinkedQueue<Thread>();
    var stopped = new ConcurrentLinkedQueue<String>();
    List<Thread> readers =
        Stream.generate(
                () -> {
                  var held = new PageImage(new HeldPicture(go, drawing), 144);
                  return Thread.ofVirtual()
                      .start(
                          () -> {
                            try {
                              engine.begin(PageRequest.of(held));
                            } catch (OcrException.EngineFailed e) {
                              stopped.add(e.getMessage());
                            }
                          });
                })
            .limit(VllmOcr.WORKERS + 6)
            .toList();

    await()
        .until(
            () ->
                drawing.size() == VllmOcr.WORKERS
                    && readers.stream().allMatch(VllmOcrTest::waitsForWorkers));
    readers.getLast().interrupt();
    readers.getLast().join();
    go.countDown();
    for (Thread reader : readers) {
      reader.join();
    }

    assertThat(drawing).hasSize(VllmOcr.WORKERS).noneMatch(Thread::isVirtual);
    assertThat(stopped)
        .containsExactly("reading was stopped while the page was made ready. Read the page again.");
  }

  @Test
  void aPageIsTurnedUprightByThoseThreadsToo() throws Exception {
    ReplayServer server = server(Kind.VLLM).follow(new Step.Stalls(3));
    var go = new CountDownLatch(1);
    var drawing = new ConcurrentLinkedQueue<Thread>();
    var engine = new AtomicReference<VllmOcr>();
    Runnable keepsThemBusy =
        () -> {
          for (int i = 0; i < VllmOcr.WORKERS; i++) {
            var held = new PageImage(new HeldPicture(go, drawing), 144);
            Thread.ofVirtual().start(() -> engine.get().begin(PageRequest.of(held)));
          }
          await().until(() -> drawing.size() == VllmOcr.WORKERS);
        };
    engine.set(
        closing(
            VllmOcr.start(settings(server), new Local(keepsThemBusy, 90, new FakePageReader()))));

    Thread reading = Thread.ofVirtual().start(() -> engine.get().read(lying()));

    await().until(() -> drawing.size() == VllmOcr.WORKERS && waitsForWorkers(reading));
    assertThat(server.asked()).isEqualTo(1);
    go.countDown();
    reading.join();
    assertThat(server.asked()).isEqualTo(2);
  }

  @Test
  void aPageThatWaitsIsKeptAsItIs() {
    PagePixels gray = PagePixels.of(IMAGE.pixels());
    byte[] bytes = gray.rgb().clone();
    bytes[4] = 77;
    var coloured = new PagePixels(gray.width(), gray.height(), bytes);

    assertThat(PackedPixels.of(gray).pixels().rgb()).isEqualTo(gray.rgb());
    assertThat(PackedPixels.of(coloured).pixels().rgb()).isEqualTo(bytes);
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
  void placesWithoutBoxesAreNotTakenForNone() {
    ReplayServer server = server(Kind.LLAMA_CPP);
    assertThatThrownBy(() -> engine(settings(server)).read(sought("Purpose"), ReadingListener.NONE))
        .isInstanceOf(OcrException.EngineFailed.class)
        .hasMessage(
            "[%s] the answer came without the model's boxes. llama.cpp passes the boxes and table tags of the model on only if it was started with --special, and does not keep repetitions down.",
            server.baseUrl());
    assertThat(engine(settings(server)).read(sought("a whale"), ReadingListener.NONE).blocks())
        .isEmpty();
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

  private static PageRequest sought(String target) {
    return new PageRequest(
        IMAGE, OcrTask.LOCATE, Optional.empty(), Optional.of(target), Optional.empty(), List.of());
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
