package io.pincite.ingest.internal.files;

import io.pincite.ingest.IngestException;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/// The PDF that a document is read and drawn from: the original itself, or what an office file was
/// converted to.
@Singleton
public class PdfFiles {
  private final FileStore files;

  public PdfFiles(FileStore files) {
    this.files = files;
  }

  public boolean isConverted(String mediaType) {
    return !mediaType.equals(FileKind.PDF.mediaType());
  }

  /// Converts an office file where that was not done before, which may take long.
  ///
  /// @throws IngestException.Permanent when it cannot be converted
  public Path pdf(String sha256, String mediaType) {
    if (!isConverted(mediaType)) {
      return files.path(sha256);
    }
    throw new IngestException.Permanent(
        "office-converter-missing",
        "Office files are not read yet. Save the document as a PDF and upload that.");
  }

  /// Removes what was made from an original that is gone.
  public void remove(String sha256) {}
}
