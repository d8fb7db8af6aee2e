package io.pincite.web.lists;

import io.pincite.ingest.Listing;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A list, or one page of a longer one.
///
/// @param next cursor of the page after this one
public record ItemsJson<T>(List<T> items, Optional<String> next) {

  public static <T> ItemsJson<T> of(List<T> items) {
    return new ItemsJson<>(items, Optional.empty());
  }

  public static <S, T> ItemsJson<T> of(Listing<S> listing, Function<S, T> form) {
    return new ItemsJson<>(listing.items().stream().map(form).toList(), listing.next());
  }
}
