package io.pincite.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.PostgresForTests;
import io.pincite.retrieval.Search;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SampleQuestionsTest {
  @Inject Documents documents;
  @Inject Search search;
  @Inject Questions questions;

  private static final Map<Sample, UUID> UPLOADED = new EnumMap<>(Sample.class);

  @Test
  void report() throws IOException {
    for (Sample sample : Sample.values()) {
      upload(sample);
    }
    for (Sample sample : Sample.values()) {
      UUID document = UPLOADED.get(sample);
      await()
          .atMost(Duration.ofSeconds(120))
          .until(
              () -> {
                Document d = documents.find(Caller.LOCAL, document).orElseThrow();
                return d.state() == Document.State.INDEXED || d.state() == Document.State.FAILED;
              });
      System.out.println(
          "#### " + sample + " " + documents.find(Caller.LOCAL, document).orElseThrow());
      int right = 0;
      for (Truth.Question asked : sample.truth().questions()) {
        Answer answer =
            questions.ask(
                new Question(
                    Caller.LOCAL,
                    asked.text(),
                    Set.of(document),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        boolean grounded = answer instanceof Answer.Grounded;
        String verdict;
        if (asked.expected().isEmpty()) {
          verdict = grounded ? "WRONGLY ANSWERED" : "ok refused";
        } else if (!grounded) {
          verdict = "NOT ANSWERED";
        } else {
          Citation first = ((Answer.Grounded) answer).citations().getFirst();
          String quote = first.quote().replaceAll("\\s", "");
          String wanted = asked.expected().get().shortAnswer().replaceAll("\\s", "");
          verdict =
              quote.contains(wanted)
                  ? "ok"
                      + (answer.text().contains(asked.expected().get().clause()) ? "" : " CLAUSE?")
                  : "WRONG";
        }
        right += verdict.startsWith("ok") ? 1 : 0;
        System.out.println(
            verdict
                + " | "
                + asked.text()
                + " | wanted "
                + asked
                    .expected()
                    .map(e -> e.clause() + ": " + e.shortAnswer() + " <<" + e.quote() + ">>")
                    .orElse("-")
                + "\n      "
                + answer.text().replace("\n", " / ")
                + " ("
                + answer.millis()
                + " ms)");
      }
      System.out.println("== " + sample + " " + right + "/" + sample.truth().questions().size());
    }
    assertThat(UPLOADED).isNotEmpty();
  }

  private void upload(Sample sample) throws IOException {
    var added =
        documents.add(
            Caller.LOCAL,
            new Documents.Upload(
                new ByteArrayInputStream(sample.pdf()),
                sample.fileName() + ".pdf",
                Optional.empty(),
                Documents.OcrChoice.AUTO,
                Optional.empty()));
    UPLOADED.put(sample, added.document().id());
  }
}
