package io.pincite.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.Upload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class KilledDatabaseTest {
  private static final int PAGES = 300;

  @Inject Documents documents;
  @Inject DataSource dataSource;

  @Test
  void ingestionSurvivesTheDatabaseBeingKilledTwice() throws Exception {
    var ids = new ArrayList<UUID>();
    for (String title : List.of("Killed A", "Killed B", "Killed C")) {
      var upload =
          new Upload(
              new ByteArrayInputStream(TestPdf.of(title, PAGES)),
              title + ".pdf",
              Optional.empty(),
              OcrChoice.AUTO,
              Optional.empty());
      ids.add(documents.add(Caller.LOCAL, upload).document().id());
    }
    killOnceRead(ids, 20);
    killOnceRead(ids, 400);
    await()
        .atMost(Duration.ofSeconds(120))
        .ignoreExceptions()
        .until(() -> ids.stream().allMatch(id -> find(id).state() == Document.State.READABLE));
    for (UUID id : ids) {
      assertThat(find(id).pagesRead()).isEqualTo(PAGES);
      assertThat(find(id).pagesFailed()).isZero();
      assertThat(documents.pages(Caller.LOCAL, id, Optional.empty())).hasSize(PAGES);
    }
    assertThat(readings(ids)).isEqualTo(ids.size() * PAGES);
  }

  private void killOnceRead(List<UUID> ids, int pages) throws Exception {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> ids.stream().mapToInt(id -> find(id).pagesRead()).sum() >= pages);
    assertThat(ids.stream().mapToInt(id -> find(id).pagesRead()).sum())
        .as("killed in the middle of it")
        .isLessThan(ids.size() * PAGES);
    long pid = PostgresForTests.server().serverPid().orElseThrow();
    assertThat(new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor()).isZero();
  }

  private Document find(UUID id) {
    return documents.find(Caller.LOCAL, id).orElseThrow();
  }

  private int readings(List<UUID> ids) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement =
            connection.prepareStatement(
                "select count(*) from page_reading where document = any (?)")) {
      statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
