package io.pincite.bench;

import com.sun.management.OperatingSystemMXBean;
import io.pincite.ocr.internal.deepseek.Preprocessing;
import io.pincite.ocr.internal.deepseek.Preprocessing.Views;
import io.pincite.ocr.internal.deepseek.Resolution;
import io.pincite.ocr.internal.deepseek.Tiling;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// A 200 dpi A4 page made ready for DeepSeek-OCR in Gundam mode, from pixels in memory to
/// normalised views, beside Pillow and NumPy in a process of their own: by turns, in batches, both
/// warm, on one thread each. Ends with an error when the two do not make the same values.
///
/// *Processor time* is that of the whole process, the compiler and the garbage collector included.
///
/// Arguments: `--python COMMAND` (default `python3`; it needs Pillow and NumPy), `--pages N` (a
/// batch, default 20), `--batches N` (default 5).
final class DeepSeekPreprocessing {
  private static final int DPI = 200;
  private static final int WARM_UP = 60;

  private record Batch(double processorSeconds, double seconds, String digest) {}

  /// Someone who makes pages ready.
  private interface Maker extends AutoCloseable {
    String name();

    Batch make(int pages);

    @Override
    default void close() throws IOException {}
  }

  private DeepSeekPreprocessing() {}

  static void run(String... arguments) throws IOException {
    String python = "python3";
    int pages = 20;
    int batches = 5;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--python" -> python = arguments[++i];
        case "--pages" -> pages = Integer.parseInt(arguments[++i]);
        case "--batches" -> batches = Integer.parseInt(arguments[++i]);
        default -> throw new IllegalArgumentException("no argument " + arguments[i]);
      }
    }
    PagePixels page =
        PagePixels.of(Scan.of(Sample.EMPLOYMENT.pdf(), 1, Wear.none(DPI), 1).pixels());
    System.out.printf("A4 at %d dpi, %d x %d px, Gundam%n%n", DPI, page.width(), page.height());
    Maker ours = new Ours(page);
    try (Maker peer = Peer.start(python, page).orElse(null)) {
      compare(ours, peer, pages, batches);
    }
  }

  private static void compare(Maker ours, Maker peer, int pages, int batches) {
    String made = ours.make(WARM_UP).digest();
    if (peer != null && !peer.make(3).digest().equals(made)) {
      throw new IllegalStateException(ours.name() + " and " + peer.name() + " differ");
    }
    System.out.println(
        "| batch | ours: processor ms a page | wall | peer: processor | wall | ratio |");
    System.out.println("|---|---|---|---|---|---|");
    for (int batch = 1; batch <= batches; batch++) {
      Batch our = ours.make(pages);
      if (peer == null) {
        row(
            "| %d | %.1f | %.1f | – | – | – |",
            batch, ms(our.processorSeconds(), pages), ms(our.seconds(), pages));
        continue;
      }
      Batch their = peer.make(pages);
      row(
          "| %d | %.1f | %.1f | %.1f | %.1f | %.2f |",
          batch,
          ms(our.processorSeconds(), pages),
          ms(our.seconds(), pages),
          ms(their.processorSeconds(), pages),
          ms(their.seconds(), pages),
          our.processorSeconds() / their.processorSeconds());
    }
    System.out.printf(
        "%nPeer: %s%n",
        peer == null ? "none" : peer.name() + "; the values are the same bit for bit");
  }

  private static double ms(double seconds, int pages) {
    return 1000 * seconds / pages;
  }

  private static void row(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static final class Ours implements Maker {
    private static final OperatingSystemMXBean PROCESS =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final PagePixels page;
    private final ByteBuffer values;

    Ours(PagePixels page) {
      this.page = page;
      int tokens = Resolution.GUNDAM.viewTokens(page.width(), page.height());
      int pixels = tokens * Resolution.TOKEN_SIDE * Resolution.TOKEN_SIDE;
      this.values =
          ByteBuffer.allocateDirect(3 * Float.BYTES * pixels).order(ByteOrder.nativeOrder());
    }

    @Override
    public String name() {
      return "ours";
    }

    @Override
    public Batch make(int pages) {
      long processor = PROCESS.getProcessCpuTime();
      long start = System.nanoTime();
      for (int i = 0; i < pages; i++) {
        FloatBuffer into = values.asFloatBuffer();
        Views views = Preprocessing.views(page, Resolution.GUNDAM);
        views.tiles().forEach(tile -> Preprocessing.normalise(tile, into));
        Preprocessing.normalise(views.whole(), into);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double processorSeconds = (PROCESS.getProcessCpuTime() - processor) / 1e9;
      return new Batch(processorSeconds, seconds, digest());
    }

    private String digest() {
      var littleEndian = ByteBuffer.allocate(values.capacity()).order(ByteOrder.LITTLE_ENDIAN);
      littleEndian.asFloatBuffer().put(values.asFloatBuffer());
      try {
        return HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(littleEndian.array()));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Peer implements Maker {
    private static final String PROGRAM = "deepseek_preprocessing.py";

    private final Path folder;
    private final Process process;
    private final BufferedReader answers;
    private final String name;

    private Peer(Path folder, Process process, BufferedReader answers, String name) {
      this.folder = folder;
      this.process = process;
      this.answers = answers;
      this.name = name;
    }

    /// Absent, and said so, where there is no Python with Pillow and NumPy.
    static Optional<Maker> start(String python, PagePixels page) throws IOException {
      Path folder = Files.createTempDirectory("pincite-deepseek");
      Path program = folder.resolve(PROGRAM);
      try (var in = DeepSeekPreprocessing.class.getResourceAsStream(PROGRAM)) {
        Files.copy(in, program);
      }
      Path pixels = Files.write(folder.resolve("page.rgb"), page.rgb());
      Tiling tiling = Resolution.GUNDAM.tiling(page.width(), page.height());
      try {
        Process process =
            new ProcessBuilder(
                    python,
                    program.toString(),
                    pixels.toString(),
                    Integer.toString(page.width()),
                    Integer.toString(page.height()),
                    Integer.toString(tiling.columns()),
                    Integer.toString(tiling.rows()))
                .redirectError(folder.resolve("errors").toFile())
                .start();
        var answers =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String name = answers.readLine();
        if (name != null) {
          return Optional.of(new Peer(folder, process, answers, name));
        }
        System.out.printf(
            "No peer: '%s' has no Pillow and NumPy (%s). Name one that has with --python.%n%n",
            python, Files.readString(folder.resolve("errors")).strip().replaceAll("(?s).*\n", ""));
      } catch (IOException e) {
        System.out.printf("No peer: '%s' does not start. Name a Python with --python.%n%n", python);
      }
      Product.deleteRecursively(folder);
      return Optional.empty();
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Batch make(int pages) {
      try {
        process.getOutputStream().write((pages + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        String answer = answers.readLine();
        if (answer == null) {
          throw new IllegalStateException(
              "the peer failed: " + Files.readString(folder.resolve("errors")));
        }
        String[] parts = answer.split(" ");
        return new Batch(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), parts[2]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      process.destroy();
      Product.deleteRecursively(folder);
    }
  }
}
