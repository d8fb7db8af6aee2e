package io.pincite.ingest.internal.reading;

import io.pincite.ingest.Document;
import io.pincite.ingest.DocumentReadable;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Problem;
import io.pincite.ingest.internal.files.PdfFiles;
import io.pincite.ingest.internal.pdf.PdfFile;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.DocumentStore.Version;
import io.pincite.ingest.internal.store.PageStore;
import io.pincite.ingest.internal.store.PageStore.Open;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/// Reads a document page by page, each stored in a transaction of its own, and makes it readable
/// when all are. What an earlier attempt stored is not read again.
@ApplicationScoped
class ReadHandler implements JobHandler {
  private static final Logger LOG = Logger.getLogger(ReadHandler.class);

  /// Opening a file once more costs about as much as reading a few pages.
  private static final int PAGES_WORTH_A_HELPER = 8;

  private final DocumentStore documents;
  private final PageStore pages;
  private final PdfFiles pdfFiles;
  private final PageSource source;
  private final Transactions transactions;
  private final Event<DocumentReadable> readable;
  private final int helpers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
  private final ExecutorService helpersPool =
      Executors.newFixedThreadPool(
          helpers, Thread.ofPlatform().daemon().name("page-reader-", 1).factory());

  ReadHandler(
      DocumentStore documents,
      PageStore pages,
      PdfFiles pdfFiles,
      PageSource source,
      Transactions transactions,
      Event<DocumentReadable> readable) {
    this.documents = documents;
    this.pages = pages;
    this.pdfFiles = pdfFiles;
    this.source = source;
    this.transactions = transactions;
    this.readable = readable;
  }

  @PreDestroy
  void stop() {
    helpersPool.shutdownNow();
  }

  @Override
  public Job.Type type() {
    return Job.Type.READ;
  }

  @Override
  public Map<String, Object> run(Job job, Progress progress) throws Exception {
    UUID document = job.document().orElseThrow();
    Optional<Version> found = documents.current(document);
    if (found.isEmpty()) {
      return Map.of("documentGone", true);
    }
    Version version = found.get();
    if (!documents.beginReading(document)) {
      // An earlier attempt was interrupted after its last step: whoever asks for reading sets the
      // state back.
      return result(pages.counts(document, version.n()));
    }
    try {
      return read(job, version, progress);
    } catch (IngestException.Permanent e) {
      throw new IngestException.Permanent(e.code(), placed(version, e));
    }
  }

  private Map<String, Object> read(Job job, Version version, Progress progress) throws Exception {
    if (pdfFiles.isConverted(version.mediaType())) {
      progress.at("converting", 0, 0);
    }
    Path pdf = pdfFiles.pdf(version.sha256(), version.mediaType());
    progress.at("opening", 0, 0);
    try (PdfFile file = source.open(pdf)) {
      pages.begin(version.document(), version.n(), file.pages());
      List<Open> open = openPages(job, version);
      new Reading(job, version, pdf, file.pages(), open, progress).readAll(file);
    }
    return finish(version);
  }

  private List<Open> openPages(Job job, Version version) {
    if (!isAgain(job)) {
      return pages.unread(version.document(), version.n());
    }
    pages.forgetProblems(version.document(), version.n());
    return pages.notReadBy(job.id(), version.document(), version.n());
  }

  private static boolean isAgain(Job job) {
    return Boolean.TRUE.equals(job.payload().get("again"));
  }

  private Map<String, Object> finish(Version version) {
    PageStore.Counts counts = pages.counts(version.document(), version.n());
    if (counts.read() == 0) {
      Problem problem =
          pages
              .firstProblem(version.document(), version.n())
              .orElse(new Problem("pdf-no-pages", "The file has no pages."));
      throw new IngestException.Permanent(problem.code(), problem.detail());
    }
    transactions.inNew(() -> makeReadable(version));
    return result(counts);
  }

  private static Map<String, Object> result(PageStore.Counts counts) {
    var result = new LinkedHashMap<String, Object>();
    result.put("pages", counts.pages());
    result.put("pagesRead", counts.read());
    result.put("pagesFailed", counts.failed());
    result.put("pagesNeedingOcr", counts.needingOcr());
    return result;
  }

  private boolean makeReadable(Version version) {
    boolean isThere =
        documents.setState(version.document(), Document.State.READABLE, Optional.empty());
    if (isThere) {
      readable.fire(new DocumentReadable(version.document(), version.n()));
    }
    return isThere;
  }

  @Override
  public void gaveUp(Job job) {
    UUID document = job.document().orElseThrow();
    Optional<Version> version = documents.current(document);
    if (isAgain(job) && version.isPresent() && isWhollyRead(version.get())) {
      // What was read before still stands.
      makeReadable(version.get());
      return;
    }
    var state =
        job.state() == Job.State.CANCELLED ? Document.State.CANCELLED : Document.State.FAILED;
    documents.setState(document, state, job.problem());
  }

  private boolean isWhollyRead(Version version) {
    PageStore.Counts counts = pages.counts(version.document(), version.n());
    return counts.pages() > 0 && counts.read() + counts.failed() == counts.pages();
  }

  @Override
  public void queuedAgain(Job job) {
    UUID document = job.document().orElseThrow();
    documents.setState(document, Document.State.QUEUED, Optional.empty());
    documents.current(document).ifPresent(version -> pages.forgetProblems(document, version.n()));
  }

  private static String placed(Version version, IngestException problem) {
    String detail = String.valueOf(problem.getMessage());
    if (detail.startsWith("[" + version.name())) {
      return detail;
    }
    return detail.startsWith("[p.")
        ? "[" + version.name() + " " + detail.substring(1)
        : "[" + version.name() + "] " + detail;
  }

  /// One attempt at the pages that are not read yet, by the job's thread and whoever is free.
  private final class Reading {
    private final Job job;
    private final Version version;
    private final Path pdf;
    private final Queue<Open> open;
    private final int total;
    private final AtomicInteger done;
    private final Progress progress;
    private final AtomicBoolean stopped = new AtomicBoolean();

    Reading(Job job, Version version, Path pdf, int total, List<Open> open, Progress progress) {
      this.job = job;
      this.version = version;
      this.pdf = pdf;
      this.total = total;
      this.open = new ConcurrentLinkedQueue<>(open);
      this.done = new AtomicInteger(total - open.size());
      this.progress = progress;
    }

    void readAll(PdfFile file) throws Exception {
      progress.at("reading", done.get(), total);
      var helping = new ArrayList<Future<?>>();
      int worthwhile = Math.min(helpers, open.size() / PAGES_WORTH_A_HELPER);
      for (int i = 0; i < worthwhile; i++) {
        helping.add(helpersPool.submit(this::help));
      }
      try {
        readOpen(file);
      } catch (Throwable e) {
        stopped.set(true);
        throw e;
      } finally {
        awaitAll(helping);
      }
    }

    private void help() {
      if (open.isEmpty()) {
        return;
      }
      try (PdfFile file = source.open(pdf)) {
        readOpen(file);
      } catch (Throwable e) {
        stopped.set(true);
        throw e;
      }
    }

    private void readOpen(PdfFile file) {
      while (!stopped.get()) {
        Open page = open.poll();
        if (page == null) {
          return;
        }
        readOne(file, page);
        progress.at("reading", done.incrementAndGet(), total);
      }
    }

    private void readOne(PdfFile file, Open page) {
      PageReading reading;
      try {
        reading = source.read(file, page.number(), page.revision() + 1);
      } catch (IngestException.Permanent e) {
        pages.fail(
            version.document(),
            version.n(),
            page.number(),
            new Problem(e.code(), placed(version, e)));
        return;
      } catch (RuntimeException | StackOverflowError e) {
        LOG.warnf(e, "document %s p.%d cannot be read", version.document(), page.number());
        pages.fail(
            version.document(),
            version.n(),
            page.number(),
            new Problem(
                "page-not-read",
                "[%s p.%d] reading the page failed unexpectedly: %s. Print it to a new PDF, and report it with the log."
                    .formatted(version.name(), page.number(), e)));
        return;
      }
      if (page.revision() == 0 || !pages.isSame(version.document(), version.n(), reading)) {
        store(reading);
      }
    }

    private void store(PageReading reading) {
      boolean stored;
      try {
        stored =
            pages.add(
                version.document(),
                version.n(),
                reading,
                PageSource.TEXT_LAYER,
                "system",
                job.id());
      } catch (IngestException.Unavailable e) {
        if (!Sql.isMissingReference(e)) {
          throw e;
        }
        stored = false;
      }
      if (!stored && documents.current(version.document()).isEmpty()) {
        // Deleted while it was being read.
        throw new JobCancelledException();
      }
    }

    private void awaitAll(List<Future<?>> helping) throws Exception {
      Optional<Throwable> failure = Optional.empty();
      for (Future<?> each : helping) {
        try {
          each.get();
        } catch (ExecutionException e) {
          failure = Optional.ofNullable(e.getCause());
        } catch (InterruptedException e) {
          stopped.set(true);
          throw e;
        }
      }
      switch (failure.orElse(null)) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }
}
