package io.pincite.web.start;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.pincite.ingest.FileReader;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.Problem;
import io.pincite.web.documents.PageJson;
import io.pincite.web.problems.ProblemJson;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `pincite ocr`: what files say, on standard output; progress and problems on standard error. No
/// server and no database are started, nothing is left behind.
public final class PrintedPages {
  private static final int ALL = 0;
  private static final int NOTHING = 1;
  private static final int SOME = 2;

  private final CommandLine.Ocr asked;
  private final PrintStream out;
  private final PrintStream err;
  private int read;
  private int failed;

  private PrintedPages(CommandLine.Ocr asked, PrintStream out, PrintStream err) {
    this.asked = asked;
    this.out = out;
    this.err = err;
  }

  /// @return the exit code
  public static int print(CommandLine.Ocr asked) {
    return print(asked, System.out, System.err);
  }

  static int print(CommandLine.Ocr asked, PrintStream out, PrintStream err) {
    var utf8 = new PrintStream(out, false, StandardCharsets.UTF_8);
    int code = new PrintedPages(asked, utf8, err).printAll();
    utf8.flush();
    return code;
  }

  /// A file and its pages with their words.
  record FileJson(
      String name,
      Optional<String> mediaType,
      List<PageWithWordsJson> pages,
      List<PageProblemJson> problems) {
    static FileJson of(String name, FileReader.Result result) {
      return new FileJson(
          name,
          Optional.of(result.mediaType()),
          result.pages().stream()
              .map(page -> new PageWithWordsJson(PageJson.of(page), PageJson.words(page)))
              .toList(),
          result.problems().entrySet().stream()
              .map(
                  entry ->
                      new PageProblemJson(
                          Optional.of(entry.getKey()), ProblemJson.of(entry.getValue())))
              .toList());
    }
  }

  record PageWithWordsJson(PageJson page, List<PageJson.WordJson> words) {}

  /// @param page absent where the file as a whole cannot be read
  record PageProblemJson(Optional<Integer> page, ProblemJson problem) {}

  /// Writes as the API does.
  static ObjectMapper json() {
    return JsonMapper.builder()
        .addModule(new Jdk8Module())
        .serializationInclusion(JsonInclude.Include.NON_ABSENT)
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .build();
  }

  private int printAll() {
    ObjectMapper json = json();
    SmallRyeConfig settings = settings();
    try (FileReader reader =
        FileReader.of(
            settings.getConfigMapping(IngestSettings.class),
            settings.getConfigMapping(OcrSettings.class))) {
      if (asked.json()) {
        out.print("[");
      }
      String between = "";
      for (Path file : asked.files()) {
        FileJson printed = read(reader, file);
        if (asked.json()) {
          out.print(between);
          out.print(json.writeValueAsString(printed));
          between = ",\n";
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (asked.json()) {
        out.println("]");
      }
    }
    return failed == 0 ? ALL : read == 0 ? NOTHING : SOME;
  }

  private FileJson read(FileReader reader, Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new IngestException.NotADocument(
            "[%s] there is no such file, or it may not be read.".formatted(file));
      }
      FileReader.Result result =
          reader.read(
              file,
              asked.how(),
              (done, all) -> err.printf("[%s] %d of %d pages read%n", name, done, all));
      read += result.pages().size();
      failed += result.problems().size();
      result.problems().values().forEach(problem -> err.println(problem.detail()));
      if (!asked.json()) {
        out.print(result.structure().markdown());
      }
      return FileJson.of(name, result);
    } catch (IngestException e) {
      return failed(name, e.problem());
    } catch (IOException | UncheckedIOException e) {
      return failed(name, new Problem("not-read", "[%s] cannot be read: %s.".formatted(name, e)));
    }
  }

  private FileJson failed(String name, Problem problem) {
    failed++;
    err.println(problem.detail());
    return new FileJson(
        name,
        Optional.empty(),
        List.of(),
        List.of(new PageProblemJson(Optional.empty(), ProblemJson.of(problem))));
  }

  /// What a server started here would find: properties, environment, `config/`.
  static SmallRyeConfig settings() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDefaultSources()
        .addDiscoveredConverters()
        .addDiscoveredSources()
        .withMapping(IngestSettings.class)
        .withMapping(OcrSettings.class)
        .withValidateUnknown(false)
        .build();
  }
}
