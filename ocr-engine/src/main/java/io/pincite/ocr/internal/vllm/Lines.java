package io.pincite.ocr.internal.vllm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The lines of a response, as bytes in one buffer, no more of them than is allowed.
final class Lines {

  /// More came than is taken.
  static final class TooLong extends IOException {
    TooLong(String message) {
      super(message);
    }
  }

  private final InputStream in;
  private final int most;
  private final int longest;
  private byte[] buffer = new byte[8_192];
  private int from;
  private int to;
  private int end;
  private long read;

  /// @param most bytes in all
  /// @param longest bytes of one line
  Lines(InputStream in, int most, int longest) {
    this.in = in;
    this.most = most;
    this.longest = longest;
  }

  /// Goes to the next line; a last one without a line end is one.
  ///
  /// @return false at the end
  boolean next() throws IOException {
    from = to;
    if (from < end && buffer[from] == '\n') {
      from++;
    }
    int looked = from;
    while (true) {
      for (; looked < end; looked++) {
        if (buffer[looked] == '\n') {
          to = looked;
          return true;
        }
      }
      if (end - from > longest) {
        throw new TooLong("a line of more than %,d bytes".formatted(longest));
      }
      int moved = from;
      if (!fill()) {
        to = end;
        return end > from;
      }
      looked -= moved - from;
    }
  }

  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, end - from);
      end -= from;
      from = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int got = in.read(buffer, end, buffer.length - end);
    if (got < 0) {
      return false;
    }
    read += got;
    if (read > most) {
      throw new TooLong("more than %,d bytes".formatted(most));
    }
    end += got;
    return true;
  }

  byte[] bytes() {
    return buffer;
  }

  /// Where the line begins in [#bytes].
  int from() {
    return from;
  }

  /// Where it ends, without its line end.
  int to() {
    return to > from && buffer[to - 1] == '\r' ? to - 1 : to;
  }

  boolean startsWith(byte[] start) {
    return to - from >= start.length
        && Arrays.equals(buffer, from, from + start.length, start, 0, start.length);
  }

  String text() {
    return new String(buffer, from, to() - from, StandardCharsets.UTF_8);
  }
}
