package io.pincite.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.internal.start.FolderLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path folder;

  private static final String VERSIONS =
      "select string_agg(version, ',' order by version) from flyway_schema_history";

  @Test
  void whatWasStoredIsThereAfterARestart() throws Exception {
    try (var postgres = EmbeddedPostgres.start(folder)) {
      execute(postgres, "create table kept (what text)", "insert into kept values ('this')");
    }
    try (var postgres = EmbeddedPostgres.start(folder)) {
      assertThat(ask(postgres, "select what from kept")).isEqualTo("this");
    }
  }

  @Test
  void itSyncsChecksAndWantsThePassword() throws Exception {
    try (var postgres = EmbeddedPostgres.start(folder)) {
      for (String setting :
          List.of("fsync", "full_page_writes", "synchronous_commit", "data_checksums")) {
        assertThat(ask(postgres, "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(ask(postgres, "show server_encoding")).isEqualTo("UTF8");
      assertThatThrownBy(
              () -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("postgres/password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aFolderInUseIsAClearError() {
    try (var _ = EmbeddedPostgres.start(folder)) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
          .isInstanceOf(IngestException.Unavailable.class)
          .hasMessage(
              "[%s] another Pincite (process %d) is using this data folder. Stop it, or choose another folder with --data.",
              folder, ProcessHandle.current().pid());
    }
  }

  @Test
  void aFolderThatWasClosedIsFree() {
    EmbeddedPostgres.start(folder).close();
    assertThat(FolderLock.isHeld(folder)).isFalse();
    try (var _ = EmbeddedPostgres.start(folder)) {
      assertThat(FolderLock.isHeld(folder)).isTrue();
    }
  }

  @Test
  void aKilledServerComesBackWithWhatWasCommitted() throws Exception {
    try (var postgres = EmbeddedPostgres.start(folder)) {
      execute(postgres, "create table kept (n int)", "insert into kept values (7)");
      String url = postgres.jdbcUrl();
      long pid = postgres.serverPid().orElseThrow();
      kill(pid);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(ask(postgres, "select n from kept")).isEqualTo("7"));
      assertThat(postgres.jdbcUrl()).isEqualTo(url);
      assertThat(postgres.serverPid().orElseThrow()).isNotEqualTo(pid);
    }
  }

  @Test
  void aServerLeftBehindByAKilledProcessIsTakenOver() throws Exception {
    long left;
    try (var other = OtherJvm.run(Holder.class, List.of(), folder.toString())) {
      left = Long.parseLong(other.await("server "));
    }
    assertThat(ProcessHandle.of(left)).isPresent();
    try (var postgres = EmbeddedPostgres.start(folder)) {
      assertThat(ask(postgres, "select n from kept")).isEqualTo("7");
      assertThat(postgres.serverPid().orElseThrow()).isNotEqualTo(left);
    }
    await().until(() -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aStaleProcessFileWithTheNumberOfAnotherProgramIsNoHindrance() throws Exception {
    try (var postgres = EmbeddedPostgres.start(folder)) {
      execute(postgres, "create table kept (n int)");
    }
    Files.writeString(
        folder.resolve("postgres/data/postmaster.pid"),
        ProcessHandle.current().pid() + "\n/elsewhere\n1\n5432\n\n127.0.0.1\n\nready\n");
    try (var postgres = EmbeddedPostgres.start(folder)) {
      assertThat(ask(postgres, "select count(*) from kept")).isEqualTo("0");
    }
  }

  @Test
  void aHalfMadeDatabaseIsMadeAnew() throws Exception {
    Files.createDirectories(folder.resolve("postgres/data.new/base"));
    try (var postgres = EmbeddedPostgres.start(folder)) {
      assertThat(ask(postgres, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aDatabaseOfAnotherVersionIsAClearError() throws Exception {
    Files.createDirectories(folder.resolve("postgres/data"));
    Files.writeString(folder.resolve("postgres/data/PG_VERSION"), "12\n");
    assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
        .isInstanceOf(IngestException.Unavailable.class)
        .hasMessageContaining("was made by PostgreSQL 12; this Pincite brings 18");
  }

  @Test
  void aDumpBringsBackWhatWasThere() throws Exception {
    Path dump = folder.resolve("pincite.zip");
    try (var postgres = EmbeddedPostgres.start(folder)) {
      migrate(postgres);
      execute(
          postgres,
          "insert into collection (id, tenant, name, actor) values"
              + " (gen_random_uuid(), 'default', E'a\\tb\\n\\\\合同', 'me')",
          "insert into file (sha256, bytes, media_type) values (repeat('a', 64), 7, 'application/pdf')");
      String before =
          ask(postgres, "select string_agg(c::text, '|' order by id) from collection c");
      postgres.dump(dump);
      execute(postgres, "delete from file", "update collection set name = name || '!'");
      postgres.restore(dump);
      assertThat(ask(postgres, "select string_agg(c::text, '|' order by id) from collection c"))
          .isEqualTo(before);
      assertThat(ask(postgres, "select bytes from file")).isEqualTo("7");
    }
  }

  @Test
  void aDumpOfAnotherVersionIsRefusedAndChangesNothing() throws Exception {
    Path dump = folder.resolve("pincite.zip");
    try (var postgres = EmbeddedPostgres.start(folder)) {
      migrate(postgres);
      postgres.dump(dump);
      String versions = ask(postgres, VERSIONS);
      execute(postgres, "update flyway_schema_history set version = '999' where version = '001'");
      assertThatThrownBy(() -> postgres.restore(dump))
          .isInstanceOf(IngestException.Invalid.class)
          .hasMessage(
              "[%s] this cannot be restored: it has the schema versions %s, this Pincite has %s. Restore it with the Pincite that wrote it.",
              dump, versions, ask(postgres, VERSIONS));
      assertThat(versions).startsWith("001,030");
      assertThat(ask(postgres, "select count(*) from collection")).isEqualTo("1");
    }
  }

  private static void migrate(EmbeddedPostgres postgres) {
    Flyway.configure()
        .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
        .load()
        .migrate();
  }

  /// Starts a database and waits to be killed.
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      var postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
      execute(postgres, "create table kept (n int)", "insert into kept values (7)");
      System.out.println("server " + postgres.serverPid().orElseThrow());
      Thread.currentThread().join();
    }
  }

  private static void kill(long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor()).isZero();
  }

  private static void execute(EmbeddedPostgres postgres, String... statements) throws SQLException {
    try (Connection connection = postgres.connect();
        var statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static String ask(EmbeddedPostgres postgres, String question) throws SQLException {
    try (Connection connection = postgres.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(question)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
