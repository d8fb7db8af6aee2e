package io.pincite.ingest;

import io.pincite.ingest.internal.files.FolderTree;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The real embedded PostgreSQL for tests: one server a test run, a fresh empty database and a
/// fresh data folder for each application or test that asks.
///
/// `@QuarkusTest @QuarkusTestResource(PostgresForTests.class)`, or [#freshDatabase] in a test
/// without Quarkus.
public final class PostgresForTests implements QuarkusTestResourceLifecycleManager {
  /// System property: a data folder to use instead, with what is in it.
  static final String FOLDER = "pincite.tests.folder";

  private static final AtomicInteger COUNT = new AtomicInteger();

  /// @param folder for what an application with this database keeps
  public record Database(String jdbcUrl, String user, String password, Path folder) {}

  @Override
  public Map<String, String> start() {
    return settings(
        Optional.ofNullable(System.getProperty(FOLDER))
            .map(folder -> databaseIn(Path.of(folder)))
            .orElseGet(PostgresForTests::freshDatabase));
  }

  private static Database databaseIn(Path folder) {
    EmbeddedPostgres server = EmbeddedPostgres.start(folder);
    return new Database(server.jdbcUrl(), server.user(), server.password(), folder);
  }

  private static Map<String, String> settings(Database database) {
    return Map.of(
        "quarkus.datasource.jdbc.url", database.jdbcUrl(),
        "quarkus.datasource.username", database.user(),
        "quarkus.datasource.password", database.password(),
        "pincite.data", database.folder().toString());
  }

  @Override
  public void stop() {}

  public static Database freshDatabase() {
    String name = "test_" + COUNT.incrementAndGet() + "_" + ProcessHandle.current().pid();
    EmbeddedPostgres server = Server.RUNNING;
    try (var connection = server.connect();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
      String url = server.jdbcUrl().replaceAll("/[^/]*$", "/" + name);
      Path folder = Files.createDirectories(Server.FOLDER.resolve("data-of-" + name));
      return new Database(url, server.user(), server.password(), folder);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The server itself, to be killed.
  public static EmbeddedPostgres server() {
    return Server.RUNNING;
  }

  /// Started at first use, stopped with the JVM.
  private static final class Server {
    static final Path FOLDER = temporaryFolder();
    static final EmbeddedPostgres RUNNING = EmbeddedPostgres.start(FOLDER);

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(Server::end));
    }

    private static Path temporaryFolder() {
      try {
        return Files.createTempDirectory("pincite-tests-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void end() {
      RUNNING.close();
      try {
        FolderTree.delete(FOLDER);
      } catch (IOException e) {
        // a file still written to by a thread of the test; the temporary folder is nobody's loss
      }
    }
  }
}
