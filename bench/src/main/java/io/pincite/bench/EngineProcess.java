package io.pincite.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An engine in a Java process of its own: native libraries of two engines do not meet, and its
/// memory is its own. Used by one thread.
///
/// The process gets a line `PICTURE<tab>RESULT` for each picture, writes the result as JSON and
/// answers with a line that begins with [#DONE].
final class EngineProcess implements OcrEngine {
  static final String DONE = "@@done ";
  static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;
  private final Path results;
  private final Memory memory;

  /// Looks every fifth of a second how much memory the process has, and keeps the most.
  private static final class Memory extends Thread {
    private final long process;
    private volatile long peak;

    private Memory(long process) {
      this.process = process;
      setDaemon(true);
      setName("memory");
    }

    @Override
    public void run() {
      try {
        while (true) {
          for (String line : Files.readAllLines(Path.of("/proc/" + process + "/smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
              peak = Math.max(peak, Long.parseLong(line.replaceAll("\\D", "")) * 1024);
            }
          }
          Thread.sleep(200);
        }
      } catch (IOException | InterruptedException over) {
        // The process is gone, or this is no Linux: what was seen stays.
      }
    }
  }

  private EngineProcess(String name, Process process, Path results) {
    this.name = name;
    this.process = process;
    this.results = results;
    this.orders =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.memory = new Memory(process.pid());
    memory.start();
  }

  /// @param main class with the loop of [#serve]
  static EngineProcess start(String name, Class<?> main, String... arguments) {
    return start(name, List.of(), main, arguments);
  }

  /// @param options of the Java machine
  /// @param main class with the loop of [#serve]
  static EngineProcess start(
      String name, List<String> options, Class<?> main, String... arguments) {
    try {
      var command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "--add-modules=jdk.incubator.vector",
                  "-XX:+UseCompactObjectHeaders",
                  "-XX:+UseSerialGC",
                  "-Djava.awt.headless=true",
                  "-Xmx1g"));
      command.addAll(options);
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
      command.addAll(Arrays.asList(arguments));
      Path log = Files.createTempFile("pincite-" + name, ".log");
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      return new EngineProcess(name, process, Files.createTempDirectory("pincite-" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<ReadPage> read(List<Job> jobs) {
    try {
      for (int i = 0; i < jobs.size(); i++) {
        orders.write(jobs.get(i).picture() + "\t" + results.resolve(i + ".json") + "\n");
      }
      orders.flush();
      for (int done = 0; done < jobs.size(); ) {
        String line = answers.readLine();
        if (line == null) {
          throw new IllegalStateException(name + " ended early; see its log in the temp folder");
        }
        done += line.startsWith(DONE) ? 1 : 0;
      }
      List<ReadPage> pages = new ArrayList<>();
      for (int i = 0; i < jobs.size(); i++) {
        Path result = results.resolve(i + ".json");
        pages.add(JSON.readValue(Files.readString(result), ReadPage.class));
        Files.delete(result);
      }
      return pages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Most proportional set size seen so far, in bytes; 0 where there is no `/proc`.
  long peakMemory() {
    return memory.peak;
  }

  /// What its threads have had of the processors so far, in seconds.
  double processorSeconds() {
    return process.info().totalCpuDuration().map(time -> time.toNanos() / 1e9).orElse(0.0);
  }

  @Override
  public void close() {
    memory.interrupt();
    process.destroy();
    try {
      // A recording is written when it ends.
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      Product.deleteRecursively(results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What an engine does with one picture.
  interface Reading {
    ReadPage read(Path picture) throws Exception;
  }

  /// The other end: reads until its input ends.
  ///
  /// @param atATime how many pictures
  static void serve(int atATime, Reading reading) throws IOException, InterruptedException {
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var readers = new ArrayList<Thread>();
    for (int i = 0; i < atATime; i++) {
      readers.add(Thread.ofPlatform().start(() -> serve(orders, reading)));
    }
    for (Thread reader : readers) {
      reader.join();
    }
  }

  private static void serve(BufferedReader orders, Reading reading) {
    try {
      while (true) {
        String order;
        synchronized (orders) {
          order = orders.readLine();
        }
        if (order == null) {
          return;
        }
        String[] parts = order.split("\t", -1);
        ReadPage page;
        try {
          page = reading.read(Path.of(parts[0]));
        } catch (Exception e) {
          System.err.println(parts[0] + ": " + e);
          e.printStackTrace();
          page = new ReadPage("", "", List.of(), List.of(), List.of(), 0);
        }
        Files.writeString(Path.of(parts[1]), JSON.writeValueAsString(page));
        synchronized (System.out) {
          System.out.println();
          System.out.println(DONE + parts[0]);
          System.out.flush();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
