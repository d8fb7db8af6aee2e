package io.pincite.ingest;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The collections a caller may see.
public interface Collections {
  List<Collection> list(Caller caller);

  Optional<Collection> find(Caller caller, UUID collection);

  Collection create(Caller caller, String name);

  Collection rename(Caller caller, UUID collection, String name);

  /// Deletes an empty collection.
  ///
  /// @throws IngestException when it holds documents or is the default one
  void delete(Caller caller, UUID collection);
}
