package io.pincite.ingest.internal.documents;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Figures;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.Ocr;
import io.pincite.ingest.OcrRequests;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.internal.figures.AbleEngine;
import io.pincite.ingest.internal.files.DocumentNames;
import io.pincite.ingest.internal.files.FileStore;
import io.pincite.ingest.internal.files.FileStore.Received;
import io.pincite.ingest.internal.files.PdfFiles;
import io.pincite.ingest.internal.images.PageImageCache;
import io.pincite.ingest.internal.reading.OcrListeners;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.OcrRequestStore;
import io.pincite.ingest.internal.store.OcrRequestStore.Stored;
import io.pincite.ocr.OcrTask;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Requests in PostgreSQL and the file store, within what the caller may see.
@ApplicationScoped
class StoredOcrRequests implements OcrRequests {
  /// Pixels across of a page that is looked at: A4 at 200 dpi, near enough, and a width in which
  /// pages are shown, so that most are drawn already.
  private static final int LOOKED_AT = 1600;

  private final OcrRequestStore requests;
  private final DocumentStore documents;
  private final FileStore files;
  private final PdfFiles pdfFiles;
  private final PageImageCache images;
  private final Jobs jobs;
  private final Ocr ocr;
  private final Documents shown;
  private final int widest;
  private final OcrListeners listeners;
  private final Transactions transactions;

  StoredOcrRequests(
      OcrRequestStore requests,
      DocumentStore documents,
      FileStore files,
      PdfFiles pdfFiles,
      PageImageCache images,
      Jobs jobs,
      Ocr ocr,
      Documents shown,
      IngestSettings settings,
      OcrListeners listeners,
      Transactions transactions) {
    this.requests = requests;
    this.documents = documents;
    this.files = files;
    this.pdfFiles = pdfFiles;
    this.images = images;
    this.jobs = jobs;
    this.ocr = ocr;
    this.shown = shown;
    this.widest = settings.maxImageWidth();
    this.listeners = listeners;
    this.transactions = transactions;
  }

  @Override
  public Job submit(Caller caller, Submission submission) throws IOException {
    return submit(caller, Optional.empty(), submission);
  }

  /// @param document whose page the file is a picture of: the request goes with it
  private Job submit(Caller caller, Optional<UUID> document, Submission submission)
      throws IOException {
    ocr.require(submission.engine(), submission.task(), submission.mode(), submission.prompt());
    requireTarget(submission);
    String nameInMessages = DocumentNames.clean(submission.name(), "file");
    try (Received received = files.receive(submission.contents(), nameInMessages)) {
      return transactions.in(() -> queue(caller, document, submission, received));
    }
  }

  @Override
  public Job locate(Caller caller, Sought sought) throws IOException {
    String engine = sought.engine().orElseGet(this::firstToAsk);
    ocr.require(Optional.of(engine), OcrTask.LOCATE, sought.mode(), Optional.empty());
    Path image =
        shown.pageImage(
            caller,
            sought.document(),
            sought.version(),
            sought.page(),
            Optional.empty(),
            Math.min(LOOKED_AT, widest));
    try (InputStream contents = Files.newInputStream(image)) {
      return submit(
          caller,
          Optional.of(sought.document()),
          new Submission(
              contents,
              "page-%d.png".formatted(sought.page()),
              Optional.of(engine),
              sought.mode(),
              OcrTask.LOCATE,
              Optional.of(sought.words()),
              Optional.empty(),
              Format.TEXT));
    }
  }

  private String firstToAsk() {
    return ocr.engines().stream()
        .filter(each -> each.tasks().contains(OcrTask.LOCATE))
        .map(Ocr.Status::engine)
        .findFirst()
        .orElseThrow(
            () ->
                new IngestException.Invalid(
                    "ocr-mode-not-served",
                    "No engine here can be asked where something is. Search the words of the page, or set up a model server (pincite.ocr.vllm.base-urls)."));
  }

  private static void requireTarget(Submission submission) {
    if ((submission.task() == OcrTask.LOCATE) != submission.target().isPresent()) {
      throw new IngestException.Invalid(
          "invalid-field",
          submission.target().isPresent()
              ? "[target] only LOCATE looks for something; leave the target out."
              : "[target] LOCATE looks for something; say for what.");
    }
  }

  private Job queue(
      Caller caller, Optional<UUID> document, Submission submission, Received received)
      throws IOException {
    // A deletion that comes now finds the request; one that has come is seen here.
    document
        .filter(each -> documents.lock(each).isEmpty())
        .ifPresent(
            gone -> {
              throw new IngestException.NotFound("document", gone);
            });
    documents.lockFile(received.sha256());
    files.keep(received);
    Job job = jobs.enqueue(caller, Job.Type.OCR, document, Map.of());
    requests.insert(
        caller,
        job.id(),
        submission,
        DocumentNames.clean(submission.name(), received.kind().extension()),
        received.sha256(),
        received.bytes(),
        received.kind().mediaType());
    return job;
  }

  @Override
  public Optional<Request> find(Caller caller, UUID job) {
    return jobs.find(caller, job)
        .flatMap(visible -> requests.find(visible.id()))
        .map(Stored::request);
  }

  @Override
  public List<Page> pages(Caller caller, UUID job, int after, int limit) {
    requireLimit(limit);
    return find(caller, job).isPresent() ? requests.pages(job, after, limit) : List.of();
  }

  @Override
  public Part part(Caller caller, UUID job, int after, int limit) {
    requireLimit(limit);
    if (find(caller, job).isEmpty()) {
      return new Part(List.of(), Optional.empty());
    }
    List<Page> pages = requests.pagesByNumber(job, after, limit + 1);
    if (pages.size() <= limit) {
      return new Part(pages, Optional.empty());
    }
    List<Page> some = pages.subList(0, limit);
    return new Part(some, Optional.of(some.getLast().number()));
  }

  private static void requireLimit(int limit) {
    if (limit < 1 || limit > MOST_PAGES) {
      throw new IllegalArgumentException(
          "%d pages at once; it is 1 to %d".formatted(limit, MOST_PAGES));
    }
  }

  @Override
  public Path pageImage(Caller caller, UUID job, int page, Optional<Integer> turn, int width) {
    Stored stored = visible(caller, job);
    return images.image(
        stored.sha256(),
        page,
        turn.orElseGet(() -> requests.turn(job, page)),
        width,
        () -> drawable(stored));
  }

  @Override
  public Path figureImage(Caller caller, UUID job, int page, int figure) {
    Stored stored = visible(caller, job);
    PageReading reading =
        requests.reading(job, page).orElseThrow(() -> new IngestException.NotFound("page", page));
    List<PlacedBlock> figures = reading.layer().figures();
    if (figure < 1 || figure > figures.size()) {
      throw new IngestException.NotFound("figure", figure);
    }
    return images.figure(
        stored.sha256(),
        page,
        reading.turn(),
        figures.get(figure - 1).box(),
        () -> drawable(stored));
  }

  @Override
  public Job readFigure(Caller caller, UUID job, int page, int figure, Figures.Wish wish)
      throws IOException {
    Path picture = figureImage(caller, job, page, figure);
    Stored stored = visible(caller, job);
    Request from = stored.request();
    String engine = AbleEngine.of(ocr, wish);
    try (var contents = Files.newInputStream(picture)) {
      return submit(
          caller,
          stored.document(),
          new Submission(
              contents,
              "%s p.%d figure %d.png".formatted(from.name(), page, figure),
              Optional.of(engine),
              wish.mode(),
              wish.task(),
              Optional.empty(),
              wish.prompt(),
              from.format()));
    }
  }

  private Stored visible(Caller caller, UUID job) {
    return jobs.find(caller, job)
        .flatMap(visible -> requests.find(visible.id()))
        .orElseThrow(() -> new IngestException.NotFound("job", job));
  }

  private PageImageCache.Drawable drawable(Stored stored) {
    return new PageImageCache.Drawable(
        pdfFiles.pdf(stored.sha256(), stored.mediaType()), pdfFiles.kind(stored.mediaType()));
  }

  @Override
  public AutoCloseable listen(UUID job, Listener listener) {
    return listeners.add(job, listener);
  }
}
