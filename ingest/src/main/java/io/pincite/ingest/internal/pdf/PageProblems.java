package io.pincite.ingest.internal.pdf;

import io.pincite.ingest.IngestException;

/// The problems a single page can have.
final class PageProblems {
  private static final int LONGEST_FACT = 160;

  private PageProblems() {}

  static IngestException damaged(int page, Throwable cause) {
    var damaged =
        new IngestException.Permanent(
            "pdf-damaged",
            "[p.%d] the page is damaged (%s). Save the PDF again from the program it came from, or print it to a new PDF."
                .formatted(page, fact(cause)));
    damaged.initCause(cause);
    return damaged;
  }

  static IngestException tooComplex(int page, String fact, String setting) {
    return new IngestException.Permanent(
        "page-too-complex",
        "[p.%d] %s. Print the page to a new PDF, or raise pincite.ingest.pdf.%s."
            .formatted(page, fact, setting));
  }

  static IngestException tooLarge(int page, String fact) {
    return new IngestException.Permanent(
        "page-too-large",
        "[p.%d] %s. Ask for a narrower image, or raise pincite.ingest.pdf.max-page-image-pixels."
            .formatted(page, fact));
  }

  /// One short line about what went wrong, whatever a broken file puts into a message.
  static String fact(Throwable cause) {
    String message = cause.getMessage();
    if (cause instanceof StackOverflowError) {
      return "its parts contain each other";
    }
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > LONGEST_FACT ? line.substring(0, LONGEST_FACT) + "…" : line;
  }
}
