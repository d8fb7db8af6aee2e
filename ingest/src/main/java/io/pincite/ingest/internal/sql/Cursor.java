package io.pincite.ingest.internal.sql;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.Listing;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Where a listing goes on: the id of the last item shown. Ids grow with time, so lists in the
/// order of ids, newest first, neither skip nor repeat when rows come in between.
public final class Cursor {
  public static final int MAX_LIMIT = 500;

  private Cursor() {}

  /// @throws IngestException.Invalid when it is not one of ours
  public static Optional<UUID> parse(Optional<String> cursor) {
    try {
      return cursor.map(
          text -> {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != 16) {
              throw new IllegalArgumentException(text);
            }
            return new UUID(bytes.getLong(), bytes.getLong());
          });
    } catch (IllegalArgumentException e) {
      throw new IngestException.Invalid(
          "invalid-cursor", "[cursor] this is not the 'next' of an earlier page of the list.");
    }
  }

  /// @throws IngestException.Invalid when it is out of bounds
  public static int checkedLimit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IngestException.Invalid(
          "invalid-limit", "[limit] %d is not in 1..%d.".formatted(limit, MAX_LIMIT));
    }
    return limit;
  }

  /// @param found up to one more than the limit, which tells that there is a next page
  public static <T> Listing<T> listing(List<T> found, int limit, Function<T, UUID> id) {
    if (found.size() <= limit) {
      return new Listing<>(found, Optional.empty());
    }
    List<T> items = found.subList(0, limit);
    return new Listing<>(items, Optional.of(text(id.apply(items.getLast()))));
  }

  private static String text(UUID id) {
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
