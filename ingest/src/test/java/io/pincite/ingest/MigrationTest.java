package io.pincite.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class MigrationTest {
  @Inject DataSource dataSource;
  @Inject Clock clock;
  @Inject DataFolder dataFolder;

  @Test
  void aFreshDatabaseHasTheDefaultCollection() throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select id from collection")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo(Collection.DEFAULT.toString());
    }
  }

  @Test
  void theDataFolderOfTheTestIsItsOwn() {
    assertThat(dataFolder.folder("files")).isDirectory().startsWith(dataFolder.root());
    assertThat(clock.getZone().getId()).isEqualTo("Z");
  }
}
