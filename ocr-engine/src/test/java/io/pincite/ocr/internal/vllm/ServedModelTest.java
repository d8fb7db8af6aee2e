package io.pincite.ocr.internal.vllm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pincite.ocr.OcrException.EngineFailed;
import io.pincite.ocr.internal.vllm.Completion.Finish;
import io.pincite.ocr.internal.vllm.Completion.Usage;
import io.pincite.ocr.internal.vllm.PageQuestion.NoRepeat;
import io.pincite.samples.DeepSeekOutput;
import io.pincite.samples.ReplayScript;
import io.pincite.samples.ReplayScript.Step;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.ReplayServer.Kind;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Truth;
import io.pincite.samples.Wear;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Over real sockets, against [ReplayServer]; the time is turned.
class ServedModelTest {
  private static final Truth.Page PAGE = Sample.NDA.truth().pages().getFirst();
  private static final Scan SCAN = Scan.of(Sample.NDA.pdf(), 1, Wear.none(72), 0);
  private static final String WRITTEN = DeepSeekOutput.of(PAGE);
  private static final String PROMPT = "<|grounding|>Convert the document to markdown.";
  private static final PageQuestion QUESTION =
      new PageQuestion(png(), PROMPT, 7_000, Optional.of(NoRepeat.RECOMMENDED));

  private final TurnedTime time = new TurnedTime();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /// Takes everything, and remembers how often it had to begin.
  private static class Heard implements AnswerListener {
    final StringBuilder text = new StringBuilder();
    int beginnings;
    int pieces;

    @Override
    public void begin() {
      text.setLength(0);
      pieces = 0;
      beginnings++;
    }

    @Override
    public boolean piece(String piece) {
      text.append(piece);
      pieces++;
      return true;
    }
  }

  // What is asked, and what is answered.

  @Test
  void vllmIsAskedAsItsMakersSay() {
    ReplayServer server = server();
    ask(server);
    assertThat(server.requests().getFirst().path()).isEqualTo("/v1/chat/completions");
    assertThat(server.requests().getFirst().picture()).isEqualTo(QUESTION.png());
    assertThat(server.requests().getFirst().body())
        .hasToString(
            """
            {"model":"deepseek-ai/DeepSeek-OCR","temperature":0.0,"max_tokens":7000,"stream":true,\
            "stream_options":{"include_usage":true},\
            "messages":[{"role":"user","content":[\
            {"type":"image_url","image_url":{"url":"data:image/png;base64,…"}},\
            {"type":"text","text":"<|grounding|>Convert the document to markdown."}]}],\
            "skip_special_tokens":false,\
            "vllm_xargs":{"ngram_size":30,"window_size":90,"whitelist_token_ids":[128821,128822]}}""");
  }

  @Test
  void anAnswerIsTheTextAsItCameAndWhatTheServerCounted() {
    ReplayServer server = server();
    var heard = new Heard();
    Completion completion = model(server).ask(QUESTION, heard);
    assertThat(heard.text).hasToString(WRITTEN);
    assertThat(completion)
        .isEqualTo(
            new Completion(
                WRITTEN,
                // A whole view and 2 × 3 tiles, BOS, a line end, 12 pieces of the prompt.
                Optional.of(new Usage(903 + 2 + promptPieces(), heard.pieces + 1)),
                Finish.STOP,
                0,
                ServerAddress.of(server.baseUrl().toString()),
                new Dialect.Vllm("0.12.0"),
                "deepseek-ai/DeepSeek-OCR",
                false));
  }

  @Test
  void anAnswerInOneIsTheSameAsAStream() {
    ReplayServer server = server();
    ServedModel model = model(server);
    assertThat(model.ask(QUESTION)).isEqualTo(model.ask(QUESTION, new Heard()));
  }

  @Test
  void whatRunsOutOfRoomSaysSo() {
    ReplayServer server = server();
    ServedModel model = model(server);
    Completion completion = model.ask(new PageQuestion(png(), PROMPT, 5, Optional.empty()));
    assertThat(completion.finish()).isEqualTo(Finish.LENGTH);
    assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(5);
    assertThat(WRITTEN).startsWith(completion.text());
  }

  // Servers of other kinds.

  @Test
  void whatAServerIsCanBeSeen() {
    assertThat(
            Stream.of(Kind.values())
                .map(kind -> model(server(kind)).look().getFirst().dialect())
                .map(dialect -> "%s %s".formatted(dialect, dialect.tags())))
        .containsExactly(
            "Vllm[version=0.12.0] KEPT",
            "LlamaCpp[version=b7300-replayed] DEPENDS_ON_START",
            "LlamaCpp[version=b7300-replayed] DEPENDS_ON_START",
            "Ollama[version=0.13.0] KEPT",
            "Unknown[] UNKNOWN");
  }

  @Test
  void whatAServerCannotDoIsSaid() {
    assertThat(new Dialect.Vllm("1").remark()).isEmpty();
    assertThat(new Dialect.LlamaCpp("1").remark())
        .hasValue(
            "llama.cpp passes the boxes and table tags of the model on only if it was started with --special, and does not keep repetitions down.");
    assertThat(new Dialect.Ollama("1").remark()).hasValue("Ollama does not keep repetitions down.");
    assertThat(new Dialect.Unknown().remark())
        .hasValue(
            "The server is none of vLLM, llama.cpp and Ollama: whether it passes boxes and table tags on is not known, and it does not keep repetitions down.");
  }

  @Test
  void llamaCppIsAskedWithoutFieldsOfVllm() {
    ReplayServer server = server(Kind.LLAMA_CPP_SPECIAL);
    assertThat(ask(server).text()).isEqualTo(WRITTEN);
    assertThat(server.requests().getFirst().body().has("skip_special_tokens")).isFalse();
    assertThat(server.requests().getFirst().body().has("vllm_xargs")).isFalse();
  }

  @Test
  void llamaCppAsItStartsByDefaultLeavesBoxesOut() {
    assertThat(ask(server(Kind.LLAMA_CPP)).text()).doesNotContain("<|det|>", "<td>");
  }

  @Test
  void ollamaIsAskedInItsOwnProtocol() {
    ReplayServer server = server(Kind.OLLAMA);
    Completion streamed = ask(server);
    assertThat(streamed.text()).isEqualTo(WRITTEN);
    assertThat(model(server).ask(QUESTION)).isEqualTo(streamed);
    assertThat(server.requests().getFirst().path()).isEqualTo("/api/chat");
    assertThat(server.requests().getFirst().body())
        .hasToString(
            """
            {"model":"deepseek-ai/DeepSeek-OCR","stream":true,\
            "options":{"temperature":0.0,"num_predict":7000},\
            "messages":[{"role":"user",\
            "content":"\\n<|grounding|>Convert the document to markdown.","images":["…"]}]}""");
  }

  // What passes.

  @Test
  void aBusyServerIsAskedAgainWhenItWants() {
    ReplayServer server = server().follow(new Step.Status(429, Optional.of("7")));
    assertThat(ask(server).text()).isEqualTo(WRITTEN);
    assertThat(time.pauses()).containsExactly(Duration.ofMillis(7_250));
  }

  @Test
  void aDateToComeBackIsMeantByTheServersClock() {
    ReplayServer server =
        server().follow(new Step.Status(429, Optional.of("Tue, 01 Jan 2030 00:00:00 GMT")));
    ask(server);
    // Years ahead: no longer than the longest.
    assertThat(time.pauses()).containsExactly(Duration.ofMillis(60_250));
  }

  @Test
  void pausesGrowFromTryToTry() {
    ReplayServer server =
        server()
            .follow(
                new Step.Status(503, Optional.empty()),
                new Step.Status(502, Optional.empty()),
                new Step.Status(504, Optional.empty()));
    assertThat(ask(server).text()).isEqualTo(WRITTEN);
    assertThat(time.pauses())
        .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofMillis(1_000));
  }

  @Test
  void aConnectionThatBreaksInTheMiddleIsBegunAnew() {
    ReplayServer server = server().follow(new Step.Resets(0), new Step.Resets(5));
    var heard = new Heard();
    assertThat(model(server).ask(QUESTION, heard).text()).isEqualTo(WRITTEN);
    assertThat(heard.text).hasToString(WRITTEN);
    assertThat(heard.beginnings).isEqualTo(2);
  }

  @Test
  void whatIsNoAnswerIsAskedForAgain() {
    ReplayServer server = server().follow(new Step.Garbage());
    assertThat(ask(server).text()).isEqualTo(WRITTEN);
    assertThat(server.asked()).isEqualTo(2);
  }

  @Test
  void allOfThisInARowIsGotThrough() {
    ReplayServer server = server().follow(ReplayScript.named("unsteady"));
    ServedModel model = model(settings(server).withAttempts(5));
    assertThat(model.ask(QUESTION, new Heard()).text()).isEqualTo(WRITTEN);
    assertThat(server.asked()).isEqualTo(5);
  }

  @Test
  void silenceInTheMiddleIsCutAndTriedAgain() {
    ReplayServer server = server().follow(new Step.Stalls(3));
    var heard =
        new Heard() {
          @Override
          public boolean piece(String piece) {
            super.piece(piece);
            if (beginnings == 1 && pieces == 3) {
              time.turn(Duration.ofSeconds(60));
            }
            return true;
          }
        };
    assertThat(model(server).ask(QUESTION, heard).text()).isEqualTo(WRITTEN);
    assertThat(heard.beginnings).isEqualTo(2);
    await().until(() -> server.answering() == 0 || server.asked() == 2);
  }

  @Test
  void aServerThatNeverBeginsIsGivenUp() throws Exception {
    ReplayServer server = server().follow(new Step.Stalls(0));
    ServedModel model = model(settings(server).withAttempts(1));
    var problem = new AtomicReference<String>();
    Thread asking =
        Thread.startVirtualThread(
            () -> {
              try {
                model.ask(QUESTION, new Heard());
              } catch (EngineFailed failed) {
                problem.set(failed.getMessage());
              }
            });
    await().until(() -> server.answering() == 1);
    time.turn(Duration.ofSeconds(60));
    asking.join();
    assertThat(problem.get())
        .isEqualTo(
            "[%s] the page was tried 1 times, the last time: the server was silent for 60 s. Check that the model server runs and is not overloaded, then read the page again."
                .formatted(server.baseUrl()));
  }

  @Test
  void anAnswerThatTakesTooLongIsGivenUp() {
    ReplayServer server = server().follow(new Step.Loops());
    ServedModel model = model(settings(server).withAttempts(1));
    var slow =
        new Heard() {
          @Override
          public boolean piece(String piece) {
            time.turn(Duration.ofSeconds(50));
            return true;
          }
        };
    assertThatThrownBy(() -> model.ask(QUESTION, slow))
        .isInstanceOf(EngineFailed.class)
        .hasMessage(
            "[%s] the page was tried 1 times, the last time: the server took more than 300 s. Check that the model server runs and is not overloaded, then read the page again.",
            server.baseUrl());
  }

  // What does not pass.

  @Test
  void aServerThatStaysUnwellIsTriedAsOftenAsSaid() {
    var unwell = new Step.Status(503, Optional.empty());
    ReplayServer server = server().follow(unwell, unwell, unwell, unwell);
    assertThatThrownBy(() -> ask(server))
        .isInstanceOf(EngineFailed.class)
        .hasMessage(
            "[%s] the page was tried 4 times, the last time: the server answered with status 503: scripted refusal with status 503. Check that the model server runs and is not overloaded, then read the page again.",
            server.baseUrl());
    assertThat(server.asked()).isEqualTo(4);
  }

  @Test
  void anotherRefusalIsFinal() {
    ReplayServer server = server().follow(new Step.Status(418, Optional.empty()));
    assertThatThrownBy(() -> ask(server))
        .isInstanceOf(EngineFailed.class)
        .hasMessage(
            "[%s] the server answered with status 418: scripted refusal with status 418. See the server's log.",
            server.baseUrl());
    assertThat(server.asked()).isEqualTo(1);
  }

  @Test
  void redirectionsAreNotFollowed() {
    ReplayServer server = server().follow(new Step.Status(307, Optional.empty()));
    assertThatThrownBy(() -> ask(server))
        .hasMessage(
            "[%s] the server answered with status 307: scripted refusal with status 307. Redirections are not followed: enter the URL that it leads to.",
            server.baseUrl());
  }

  @Test
  void aModelThatIsNotServedIsNamed() {
    ReplayServer server = server();
    ServedModel model = model(settings(server).withModel("another/model"));
    assertThatThrownBy(() -> model.ask(QUESTION))
        .hasMessage(
            "[%s] the server serves deepseek-ai/DeepSeek-OCR, not 'another/model'. Correct the model's name.",
            server.baseUrl());
  }

  @Test
  void aPageThatTheServerDoesNotKnowIsItsAnswer() {
    ReplayServer empty = closing(ReplayServer.start());
    assertThatThrownBy(() -> ask(empty))
        .hasMessage(
            "[%s] the server answered with status 404: no page is known that looks like this picture of %d × %d px. Check the server's URL and the model's name.",
            empty.baseUrl(), SCAN.pixels().getWidth(), SCAN.pixels().getHeight());
  }

  @Test
  void moreThanFitsTheContextIsTheServersAnswer() {
    ReplayServer server = server();
    var much = new PageQuestion(png(), PROMPT, 8_000, Optional.empty());
    assertThatThrownBy(() -> model(server).ask(much))
        .hasMessageContaining("This model's maximum context length is 8192 tokens.");
  }

  @Test
  void aLineWithoutEndIsRefused() {
    ReplayServer server = server().follow(new Step.LongLine());
    assertThatThrownBy(() -> ask(server))
        .hasMessage(
            "[%s] the server sent a line of more than 1,048,576 bytes, which no answer of the model has. Check that this is the model's server.",
            server.baseUrl());
    assertThat(server.asked()).isEqualTo(1);
  }

  @Test
  void theKeyIsSentAndNeverShown() {
    ReplayServer server = server().follow(new Step.Status(401, Optional.empty()));
    // The server's message repeats a part of it, as some do.
    ServedModelSettings settings = settings(server).withApiKey("scripted");
    ServedModel model = model(settings);
    assertThatThrownBy(() -> model.ask(QUESTION))
        .hasMessage(
            "[%s] the server answered with status 401: … refusal with status 401. Correct the API key.",
            server.baseUrl());
    assertThat(server.requests().getFirst().authorization()).hasValue("Bearer scripted");
    assertThat(settings.toString()).doesNotContain("scripted");
  }

  // Tokens that may repeat.

  @Test
  void aServerThatTakesNoListIsAskedWithoutItFromThenOn() {
    ReplayServer server = server().follow(ReplayScript.named("old-vllm"));
    ServedModel model = model(server);
    Completion first = model.ask(QUESTION, new Heard());
    Completion second = model.ask(QUESTION, new Heard());
    assertThat(first.whitelistDropped()).isTrue();
    assertThat(second).isEqualTo(first);
    assertThat(first.text()).isEqualTo(WRITTEN);
    assertThat(time.pauses()).isEmpty();
    assertThat(server.requests().stream().map(each -> each.body().path("vllm_xargs").toString()))
        .containsExactly(
            "{\"ngram_size\":30,\"window_size\":90,\"whitelist_token_ids\":[128821,128822]}",
            "{\"ngram_size\":30,\"window_size\":90}",
            "{\"ngram_size\":30,\"window_size\":90}");
  }

  // Loops.

  @Test
  void aListenerWhoHasHeardEnoughEndsTheServersWork() {
    ReplayServer server = server().follow(new Step.Loops());
    var enough =
        new Heard() {
          @Override
          public boolean piece(String piece) {
            super.piece(piece);
            return pieces < 10;
          }
        };
    Completion completion = model(server).ask(QUESTION, enough);
    assertThat(completion.finish()).isEqualTo(Finish.STOPPED);
    assertThat(completion.text()).isEqualTo("the same again and again, ".repeat(10));
    assertThat(completion.usage()).isEmpty();
    await().until(() -> server.answering() == 0);
  }

  @Test
  void aServerThatIgnoresTheBudgetIsCutAtIt() {
    ReplayServer server = server().follow(new Step.Loops());
    Completion completion =
        model(server).ask(new PageQuestion(png(), PROMPT, 100, Optional.empty()), new Heard());
    assertThat(completion.finish()).isEqualTo(Finish.LENGTH);
    assertThat(completion.text().length()).isLessThan(200 * 26);
    await().until(() -> server.answering() == 0);
  }

  @Test
  void aListenerThatFailsEndsTheServersWork() {
    ReplayServer server = server().follow(new Step.Loops());
    var failing =
        new Heard() {
          @Override
          public boolean piece(String piece) {
            throw new IllegalStateException("the listener is broken");
          }
        };
    assertThatThrownBy(() -> model(server).ask(QUESTION, failing))
        .isInstanceOf(IllegalStateException.class);
    await().until(() -> server.answering() == 0);
  }

  // Several servers.

  @Test
  void aServerThatWasKilledAndStartedAgainIsFound() throws Exception {
    ReplayServer first = server();
    ServedModel model = model(first);
    model.ask(QUESTION, new Heard());
    first.close();
    time.duringPause(
        () -> {
          if (time.pauses().size() == 2) {
            server(Kind.VLLM, first.port());
          }
        });
    assertThat(model.ask(QUESTION, new Heard()).text()).isEqualTo(WRITTEN);
    assertThat(time.pauses()).hasSize(2);
  }

  @Test
  void pagesGoToTheServerThatHasTheFewest() {
    ReplayServer one = server();
    ReplayServer other = server();
    ServedModel model = model(one, other);
    for (int page = 0; page < 10; page++) {
      model.ask(QUESTION, new Heard());
    }
    assertThat(one.asked()).isEqualTo(5);
    assertThat(other.asked()).isEqualTo(5);
  }

  @Test
  void aServerThatHangsGetsNoMorePagesThanItHolds() throws Exception {
    ReplayServer hanging = server().follow(new Step.Stalls(1));
    ReplayServer other = server();
    ServedModel model = model(hanging, other);
    Thread stuck = Thread.startVirtualThread(() -> model.ask(QUESTION, new Heard()));
    await().until(() -> hanging.answering() == 1);
    for (int page = 0; page < 4; page++) {
      model.ask(QUESTION, new Heard());
    }
    assertThat(other.asked()).isEqualTo(4);
    time.turn(Duration.ofSeconds(60));
    stuck.join();
    assertThat(other.asked()).isEqualTo(5);
  }

  @Test
  void aDeadServerCostsNoPauseAndComesBackByItself() throws Exception {
    int port = freePort();
    ReplayServer alive = server();
    ServedModel model =
        model(
            ServedModelSettings.of(
                List.of(
                    ServerAddress.of("http://localhost:" + port),
                    ServerAddress.of(alive.baseUrl().toString()))));
    for (int page = 0; page < 4; page++) {
      assertThat(model.ask(QUESTION, new Heard()).text()).isEqualTo(WRITTEN);
    }
    assertThat(alive.asked()).isEqualTo(4);
    assertThat(time.pauses()).isEmpty();

    // Looked at after its rest, still dead: it rests twice as long.
    time.turn(Duration.ofSeconds(2));
    model.ask(QUESTION, new Heard());
    assertThat(alive.asked()).isEqualTo(5);

    ReplayServer back = server(Kind.VLLM, port);
    model.ask(QUESTION, new Heard());
    assertThat(back.asked()).isZero();
    time.turn(Duration.ofSeconds(4));
    model.ask(QUESTION, new Heard());
    model.ask(QUESTION, new Heard());
    assertThat(back.asked()).isPositive();
  }

  @Test
  void pagesThatOneServerRefusesAreReadByAnother() {
    for (int status : List.of(301, 401, 403, 404)) {
      ReplayServer refusing = server();
      ReplayServer other = server();
      ServedModel model = model(refusing, other);
      var refusal = new Step.Status(status, Optional.empty());
      refusing.follow(refusal, refusal, refusal);
      for (int page = 0; page < 10; page++) {
        assertThat(model.ask(QUESTION, new Heard()).text()).isEqualTo(WRITTEN);
      }
      assertThat(refusing.asked()).isEqualTo(1);
      assertThat(other.asked()).isEqualTo(10);
      assertThat(time.pauses()).isEmpty();
    }
  }

  @Test
  void aServerWithoutTheModelLeavesThePagesToOthersUntilItHasIt() {
    ReplayServer without = server().serving("another/model");
    ReplayServer with = server();
    ServedModel model = model(settings(without, with).withModel("deepseek-ai/DeepSeek-OCR"));
    for (int page = 0; page < 10; page++) {
      model.ask(QUESTION, new Heard());
    }
    assertThat(without.asked()).isZero();
    assertThat(with.asked()).isEqualTo(10);

    // Looked at after its rest, still without: it rests twice as long.
    time.turn(Duration.ofSeconds(2));
    model.ask(QUESTION, new Heard());
    without.serving("deepseek-ai/DeepSeek-OCR");
    time.turn(Duration.ofSeconds(4));
    model.ask(QUESTION, new Heard());
    model.ask(QUESTION, new Heard());
    assertThat(without.asked()).isPositive();
  }

  @Test
  void whatAllServersRefuseIsSaidAsTheLastSaysIt() {
    var refusal = new Step.Status(401, Optional.empty());
    ReplayServer one = server().follow(refusal, refusal);
    ReplayServer other = server().follow(refusal, refusal);
    assertThatThrownBy(() -> model(one, other).ask(QUESTION))
        .isInstanceOf(EngineFailed.class)
        .hasMessage(
            "[%s] the server answered with status 401: scripted refusal with status 401. Correct the API key.",
            other.baseUrl());
    assertThat(one.asked() + other.asked()).isEqualTo(4);
  }

  @Test
  void aRefusedPageIsNotAskedOfAnotherServer() {
    for (int status : List.of(400, 413)) {
      ReplayServer one = server().follow(new Step.Status(status, Optional.empty()));
      ReplayServer other = server();
      assertThatThrownBy(() -> model(one, other).ask(QUESTION))
          .hasMessageStartingWith(
              "[%s] the server answered with status %d".formatted(one.baseUrl(), status));
      assertThat(other.asked()).isZero();
    }
  }

  @Test
  void aServerWhoseModelIsRenamedBetweenPagesIsLookedAtAnew() {
    ReplayServer server = server();
    ServedModel model = model(server);
    assertThat(model.ask(QUESTION, new Heard()).model()).isEqualTo("deepseek-ai/DeepSeek-OCR");
    server.serving("deepseek-ocr");
    Completion renamed = model.ask(QUESTION, new Heard());
    assertThat(renamed.model()).isEqualTo("deepseek-ocr");
    assertThat(renamed.text()).isEqualTo(WRITTEN);
    assertThat(server.requests().stream().map(each -> each.body().path("model").asText()))
        .containsExactly("deepseek-ai/DeepSeek-OCR", "deepseek-ai/DeepSeek-OCR", "deepseek-ocr");
  }

  @Test
  void aKeyThatAServerNoLongerTakesIsTriedOnceMore() {
    ReplayServer server = server();
    ServedModel model = model(server);
    model.ask(QUESTION, new Heard());
    var refusal = new Step.Status(401, Optional.empty());
    server.follow(refusal, refusal, refusal, refusal);
    assertThatThrownBy(() -> model.ask(QUESTION))
        .hasMessage(
            "[%s] the server answered with status 401: scripted refusal with status 401. Correct the API key.",
            server.baseUrl());
    assertThat(server.asked()).isEqualTo(3);
  }

  @Test
  void noServerAtAllIsSaid() throws Exception {
    int port = freePort();
    ServedModel model =
        model(ServedModelSettings.of(List.of(ServerAddress.of("http://localhost:" + port))));
    assertThatThrownBy(() -> model.ask(QUESTION))
        .hasMessage(
            "[http://localhost:%d] the page was tried 4 times, the last time: nothing answers there. Check that the model server runs and is not overloaded, then read the page again.",
            port);
    assertThatThrownBy(model::look)
        .hasMessage(
            "[http://localhost:%d] nothing answers there. Check that the model server runs there.",
            port);
  }

  @Test
  void noMorePagesAreAskedAboutThanAllowed() {
    ReplayServer server = server();
    ServedModel model = model(settings(server).withConcurrency(2));
    var underWay = new AtomicInteger();
    var most = new AtomicInteger();
    class Counting extends Heard {
      @Override
      public void begin() {
        super.begin();
        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      }

      @Override
      public boolean piece(String piece) {
        super.piece(piece);
        if (text.length() == WRITTEN.length()) {
          underWay.decrementAndGet();
        }
        return true;
      }
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int page = 0; page < 10; page++) {
        threads.submit(() -> model.ask(QUESTION, new Counting()));
      }
    }
    assertThat(server.asked()).isEqualTo(10);
    assertThat(most.get()).isEqualTo(2);
  }

  @Test
  void whoIsStoppedWhileAskingSaysSo() throws Exception {
    ReplayServer server = server().follow(new Step.Stalls(0));
    ServedModel model = model(server);
    var problem = new AtomicReference<String>();
    Thread asking =
        Thread.startVirtualThread(
            () -> {
              try {
                model.ask(QUESTION, new Heard());
              } catch (EngineFailed failed) {
                problem.set(failed.getMessage() + Thread.currentThread().isInterrupted());
              }
            });
    await().until(() -> server.answering() == 1);
    asking.interrupt();
    asking.join();
    assertThat(problem.get())
        .isEqualTo(
            "[%s] reading was stopped while the model was asked. Read the page again.true"
                .formatted(server.baseUrl()));
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    ReplayServer server = server().follow(new Step.Stalls(0));
    ServedModel model = model(server);
    var problem = new AtomicReference<String>();
    Thread asking =
        Thread.startVirtualThread(
            () -> {
              try {
                model.ask(QUESTION, new Heard());
              } catch (EngineFailed failed) {
                problem.set(failed.getMessage());
              }
            });
    await().until(() -> server.answering() == 1);
    model.close();
    asking.join();
    assertThat(problem.get())
        .isEqualTo(
            "[%s] the engine was closed while the page was read. Read the page again."
                .formatted(server.baseUrl()));
    assertThat(server.asked()).isEqualTo(1);
  }

  private Completion ask(ReplayServer server) {
    return model(server).ask(QUESTION, new Heard());
  }

  private ReplayServer server() {
    return server(Kind.VLLM);
  }

  private ReplayServer server(Kind kind) {
    return server(kind, 0);
  }

  private ReplayServer server(Kind kind, int port) {
    return closing(ReplayServer.start(kind, port)).knowing(SCAN.pixels(), PAGE);
  }

  private <T extends AutoCloseable> T closing(T opened) {
    open.add(opened);
    return opened;
  }

  private static ServedModelSettings settings(ReplayServer... servers) {
    return ServedModelSettings.of(
        Stream.of(servers).map(each -> ServerAddress.of(each.baseUrl().toString())).toList());
  }

  private ServedModel model(ReplayServer... servers) {
    return model(settings(servers));
  }

  /// Without chance: the shortest pauses.
  private ServedModel model(ServedModelSettings settings) {
    return closing(new ServedModel(settings, time, () -> 0L));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static int promptPieces() {
    return ReplayServer.pieces(PROMPT).size();
  }

  private static byte[] png() {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(SCAN.pixels(), "png", bytes);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    return bytes.toByteArray();
  }
}
