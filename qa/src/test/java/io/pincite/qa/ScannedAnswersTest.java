package io.pincite.qa;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.Documents;
import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.pincite.samples.ScannedSample;
import io.pincite.samples.Truth;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Scanned copies of two samples, a photograph and an invoice, read by the engine that is built in;
/// the copies are asked what their originals are asked.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ScannedAnswersTest {
  /// OCR boxes are not the type setter's.
  private static final double LEAST_IOU = 0.7;

  private static final Map<Sample, ScannedSample> COPIES =
      Map.of(
          Sample.LEASE,
          ScannedSample.LEASE_SCAN,
          Sample.PURCHASE_ZH,
          ScannedSample.PURCHASE_ZH_SCAN);

  private static final Map<ScannedSample, UUID> SCANS = new EnumMap<>(ScannedSample.class);
  private static final Map<Sample, UUID> ORIGINALS = new EnumMap<>(Sample.class);

  @Inject Documents documents;
  @Inject Questions questions;

  @BeforeEach
  void scansAreRead() throws IOException {
    if (!SCANS.isEmpty()) {
      return;
    }
    for (Sample sample : COPIES.keySet()) {
      ORIGINALS.put(sample, asked().upload(sample.fileName() + ".pdf", sample.pdf()));
    }
    for (ScannedSample sample : ScannedSample.values()) {
      SCANS.put(sample, asked().upload(sample.fileName(), sample.bytes()));
    }
    asked().awaitIndexed(ORIGINALS.values());
    asked().awaitIndexed(SCANS.values());
  }

  private AskedDocuments asked() {
    return new AskedDocuments(documents, questions);
  }

  @ParameterizedTest
  @MethodSource("io.pincite.qa.SureAnswer#all")
  void theCopyIsAnsweredInTheWordsOfTheOriginalAndBoxed(SureAnswer sure) {
    ScannedSample copy = copy(sure.sample());

    Answer.Grounded answer = grounded(copy, sure.question());

    assertThat(answer.text()).startsWith(sure.opening());
    assertBoxed(answer.citations().getFirst(), expected(copy, sure.id()));
    assertThat(answer.citations().getFirst().confidence()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("io.pincite.qa.SureAnswer#silent")
  void whatTheOriginalIsSilentOnTheCopyIsToo(SureAnswer silent) {
    assertThat(ask(copy(silent.sample()), silent.question()))
        .isInstanceOfSatisfying(
            Answer.Unsupported.class,
            unsupported -> assertThat(unsupported.text()).startsWith(silent.opening()));
  }

  /// A cell of a drawn table, and a sentence of a page that was photographed.
  @ParameterizedTest
  @CsvSource({
    "INVOICE, chair",
    "INVOICE, payment",
    "INVOICE, returns",
    "NDA_PHOTO, term",
  })
  void thePhotographAndTheInvoiceAreAnsweredAndBoxed(ScannedSample sample, String id) {
    Truth.Question question = sample.truth().question(id);

    Answer.Grounded answer = grounded(sample, question.text());

    assertBoxed(answer.citations().getFirst(), question.expected().orElseThrow());
  }

  @Test
  void aQuoteIsExactOnlyWhereEveryWordWasSurelyRead() {
    for (ScannedSample sample : SCANS.keySet()) {
      for (Truth.Question question : sample.truth().questions()) {
        if (ask(sample, question.text()) instanceof Answer.Grounded grounded) {
          for (Citation citation : grounded.citations()) {
            double weakest =
                asked().words(citation).stream()
                    .mapToDouble(AskedDocuments.Placed::confidence)
                    .min()
                    .orElse(1);
            assertThat(citation.confidence()).as(citation.quote()).contains(weakest);
            assertThat(citation.state() == Citation.State.EXACT && weakest < 0.6)
                .as("%s, read with %.2f", citation.quote(), weakest)
                .isFalse();
          }
        }
      }
    }
  }

  /// Whatever the original is answered rightly, or rightly not answered, its copy is too.
  @Test
  void everyQuestionThatTheOriginalsAnswerIsAnsweredFromTheCopiesAndBoxed() {
    Map<String, String> lost = new TreeMap<>();
    int right = 0;
    for (Sample sample : COPIES.keySet()) {
      for (Truth.Question question : sample.truth().questions()) {
        Answer original = asked().ask(ORIGINALS.get(sample), question.text());
        if (!isRight(original, question, 0.9)) {
          continue;
        }
        right++;
        ScannedSample copy = copy(sample);
        Answer answer = ask(copy, question.text());
        if (!isRight(answer, copy.truth().question(question.id()), LEAST_IOU)) {
          lost.put(copy + " " + question.id(), answer.text());
        }
      }
    }
    assertThat(right).isGreaterThan(30);
    assertThat(lost).isEmpty();
  }

  private boolean isRight(Answer answer, Truth.Question question, double iou) {
    return question
        .expected()
        .map(
            expected ->
                answer instanceof Answer.Grounded given
                    && asked().misplaced(given.citations().getFirst(), expected, iou).isEmpty())
        .orElse(answer instanceof Answer.Unsupported);
  }

  private void assertBoxed(Citation citation, Truth.Expected expected) {
    assertThat(asked().misplaced(citation, expected, LEAST_IOU)).as(citation.quote()).isEmpty();
  }

  private static ScannedSample copy(Sample original) {
    return Objects.requireNonNull(COPIES.get(original));
  }

  private static Truth.Expected expected(ScannedSample sample, String id) {
    return sample.truth().question(id).expected().orElseThrow();
  }

  private Answer.Grounded grounded(ScannedSample sample, String question) {
    Answer answer = ask(sample, question);
    assertThat(answer).as(answer.text()).isInstanceOf(Answer.Grounded.class);
    return (Answer.Grounded) answer;
  }

  private Answer ask(ScannedSample sample, String question) {
    return asked().ask(SCANS.get(sample), question);
  }
}
