package io.pincite.ingest.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Job;
import io.pincite.ingest.Ocr;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.SourceReason.Code;
import io.pincite.ocr.ModelOutput;
import io.pincite.samples.DeepSeekOutput;
import io.pincite.samples.ReplayScript.Step;
import io.pincite.samples.Sample;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Pages read on a model server, with an engine of this process that stands in.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(ServedPagesTest.WithStandIn.class)
class ServedPagesTest extends ServedPages {

  public static final class WithStandIn implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return served(Map.of("pincite.ingest.job-attempts", "2"));
    }
  }

  @Test
  void everyPageSaysWhatTheModelWroteOfIt() {
    Documents.Added added = add(SCAN.bytes());

    assertThat(ended(added).state()).isEqualTo(Job.State.DONE);
    List<PageReading> pages = read(added);
    assertThat(pages).hasSize(PAGES).allMatch(page -> page.engine().equals("vllm"));
    for (PageReading page : pages) {
      ModelOutput output = page.usage().flatMap(PageReading.Usage::output).orElseThrow();
      assertThat(output.text())
          .isEqualTo(DeepSeekOutput.of(SCAN.truth().pages().get(page.page() - 1)));
      assertThat(page.layer().text()).isNotBlank();
    }
    assertThat(local.images()).as("for the places of words").isEqualTo(PAGES);
    assertThat(pages).extracting(PageReading::mode).containsOnly(Optional.of("gundam"));

    Documents.Added again = add(SCAN.bytes());
    assertThat(ended(again).state()).isEqualTo(Job.State.DONE);
    assertThat(server.asked()).as("the same images are read once").isEqualTo(PAGES);
    assertThat(read(again)).extracting(PageReading::mode).containsOnly(Optional.of("gundam"));
  }

  @Test
  void aPageWithGoodTextKeepsItsLettersAndNeedsNoOtherReader() {
    server.knowing(Sample.NDA);
    Documents.Added added = add(Sample.NDA.pdf(), OcrChoice.ALWAYS);

    assertThat(ended(added).state()).isEqualTo(Job.State.DONE);
    List<PageReading> pages = read(added);
    assertThat(pages).isNotEmpty().allMatch(page -> page.engine().equals("vllm"));
    assertThat(pages.getFirst().layer().text())
        .contains(
            Sample.NDA.truth().pages().getFirst().blocks().getFirst().lines().getFirst().text());
    assertThat(local.images()).isZero();
  }

  @Test
  void whereTheServerDiesWhatIsReadStaysAndTheRestIsReadByTheStandInWithTheLastAttempt() {
    Documents.Added added = killedInTheMiddle();

    assertThat(ended(added).state()).isEqualTo(Job.State.DONE);
    List<PageReading> pages = read(added);
    assertThat(pages).hasSize(PAGES);
    assertThat(pages.stream().filter(page -> page.engine().equals("vllm"))).hasSize(1);
    assertThat(pages.stream().filter(page -> page.engine().equals("ppocr")))
        .hasSize(PAGES - 1)
        .allSatisfy(
            page -> {
              assertThat(page.sourceReason().code()).isEqualTo(Code.FALLBACK);
              assertThat(page.sourceReason().text())
                  .contains("ppocr read it, for vllm failed: [%s] ".formatted(url()));
            });
  }

  @Test
  void whatLoopsOrIsCutShortIsReadByTheStandInAtOnceAndSaysSo() {
    server.follow(new Step.Loops(), new Step.Truncates(40));
    Documents.Added added = add(SCAN.bytes());

    Job job = ended(added);
    assertThat(job.state()).isEqualTo(Job.State.DONE);
    assertThat(job.attempts()).isEqualTo(1);
    assertThat(server.asked()).as("each page once").isEqualTo(PAGES);
    assertThat(
            read(added).stream()
                .filter(page -> page.engine().equals("ppocr"))
                .map(page -> page.sourceReason().text()))
        .containsExactlyInAnyOrder(
            "The page is a picture without a text layer. ppocr read it, for vllm repeated itself and was stopped.",
            "The page is a picture without a text layer. ppocr read it, for vllm ran out of room before the page ended.");
    assertThat(read(added).stream().filter(page -> page.engine().equals("vllm")))
        .hasSize(PAGES - 2);
  }

  @Test
  void theEngineSaysWhetherItsServerIsWell() {
    Ocr.Status well = ocr.status();
    assertThat(well.engine()).isEqualTo("vllm");
    assertThat(well.device()).contains(url());
    assertThat(ocr.engines()).extracting(Ocr.Status::engine).contains("vllm", "ppocr");
  }
}
