package io.pincite.web.start;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.FileReader;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.SourceReason;
import io.pincite.web.start.PrintedPages.FileJson;
import io.smallrye.config.SmallRyeConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/// `pincite ocr FOLDER --out DIR`: what the PDFs and pictures of a folder say, as files. An outcome
/// is there whole or not at all, and says what it was made from: a run that was stopped goes on
/// where it was.
public final class FolderPages {
  private static final int ALL = 0;
  private static final int NOTHING = 1;
  private static final int SOME = 2;

  private static final Pattern NAMES = Pattern.compile("(?i).+\\.(pdf|png|jpe?g|tiff?|gif|webp)");

  /// Where outcomes are made before they get their places.
  private static final String UNFINISHED = ".unfinished";

  /// As wide as the API draws pages unless asked otherwise.
  private static final int IMAGE_WIDTH = 1_200;

  private final CommandLine.OcrFolder asked;
  private final FileReader reader;
  private final FolderProgress progress;
  private final Path unfinished;
  private final ObjectMapper json = PrintedPages.json();
  private int read;
  private int pages;
  private int byStandIn;
  private int unchanged;
  private int failed;

  private FolderPages(CommandLine.OcrFolder asked, FileReader reader, FolderProgress progress) {
    this.asked = asked;
    this.reader = reader;
    this.progress = progress;
    this.unfinished = asked.out().resolve(UNFINISHED);
  }

  /// @return the exit code
  public static int read(CommandLine.OcrFolder asked) {
    var console = System.console();
    return read(asked, System.out, System.err, console != null && console.isTerminal());
  }

  static int read(
      CommandLine.OcrFolder asked, PrintStream out, PrintStream err, boolean isTerminal) {
    SmallRyeConfig settings = PrintedPages.settings();
    try (FileReader reader =
        FileReader.of(
            settings.getConfigMapping(IngestSettings.class),
            settings.getConfigMapping(OcrSettings.class))) {
      return new FolderPages(asked, reader, new FolderProgress(err, isTerminal)).readAll(out);
    } catch (IOException | UncheckedIOException e) {
      err.println("[%s] cannot be read or written: %s".formatted(asked.folder(), e));
      return NOTHING;
    }
  }

  /// What an outcome was made from, and how.
  ///
  /// @param whole whether all pages were read, and none by an engine that stood in for another
  record MadeJson(
      String sha256, String ocr, Optional<String> engine, Optional<String> mode, boolean whole) {}

  /// An outcome; what it was made from comes first, so that it is quickly looked up.
  record OutcomeJson(MadeJson made, @JsonUnwrapped FileJson file) {}

  private int readAll(PrintStream out) throws IOException {
    if (!Files.isDirectory(asked.folder())) {
      throw new IOException("it is no folder");
    }
    if (Files.exists(asked.out())
        && asked.folder().toRealPath().startsWith(asked.out().toRealPath())) {
      // What lies in the outcome folder is never read: that would be everything.
      progress.problem(
          "[%s] the outcome folder holds the folder that is read; give another --out."
              .formatted(asked.out()));
      return NOTHING;
    }
    List<Path> files = files();
    Files.createDirectories(asked.out());
    remove(unfinished);
    Files.createDirectories(unfinished);
    // A run that is interrupted leaves nothing that is half done.
    var cleaning = new Thread(this::cleanUp);
    Runtime.getRuntime().addShutdownHook(cleaning);
    try {
      for (int i = 0; i < files.size(); i++) {
        progress.begin(i + 1, files.size(), asked.folder().relativize(files.get(i)).toString());
        read(files.get(i));
      }
    } finally {
      progress.end();
      cleanUp();
      Runtime.getRuntime().removeShutdownHook(cleaning);
    }
    out.printf(
        "%,d files: %,d read (%s), %,d unchanged, %,d with problems. %s%n",
        files.size(), read, counted(pages, byStandIn), unchanged, failed, asked.out());
    if (failed == 0 && !files.isEmpty()) {
      return ALL;
    }
    return read + unchanged == 0 ? NOTHING : SOME;
  }

  private List<Path> files() throws IOException {
    Path out = asked.out().toAbsolutePath().normalize();
    try (var files = Files.walk(asked.folder())) {
      return files
          .filter(file -> !file.toAbsolutePath().normalize().startsWith(out))
          .filter(file -> NAMES.matcher(String.valueOf(file.getFileName())).matches())
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /// What is wrong with one file does not stop the others.
  private void read(Path file) {
    try {
      Outcome outcome = new Outcome(file);
      if (outcome.isThere()) {
        unchanged++;
        progress.finish("unchanged");
        return;
      }
      FileReader.Result result = reader.read(file, asked.how(), progress::pages);
      result.problems().values().forEach(problem -> progress.problem(problem.detail()));
      if (result.pages().isEmpty() && !result.problems().isEmpty()) {
        failed++;
        progress.finish("not read");
        return;
      }
      outcome.write(result);
      read++;
      pages += result.pages().size();
      byStandIn += byStandIn(result);
      failed += result.problems().isEmpty() ? 0 : 1;
      String said = counted(result.pages().size(), byStandIn(result));
      progress.finish(
          result.problems().isEmpty()
              ? said
              : "%s, %,d not read".formatted(said, result.problems().size()));
    } catch (IngestException e) {
      failed++;
      progress.problem(String.valueOf(e.getMessage()));
      progress.finish("not read");
    } catch (IOException | UncheckedIOException e) {
      failed++;
      progress.problem("[%s] cannot be read or written: %s".formatted(file.getFileName(), e));
      progress.finish("not read");
    }
  }

  private static String counted(int pages, int byStandIn) {
    String counted = pages == 1 ? "1 page" : "%,d pages".formatted(pages);
    return byStandIn == 0 ? counted : "%s, %,d by a stand-in".formatted(counted, byStandIn);
  }

  /// How many pages the engine that was asked could not read, and another one did.
  private static int byStandIn(FileReader.Result result) {
    return (int)
        result.pages().stream()
            .filter(page -> page.sourceReason().code() == SourceReason.Code.FALLBACK)
            .count();
  }

  private void cleanUp() {
    try {
      remove(unfinished);
    } catch (IOException e) {
      progress.problem("[%s] cannot be removed: %s".formatted(unfinished, e));
    }
  }

  private static void remove(Path path) throws IOException {
    if (Files.exists(path)) {
      try (var files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// What comes of one file. The JSON is the last to get its place: where it is, all is.
  private final class Outcome {
    private final Path file;
    private final Path markdownPlace;
    private final Path jsonPlace;
    private final Path imagesPlace;
    private final Path figuresPlace;
    private final String sha256;

    Outcome(Path file) throws IOException {
      this.file = file;
      Path place = asked.out().resolve(asked.folder().relativize(file).toString());
      String name = String.valueOf(file.getFileName());
      this.markdownPlace = place.resolveSibling(name + ".md");
      this.jsonPlace = place.resolveSibling(name + ".json");
      this.imagesPlace = place.resolveSibling(name + ".pages");
      this.figuresPlace = place.resolveSibling(name + ".figures");
      this.sha256 = hash(file);
    }

    private MadeJson made(boolean whole) {
      FileReader.How how = asked.how();
      return new MadeJson(sha256, how.choice().name(), how.engine(), how.mode(), whole);
    }

    boolean isThere() throws IOException {
      if (!Files.exists(jsonPlace) || !Files.exists(markdownPlace) || !Files.exists(imagesPlace)) {
        return false;
      }
      try (JsonParser parser = json.createParser(jsonPlace.toFile())) {
        return parser.nextToken() == JsonToken.START_OBJECT
            && "made".equals(parser.nextFieldName())
            && parser.nextToken() == JsonToken.START_OBJECT
            && made(true).equals(parser.readValueAs(MadeJson.class));
      } catch (com.fasterxml.jackson.core.JacksonException e) {
        return false;
      }
    }

    void write(FileReader.Result result) throws IOException {
      Path images = Files.createDirectories(unfinished.resolve("pages"));
      Path figures = Files.createDirectories(unfinished.resolve("figures"));
      try {
        reader.draw(file, result.pages(), IMAGE_WIDTH, (page, image) -> write(images, page, image));
        boolean hasFigures = !result.structure().figures().isEmpty();
        reader.drawFigures(
            file,
            hasFigures ? result.pages() : List.of(),
            (page, number, image) ->
                write(image, figures.resolve(figureName(page.page(), number))));
        Path markdown = unfinished.resolve("markdown");
        Files.writeString(markdown, result.structure().markdown(this::linked));
        Path words = unfinished.resolve("json");
        var outcome =
            new OutcomeJson(
                made(result.problems().isEmpty() && byStandIn(result) == 0),
                FileJson.of(String.valueOf(file.getFileName()), result));
        json.writeValue(words.toFile(), outcome);
        Files.deleteIfExists(jsonPlace);
        remove(imagesPlace);
        remove(figuresPlace);
        Files.createDirectories(jsonPlace.toAbsolutePath().getParent());
        Files.move(images, imagesPlace, StandardCopyOption.ATOMIC_MOVE);
        if (hasFigures) {
          Files.move(figures, figuresPlace, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(markdown, markdownPlace, StandardCopyOption.ATOMIC_MOVE);
        Files.move(words, jsonPlace, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        remove(images);
        remove(figures);
      }
    }

    private static String figureName(int page, int number) {
      return "%03d-%d.png".formatted(page, number);
    }

    /// Beside the Markdown, wherever both are moved to.
    private String linked(DocumentStructure.Figure figure) {
      String folder =
          URLEncoder.encode(String.valueOf(figuresPlace.getFileName()), StandardCharsets.UTF_8)
              .replace("+", "%20");
      return folder + "/" + figureName(figure.page(), figure.number());
    }

    private static void write(Path images, PageReading page, BufferedImage image) {
      write(
          AnnotatedPage.of(page.layer().blocks(), image),
          images.resolve("%03d.png".formatted(page.page())));
    }

    private static void write(BufferedImage image, Path png) {
      try {
        ImageIO.write(image, "png", png.toFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String hash(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 16];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          digest.update(buffer, 0, length);
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
