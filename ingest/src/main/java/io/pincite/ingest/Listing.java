package io.pincite.ingest;

import java.util.List;
import java.util.Optional;

/// One page of a longer list.
///
/// @param next opaque cursor of the page after this one
public record Listing<T>(List<T> items, Optional<String> next) {
  public Listing {
    items = List.copyOf(items);
  }
}
