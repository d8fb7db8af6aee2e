package io.pincite.bench;

import io.pincite.ocr.internal.grounding.GroundedParser;
import io.pincite.ocr.internal.grounding.LoopGuard;
import io.pincite.samples.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// How fast outputs of a grounding model are understood: the recorded shapes in `samples`, parsed
/// whole, in pieces of five characters as tokens come, and heard by the loop guard. Processor time
/// of the one thread, the best of seven rounds after one of warming up; a megabyte is 10^6 bytes of
/// UTF-8. Argument: megabytes a round (20).
final class DeepSeekGrammar {
  private static final List<String> OUTPUTS =
      List.of(
          "document-en",
          "document-zh",
          "formulas",
          "table-spans",
          "single-brackets",
          "several-boxes",
          "lists",
          "ocr-lines",
          "free-ocr",
          "damaged-boxes",
          "cut-table",
          "loop-sentence",
          "loop-cells");

  private static final int ROUNDS = 7;
  private static final int PIECE = 5;

  private interface Work {
    /// Something that depends on all of the text, so that none of the work is left out.
    int of(String text);
  }

  private DeepSeekGrammar() {}

  static void run(String... arguments) throws IOException {
    int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    List<String> mix = new ArrayList<>();
    List<String> withoutLoops = new ArrayList<>();
    for (String name : OUTPUTS) {
      String text = read("/deepseek/outputs/" + name + ".txt");
      mix.add(text);
      // The guard would hear loops to their tenth part only.
      if (!name.startsWith("loop")) {
        withoutLoops.add(text);
      }
    }
    System.out.println("| work | outputs | processor time | MB/s |");
    System.out.println("|---|---|---|---|");
    measure("parsed whole", mix, megabytes, text -> GroundedParser.parse(text).blocks().size());
    measure("parsed in pieces of 5 characters", mix, megabytes, DeepSeekGrammar::inPieces);
    measure("heard by the loop guard, in pieces", withoutLoops, megabytes, DeepSeekGrammar::heard);
  }

  private static int inPieces(String text) {
    var parser = new GroundedParser();
    for (int at = 0; at < text.length(); at += PIECE) {
      parser.accept(text.substring(at, Math.min(text.length(), at + PIECE)));
    }
    return parser.finish().blocks().size();
  }

  private static int heard(String text) {
    var guard = new LoopGuard(LoopGuard.budget(903));
    for (int at = 0; at < text.length(); at += PIECE) {
      if (guard.accept(text.substring(at, Math.min(text.length(), at + PIECE))).isPresent()) {
        return at;
      }
    }
    return text.length();
  }

  private static void measure(String what, List<String> mix, int megabytes, Work work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (String text : mix) {
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
    }
    int times = Math.max(1, (int) (megabytes * 1_000_000L / bytes));
    long least = Long.MAX_VALUE;
    long sum = 0;
    for (int round = 0; round <= ROUNDS; round++) {
      long start = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < times; i++) {
        for (String text : mix) {
          sum += work.of(text);
        }
      }
      long took = threads.getCurrentThreadCpuTime() - start;
      least = round == 0 ? least : Math.min(least, took);
    }
    if (sum == 0) {
      throw new IllegalStateException("nothing was understood of " + OUTPUTS);
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.2f s | %.0f |%n",
        what,
        (long) times * mix.size(),
        least / 1e9,
        times * bytes / 1e6 / (least / 1e9));
  }

  private static String read(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Sample.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
