package io.pincite.ingest.knowntruth;

import io.pincite.ingest.internal.pdf.PdfFile;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.ingest.internal.pdf.PdfPage;
import io.pincite.ocr.BoundingBox;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The samples as the PDF reader sees them, each read once.
final class SampleFiles {
  private static final Map<Sample, List<PdfPage>> READ = new ConcurrentHashMap<>();

  private SampleFiles() {}

  static List<PdfPage> pages(Sample sample) {
    return READ.computeIfAbsent(sample, SampleFiles::read);
  }

  private static List<PdfPage> read(Sample sample) {
    try {
      Path folder = Files.createTempDirectory("samples");
      Path file = sample.write(folder);
      var pages = new ArrayList<PdfPage>();
      try (PdfFile pdf = PdfFile.open(file, PdfLimits.DEFAULTS)) {
        for (int page = 1; page <= pdf.pages(); page++) {
          pages.add(pdf.page(page));
        }
      }
      try (var files = Files.list(folder)) {
        for (Path each : files.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(folder);
      return pages;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  static BoundingBox box(Truth.Box box) {
    return BoundingBox.clamped(box.x0(), box.y0(), box.x1(), box.y1());
  }
}
