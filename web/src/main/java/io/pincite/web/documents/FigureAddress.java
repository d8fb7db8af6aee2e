package io.pincite.web.documents;

import io.pincite.ocr.FigureLinks;
import java.util.Optional;
import java.util.UUID;

/// Where figures are fetched, from the root of this server.
public final class FigureAddress {
  private FigureAddress() {}

  /// A figure of a document, in the reading that has it under this number: it never changes.
  public static String of(UUID document, int version, int page, int revision, int figure) {
    return "/api/v1/documents/%s/pages/%d/figures/%d?version=%d&revision=%d"
        .formatted(document, page, figure, version, revision);
  }

  /// Those of a page of a document.
  public static FigureLinks of(UUID document, int version, int page, int revision) {
    return figure -> Optional.of(of(document, version, page, revision, figure));
  }

  /// Those of a page of a file that was only to be read.
  public static FigureLinks ofRequest(UUID job, int page) {
    return figure -> Optional.of("/api/v1/ocr/%s/pages/%d/figures/%d".formatted(job, page, figure));
  }
}
