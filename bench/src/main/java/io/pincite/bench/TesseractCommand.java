package io.pincite.bench;

import io.pincite.ocr.BoundingBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Tesseract's command line at its best setting: one thread a process, one process per processor
/// (with threads of its own it is slower by far), told the language.
final class TesseractCommand implements OcrEngine {
  private static final int PROCESSES = Runtime.getRuntime().availableProcessors();
  private static final Map<String, String> DATA = Map.of("en", "eng", "zh", "chi_sim");

  /// Whether the command and its English data are there.
  static boolean isInstalled() {
    try {
      Process process = new ProcessBuilder("tesseract", "--list-langs").start();
      String languages = new String(process.getInputStream().readAllBytes());
      return process.waitFor() == 0 && languages.contains("eng");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// What commands that have ended took of the processors, in seconds; 0 where there is no `/proc`.
  static double processorSeconds() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      // Behind the name, which may hold spaces: state is field 3, children's times 16 and 17, in
      // hundredths of a second.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public String name() {
    return "tesseract";
  }

  @Override
  public List<ReadPage> read(List<Job> jobs) {
    try (var processes = Executors.newFixedThreadPool(PROCESSES)) {
      List<Future<ReadPage>> pending = new ArrayList<>();
      for (Job job : jobs) {
        pending.add(processes.submit(() -> read(job)));
      }
      List<ReadPage> pages = new ArrayList<>();
      for (Future<ReadPage> page : pending) {
        pages.add(page.get());
      }
      return pages;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Tesseract failed: " + e.getCause(), e);
    }
  }

  private static ReadPage read(Job job) throws IOException, InterruptedException {
    Path base = Files.createTempFile("tesseract", "");
    try {
      long start = System.nanoTime();
      var command =
          new ProcessBuilder(
              "tesseract",
              job.picture().toString(),
              base.toString(),
              "-l",
              DATA.get(job.language()),
              "txt",
              "tsv");
      command.environment().put("OMP_THREAD_LIMIT", "1");
      Process process =
          command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "tesseract -l %s %s failed".formatted(DATA.get(job.language()), job.picture()));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      String text = Files.readString(Path.of(base + ".txt"));
      return parsed(text, Files.readAllLines(Path.of(base + ".tsv")), seconds);
    } finally {
      for (String end : List.of("", ".txt", ".tsv")) {
        Files.deleteIfExists(Path.of(base + end));
      }
    }
  }

  /// Columns of the table: level, page, block, paragraph, line, word, left, top, width, height,
  /// confidence, text.
  private static ReadPage parsed(String text, List<String> rows, double seconds) {
    double width = 1;
    double height = 1;
    Map<String, List<ReadPage.ReadWord>> byLine = new LinkedHashMap<>();
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split("\t", -1);
      if (cells[0].equals("1")) {
        width = Double.parseDouble(cells[8]);
        height = Double.parseDouble(cells[9]);
      } else if (cells[0].equals("5") && !cells[11].isBlank()) {
        double x = Double.parseDouble(cells[6]);
        double y = Double.parseDouble(cells[7]);
        byLine
            .computeIfAbsent(
                String.join("-", cells[1], cells[2], cells[3], cells[4]), _ -> new ArrayList<>())
            .add(
                new ReadPage.ReadWord(
                    cells[11].strip(),
                    BoundingBox.clamped(
                        x / width,
                        y / height,
                        (x + Double.parseDouble(cells[8])) / width,
                        (y + Double.parseDouble(cells[9])) / height),
                    Math.clamp(Double.parseDouble(cells[10]) / 100, 0, 1)));
      }
    }
    var lines = new ArrayList<ReadPage.ReadLine>();
    var words = new ArrayList<ReadPage.ReadWord>();
    for (List<ReadPage.ReadWord> line : byLine.values()) {
      words.addAll(line);
      lines.add(
          new ReadPage.ReadLine(
              String.join(" ", line.stream().map(ReadPage.ReadWord::text).toList()),
              BoundingBox.around(line.stream().map(ReadPage.ReadWord::box).toList())));
    }
    return new ReadPage(text, "", lines, words, List.of(), seconds);
  }

  @Override
  public void close() {}
}
