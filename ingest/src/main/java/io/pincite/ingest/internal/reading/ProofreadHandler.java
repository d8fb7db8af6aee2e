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
import io.pincite.ingest.internal.ocr.EngineStart.Started;
import io.pincite.ingest.internal.ocr.OcrEngines;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.routing.Route;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.DocumentStore.Version;
import io.pincite.ingest.internal.store.Kept;
import io.pincite.ingest.internal.store.OcrReadingStore;
import io.pincite.ingest.internal.store.PageStore;
import io.pincite.ingest.internal.store.PageStore.Open;
import io.pincite.ingest.internal.store.ReadBy;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageRequest;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.ReadingListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Has the engine of this process read the lines of a document's pages that so far only a model has
/// read, when nobody else wants that engine, and places what the model wrote once more. No server
/// is asked. Pages change many at once; those that were read again meanwhile do not, those that
/// were corrected do later. A page that fails stays as it is and holds up no other.
@ApplicationScoped
class ProofreadHandler implements JobHandler {
  private static final Logger LOG = Logger.getLogger(ProofreadHandler.class);
  private static final String STAGE = "proofreading";
  private static final long LOOK_UP_MILLIS = 250;

  /// Pages that change together: a contract's all, so that it is indexed once; of a book not so
  /// many that they fill the memory, or a transaction takes long.
  private static final int PAGES_AT_ONCE = 100;

  /// When a document is not being read, and was not given up.
  private static final Set<Document.State> SETTLED =
      EnumSet.of(Document.State.READABLE, Document.State.INDEXED);

  private final DocumentStore documents;
  private final PageStore pages;
  private final ReadAgain again;
  private final OcrReadingStore readings;
  private final PdfFiles pdfFiles;
  private final PageSource source;
  private final ImageReader images;
  private final OcrEngines engines;
  private final OcrThreads threads;
  private final Proofreading proofreading;
  private final int jobAttempts;
  private final Transactions transactions;
  private final Event<DocumentReadable> readable;

  ProofreadHandler(
      DocumentStore documents,
      PageStore pages,
      ReadAgain again,
      OcrReadingStore readings,
      PdfFiles pdfFiles,
      PageSource source,
      ImageReader images,
      OcrEngines engines,
      OcrThreads threads,
      Proofreading proofreading,
      IngestSettings settings,
      Transactions transactions,
      Event<DocumentReadable> readable) {
    this.documents = documents;
    this.pages = pages;
    this.again = again;
    this.readings = readings;
    this.pdfFiles = pdfFiles;
    this.source = source;
    this.images = images;
    this.engines = engines;
    this.threads = threads;
    this.proofreading = proofreading;
    this.jobAttempts = settings.jobAttempts();
    this.transactions = transactions;
    this.readable = readable;
  }

  @Override
  public Job.Type type() {
    return Job.Type.PROOFREAD;
  }

  @Override
  public Map<String, Object> run(Job job, Progress progress) throws Exception {
    UUID document = job.document().orElseThrow();
    Optional<Version> found = documents.current(document);
    if (found.isEmpty()) {
      return Map.of("documentGone", true);
    }
    Version version = found.get();
    List<Open> left = pages.linesUnread(document, version.n());
    progress.at(STAGE, 0, left.size());
    if (left.isEmpty()) {
      return result(0, 0);
    }
    progress.onlyWaits(Progress.For.IDLE_ENGINE);
    boolean isLast = job.attempts() >= jobAttempts;
    int changed = 0;
    for (int from = 0; from < left.size(); from += PAGES_AT_ONCE) {
      List<ImageReader.Outcome> better = readSome(version, left, from, isLast, progress);
      OptionalInt stored = transactions.inNew(() -> store(job, version, better));
      if (stored.isEmpty()) {
        // Whoever reads it again just now queues this work once more.
        break;
      }
      changed += stored.getAsInt();
    }
    progress.at(STAGE, left.size(), left.size());
    return result(left.size(), changed);
  }

  private static Map<String, Object> result(int pages, int changed) {
    var result = new LinkedHashMap<String, Object>();
    result.put("pages", pages);
    result.put("pagesChanged", changed);
    return result;
  }

  // --- reading ----------------------------------------------------------------------------------

  /// As many of the pages left as change together.
  private List<ImageReader.Outcome> readSome(
      Version version, List<Open> left, int from, boolean isLast, Progress progress)
      throws Exception {
    Path path = pdfFiles.pdf(version.sha256(), version.mediaType());
    FileKind kind = pdfFiles.kind(version.mediaType());
    Queue<PageFile> idle = new ConcurrentLinkedQueue<>();
    var better = new ArrayList<ImageReader.Outcome>();
    try {
      int end = Math.min(left.size(), from + PAGES_AT_ONCE);
      for (int i = from; i < end; i++) {
        int done = i;
        try (var run =
            new PageRun(
                threads.lane(true),
                () -> Optional.ofNullable(idle.poll()).orElseGet(() -> source.open(path, kind)),
                idle::add)) {
          read(version, left.get(i), run, isLast, () -> progress.at(STAGE, done, left.size()))
              .ifPresent(better::add);
        }
      }
    } finally {
      idle.forEach(PageFile::close);
    }
    return better;
  }

  /// A page read in a thread of its own, while this one hears whether it is still wanted.
  private Optional<ImageReader.Outcome> read(
      Version version, Open page, PageRun run, boolean isLast, Runnable tick)
      throws InterruptedException {
    var task = new FutureTask<Optional<ImageReader.Outcome>>(() -> read(version, page, run));
    Thread thread = Thread.ofVirtual().name("proofread-page-" + page.number()).start(task);
    try {
      while (true) {
        tick.run();
        try {
          return task.get(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException goesOn) {
          // Others come first, for as long as they like.
        }
      }
    } catch (ExecutionException e) {
      rethrowWhatIsNoPages(version, isLast, e);
      LOG.infof(e.getCause(), "[%s p.%d] is not proofread", version.name(), page.number());
      return Optional.empty();
    } finally {
      run.breakOff();
      awaitEnd(thread);
    }
  }

  /// Only what says something of the page alone leaves it as it is.
  private static void rethrowWhatIsNoPages(
      Version version, boolean isLast, ExecutionException failure) {
    switch (failure.getCause()) {
      case ImageReader.EngineFailed failed when !isLast -> {
        Problem problem = failed.problem();
        throw new IngestException.Unavailable(
            problem.code(), PageFailures.placed(version.name(), problem.detail()), failed);
      }
      case IngestException.Unavailable cause -> throw cause;
      case JobCancelledException cause -> throw cause;
      case CancellationException cause -> throw cause;
      case RuntimeException _, StackOverflowError _, OutOfMemoryError _ -> {}
      case Error cause -> throw cause;
      case null, default -> throw new IllegalStateException(failure);
    }
  }

  private static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<ImageReader.Outcome> read(Version version, Open page, PageRun run) {
    Optional<PageReading> found =
        pages.revision(version.document(), version.n(), page.number(), page.revision());
    Optional<Provenance> by = pages.provenance(version.document(), version.n(), page);
    Optional<ModelOutput> output =
        found.flatMap(PageReading::usage).flatMap(PageReading.Usage::output);
    if (by.isEmpty() || output.isEmpty()) {
      return Optional.empty();
    }
    PageReading before = found.orElseThrow();
    Started engine;
    try {
      engine = engines.running(before.engine());
    } catch (IngestException.Unavailable notAnyMore) {
      LOG.infof(notAnyMore, "[%s p.%d] is not proofread", version.name(), page.number());
      return Optional.empty();
    }
    if (!engine.identity().version().equals(by.get().version())) {
      // Seen before the page is drawn. Another version would place the words otherwise.
      return Optional.empty();
    }
    ImageReader.Outcome outcome =
        images.read(
            source,
            run,
            page.number(),
            page.revision() + 1,
            new Route.Whole(before.sourceReason(), false),
            asked(engine, new OnceMore(engine.reader(), output.get(), by.get())),
            new SameAnswer(readings, before.turn(), output.get()),
            ReadingListener.NONE);
    return Optional.of(outcome)
        // What was written of it is about the page as it stood then.
        .filter(after -> after.reading().turn() == before.turn())
        .map(after -> new ImageReader.Outcome(asBefore(after.reading(), before), by.get()));
  }

  private static Asked asked(Started engine, PageReader reader) {
    return new Asked(
        new Started(reader, engine.identity(), engine.device(), engine.remark(), () -> {}),
        OcrTask.DOCUMENT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        true,
        List.of(),
        Optional.empty());
  }

  /// What the page took to read is what its model took.
  private static PageReading asBefore(PageReading after, PageReading before) {
    return new PageReading(
        after.page(),
        after.revision(),
        after.width(),
        after.height(),
        after.unit(),
        after.rotation(),
        after.source(),
        after.sourceReason(),
        before.engine(),
        before.mode(),
        after.confidence(),
        after.layer(),
        after.turn(),
        after.doubts(),
        after
            .usage()
            .flatMap(PageReading.Usage::output)
            .flatMap(
                output ->
                    before
                        .usage()
                        .map(usage -> new PageReading.Usage(usage.millis(), Optional.of(output)))));
  }

  /// The engine would not make the reading today that it made then.
  private static final class NotAgain extends RuntimeException {}

  /// An engine that places once more what was written before.
  private record OnceMore(PageReader engine, ModelOutput output, Provenance by)
      implements PageReader {
    @Override
    public PageReaderCapabilities capabilities() {
      return engine.capabilities();
    }

    @Override
    public PageText read(PageImage page) {
      return begin(PageRequest.of(page)).read(ReadingListener.NONE);
    }

    @Override
    public Begun begin(PageRequest request) {
      return engine.again(request.image(), output, by).orElseThrow(NotAgain::new);
    }
  }

  /// What is kept of images of which the model has written the same, and of which all lines were
  /// read.
  ///
  /// @param turn of the page when it wrote
  private record SameAnswer(OcrReadingStore readings, int turn, ModelOutput output)
      implements ImageReader.Known {
    @Override
    public Optional<Kept> find(int page, Optional<BoundingBox> area, String raster, ReadBy by) {
      return Optional.empty();
    }

    @Override
    public Optional<Kept> same(String pixels, ReadBy by) {
      return readings.whole(pixels, turn, by.engine(), output.text());
    }

    @Override
    public void keep(
        int page, Optional<BoundingBox> area, String raster, ReadBy by, String pixels, Kept read) {
      readings.complete(pixels, by.engine(), read.text());
    }
  }

  // --- storing ----------------------------------------------------------------------------------

  /// @return how many pages have changed; nothing where the document is not as it was any more
  private OptionalInt store(Job job, Version version, List<ImageReader.Outcome> better) {
    UUID document = version.document();
    boolean isSettled = documents.lock(document).filter(SETTLED::contains).isPresent();
    boolean isCurrent =
        documents.current(document).filter(now -> now.n() == version.n()).isPresent();
    if (!isSettled || !isCurrent) {
      return OptionalInt.empty();
    }
    int changed = 0;
    boolean isBehind = false;
    for (ImageReader.Outcome each : better) {
      ReadAgain.Stored stored =
          again.store(document, version.n(), each.reading(), each.provenance(), "system", job.id());
      changed += stored == ReadAgain.Stored.NEW ? 1 : 0;
      isBehind |= stored == ReadAgain.Stored.NOT_STORED;
    }
    if (isBehind) {
      // Corrected meanwhile: its lines are as they were.
      proofreading.queue(document, version.n());
    }
    if (changed > 0) {
      documents.setState(document, Document.State.READABLE, Optional.empty());
      readable.fire(new DocumentReadable(document, version.n()));
    }
    return OptionalInt.of(changed);
  }
}
