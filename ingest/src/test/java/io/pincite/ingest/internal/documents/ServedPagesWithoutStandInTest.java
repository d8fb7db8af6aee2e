package io.pincite.ingest.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Documents;
import io.pincite.ingest.Job;
import io.pincite.ingest.Ocr;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.SourceReason.Code;
import io.pincite.samples.ReplayScript.Step;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Pages read on a model server, and by nobody else.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(ServedPagesWithoutStandInTest.Alone.class)
class ServedPagesWithoutStandInTest extends ServedPages {

  public static final class Alone implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return served(Map.of("pincite.ocr.fallback", "none", "pincite.ingest.job-attempts", "100"));
    }
  }

  @Test
  void whereTheServerDiesPagesWaitForItAndGoOnByThemselvesWhenItIsBack() {
    Documents.Added added = killedInTheMiddle();
    await().atMost(PATIENCE).until(() -> job(added).state() == Job.State.RETRYING);
    assertThat(read(added)).hasSize(1);
    assertThat(job(added).problem().orElseThrow().detail())
        .startsWith("[scan.pdf p.")
        .contains(url());

    server = startServer();

    assertThat(ended(added).state()).isEqualTo(Job.State.DONE);
    List<PageReading> pages = read(added);
    assertThat(pages)
        .hasSize(PAGES)
        .allMatch(page -> page.engine().equals("vllm"))
        .noneMatch(page -> page.sourceReason().code() == Code.FALLBACK);
    assertThat(server.asked()).as("what was read is not read again").isEqualTo(PAGES - 1);
  }

  @Test
  void whatLoopsOrIsCutShortHasFailedAndSaysSo() {
    server.follow(new Step.Loops(), new Step.Truncates(40));
    Documents.Added added = add(SCAN.bytes());

    assertThat(ended(added).state()).isEqualTo(Job.State.DONE);
    assertThat(read(added)).hasSize(PAGES - 2);
    assertThat(job(added).result()).containsEntry("pagesFailed", 2);
  }

  @Test
  void aServerThatIsAwayIsSeenInTheStatus() {
    server.close();
    await().atMost(PATIENCE).until(() -> ocr.status().state() == Ocr.State.FAILED);
    assertThat(ocr.status().remark().orElseThrow())
        .startsWith("[%s] ".formatted(url()))
        .endsWith("Check that the model server runs there.");

    server = startServer();
    await().atMost(PATIENCE).until(() -> ocr.status().state() == Ocr.State.READY);
    assertThat(ocr.status().models()).contains("deepseek-ai/DeepSeek-OCR");
  }
}
