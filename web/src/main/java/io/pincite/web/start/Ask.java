package io.pincite.web.start;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Span;
import io.pincite.ocr.BoundingBox;
import io.pincite.qa.Answer;
import io.pincite.qa.Citation;
import io.pincite.qa.QaException;
import io.pincite.qa.Question;
import io.pincite.qa.Questions;
import io.pincite.retrieval.Hit;
import io.pincite.retrieval.RetrievalException;
import io.pincite.retrieval.Search;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// `pincite ask`: a folder that exists only for this question, no port, the answer on standard
/// output, progress on standard error.
public final class Ask implements QuarkusApplication {
  private static final int GROUNDED = 0;
  private static final int PROBLEM = 1;
  private static final int UNSUPPORTED = 2;
  private static final Duration LONGEST_READING = Duration.ofMinutes(30);

  private static CommandLine.Ask asked = new CommandLine.Ask(List.of(), "");

  private final Documents documents;
  private final Search search;
  private final Questions questions;

  Ask(Documents documents, Search search, Questions questions) {
    this.documents = documents;
    this.search = search;
    this.questions = questions;
  }

  /// Answers and ends the process.
  public static void launch(CommandLine.Ask ask) {
    for (Path file : ask.files()) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        System.err.printf("[%s] there is no such file, or it may not be read.%n", file);
        System.exit(PROBLEM);
        return;
      }
    }
    asked = ask;
    System.setProperty("quarkus.http.host-enabled", "false");
    System.setProperty("pincite.samples.enabled", "false");
    System.setProperty("pincite.qa.briefs", "false");
    // What goes wrong is said by this program itself, in one line.
    System.setProperty("quarkus.log.console.enabled", "false");
    try {
      Path folder = Files.createTempDirectory("pincite-ask-");
      Launch.launch(folder, Ask.class, () -> deleteTree(folder));
    } catch (IOException e) {
      System.err.printf("Cannot make a temporary folder: %s%n", e.getMessage());
      System.exit(PROBLEM);
    }
  }

  @Override
  public int run(String... arguments) {
    try {
      Set<UUID> added = new LinkedHashSet<>();
      for (Path file : asked.files()) {
        added.add(read(file));
      }
      Answer answer =
          questions.ask(
              new Question(
                  Caller.LOCAL,
                  asked.question(),
                  added,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
      return switch (answer) {
        case Answer.Grounded grounded -> print(grounded);
        case Answer.Unsupported unsupported -> print(unsupported);
      };
    } catch (IngestException | RetrievalException | QaException e) {
      System.err.println(e.getMessage());
      return PROBLEM;
    } catch (IOException | UncheckedIOException e) {
      System.err.printf("Cannot read: %s%n", e.getMessage());
      return PROBLEM;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return PROBLEM;
    }
  }

  private UUID read(Path file) throws IOException, InterruptedException {
    String name = file.getFileName().toString();
    UUID id;
    try (var contents = Files.newInputStream(file)) {
      id =
          documents
              .add(
                  Caller.LOCAL,
                  new Documents.Upload(
                      contents, name, Optional.empty(), Documents.OcrChoice.AUTO, Optional.empty()))
              .document()
              .id();
    }
    long deadline = System.nanoTime() + LONGEST_READING.toNanos();
    int shown = -1;
    while (true) {
      Document document = documents.find(Caller.LOCAL, id).orElseThrow();
      if (document.pages() > 0 && document.pagesRead() != shown) {
        shown = document.pagesRead();
        System.err.printf("[%s] %d of %d pages read%n", name, shown, document.pages());
      }
      boolean ready =
          switch (document.state()) {
            case QUEUED, READING -> false;
            case READABLE -> search.searchable(id) == Search.Searchable.FULL;
            case INDEXED -> true;
            case FAILED, CANCELLED ->
                throw document
                    .problem()
                    .map(
                        problem ->
                            new IngestException.Permanent(
                                problem.code(), "[%s] %s".formatted(name, problem.detail())))
                    .orElseGet(
                        () ->
                            new IngestException.Permanent(
                                "not-read", "[%s] could not be read.".formatted(name)));
          };
      if (ready) {
        if (document.pagesNeedingOcr() > 0) {
          System.err.printf(
              "[%s] %d of %d pages have no usable text and were left out%n",
              name, document.pagesNeedingOcr(), document.pages());
        }
        return id;
      }
      if (System.nanoTime() > deadline) {
        throw new IngestException.Permanent(
            "not-read",
            "[%s] was not read in %d minutes.".formatted(name, LONGEST_READING.toMinutes()));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private int print(Answer.Grounded answer) {
    System.out.println(answer.text());
    for (Citation citation : answer.citations()) {
      System.out.printf("%n[%d] “%s”%n", citation.marker(), citation.quote());
      if (citation.state() == Citation.State.NOT_FOUND) {
        System.out.println("    not found in the document: unverified");
      }
      for (Span span : citation.spans()) {
        System.out.printf(
            "    %s, page %d: %s%n",
            citation.documentName(), span.page(), String.join(" ", boxes(citation, span)));
      }
    }
    return GROUNDED;
  }

  private List<String> boxes(Citation citation, Span span) {
    var boxes = new ArrayList<String>();
    Optional<PageReading> page =
        documents.revision(
            Caller.LOCAL, citation.document(), citation.version(), span.page(), span.revision());
    for (BoundingBox box :
        page.map(reading -> reading.layer().boxes(span.start(), span.end())).orElse(List.of())) {
      boxes.add(
          String.format(
              Locale.ROOT, "[%.4f,%.4f,%.4f,%.4f]", box.x0(), box.y0(), box.x1(), box.y1()));
    }
    return boxes;
  }

  private static int print(Answer.Unsupported answer) {
    System.out.println(answer.text());
    for (Hit hit : answer.nearest()) {
      String page =
          hit.chunk().spans().stream().findFirst().map(s -> ", page " + s.page()).orElse("");
      System.out.printf("%nNearest: %s%s%n    %s%n", hit.documentName(), page, hit.chunk().text());
    }
    return UNSUPPORTED;
  }

  private static void deleteTree(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.printf("[%s] could not be removed: %s%n", folder, e.getMessage());
    }
  }
}
