package io.pincite.ingest.internal.reading;

import io.pincite.ingest.DocumentDeleting;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler;
import io.pincite.ingest.internal.files.FileStore;
import io.pincite.ingest.internal.files.PdfFiles;
import io.pincite.ingest.internal.images.PageImageCache;
import io.pincite.ingest.internal.jobs.OpenWork;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.DocumentStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Removes a document that nobody sees any more, with what was asked about pictures of its pages:
/// rows first, then the files that nothing else uses. After a crash between the two the next
/// attempt knows what went and which files are left.
@ApplicationScoped
class DeleteHandler implements JobHandler {
  private final DocumentStore documents;
  private final FileStore files;
  private final PdfFiles pdfFiles;
  private final PageImageCache images;
  private final OpenWork openWork;
  private final Transactions transactions;
  private final Event<DocumentDeleting> deleting;

  DeleteHandler(
      DocumentStore documents,
      FileStore files,
      PdfFiles pdfFiles,
      PageImageCache images,
      OpenWork openWork,
      Transactions transactions,
      Event<DocumentDeleting> deleting) {
    this.documents = documents;
    this.files = files;
    this.pdfFiles = pdfFiles;
    this.images = images;
    this.openWork = openWork;
    this.transactions = transactions;
    this.deleting = deleting;
  }

  @Override
  public Job.Type type() {
    return Job.Type.DELETE;
  }

  /// @param receipt how many of what there were
  /// @param files that nothing else uses
  private record Removed(Map<String, Long> receipt, List<String> files) {
    private static final String FILES = "left";

    Map<String, Object> kept() {
      var kept = new HashMap<String, Object>(receipt);
      kept.put(FILES, String.join(" ", files));
      return kept;
    }

    static Removed ofKept(Map<String, Object> kept) {
      var receipt = new LinkedHashMap<String, Long>();
      kept.forEach(
          (what, value) -> {
            if (value instanceof Number number) {
              receipt.put(what, number.longValue());
            }
          });
      String files = String.valueOf(kept.getOrDefault(FILES, ""));
      return new Removed(receipt, files.isEmpty() ? List.of() : List.of(files.split(" ")));
    }
  }

  @Override
  public Map<String, Object> run(Job job, Progress progress) throws Exception {
    UUID document = job.document().orElseThrow();
    progress.at("removing", 0, 1);
    Removed removed = transactions.inNew(() -> removeRows(job, document, progress));
    Map<String, Long> receipt = removed.receipt();
    for (String file : removed.files()) {
      Freed freed = removeUnused(file);
      receipt.merge("files", freed.files(), Long::sum);
      receipt.merge("bytes", freed.bytes(), Long::sum);
      receipt.merge("images", freed.images(), Long::sum);
    }
    return Map.copyOf(receipt);
  }

  private Removed removeRows(Job job, UUID document, Progress progress) {
    if (!documents.lockHidden(document)) {
      // An earlier attempt did it, and ended before its files were gone.
      return Removed.ofKept(job.result());
    }
    // What was asked about a page while the deletion was on its way is not cancelled yet.
    openWork.cancel(document, Job.Type.OCR);
    Map<String, Long> receipt = documents.count(document);
    deleting.fire(new DocumentDeleting(document, receipt));
    var removed = new Removed(receipt, documents.remove(document));
    progress.soFar(removed.kept());
    return removed;
  }

  record Freed(long files, long bytes, long images) {}

  /// Removes a file from disk unless a row needs it, such as that of the same bytes uploaded again
  /// a moment ago.
  Freed removeUnused(String sha256) {
    return transactions.inNew(
        () -> {
          documents.lockFile(sha256);
          if (documents.hasFile(sha256)) {
            return new Freed(0, 0, 0);
          }
          return removeFile(sha256);
        });
  }

  private Freed removeFile(String sha256) throws IOException {
    // The original goes last: while it is there, a crash leaves something for the sweep to find.
    long drawn = images.remove(sha256);
    pdfFiles.remove(sha256);
    long bytes = files.remove(sha256);
    return new Freed(bytes > 0 ? 1 : 0, bytes, drawn);
  }
}
