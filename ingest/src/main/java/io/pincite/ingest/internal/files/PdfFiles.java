package io.pincite.ingest.internal.files;

import io.pincite.ingest.DataFolder;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.internal.office.OfficeConverter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file that a document is read and drawn from: the original itself where it is a PDF or a
/// picture, or the PDF that an office file was converted to.
@Singleton
public class PdfFiles {
  private final FileStore files;
  private final OfficeConverter converter;
  private final Path root;

  public PdfFiles(FileStore files, OfficeConverter converter, DataFolder dataFolder) {
    this.files = files;
    this.converter = converter;
    this.root = dataFolder.folder("converted");
  }

  /// What the file that is read and drawn is: a picture, or a PDF.
  public FileKind kind(String mediaType) {
    return FileKind.ofMediaType(mediaType).filter(FileKind::isPicture).orElse(FileKind.PDF);
  }

  public boolean isConverted(String mediaType) {
    return kind(mediaType) == FileKind.PDF && !mediaType.equals(FileKind.PDF.mediaType());
  }

  /// Converts an office file where that was not done before, which may take long.
  ///
  /// @throws IngestException.Permanent when it cannot be converted
  public Path pdf(String sha256, String mediaType) {
    if (!isConverted(mediaType)) {
      return files.path(sha256);
    }
    Path pdf = converted(sha256);
    if (Files.isRegularFile(pdf)) {
      return pdf;
    }
    FileKind kind =
        FileKind.ofMediaType(mediaType)
            .orElseThrow(() -> new IllegalStateException("no such kind of file: " + mediaType));
    try {
      converter.convert(files.path(sha256), kind.extension(), pdf);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while converting " + sha256, interrupted);
    }
    return pdf;
  }

  /// Removes what was made from an original that is gone.
  public void remove(String sha256) {
    try {
      Files.deleteIfExists(converted(sha256));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Removes the working folders of conversions that were going on when the process was killed.
  /// Only at start.
  public int removeUnfinished() throws IOException {
    int removed = 0;
    for (Path folder : FolderTree.named(root, 2, "converting-")) {
      FolderTree.delete(folder);
      removed++;
    }
    return removed;
  }

  private Path converted(String sha256) {
    return root.resolve(sha256.substring(0, 2)).resolve(sha256 + ".pdf");
  }
}
