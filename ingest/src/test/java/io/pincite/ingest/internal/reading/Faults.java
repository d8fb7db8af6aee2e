package io.pincite.ingest.internal.reading;

import io.pincite.ingest.DataFolder;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.internal.files.FileKind;
import io.pincite.ingest.internal.files.FileStore;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.ingest.internal.routing.Route;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ocr.ReadingListener;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// A process that dies at its n-th call of the database, the file store or the page reader: that
/// call and all after it fail, until the process is started again.
///
/// Half of the deaths come before the call takes effect, half after.
final class Faults {
  private static int untilDeath = Integer.MAX_VALUE;
  private static boolean isAfterwards;
  private static boolean isDead;
  private static int reading;

  private Faults() {}

  static final class Death extends Error {
    Death() {
      super("the process is dead");
    }
  }

  /// @param afterwards whether the n-th call still takes effect
  static synchronized void dieAtCall(int n, boolean afterwards) {
    untilDeath = n;
    isAfterwards = afterwards;
    isDead = false;
  }

  static synchronized boolean isDead() {
    return isDead;
  }

  /// As after a new start.
  static synchronized void live() {
    isDead = false;
    untilDeath = Integer.MAX_VALUE;
  }

  /// How many pages are being read: what was under way when the process died goes on to where it
  /// would be kept.
  static synchronized int reading() {
    return reading;
  }

  private static synchronized void reading(int more) {
    reading += more;
  }

  static synchronized void before() {
    if (isDead) {
      throw new Death();
    }
    untilDeath--;
    if (untilDeath == 0 && !isAfterwards) {
      isDead = true;
      throw new Death();
    }
  }

  static synchronized void after() {
    // Other threads may have called since.
    if (isDead || untilDeath <= 0 && isAfterwards) {
      isDead = true;
      untilDeath = Integer.MAX_VALUE;
      throw new Death();
    }
  }

  @Alternative
  @Priority(1)
  @Singleton
  static class MortalSql extends Sql {
    MortalSql(DataSource dataSource) {
      super(dataSource);
    }

    @Override
    public int update(String sql, Object... parameters) {
      before();
      int rows = super.update(sql, parameters);
      after();
      return rows;
    }

    @Override
    public <T> List<T> list(String sql, Row<T> row, Object... parameters) {
      before();
      List<T> rows = super.list(sql, row, parameters);
      after();
      return rows;
    }

    @Override
    public <T> Optional<T> first(String sql, Row<T> row, Object... parameters) {
      return list(sql, row, parameters).stream().findFirst();
    }
  }

  @Alternative
  @Priority(1)
  @Singleton
  static class MortalFiles extends FileStore {
    MortalFiles(DataFolder dataFolder, IngestSettings settings) {
      super(dataFolder, settings);
    }

    @Override
    public Received receive(InputStream contents, String name) throws IOException {
      before();
      Received received = super.receive(contents, name);
      after();
      return received;
    }

    @Override
    public void keep(Received received) throws IOException {
      before();
      super.keep(received);
      after();
    }

    @Override
    public long remove(String sha256) throws IOException {
      before();
      long bytes = super.remove(sha256);
      after();
      return bytes;
    }
  }

  @Alternative
  @Priority(1)
  @Singleton
  static class MortalPages extends PageSource {
    MortalPages(PdfLimits limits, IngestSettings settings) {
      super(limits, settings);
    }

    @Override
    PageFile open(Path file, FileKind kind) {
      before();
      return super.open(file, kind);
    }

    @Override
    Look look(PageFile file, int page, int revision, OcrChoice choice) {
      before();
      Look look = super.look(file, page, revision, choice);
      after();
      return look;
    }
  }

  @Alternative
  @Priority(1)
  @Singleton
  static class MortalImages extends ImageReader {
    MortalImages(OcrThreads threads, OcrSettings settings) {
      super(threads, settings);
    }

    @Override
    Outcome read(
        PageSource source,
        PageFile file,
        int page,
        int revision,
        Route route,
        Asked asked,
        Known known,
        ReadingListener listener,
        PageClock clock) {
      before();
      reading(1);
      try {
        Outcome outcome =
            super.read(source, file, page, revision, route, asked, known, listener, clock);
        after();
        return outcome;
      } finally {
        reading(-1);
      }
    }
  }
}
