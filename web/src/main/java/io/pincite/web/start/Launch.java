package io.pincite.web.start;

import io.pincite.ingest.DataFolder;
import io.pincite.ingest.EmbeddedPostgres;
import io.pincite.ingest.IngestException;
import io.pincite.web.access.AccessToken;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;

/// Starts what the application stands on, then the application, and stops both in the other order.
///
/// Settings reach the application as system properties, which win over every file; what the user
/// gave as a property or environment variable stays in force where the command line says nothing.
public final class Launch {
  private static final String DATABASE_URL = "quarkus.datasource.jdbc.url";

  private Launch() {}

  /// Serves until stopped; does not return, except in development mode.
  public static void run(CommandLine.Run run) {
    run.port().ifPresent(port -> System.setProperty("quarkus.http.port", Integer.toString(port)));
    run.host().ifPresent(host -> System.setProperty("quarkus.http.host", host));
    run.samples()
        .ifPresent(
            folder ->
                System.setProperty(
                    "pincite.samples.folder", folder.toAbsolutePath().normalize().toString()));
    if (run.noSamples()) {
      System.setProperty("pincite.samples.enabled", "false");
    }
    Path data =
        run.data()
            .or(() -> setting("pincite.data").map(Path::of))
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local/share/pincite"))
            .toAbsolutePath()
            .normalize();
    tokenTooShort()
        .or(Launch::portInUse)
        .ifPresentOrElse(
            problem -> {
              System.err.println(problem);
              System.exit(1);
            },
            () -> launch(data, Server.class, () -> {}));
  }

  /// Runs an application on a database in this folder and ends the process with its exit code.
  ///
  /// @param last done when all has stopped
  static void launch(Path data, Class<? extends QuarkusApplication> application, Runnable last) {
    System.setProperty("pincite.data", data.toString());
    Optional<EmbeddedPostgres> database;
    try {
      // On the disk they stay on: never in a small /tmp, and no second copy over devices.
      System.setProperty(
          "quarkus.http.body.uploads-directory",
          UnfinishedUploads.folder(new DataFolder(data)).toString());
      database = startDatabase(data);
    } catch (IngestException | UncheckedIOException e) {
      System.err.println(e.getMessage());
      last.run();
      System.exit(1);
      return;
    }
    var stopDatabase =
        new Once(
            () -> {
              database.ifPresent(Launch::stop);
              last.run();
            });
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stopAfterApplication(stopDatabase), "stop-database"));
    Quarkus.run(
        application,
        (exitCode, failure) -> {
          if (failure != null) {
            System.err.println("Pincite did not start: " + reason(failure));
          }
          stopDatabase.run();
          if (!isDevelopment()) {
            System.exit(exitCode);
          }
        });
    stopDatabase.run();
  }

  /// The innermost message: the outer ones name parts of the machinery.
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    return innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
  }

  /// Work that is under way when the user stops the program still needs the database.
  private static void stopAfterApplication(Runnable stopDatabase) {
    Application application = Application.currentApplication();
    if (application != null) {
      application.stop();
      application.awaitShutdown();
    }
    stopDatabase.run();
  }

  private static Optional<EmbeddedPostgres> startDatabase(Path data) {
    if (setting(DATABASE_URL).isPresent()) {
      return Optional.empty();
    }
    var database = EmbeddedPostgres.start(data);
    System.setProperty(DATABASE_URL, database.jdbcUrl());
    System.setProperty("quarkus.datasource.username", database.user());
    System.setProperty("quarkus.datasource.password", database.password());
    return Optional.of(database);
  }

  /// Forgets its address too: a next start in this process, in development, starts one of its own.
  private static void stop(EmbeddedPostgres database) {
    System.clearProperty(DATABASE_URL);
    database.close();
  }

  private static Optional<String> tokenTooShort() {
    return setting("pincite.access.token")
        .filter(token -> token.length() < AccessToken.SHORTEST)
        .map(_ -> AccessToken.tooShort());
  }

  /// Looked at before the database is started, so that the answer comes at once. In development the
  /// port stays open while the application is replaced behind it.
  private static Optional<String> portInUse() {
    if (isDevelopment()) {
      return Optional.empty();
    }
    int port = setting("quarkus.http.port").map(Integer::parseInt).orElse(8080);
    String host = setting("quarkus.http.host").orElse("127.0.0.1");
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "[%s:%d] cannot listen there: %s. Stop the program that does, or choose another with --port."
              .formatted(host, port, e.getMessage()));
    }
  }

  static boolean isDevelopment() {
    return io.quarkus.runtime.LaunchMode.current() == io.quarkus.runtime.LaunchMode.DEVELOPMENT;
  }

  /// What the application would find under this name, without the files it reads later.
  static Optional<String> setting(String name) {
    return Optional.ofNullable(System.getProperty(name))
        .or(
            () ->
                Optional.ofNullable(
                    System.getenv(
                        name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT))))
        .filter(value -> !value.isBlank());
  }
}
