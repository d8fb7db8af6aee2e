package io.pincite.ingest.internal.reading;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.JobHandler.JobCancelledException;
import io.pincite.ingest.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// What goes wrong with the pages of one file: it is each page's alone. Safe for use by many
/// threads.
final class PageFailures {
  private static final Logger LOG = Logger.getLogger(PageFailures.class);

  /// Takes note that a page has failed.
  interface Note {
    void failed(int page, Problem problem);
  }

  private final String name;
  private final boolean isLast;
  private final AtomicBoolean stopped;
  private final Note note;
  private final Queue<ImageReader.EngineFailed> ofTheEngine = new ConcurrentLinkedQueue<>();

  /// @param name of the file, for messages
  /// @param isLast whether there is no other attempt
  /// @param stopped whether the attempt is over
  PageFailures(String name, boolean isLast, AtomicBoolean stopped, Note note) {
    this.name = name;
    this.isLast = isLast;
    this.stopped = stopped;
    this.note = note;
  }

  /// @param stillCounts whether what goes wrong is still of interest
  void guard(int page, Runnable work, BooleanSupplier stillCounts) {
    Problem problem;
    try {
      work.run();
      return;
    } catch (IngestException.Permanent e) {
      problem = new Problem(e.code(), placed(name, e.problem().detail()));
    } catch (ImageReader.EngineFailed e) {
      if (!isLast) {
        ofTheEngine.add(e);
        return;
      }
      problem = new Problem(e.problem().code(), placed(name, e.problem().detail()));
    } catch (JobCancelledException | IngestException.Unavailable e) {
      throw e;
    } catch (CancellationException e) {
      // The page was given up, as when Pincite stops: it says nothing about the page.
      throw brokenOff(e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      if (stopped.get()) {
        throw brokenOff(e);
      }
      LOG.warnf(e, "[%s p.%d] cannot be read", name, page);
      problem =
          new Problem(
              "page-not-read",
              "[%s p.%d] reading the page failed unexpectedly: %s. Print it to a new PDF, and report it with the log."
                  .formatted(name, page, e));
    }
    if (stillCounts.getAsBoolean()) {
      note.failed(page, problem);
    }
  }

  /// @param settings that a person may change, in words
  void tooSlow(int page, Duration most, String settings) {
    note.failed(
        page,
        new Problem(
            "ocr-too-slow",
            "[%s p.%d] reading the image takes more than %,d s. Scan it again at 300 dpi, or raise %s."
                .formatted(name, page, most.toSeconds(), settings)));
  }

  /// Has the job tried again for the pages that the engine failed on; the others are read.
  ///
  /// @throws IngestException.Unavailable when there are any
  void rethrowOfTheEngine() {
    Optional<ImageReader.EngineFailed> failed = Optional.ofNullable(ofTheEngine.peek());
    if (failed.isPresent()) {
      Problem problem = failed.get().problem();
      throw new IngestException.Unavailable(
          problem.code(), placed(name, problem.detail()), failed.get());
    }
  }

  private static JobCancelledException brokenOff(Throwable cause) {
    var brokenOff = new JobCancelledException();
    brokenOff.initCause(cause);
    return brokenOff;
  }

  /// With the name of the file in the place that the message begins with.
  static String placed(String name, String detail) {
    if (detail.startsWith("[" + name)) {
      return detail;
    }
    return detail.startsWith("[p.")
        ? "[" + name + " " + detail.substring(1)
        : "[" + name + "] " + detail;
  }
}
