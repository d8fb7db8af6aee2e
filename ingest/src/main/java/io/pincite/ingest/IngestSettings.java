package io.pincite.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/// Limits and measures of reading documents and of durable work.
@ConfigMapping(prefix = "pincite.ingest")
public interface IngestSettings {

  /// Largest file that is taken.
  @WithDefault("200M")
  MemorySize maxFileSize();

  /// Longest side of a page, in points of 1/72 inch; 14,400 is 200 inches, what PDF readers agree
  /// on.
  @WithDefault("14400")
  int maxPagePoints();

  Pdf pdf();

  /// What one PDF file may cost.
  interface Pdf {
    /// Most pages a document may have.
    @WithDefault("5000")
    int maxPages();

    /// Most pixels of a page image, and of one picture drawn on it.
    @WithDefault("64000000")
    long maxPageImagePixels();

    /// Most bytes of one page's drawing instructions, unpacked.
    @WithDefault("64M")
    MemorySize maxContent();

    /// Most drawing instructions of one page.
    @WithDefault("10000000")
    long maxOperators();

    /// Most characters of one page.
    @WithDefault("500000")
    int maxGlyphs();

    /// Longest time one page may take to be read, or drawn.
    @WithDefault("30s")
    Duration pageTime();

    /// Memory for what is buffered of a file; more goes to a temporary file.
    @WithDefault("16M")
    MemorySize scratchMemory();
  }

  Office office();

  /// How office files are turned into PDF.
  interface Office {
    /// The LibreOffice program: a name to be found on the path, or a whole path.
    @WithDefault("soffice")
    String command();

    /// Longest time one conversion may take.
    @WithDefault("120s")
    Duration timeout();
  }

  /// Widest page image, in pixels.
  @WithDefault("4000")
  int maxImageWidth();

  /// Room for cached page images; the least recently used go first.
  @WithDefault("1G")
  MemorySize imageCacheSize();

  /// Jobs that work at once in this process, not counting documents that only wait for their page
  /// images; by default one a processor and at least two. 0: this process runs none.
  OptionalInt jobThreads();

  /// How often work is tried before it has failed, interruptions by a crash included.
  @WithDefault("5")
  int jobAttempts();

  /// Pause before the second attempt; each further one is four times as long, at most a minute.
  @WithDefault("1s")
  Duration jobRetryPause();

  /// How long a request is remembered by its idempotency key.
  @WithDefault("24h")
  Duration idempotencyKeyAge();
}
