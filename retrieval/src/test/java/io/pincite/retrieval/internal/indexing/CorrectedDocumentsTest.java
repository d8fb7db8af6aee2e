package io.pincite.retrieval.internal.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Corrections;
import io.pincite.ingest.Corrections.Change;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PostgresForTests;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.SampleLibrary;
import io.pincite.retrieval.Search;
import io.pincite.samples.GeneratedContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The index after a reader's correction.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CorrectedDocumentsTest {
  private static final Caller ME = Caller.LOCAL;

  @Inject SampleLibrary library;
  @Inject Corrections corrections;
  @Inject Documents documents;
  @Inject Jobs jobs;
  @Inject Search search;
  @Inject IndexHandler handler;

  @Test
  void passagesFollowAndOnlyThoseThatChangedAreEmbedded() {
    UUID document = add(81);
    List<String> before = texts(document);

    correct(document, "QUINTESSENTIALLY");
    Job job = indexed(document);

    List<String> after = texts(document);
    long changed = after.stream().filter(text -> !before.contains(text)).count();
    assertThat(changed).isPositive().isLessThan(after.size());
    assertThat(String.join("\n", after)).contains("QUINTESSENTIALLY");
    assertThat(((Number) job.result().get("embedded")).longValue())
        .as("%d of %d passages changed", changed, after.size())
        .isEqualTo(changed);
    assertThat(
            search.chunks(ME, document).stream()
                .flatMap(chunk -> chunk.spans().stream())
                .filter(span -> span.page() == 1))
        .allMatch(span -> span.revision() == 2);
  }

  /// Between cutting and saving, somebody else corrects the page, and their job is done at once.
  @Test
  void aJobThatCutBeforeACorrectionDoesNotOverwriteTheOneThatCutAfterIt() {
    UUID document = add(82);
    correct(document, "FIRST");
    indexed(document);
    Job job = lastIndexing(document);
    boolean[] corrected = {false};

    handler.run(
        job,
        (stage, _, _) -> {
          if (stage.equals("words") && !corrected[0]) {
            corrected[0] = true;
            correct(document, "SECOND");
            indexed(document);
          }
        });

    assertThat(corrected[0]).isTrue();
    assertThat(String.join("\n", texts(document))).contains("SECOND").doesNotContain("FIRST");
  }

  private UUID add(int seed) {
    UUID document =
        library.add(
            "corrected-%d.pdf".formatted(seed),
            GeneratedContract.of(seed, 3).pdf(),
            Optional.empty());
    library.awaitIndexed(document);
    indexed(document);
    return document;
  }

  /// Replaces the last word of the first line of the last block on the first page that has two.
  private void correct(UUID document, String word) {
    PageReading page = documents.page(ME, document, Optional.empty(), 1).orElseThrow();
    var line =
        page.layer().blocks().stream()
            .filter(block -> block.type() == io.pincite.ocr.Block.Type.PARAGRAPH)
            .filter(block -> block.lines().size() > 1)
            .toList()
            .getLast()
            .lines()
            .getFirst();
    String text = page.layer().text(line.start(), line.end());
    corrections.correct(
        ME,
        document,
        1,
        new Change(page.revision(), line.start() + text.lastIndexOf(' ') + 1, line.end(), word));
  }

  private Job lastIndexing(UUID document) {
    return jobs.list(
            ME,
            new Jobs.JobFilter(
                Optional.of(Job.Type.INDEX),
                Optional.empty(),
                Optional.of(document),
                1,
                Optional.empty()))
        .items()
        .getFirst();
  }

  private Job indexed(UUID document) {
    return await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> lastIndexing(document), job -> job.state().isFinal());
  }

  private List<String> texts(UUID document) {
    return search.chunks(ME, document).stream().map(Chunk::text).collect(Collectors.toList());
  }
}
