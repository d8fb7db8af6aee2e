package io.pincite.web.documents;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The part of a file that a `Range` header asks for.
///
/// @param first byte, from 0
/// @param last byte, inclusive; before the first where the file has no such part
record ByteRange(long first, long last) {
  private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /// Empty where the whole file is to be sent: no header, several ranges, or one that makes no
  /// sense.
  static Optional<ByteRange> parse(@Nullable String header, long size) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher matcher = ONE_RANGE.matcher(header.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String from = matcher.group(1);
    String to = matcher.group(2);
    if (from.isEmpty() && to.isEmpty()) {
      return Optional.empty();
    }
    if (from.isEmpty()) {
      long length = Long.parseLong(to);
      return Optional.of(
          length == 0
              ? new ByteRange(size, size - 1)
              : new ByteRange(Math.max(0, size - length), size - 1));
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
    boolean backwards = !to.isEmpty() && Long.parseLong(to) < first;
    return backwards ? Optional.empty() : Optional.of(new ByteRange(first, last));
  }

  boolean isSatisfiable() {
    return first <= last;
  }

  long length() {
    return last - first + 1;
  }

  String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(first, last, size);
  }
}
