package io.pincite.ingest;

import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.internal.reading.PlainReading;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Reads files without storing anything: no database, no data folder. What a page says, and how it
/// is decided how it is read, is the same as for a stored document.
///
/// Starts the OCR engine with the first page that needs it; close it when done. By one thread at a
/// time; the pages of a file are read at once on several.
public interface FileReader extends AutoCloseable {

  static FileReader of(IngestSettings ingest, OcrSettings ocr) {
    return new PlainReading(ingest, ocr);
  }

  /// How pages are read.
  ///
  /// @param engine who reads images, if not the engine of the settings
  /// @param mode one of that engine's modes
  record How(OcrChoice choice, Optional<String> engine, Optional<String> mode) {}

  /// Reads all pages of a file; images by the engine of the settings.
  ///
  /// @param progress hears how many of how many pages are read; called by any thread, one at a time
  /// @throws IngestException when the file as a whole cannot be read
  default Result read(Path file, OcrChoice choice, BiConsumer<Integer, Integer> progress)
      throws IOException {
    return read(file, new How(choice, Optional.empty(), Optional.empty()), progress);
  }

  /// Reads all pages of a file.
  ///
  /// @param progress hears how many of how many pages are read; called by any thread, one at a time
  /// @throws IngestException when the file as a whole cannot be read, or for an engine or mode that
  ///     is not there
  Result read(Path file, How how, BiConsumer<Integer, Integer> progress) throws IOException;

  /// Draws pages that were read, upright as their readings found them.
  ///
  /// @param file the one they were read from, a PDF or a picture
  /// @param width in pixels
  /// @param taker gets each page with its image, one after the other
  /// @throws IngestException when one of them cannot be drawn
  void draw(
      Path file, List<PageReading> pages, int width, BiConsumer<PageReading, BufferedImage> taker)
      throws IOException;

  /// Cuts the figures out of pages that were read, one after the other.
  ///
  /// @param file the one they were read from, a PDF or a picture
  /// @throws IngestException when a page with figures cannot be drawn
  void drawFigures(Path file, List<PageReading> pages, FigureTaker taker) throws IOException;

  /// Gets the figures of pages.
  interface FigureTaker {
    /// @param number of the figure among those of its page, from 1
    /// @param image of it, upright as the page was read
    void take(PageReading page, int number, BufferedImage image);
  }

  @Override
  void close();

  /// @param pages in order; those that could not be read are missing
  /// @param structure of those pages together
  /// @param problems of the others, by page number
  record Result(
      String mediaType,
      List<PageReading> pages,
      DocumentStructure structure,
      SortedMap<Integer, Problem> problems) {
    public Result {
      pages = List.copyOf(pages);
      problems = Collections.unmodifiableSortedMap(new TreeMap<>(problems));
    }
  }
}
