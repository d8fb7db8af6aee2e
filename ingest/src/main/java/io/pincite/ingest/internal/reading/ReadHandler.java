package io.pincite.ingest.internal.reading;

import io.pincite.ingest.Document;
import io.pincite.ingest.DocumentReadable;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Problem;
import io.pincite.ingest.internal.corrections.ReadAgain;
import io.pincite.ingest.internal.files.FileKind;
import io.pincite.ingest.internal.files.PdfFiles;
import io.pincite.ingest.internal.ocr.OcrEngines;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.DocumentStore.Version;
import io.pincite.ingest.internal.store.OcrReadingStore;
import io.pincite.ingest.internal.store.PageStore;
import io.pincite.ingest.internal.store.PageStore.Open;
import io.pincite.ocr.Provenance;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Reads a document page by page, each stored in a transaction of its own, and makes it readable
/// when all are. What an earlier attempt stored is not read again.
@ApplicationScoped
class ReadHandler implements JobHandler {
  private final DocumentStore documents;
  private final PageStore pages;
  private final PdfFiles pdfFiles;
  private final PageSource source;
  private final Transactions transactions;
  private final Proofreading proofreading;
  private final Event<DocumentReadable> readable;
  private final Parts parts;

  ReadHandler(
      DocumentStore documents,
      PageStore pages,
      ReadAgain again,
      OcrReadingStore readings,
      PdfFiles pdfFiles,
      PageSource source,
      ImageReader images,
      OcrEngines engines,
      OcrThreads threads,
      IngestSettings settings,
      Transactions transactions,
      Proofreading proofreading,
      Event<DocumentReadable> readable) {
    this.documents = documents;
    this.pages = pages;
    this.pdfFiles = pdfFiles;
    this.source = source;
    this.transactions = transactions;
    this.proofreading = proofreading;
    this.readable = readable;
    int helpers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    this.parts =
        new Parts(
            documents,
            pages,
            again,
            readings,
            source,
            images,
            engines,
            threads,
            settings.jobAttempts(),
            helpers,
            Executors.newFixedThreadPool(
                helpers, Thread.ofPlatform().daemon().name("page-reader-", 1).factory()));
  }

  /// What an attempt works with.
  ///
  /// @param jobAttempts after how many of them a page is given up
  record Parts(
      DocumentStore documents,
      PageStore pages,
      ReadAgain again,
      OcrReadingStore readings,
      PageSource source,
      ImageReader images,
      OcrEngines engines,
      OcrThreads threads,
      int jobAttempts,
      int helpers,
      ExecutorService helpersPool) {

    ReadAgain.Stored store(Version version, PageReading reading, Provenance provenance, UUID job) {
      try {
        return again.store(version.document(), version.n(), reading, provenance, "system", job);
      } catch (IngestException.Unavailable e) {
        if (Sql.isMissingReference(e)) {
          return ReadAgain.Stored.NOT_STORED;
        }
        throw e;
      }
    }
  }

  @PreDestroy
  void stop() {
    parts.helpersPool().shutdownNow();
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
      throw new IngestException.Permanent(
          e.code(), PageFailures.placed(version.name(), e.problem().detail()));
    }
  }

  private Map<String, Object> read(Job job, Version version, Progress progress) throws Exception {
    var request = ReadPayload.of(job);
    if (pdfFiles.isConverted(version.mediaType())) {
      progress.at("converting", 0, 0);
    }
    Path path = pdfFiles.pdf(version.sha256(), version.mediaType());
    FileKind kind = pdfFiles.kind(version.mediaType());
    progress.at("opening", 0, 0);
    try (PageFile file = source.open(path, kind)) {
      pages.begin(version.document(), version.n(), file.pages());
      List<Open> open = openPages(job, version, request);
      var attempt =
          new Attempt(parts, job, version, request, () -> source.open(path, kind), progress);
      attempt.read(file, open);
    }
    return finish(version);
  }

  private List<Open> openPages(Job job, Version version, ReadPayload request) {
    if (!request.again()) {
      return pages.unread(version.document(), version.n());
    }
    List<Open> open =
        request.onlyUnread()
            ? pages.needingOcr(version.document(), version.n())
            : pages.notReadBy(job.id(), version.document(), version.n());
    return open.stream().filter(page -> request.asksFor(page.number())).toList();
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
    result.put("pagesReadByOcr", counts.readByOcr());
    result.put("pagesDoubtful", counts.doubtful());
    return result;
  }

  private boolean makeReadable(Version version) {
    boolean isThere =
        documents.setState(version.document(), Document.State.READABLE, Optional.empty());
    if (isThere) {
      readable.fire(new DocumentReadable(version.document(), version.n()));
      proofreading.queue(version.document(), version.n());
    }
    return isThere;
  }

  @Override
  public void gaveUp(Job job) {
    UUID document = job.document().orElseThrow();
    Optional<Version> version = documents.current(document);
    if (ReadPayload.of(job).again() && version.isPresent() && isWhollyRead(version.get())) {
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
    if (!ReadPayload.of(job).again()) {
      documents.current(document).ifPresent(version -> pages.forgetProblems(document, version.n()));
    }
  }
}
