package io.pincite.ingest;

import io.pincite.ingest.internal.files.FolderTree;
import io.pincite.ingest.internal.files.OwnFolder;
import io.pincite.ingest.internal.postgres.Account;
import io.pincite.ingest.internal.postgres.Binaries;
import io.pincite.ingest.internal.postgres.TableDump;
import io.pincite.ingest.internal.start.FolderLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// A PostgreSQL server of our own, with its data in the sub-folder `postgres` of a data folder. It
/// syncs to disk, listens on a loopback port that was free, and wants a password, which is made at
/// first start and kept in a file only its owner can read.
///
/// ```java
/// try (var postgres = EmbeddedPostgres.start(dataFolder)) {
///   // quarkus.datasource.jdbc.url = postgres.jdbcUrl(), and so on
/// }
/// ```
///
/// A server left over from a process that was killed is stopped and started again. A server that
/// dies while this object is open is started again on the same port; open connections are lost, new
/// ones work. One data folder serves one process at a time. Safe for use by many threads.
///
/// Tests of any module use it through `PostgresForTests` in ingest's test-jar: as the test resource
/// of a Quarkus test it gives a fresh database and a fresh `pincite.data`; a plain JUnit test calls
/// `PostgresForTests.freshDatabase()`.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
  private static final String USER = "pincite";
  private static final String DATABASE = "pincite";
  private static final int MAJOR_VERSION = 18;
  private static final int START_SECONDS = 120;

  private final Path folder;
  private final Path cluster;
  private final FolderLock lock;
  private final Binaries binaries;
  private final Account account;
  private final String password;
  private int port;
  private boolean closed;

  private EmbeddedPostgres(
      Path folder, FolderLock lock, Binaries binaries, Account account, String password) {
    this.folder = folder;
    this.cluster = folder.resolve("data");
    this.lock = lock;
    this.binaries = binaries;
    this.account = account;
    this.password = password;
  }

  /// Starts the server, making its database first where there is none.
  ///
  /// @throws IngestException.Unavailable when the folder is in use or the server does not start;
  ///     the message says why and what to do
  public static EmbeddedPostgres start(Path dataFolder) {
    Path folder = dataFolder.toAbsolutePath().normalize().resolve("postgres");
    try {
      FolderLock lock = FolderLock.take(dataFolder);
      try {
        Account account = Account.choose();
        OwnFolder.make(folder);
        account.reach(dataFolder);
        var binaries = Binaries.unpackedIn(binariesFolder(account, folder));
        String password = password(folder.resolve("password"));
        var postgres = new EmbeddedPostgres(folder, lock, binaries, account, password);
        postgres.stopLeftOver();
        postgres.createCluster();
        postgres.launchOnFreePort();
        postgres.createDatabase();
        postgres.supervise();
        return postgres;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new IngestException.Unavailable(
          "database-not-started",
          "[%s] the embedded PostgreSQL cannot be set up: %s. Check that the disk has room and the folder can be written, or choose another with --data."
              .formatted(folder, e),
          e);
    }
  }

  public synchronized String jdbcUrl() {
    return urlOf(DATABASE);
  }

  public String user() {
    return USER;
  }

  public String password() {
    return password;
  }

  /// Opens a connection outside any pool.
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), USER, password);
  }

  /// Writes all rows to one file, while the application may go on. The original files are not in
  /// it: they lie in the data folder as they are.
  public void dump(Path target) throws IOException {
    try (Connection connection = connect()) {
      TableDump.write(connection, target);
    } catch (SQLException e) {
      throw new IOException(
          "[" + target + "] the database could not be dumped: " + e.getMessage(), e);
    }
  }

  /// Replaces all rows by those of a dump of the same schema version, or changes nothing. The
  /// schema has to be there, and the application must not be running.
  ///
  /// @throws IngestException.Invalid when the file is no dump, or one of another version
  public void restore(Path source) throws IOException {
    try (Connection connection = connect()) {
      TableDump.read(connection, source);
    } catch (SQLException e) {
      throw new IOException(
          "[" + source + "] the database could not be restored: " + e.getMessage(), e);
    }
  }

  /// Stops the server; open transactions are rolled back.
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.close();
    }
  }

  /// Process id of the server, as its own file says; absent when it does not run.
  public Optional<Long> serverPid() {
    try {
      List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
      return lines.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(lines.get(0).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  // --- setting up -------------------------------------------------------------------------------

  /// Shared by all data folders of a user, unless the server runs as somebody who cannot look into
  /// the user's home.
  private static Path binariesFolder(Account account, Path folder) throws IOException {
    if (account != Account.NOBODY) {
      String cacheHome = System.getenv("XDG_CACHE_HOME");
      Path cache =
          cacheHome == null || cacheHome.isBlank()
              ? Path.of(System.getProperty("user.home"), ".cache")
              : Path.of(cacheHome);
      try {
        return Files.createDirectories(cache.resolve("pincite"));
      } catch (IOException e) {
        LOG.debugf("no cache at %s (%s), unpacking into the data folder", cache, e.getMessage());
      }
    }
    return OwnFolder.make(folder.resolve("server"));
  }

  private static String password(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > 0) {
      return Files.readString(file).strip();
    }
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Path unfinished = file.resolveSibling("password.new");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(password.getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return password;
  }

  /// Made beside its place and moved there when complete, so that a crash leaves none or all of it.
  private void createCluster() throws IOException {
    if (Files.exists(cluster.resolve("PG_VERSION"))) {
      requireSameMajorVersion();
      account.own(folder);
      return;
    }
    Path unfinished = folder.resolve("data.new");
    FolderTree.delete(unfinished);
    account.own(folder);
    run(
        "make its database in " + folder,
        List.of(
            binaries.program("initdb").toString(),
            "--pgdata=" + unfinished,
            "--username=" + USER,
            "--pwfile=" + folder.resolve("password"),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--data-checksums"));
    Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private void requireSameMajorVersion() throws IOException {
    String version = Files.readString(cluster.resolve("PG_VERSION")).strip();
    if (!version.equals(Integer.toString(MAJOR_VERSION))) {
      throw new IngestException.Unavailable(
          "database-version",
          "[%s] the database was made by PostgreSQL %s; this Pincite brings %d. Dump it with the Pincite that made it and restore it here."
              .formatted(cluster, version, MAJOR_VERSION));
    }
  }

  /// Written anew at every start: settings are the program's, not the folder's.
  private void writeSettings() throws IOException {
    Files.writeString(
        cluster.resolve("postgresql.conf"),
        """
        # Written by Pincite at every start.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 40
        password_encryption = 'scram-sha-256'
        # what is committed is on disk
        fsync = on
        full_page_writes = on
        synchronous_commit = on
        # one small machine, no replicas
        shared_buffers = '64MB'
        work_mem = '8MB'
        maintenance_work_mem = '64MB'
        max_wal_size = '512MB'
        wal_level = minimal
        max_wal_senders = 0
        io_method = sync
        max_worker_processes = 2
        max_parallel_workers_per_gather = 0
        jit = off
        huge_pages = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        client_encoding = 'UTF8'
        # no text of documents in the log
        log_min_messages = warning
        log_min_error_statement = panic
        log_error_verbosity = terse
        """
            .formatted(port));
    Files.writeString(
        cluster.resolve("pg_hba.conf"),
        "# Written by Pincite at every start.\nhost all %s 127.0.0.1/32 scram-sha-256\n"
            .formatted(USER));
  }

  private void createDatabase() throws IOException {
    try (Connection connection = DriverManager.getConnection(urlOf("postgres"), USER, password);
        var statement = connection.createStatement()) {
      boolean exists;
      try (var rows =
          statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
        exists = rows.next();
      }
      if (!exists) {
        statement.execute("create database " + DATABASE);
      }
    } catch (SQLException e) {
      stop();
      throw new IngestException.Unavailable(
          "database-not-started",
          "[%s] the embedded PostgreSQL started but cannot be used: %s. Its log is %s."
              .formatted(folder, e.getMessage(), log()),
          e);
    }
  }

  // --- starting and stopping --------------------------------------------------------------------

  /// Another program may take the port between our look and the server's; then the next is tried.
  private void launchOnFreePort() throws IOException {
    for (int attempt = 1; ; attempt++) {
      port = freePort();
      try {
        launch();
        return;
      } catch (IngestException e) {
        if (attempt == 3 || !lastLinesOfLog().contains("could not bind")) {
          throw e;
        }
      }
    }
  }

  private synchronized void launch() throws IOException {
    removeStaleProcessFile();
    writeSettings();
    startLogAnew();
    run(
        "start in " + cluster,
        List.of(
            binaries.program("pg_ctl").toString(),
            "start",
            "--wait",
            "--timeout=" + START_SECONDS,
            "--silent",
            "--pgdata=" + cluster,
            "--log=" + log()));
  }

  /// After a restart of the machine, or in a container, the number in the file may be another
  /// program's; the server would refuse to start. We hold the folder's lock, so nobody else's
  /// server is meant.
  private void removeStaleProcessFile() throws IOException {
    if (serverPid().isPresent() && !isServerAlive()) {
      Files.deleteIfExists(cluster.resolve("postmaster.pid"));
    }
  }

  private boolean isServerAlive() {
    return serverPid()
        .flatMap(ProcessHandle::of)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command())
        .filter(command -> Path.of(command).endsWith("postgres"))
        .isPresent();
  }

  private void stopLeftOver() throws IOException {
    if (isServerAlive()) {
      LOG.infof("stopping the PostgreSQL that an earlier process left running in %s", cluster);
      stop();
    }
  }

  private synchronized void stop() throws IOException {
    if (!isServerAlive()) {
      return;
    }
    try {
      stop("fast");
    } catch (IngestException e) {
      LOG.warnf("%s; stopping it at once", e.getMessage());
      stop("immediate");
    }
  }

  private void stop(String mode) throws IOException {
    run(
        "stop in " + cluster,
        List.of(
            binaries.program("pg_ctl").toString(),
            "stop",
            "--wait",
            "--timeout=30",
            "--silent",
            "--mode=" + mode,
            "--pgdata=" + cluster));
  }

  /// Looks at the process rather than waiting for its end: where nobody collects dead processes, as
  /// in a container, it never ends for those who wait.
  private void supervise() {
    Thread.ofPlatform()
        .daemon()
        .name("postgres-supervisor")
        .start(
            () -> {
              while (!isClosed()) {
                pause(Duration.ofMillis(500));
                if (!isClosed() && !isServerAlive()) {
                  startAgain();
                }
              }
            });
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void startAgain() {
    synchronized (this) {
      if (closed) {
        return;
      }
      LOG.warnf("the embedded PostgreSQL ended unexpectedly; starting it again. Log: %s", log());
      // The dead server's children may hold its memory for a moment; then a start is refused.
      for (int attempt = 1; attempt <= 10; attempt++) {
        try {
          launch();
          return;
        } catch (IOException | RuntimeException e) {
          LOG.errorf("attempt %d of 10: %s", attempt, e.getMessage());
          pause(Duration.ofSeconds(attempt));
        }
      }
    }
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(String what, List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "output-", ".txt");
    try {
      var builder =
          new ProcessBuilder(account.command(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().close();
      int exit = process.waitFor();
      if (exit != 0) {
        String said = (Files.readString(output) + "\n" + lastLinesOfLog()).strip();
        throw new IngestException.Unavailable(
            "database-not-started",
            "[embedded PostgreSQL] could not %s (exit %d): %s. Check that the disk has room and the folder can be written; the log is %s."
                .formatted(what, exit, said, log()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL was to " + what, e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private Path log() {
    return folder.resolve("postgres.log");
  }

  private void startLogAnew() throws IOException {
    if (Files.exists(log())) {
      Files.move(log(), folder.resolve("postgres.log.before"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String lastLinesOfLog() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String urlOf(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }
}
