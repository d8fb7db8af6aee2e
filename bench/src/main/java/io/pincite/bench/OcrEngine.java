package io.pincite.bench;

import java.nio.file.Path;
import java.util.List;

/// An engine at its best setting on this machine, ours or another, in processes of its own.
interface OcrEngine extends AutoCloseable {

  /// @param language of the page, `en` or `zh`; only Tesseract is told it
  record Job(Path picture, String language) {}

  String name();

  /// Reads pictures, as many at a time as is best for it.
  List<ReadPage> read(List<Job> jobs);

  @Override
  void close();
}
