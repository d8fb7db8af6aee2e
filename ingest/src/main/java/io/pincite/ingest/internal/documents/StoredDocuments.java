package io.pincite.ingest.internal.documents;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Collection;
import io.pincite.ingest.Document;
import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.Documents;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.Listing;
import io.pincite.ingest.Ocr;
import io.pincite.ingest.PageGeometry;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Problem;
import io.pincite.ingest.internal.files.DocumentNames;
import io.pincite.ingest.internal.files.FileKind;
import io.pincite.ingest.internal.files.FileStore;
import io.pincite.ingest.internal.files.FileStore.Received;
import io.pincite.ingest.internal.files.PdfFiles;
import io.pincite.ingest.internal.files.PictureBinder;
import io.pincite.ingest.internal.images.PageImageCache;
import io.pincite.ingest.internal.jobs.OpenWork;
import io.pincite.ingest.internal.reading.ReadPayload;
import io.pincite.ingest.internal.sql.Cursor;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.CollectionStore;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.DocumentStore.Remembered;
import io.pincite.ingest.internal.store.DocumentStore.Version;
import io.pincite.ingest.internal.store.PageStore;
import io.pincite.ingest.internal.structure.Structures;
import io.pincite.ocr.OcrTask;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/// Documents in PostgreSQL and the file store, within what the caller may see.
@ApplicationScoped
class StoredDocuments implements Documents {
  private static final int MAX_KEY = 255;

  private final DocumentStore documents;
  private final PageStore pages;
  private final CollectionStore collections;
  private final FileStore files;
  private final PictureBinder binder;
  private final PdfFiles pdfFiles;
  private final PageImageCache images;
  private final Jobs jobs;
  private final OpenWork openWork;
  private final Ocr ocr;
  private final Transactions transactions;
  private final IngestSettings settings;

  StoredDocuments(
      DocumentStore documents,
      PageStore pages,
      CollectionStore collections,
      FileStore files,
      PictureBinder binder,
      PdfFiles pdfFiles,
      PageImageCache images,
      Jobs jobs,
      OpenWork openWork,
      Ocr ocr,
      Transactions transactions,
      IngestSettings settings) {
    this.documents = documents;
    this.pages = pages;
    this.collections = collections;
    this.files = files;
    this.binder = binder;
    this.pdfFiles = pdfFiles;
    this.images = images;
    this.jobs = jobs;
    this.openWork = openWork;
    this.ocr = ocr;
    this.transactions = transactions;
    this.settings = settings;
  }

  // --- adding -----------------------------------------------------------------------------------

  @Override
  public Added add(Caller caller, Upload upload) throws IOException {
    UUID collection = upload.collection().orElse(Collection.DEFAULT);
    requireCollection(caller, collection);
    requireKey(upload);
    if (upload.engine().isPresent() || upload.mode().isPresent()) {
      ocr.require(upload.engine(), OcrTask.DOCUMENT, upload.mode(), Optional.empty());
    }
    String nameInMessages = DocumentNames.clean(upload.name(), "file");
    try (Received received = files.receive(upload.contents(), nameInMessages)) {
      return transactions.in(() -> addReceived(caller, collection, upload, received));
    }
  }

  @Override
  public Added addTogether(Caller caller, Pictures pictures) throws IOException {
    UUID collection = pictures.collection().orElse(Collection.DEFAULT);
    requireCollection(caller, collection);
    if (pictures.pictures().isEmpty()) {
      throw new IngestException.Invalid("missing-field", "[file] there is no picture.");
    }
    Path bound = files.unfinished();
    try {
      bind(pictures, bound);
      String name = DocumentNames.clean(pictures.name(), "pdf");
      boolean named = name.toLowerCase(Locale.ROOT).endsWith(".pdf");
      try (var contents = Files.newInputStream(bound)) {
        return add(
            caller,
            new Upload(
                contents,
                named ? name : name + ".pdf",
                Optional.of(collection),
                pictures.ocr(),
                pictures.engine(),
                pictures.mode(),
                pictures.idempotencyKey()));
      }
    } finally {
      Files.deleteIfExists(bound);
    }
  }

  private void bind(Pictures pictures, Path bound) throws IOException {
    var received = new ArrayList<Received>();
    var bindable = new ArrayList<PictureBinder.Picture>();
    try {
      long bytes = 0;
      for (Picture picture : pictures.pictures()) {
        String name = DocumentNames.clean(picture.name(), "jpg");
        Received one = files.receive(picture.contents(), name);
        received.add(one);
        bytes += one.bytes();
        if (!one.kind().isPicture()) {
          throw new IngestException.NotADocument(
              "[%s] this is no picture; only pictures can be the pages of one document. Upload it by itself."
                  .formatted(name));
        }
        if (bytes > settings.maxFileSize().asLongValue()) {
          throw new IngestException.FileTooLarge(
              "[%s] with this picture all together have %,d bytes; the limit is %,d. Make two documents, or raise pincite.ingest.max-file-size."
                  .formatted(name, bytes, settings.maxFileSize().asLongValue()));
        }
        bindable.add(new PictureBinder.Picture(one.path(), one.kind(), name));
      }
      binder.bind(bindable, bound);
    } finally {
      for (Received one : received) {
        one.close();
      }
    }
  }

  private void requireCollection(Caller caller, UUID collection) {
    if (collections.find(caller, collection).isEmpty()) {
      throw new IngestException.NotFound("collection", collection);
    }
  }

  private static void requireKey(Upload upload) {
    upload
        .idempotencyKey()
        .filter(key -> key.isBlank() || key.length() > MAX_KEY || key.indexOf('\0') >= 0)
        .ifPresent(
            _ -> {
              throw new IngestException.Invalid(
                  "invalid-idempotency-key",
                  "[Idempotency-Key] a key has 1 to %d characters.".formatted(MAX_KEY));
            });
  }

  private Added addReceived(Caller caller, UUID collection, Upload upload, Received received)
      throws IOException {
    String name = DocumentNames.clean(upload.name(), received.kind().extension());
    Optional<Added> before =
        upload
            .idempotencyKey()
            .flatMap(
                key ->
                    answeredBefore(caller, key, fingerprint(collection, upload, name, received)));
    if (before.isPresent()) {
      return before.get();
    }
    documents.lockFile(received.sha256());
    Optional<UUID> same = documents.withSameBytes(collection, received.sha256());
    Added added =
        same.isPresent()
            ? duplicate(caller, same.get())
            : create(caller, collection, upload, name, received);
    upload
        .idempotencyKey()
        .ifPresent(
            key ->
                documents.remember(
                    caller, key, added.document().id(), added.job().id(), added.duplicate()));
    return added;
  }

  /// A key outlives an upgrade: what newer versions let an upload say has a line only where it is
  /// said.
  private static String fingerprint(
      UUID collection, Upload upload, String name, Received received) {
    var lines = new ArrayList<String>();
    lines.add(received.sha256());
    lines.add(collection.toString());
    lines.add(upload.ocr().name());
    lines.add(name);
    upload.engine().ifPresent(engine -> lines.add("engine " + engine));
    upload.mode().ifPresent(mode -> lines.add("mode " + mode));
    return String.join("\n", lines);
  }

  /// Empty when the key is new, or what it stood for has been deleted since.
  private Optional<Added> answeredBefore(Caller caller, String key, String fingerprint) {
    Optional<Remembered> remembered =
        documents.claim(caller, key, fingerprint, settings.idempotencyKeyAge());
    if (remembered.isEmpty()) {
      return Optional.empty();
    }
    Remembered before = remembered.get();
    if (!before.fingerprint().equals(fingerprint)) {
      throw new IngestException.Invalid(
          "idempotency-key-reused",
          "[Idempotency-Key %s] it was used for another upload within the last %s. Use a new key for each upload."
              .formatted(key, settings.idempotencyKeyAge()));
    }
    Optional<Document> document = before.document().flatMap(id -> documents.find(caller, id));
    Optional<Job> job = before.job().flatMap(id -> jobs.find(caller, id));
    return document.flatMap(found -> job.map(its -> new Added(found, its, before.duplicate())));
  }

  private Added create(
      Caller caller, UUID collection, Upload upload, String name, Received received)
      throws IOException {
    files.keep(received);
    UUID id =
        documents.insert(
            caller,
            collection,
            name,
            received.sha256(),
            received.bytes(),
            received.kind().mediaType(),
            upload.ocr(),
            upload.engine(),
            upload.mode());
    Job job = jobs.enqueue(caller, Job.Type.READ, Optional.of(id), Map.of());
    return new Added(visible(caller, id), job, false);
  }

  /// Who uploads a document again whose reading failed or was cancelled wants it read.
  private Added duplicate(Caller caller, UUID id) {
    Document document = visible(caller, id);
    return switch (document.state()) {
      case FAILED, CANCELLED -> {
        Job job = readAgain(caller, document, ReadRequest.ALL);
        yield new Added(visible(caller, id), job, true);
      }
      case QUEUED, READING, READABLE, INDEXED ->
          new Added(document, lastReading(caller, document), true);
    };
  }

  private Job lastReading(Caller caller, Document document) {
    return jobs.list(caller, readingOf(document.id())).items().stream()
        .findFirst()
        .orElseGet(() -> readAgain(caller, document, ReadRequest.ALL));
  }

  private static Jobs.JobFilter readingOf(UUID id) {
    return new Jobs.JobFilter(
        Optional.of(Job.Type.READ), Optional.empty(), Optional.of(id), 1, Optional.empty());
  }

  // --- looking ----------------------------------------------------------------------------------

  @Override
  public Optional<Document> find(Caller caller, UUID document) {
    return documents.find(caller, document);
  }

  @Override
  public Listing<Document> list(Caller caller, DocumentFilter filter) {
    int limit = Cursor.checkedLimit(filter.limit());
    return Cursor.listing(documents.list(caller, filter, limit + 1), limit, Document::id);
  }

  @Override
  public Path file(Caller caller, UUID document, Optional<Integer> version) {
    return files.path(version(caller, document, version).sha256());
  }

  @Override
  public List<PageReading> pages(Caller caller, UUID document, Optional<Integer> version) {
    Version found = version(caller, document, version);
    return pages.current(document, found.n());
  }

  @Override
  public List<PageGeometry> geometry(Caller caller, UUID document, Optional<Integer> version) {
    Version found = version(caller, document, version);
    return pages.geometry(document, found.n());
  }

  @Override
  public SortedMap<Integer, Problem> problems(
      Caller caller, UUID document, Optional<Integer> version) {
    Version found = version(caller, document, version);
    return pages.problems(document, found.n());
  }

  @Override
  public Optional<PageReading> page(
      Caller caller, UUID document, Optional<Integer> version, int page) {
    Version found = version(caller, document, version);
    return pages.current(document, found.n(), page);
  }

  @Override
  public Optional<PageReading> revision(
      Caller caller, UUID document, int version, int page, int revision) {
    Version found = version(caller, document, Optional.of(version));
    return pages.revision(document, found.n(), page, revision);
  }

  @Override
  public DocumentStructure structure(Caller caller, UUID document, Optional<Integer> version) {
    Version found = version(caller, document, version);
    return Structures.of(found.n(), pages.current(document, found.n()));
  }

  @Override
  public Path pageImage(
      Caller caller,
      UUID document,
      Optional<Integer> version,
      int page,
      Optional<Integer> revision,
      int width) {
    Version found = version(caller, document, version);
    int turn = pages.turn(document, found.n(), page, revision);
    return images.image(
        found.sha256(),
        page,
        turn,
        width,
        () ->
            new PageImageCache.Drawable(
                pdfFiles.pdf(found.sha256(), found.mediaType()), pdfFiles.kind(found.mediaType())));
  }

  private Version version(Caller caller, UUID document, Optional<Integer> version) {
    return documents
        .version(caller, document, version)
        .orElseThrow(() -> new IngestException.NotFound("document", document));
  }

  private Document visible(Caller caller, UUID document) {
    return documents
        .find(caller, document)
        .orElseThrow(() -> new IngestException.NotFound("document", document));
  }

  // --- changing ---------------------------------------------------------------------------------

  @Override
  public Document change(Caller caller, UUID document, DocumentChange change) {
    return transactions.in(
        () -> {
          Document found = visible(caller, document);
          change.name().ifPresent(name -> documents.rename(document, checkedName(name, found)));
          change
              .collection()
              .filter(target -> !target.equals(found.collection()))
              .ifPresent(target -> move(caller, found, target));
          change
              .ocr()
              .filter(choice -> choice != found.ocr())
              .ifPresent(choice -> choose(caller, found, choice));
          return visible(caller, document);
        });
  }

  private static String checkedName(String name, Document document) {
    if (name.isBlank()) {
      throw new IngestException.Invalid("invalid-name", "[name] a document needs a name.");
    }
    String extension =
        FileKind.ofMediaType(document.mediaType()).map(FileKind::extension).orElse("pdf");
    return DocumentNames.clean(name, extension);
  }

  private void choose(Caller caller, Document document, OcrChoice choice) {
    documents.choose(document.id(), choice);
    var request =
        new ReadRequest(Optional.empty(), Optional.empty(), Set.of(), false, Optional.of(choice));
    readAgain(caller, document, request);
  }

  private void move(Caller caller, Document document, UUID target) {
    requireCollection(caller, target);
    documents.lockFile(document.sha256());
    if (documents.withSameBytes(target, document.sha256()).isPresent()) {
      throw new IngestException.Conflict(
          "duplicate-in-collection",
          "[%s] the collection holds the same file already. Delete one of the two."
              .formatted(document.name()));
    }
    documents.move(document.id(), target);
  }

  @Override
  public Job delete(Caller caller, UUID document) {
    return transactions.in(
        () -> {
          visible(caller, document);
          openWork.cancel(document);
          documents.hide(document);
          return jobs.enqueue(caller, Job.Type.DELETE, Optional.of(document), Map.of());
        });
  }

  @Override
  public Job read(Caller caller, UUID document, ReadRequest request) {
    if (request.engine().isPresent() || request.mode().isPresent()) {
      ocr.require(request.engine().or(() -> engineOf(document)), request.mode());
    }
    return transactions.in(
        () -> {
          Document found = visible(caller, document);
          requirePages(found, request);
          request
              .ocr()
              .filter(choice -> choice != found.ocr())
              .ifPresent(choice -> documents.choose(document, choice));
          return readAgain(caller, found, request);
        });
  }

  private Optional<String> engineOf(UUID document) {
    return documents.current(document).flatMap(Version::engine);
  }

  private static void requirePages(Document document, ReadRequest request) {
    request.pages().stream()
        .filter(page -> page > document.pages())
        .max(Integer::compare)
        .ifPresent(
            page -> {
              throw new IngestException.Invalid(
                  "invalid-field",
                  "[pages] there is no page %,d; the document has %,d."
                      .formatted(page, document.pages()));
            });
  }

  @Override
  public List<Job> readNeedingOcr(Caller caller, Optional<UUID> collection) {
    collection.ifPresent(each -> requireCollection(caller, each));
    return documents.needingOcr(caller, collection).stream()
        .map(
            document ->
                transactions.in(
                    () -> readAgain(caller, visible(caller, document), ReadRequest.NEEDING_OCR)))
        .toList();
  }

  /// Reading that is still to be done, or under way, is not queued twice.
  private Job readAgain(Caller caller, Document document, ReadRequest request) {
    Map<String, Object> payload = ReadPayload.of(request);
    Optional<Job> open =
        jobs.list(caller, readingOf(document.id())).items().stream()
            .filter(job -> !job.state().isFinal())
            .findFirst();
    if (open.isPresent()) {
      boolean wholly = request.equals(ReadRequest.ALL) || request.equals(ReadRequest.NEEDING_OCR);
      boolean same = open.get().payload().equals(payload);
      // Work that has begun goes by the choice that held then.
      boolean begun = open.get().state() != Job.State.QUEUED;
      if (wholly || same && !(begun && request.ocr().isPresent())) {
        return open.get();
      }
      throw new IngestException.Conflict(
          "reading-under-way",
          "[%s] the document is being read just now. Wait until that is done, or cancel its job."
              .formatted(document.name()));
    }
    documents.setState(document.id(), Document.State.QUEUED, Optional.empty());
    return jobs.enqueue(caller, Job.Type.READ, Optional.of(document.id()), payload);
  }

  @Override
  public void indexed(UUID document, int version) {
    documents.setIndexed(document, version);
  }
}
