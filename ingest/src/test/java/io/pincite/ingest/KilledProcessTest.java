package io.pincite.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.pincite.ingest.Documents.DocumentFilter;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.Upload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// A whole process killed with `kill -9` while it reads, and a new one on its data folder.
class KilledProcessTest {
  private static final int PAGES = 800;

  @TempDir Path folder;

  @Test
  void whatAKilledProcessWasReadingIsReadByTheNext() throws Exception {
    try (var first = run("read")) {
      first.await("READ SOME");
      first.kill();
    }
    try (var second = run("goOn")) {
      int readBefore = Integer.parseInt(second.await("READ BEFORE "));
      assertThat(readBefore).isBetween(1, PAGES - 1);
      second.await("ALL READ");
      assertThat(second.waitFor()).isZero();
    }
  }

  private OtherJvm run(String method) throws Exception {
    return OtherJvm.run(
        Main.class,
        List.of(
            "-D" + PostgresForTests.FOLDER + "=" + folder,
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dmaven.home=" + System.getProperty("maven.home", ""),
            "-Xmx600m"),
        method);
  }

  /// Runs one method of the class below in a process of its own.
  static final class Main {
    public static void main(String[] arguments) {
      var listener = new SummaryGeneratingListener();
      // By name: the session's class loader is the one that can load it.
      String method = KilledProcessTest.class.getName() + "$InAProcessOfItsOwn#" + arguments[0];
      try (var session = LauncherFactory.openSession()) {
        session
            .getLauncher()
            .execute(
                LauncherDiscoveryRequestBuilder.request().selectors(selectMethod(method)).build(),
                listener);
      }
      listener.getSummary().printFailuresTo(new java.io.PrintWriter(System.out, true));
      System.exit(listener.getSummary().getTestsSucceededCount() == 1 ? 0 : 1);
    }
  }

  @QuarkusTest
  @QuarkusTestResource(PostgresForTests.class)
  @EnabledIfSystemProperty(named = PostgresForTests.FOLDER, matches = ".+")
  static class InAProcessOfItsOwn {
    @Inject Documents documents;

    @Test
    void read() throws Exception {
      documents.add(
          Caller.LOCAL,
          new Upload(
              new ByteArrayInputStream(TestPdf.of("Killed process", PAGES)),
              "killed.pdf",
              Optional.empty(),
              OcrChoice.AUTO,
              Optional.empty()));
      await().atMost(Duration.ofSeconds(60)).until(() -> only().pagesRead() > 5);
      System.out.println("READ SOME");
      Thread.currentThread().join();
    }

    @Test
    void goOn() {
      System.out.println("READ BEFORE " + only().pagesRead());
      await().atMost(Duration.ofSeconds(90)).until(() -> only().state() == Document.State.READABLE);
      assertThat(documents.pages(Caller.LOCAL, only().id(), Optional.empty()))
          .extracting(PageReading::revision)
          .hasSize(PAGES)
          .containsOnly(1);
      System.out.println("ALL READ");
    }

    private Document only() {
      return documents
          .list(
              Caller.LOCAL,
              new DocumentFilter(
                  Optional.empty(), Optional.empty(), Optional.empty(), 2, Optional.empty()))
          .items()
          .getFirst();
    }
  }
}
