package io.pincite.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.Span;
import io.pincite.ingest.TokenLayer;
import io.pincite.ocr.BoundingBox;
import io.pincite.samples.ScannedSample;
import io.pincite.samples.Truth;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Scanned copies of two samples, read by the engine that is built in, asked what the originals are
/// asked.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ScannedAnswersTest {
  /// OCR boxes are not the type setter's.
  private static final double IOU = 0.7;

  private static final Map<ScannedSample, UUID> UPLOADED = new EnumMap<>(ScannedSample.class);

  @Inject Documents documents;
  @Inject Questions questions;

  @BeforeEach
  void scansAreRead() throws IOException {
    if (!UPLOADED.isEmpty()) {
      return;
    }
    for (ScannedSample sample : List.of(ScannedSample.LEASE_SCAN, ScannedSample.PURCHASE_ZH_SCAN)) {
      var upload =
          new Documents.Upload(
              new ByteArrayInputStream(sample.bytes()),
              sample.fileName(),
              Optional.empty(),
              Documents.OcrChoice.AUTO,
              Optional.empty());
      UPLOADED.put(sample, documents.add(Caller.LOCAL, upload).document().id());
    }
    for (UUID document : UPLOADED.values()) {
      await()
          .atMost(Duration.ofMinutes(10))
          .until(
              () ->
                  documents.find(Caller.LOCAL, document).orElseThrow().state()
                      == Document.State.INDEXED);
    }
  }

  @Test
  void theTermIsAnsweredFromTheScannedLeaseAndBoxed() {
    Answer.Grounded answer = grounded(ScannedSample.LEASE_SCAN, "How long is the lease term?");

    assertThat(answer.text()).startsWith("Under Section 2.1, five (5) years: ");
    assertThat(misplaced(answer.citations().getFirst(), expected(ScannedSample.LEASE_SCAN, "term")))
        .isEmpty();
    assertThat(answer.citations().getFirst().confidence()).isPresent();
  }

  @Test
  void theTermIsAnsweredFromTheScannedChineseContractAndBoxed() {
    Answer.Grounded answer = grounded(ScannedSample.PURCHASE_ZH_SCAN, "合同的有效期是多久?");

    assertThat(answer.text()).startsWith("根据第三条，三年：");
    assertThat(
            misplaced(
                answer.citations().getFirst(), expected(ScannedSample.PURCHASE_ZH_SCAN, "term")))
        .isEmpty();
    assertThat(answer.citations().getFirst().confidence()).isPresent();
  }

  @Test
  void aQuoteIsExactOnlyWhereEveryWordWasSurelyRead() {
    for (ScannedSample sample : UPLOADED.keySet()) {
      for (Truth.Question question : sample.truth().questions()) {
        if (ask(sample, question.text()) instanceof Answer.Grounded grounded) {
          for (Citation citation : grounded.citations()) {
            double weakest =
                words(citation).stream().mapToDouble(Placed::confidence).min().orElse(1);
            assertThat(citation.confidence()).as(citation.quote()).contains(weakest);
            assertThat(citation.state() == Citation.State.EXACT && weakest < 0.6)
                .as("%s, read with %.2f", citation.quote(), weakest)
                .isFalse();
          }
        }
      }
    }
  }

  /// A floor: what a scan is asked beyond its term is answered from the same words as the original,
  /// with their boxes.
  @Test
  void mostQuestionsOfTheOriginalsAreAnsweredFromTheScansAndBoxed() {
    var wrong = new ArrayList<String>();
    int asked = 0;
    for (ScannedSample sample : UPLOADED.keySet()) {
      for (Truth.Question question : sample.truth().questions()) {
        asked++;
        Answer answer = ask(sample, question.text());
        boolean right =
            question
                .expected()
                .map(
                    expected ->
                        answer instanceof Answer.Grounded given
                            && misplaced(given.citations().getFirst(), expected).isEmpty())
                .orElse(answer instanceof Answer.Unsupported);
        if (!right) {
          wrong.add(sample + ": " + question.text() + " → " + answer.text());
        }
      }
    }
    assertThat(wrong).as("%d asked", asked).hasSizeLessThan(asked / 5);
  }

  /// The boxes of the short answer that no cited word covers.
  private List<Truth.Place> misplaced(Citation citation, Truth.Expected expected) {
    List<Placed> cited = words(citation);
    assertThat(expected.answerWords()).isNotEmpty();
    return expected.answerWords().stream()
        .filter(
            place -> {
              Truth.Box box = place.box();
              var wanted = new BoundingBox(box.x0(), box.y0(), box.x1(), box.y1());
              return cited.stream()
                  .noneMatch(word -> word.page() == place.page() && word.box().iou(wanted) >= IOU);
            })
        .toList();
  }

  private record Placed(int page, BoundingBox box, double confidence) {}

  private List<Placed> words(Citation citation) {
    var words = new ArrayList<Placed>();
    for (Span span : citation.spans()) {
      PageReading page =
          documents
              .revision(
                  Caller.LOCAL,
                  citation.document(),
                  citation.version(),
                  span.page(),
                  span.revision())
              .orElseThrow();
      for (TokenLayer.PlacedWord word : page.layer().words()) {
        if (word.start() < span.end() && span.start() < word.end()) {
          words.add(new Placed(span.page(), word.box(), word.confidence()));
        }
      }
    }
    return words;
  }

  private static Truth.Expected expected(ScannedSample sample, String id) {
    return sample.truth().question(id).expected().orElseThrow();
  }

  private Answer.Grounded grounded(ScannedSample sample, String question) {
    Answer answer = ask(sample, question);
    assertThat(answer).isInstanceOf(Answer.Grounded.class);
    return (Answer.Grounded) answer;
  }

  private Answer ask(ScannedSample sample, String question) {
    return questions.ask(
        new Question(
            Caller.LOCAL,
            question,
            Set.of(UPLOADED.get(sample)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }
}
