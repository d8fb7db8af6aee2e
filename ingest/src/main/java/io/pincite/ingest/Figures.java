package io.pincite.ingest;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// The figures of pages. A figure is known by its number among those of its page in one reading,
/// from 1: another reading may number them otherwise. Safe for use by many threads.
public interface Figures {

  /// A PNG of a figure, cut out of its page, cached.
  ///
  /// @param page 1-based
  /// @param revision of the reading that has the figure, or the current one
  /// @param figure 1-based
  /// @throws IngestException.NotFound where there is no such document, page or figure
  Path image(
      Caller caller,
      UUID document,
      Optional<Integer> version,
      int page,
      Optional<Integer> revision,
      int figure);
}
