package io.pincite.bench;

import com.sun.management.OperatingSystemMXBean;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageText;
import io.pincite.ocr.ReadingListener;
import io.pincite.ocr.VllmOcr;
import io.pincite.ocr.VllmOcrSettings;
import io.pincite.ocr.internal.grounding.Geometry;
import io.pincite.ocr.internal.grounding.Grounded;
import io.pincite.ocr.internal.grounding.LivePage;
import io.pincite.ocr.internal.grounding.LoopGuard;
import io.pincite.ocr.internal.grounding.WordPlacing;
import io.pincite.ocr.internal.grounding.Written;
import io.pincite.ocr.internal.vllm.AnswerListener;
import io.pincite.ocr.internal.vllm.PageQuestion;
import io.pincite.ocr.internal.vllm.PageQuestion.NoRepeat;
import io.pincite.ocr.internal.vllm.ServedModel;
import io.pincite.ocr.internal.vllm.ServedModelSettings;
import io.pincite.ocr.internal.vllm.ServerAddress;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/// What it costs this process to have pages read by a model server: processor time for a thousand
/// tokens, many pages at a time, each token an event of its own. Asking and hearing answers, blocks
/// placed while they are written, is measured by itself; then the whole engine, from the image of a
/// page to its words, with no local engine beside it. The server is a replayed one in another
/// process. Arguments: pages at a time (64), milliseconds between two tokens of a page (25).
final class ModelServerClient {
  private static final String PROMPT = "<|grounding|>Convert the document to markdown.";
  private static final int DPI = 200;
  private static final int MOST_TOKENS = 7_000;
  private static final int ROUNDS = 4;

  private ModelServerClient() {}

  /// The server: prints its port, ends when its input does.
  static final class Replaying {
    private Replaying() {}

    public static void main(String[] arguments) throws IOException {
      Duration pace = Duration.ofMillis(Long.parseLong(arguments[0]));
      try (ReplayServer server = ReplayServer.start().knowing(Sample.LEASE).pace(pace)) {
        System.out.println(server.port());
        System.in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  /// Hears an answer as the engine does: blocks are made of it, and loops looked for.
  private static final class Heard implements AnswerListener {
    private final LivePage live =
        new LivePage(0, block -> placed(block).blocks(), ReadingListener.NONE);
    private LoopGuard guard = new LoopGuard(MOST_TOKENS);

    @Override
    public void begin() {
      live.begin();
      guard = new LoopGuard(MOST_TOKENS);
    }

    @Override
    public boolean piece(String text) {
      live.piece(text);
      return guard.accept(text).isEmpty();
    }

    private static Grounded placed(Written block) {
      return WordPlacing.of(List.of(block), Geometry.ofLines(List.of(), 595, 842));
    }
  }

  static void run(String... arguments) throws Exception {
    int pages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 64;
    String pace = arguments.length > 1 ? arguments[1] : "25";
    List<PageImage> scans = scans();
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Replaying.class.getName(),
                pace)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      String address = "http://localhost:" + said.readLine();
      System.out.println(
          "| what | round | pages at a time | tokens | tokens/s | processor time for 1,000 tokens | of one core at 1,000 tokens/s |");
      System.out.println("|---|---|---|---|---|---|---|");
      try (var model =
          new ServedModel(
              ServedModelSettings.of(List.of(ServerAddress.of(address))).withConcurrency(pages))) {
        List<byte[]> pngs = scans.stream().map(ModelServerClient::png).toList();
        measure("asking and hearing", pages, page -> asked(model, pngs.get(page % pngs.size())));
      }
      try (VllmOcr engine = VllmOcr.start(VllmOcrSettings.of(address).withConcurrency(pages))) {
        measure(
            "image to words", pages, page -> written(engine.read(scans.get(page % scans.size()))));
      }
    } finally {
      server.getOutputStream().close();
      server.waitFor();
    }
  }

  private static long asked(ServedModel model, byte[] png) {
    var question = new PageQuestion(png, PROMPT, MOST_TOKENS, Optional.of(NoRepeat.RECOMMENDED));
    return model.ask(question, new Heard()).usage().orElseThrow().completionTokens();
  }

  private static long written(PageText text) {
    return text.output().orElseThrow().textTokens();
  }

  private static void measure(String what, int pages, IntToLongFunction page) throws Exception {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int round = 0; round < ROUNDS; round++) {
      long processor = machine.getProcessCpuTime();
      long start = System.nanoTime();
      long tokens = 0;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Long>> answers =
            IntStream.range(0, pages)
                .mapToObj(number -> threads.submit(() -> page.applyAsLong(number)))
                .toList();
        for (Future<Long> answer : answers) {
          tokens += answer.get();
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double used = (machine.getProcessCpuTime() - processor) / 1e9;
      System.out.printf(
          "| %s | %s | %d | %,d | %,.0f | %.1f ms | %.1f %% |%n",
          what,
          round == 0 ? "warm-up" : String.valueOf(round),
          pages,
          tokens,
          tokens / seconds,
          used / tokens * 1e6,
          used / tokens * 1e5);
    }
  }

  private static List<PageImage> scans() {
    return IntStream.rangeClosed(1, Sample.LEASE.truth().pages().size())
        .mapToObj(page -> Scan.of(Sample.LEASE.pdf(), page, Wear.none(DPI), 0))
        .map(scan -> new PageImage(scan.pixels(), scan.dpi()))
        .toList();
  }

  private static byte[] png(PageImage scan) {
    try (var png = new ByteArrayOutputStream()) {
      ImageIO.write(scan.pixels(), "png", png);
      return png.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
