package io.pincite.bench;

import com.sun.management.OperatingSystemMXBean;
import io.pincite.ocr.internal.vllm.AnswerListener;
import io.pincite.ocr.internal.vllm.Completion;
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
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;

/// What it costs this process to have pages read by a model server: processor time for a thousand
/// tokens, many pages at a time, each token an event of its own. The server is a replayed one in
/// another process. Arguments: pages at a time (64), milliseconds between two tokens of a page
/// (25).
final class ModelServerClient {
  private static final String PROMPT = "<|grounding|>Convert the document to markdown.";
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

  private static final class Everything implements AnswerListener {
    @Override
    public void begin() {}

    @Override
    public boolean piece(String text) {
      return true;
    }
  }

  static void run(String... arguments) throws Exception {
    int pages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 64;
    String pace = arguments.length > 1 ? arguments[1] : "25";
    List<byte[]> pictures = pictures();
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
                new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        var model =
            new ServedModel(
                ServedModelSettings.of(
                        List.of(ServerAddress.of("http://localhost:" + said.readLine())))
                    .withConcurrency(pages))) {
      System.out.println(
          "| round | pages at a time | tokens | tokens/s | processor time for 1,000 tokens | of one core at 1,000 tokens/s |");
      System.out.println("|---|---|---|---|---|---|");
      for (int round = 0; round < ROUNDS; round++) {
        measure(round, pages, pictures, model);
      }
    } finally {
      server.getOutputStream().close();
      server.waitFor();
    }
  }

  private static void measure(int round, int pages, List<byte[]> pictures, ServedModel model)
      throws Exception {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long processor = machine.getProcessCpuTime();
    long start = System.nanoTime();
    long tokens = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Completion>> answers = new ArrayList<>();
      for (int page = 0; page < pages; page++) {
        var question =
            new PageQuestion(
                pictures.get(page % pictures.size()),
                PROMPT,
                7_000,
                Optional.of(NoRepeat.RECOMMENDED));
        answers.add(threads.submit(() -> model.ask(question, new Everything())));
      }
      for (Future<Completion> answer : answers) {
        tokens += answer.get().usage().orElseThrow().completionTokens();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double used = (machine.getProcessCpuTime() - processor) / 1e9;
    System.out.printf(
        "| %s | %d | %,d | %,.0f | %.1f ms | %.1f %% |%n",
        round == 0 ? "warm-up" : String.valueOf(round),
        pages,
        tokens,
        tokens / seconds,
        used / tokens * 1e6,
        used / tokens * 1e5);
  }

  private static List<byte[]> pictures() throws IOException {
    var pictures = new ArrayList<byte[]>();
    for (int page = 1; page <= Sample.LEASE.truth().pages().size(); page++) {
      var png = new ByteArrayOutputStream();
      ImageIO.write(Scan.of(Sample.LEASE.pdf(), page, Wear.none(144), 0).pixels(), "png", png);
      pictures.add(png.toByteArray());
    }
    return pictures;
  }
}
