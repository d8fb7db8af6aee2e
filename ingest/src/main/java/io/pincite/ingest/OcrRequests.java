package io.pincite.ingest;

import io.pincite.ocr.Block;
import io.pincite.ocr.OcrTask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// OCR as a service: files whose page images are read, with nothing indexed and no document made.
/// The results are kept for a while after the job is over. Safe for use by many threads.
public interface OcrRequests {

  /// Stores an upload and queues its reading, a job of type OCR.
  ///
  /// @throws IngestException when it is too large, empty or not a kind of file that can be read, or
  ///     for an engine, mode or task that is not there
  Job submit(Caller caller, Submission submission) throws IOException;

  /// Queues looking for something on a page of a document, as the page is shown: a job of type OCR
  /// like any other, its one page that page's image, its blocks the places that were found. It is a
  /// job of the document: seen by whoever sees that, and gone with it.
  ///
  /// @throws IngestException.NotFound where there is no such document or page
  /// @throws IngestException.Invalid `ocr-mode-not-served` where nobody can be asked for that, or
  ///     not the engine that is named
  Job locate(Caller caller, Sought sought) throws IOException;

  /// What was asked for; empty where there is no such job, or its results are gone.
  Optional<Request> find(Caller caller, UUID job);

  /// How many pages are told at once at most.
  int MOST_PAGES = 100;

  /// The first [#MOST_PAGES] pages that are done, in the order in which they were.
  ///
  /// @param after only those done after the one with this ordinal; 0 for the first
  default List<Page> pages(Caller caller, UUID job, int after) {
    return pages(caller, job, after, MOST_PAGES);
  }

  /// Pages that are done, in the order in which they were.
  ///
  /// @param after only those done after the one with this ordinal; 0 for the first
  /// @param limit at most so many, 1 to [#MOST_PAGES]
  List<Page> pages(Caller caller, UUID job, int after, int limit);

  /// Pages that are done, in the order of the file.
  ///
  /// @param after only those behind the page of this number; 0 for the first
  /// @param limit at most so many, 1 to [#MOST_PAGES]
  Part part(Caller caller, UUID job, int after, int limit);

  /// Some of the pages that are done.
  ///
  /// @param next the number of the last of these pages where more are done behind it
  record Part(List<Page> pages, Optional<Integer> next) {
    public Part {
      pages = List.copyOf(pages);
    }
  }

  /// A PNG of a page, whether it is done or not, cached.
  ///
  /// @param page 1-based
  /// @param turn clockwise degrees the page is turned by: 0, 90, 180 or 270; without one as its
  ///     reading turned it, and not at all while there is none
  /// @param width in pixels
  /// @throws IngestException.NotFound where there is no such job or page, or its results are gone
  Path pageImage(Caller caller, UUID job, int page, Optional<Integer> turn, int width);

  /// A PNG of a figure of a page that is done, cut out of it, cached.
  ///
  /// @param page 1-based
  /// @param figure among those of its page, 1-based
  /// @throws IngestException.NotFound where there is no such job, page or figure, or its results
  ///     are gone
  Path figureImage(Caller caller, UUID job, int page, int figure);

  /// Has a figure of a page that is done read by itself: a request of its own, whose one page is
  /// the picture that [#figureImage] gives.
  ///
  /// @throws IngestException.NotFound as for the picture
  /// @throws IngestException.Invalid as for [Figures#read]
  Job readFigure(Caller caller, UUID job, int page, int figure, Figures.Wish wish)
      throws IOException;

  /// Tells what happens to a job's pages from now on, on the thread that does it; a listener must
  /// be quick. What happens on other nodes is not heard here; what is stored is seen by all.
  ///
  /// @return closes the subscription
  AutoCloseable listen(UUID job, Listener listener);

  /// Hears of pages while they are being read. What it hears of blocks and text may come out
  /// differently in the end: a page that is stored replaces it. Of one page it hears from one
  /// thread at a time.
  interface Listener {
    /// A page is read from its beginning: what was heard of it before is void. Comes before
    /// anything else, and again for every other try, by another engine or in another attempt of the
    /// job.
    ///
    /// @param turn clockwise degrees by which the page as the file shows it is turned for the boxes
    ///     heard from now on
    void begun(int page, int turn);

    /// The next block; it takes the place of the text heard since the block before.
    ///
    /// @param turn as the page was last begun, for whoever began to listen since
    void block(int page, int turn, Block block);

    /// A language model wrote some more of what comes after the last block; without its tags.
    void delta(int page, String text);

    /// The page is stored; nothing that is heard of it from now on counts.
    void stored(int page);
  }

  /// @param contents read once, to its end; the caller closes it
  /// @param name as the user knows it; never used as a path
  /// @param engine an engine by its name, if not that of the settings
  /// @param mode one of that engine's modes
  /// @param target what is looked for, in words; for [OcrTask#LOCATE], and only there
  /// @param prompt what a language model is asked instead of the task's own words
  record Submission(
      InputStream contents,
      String name,
      Optional<String> engine,
      Optional<String> mode,
      OcrTask task,
      Optional<String> target,
      Optional<String> prompt,
      Format format) {}

  /// @param version of the document, or the current one
  /// @param page 1-based
  /// @param words what is looked for
  /// @param engine an engine by its name, if not the first that can be asked
  /// @param mode one of that engine's modes
  record Sought(
      UUID document,
      Optional<Integer> version,
      int page,
      String words,
      Optional<String> engine,
      Optional<String> mode) {}

  /// @param name of the file
  record Request(
      UUID job,
      String name,
      Optional<String> engine,
      Optional<String> mode,
      OcrTask task,
      Optional<String> target,
      Optional<String> prompt,
      Format format) {}

  /// The form in which pages are wanted.
  enum Format {
    MARKDOWN,
    TEXT,
    /// With all words and their boxes.
    JSON,
    HTML
  }

  /// What became of a page.
  sealed interface Page {
    /// In which order pages were done, from 1; never given twice, also where a page that could not
    /// be read is tried again.
    int ordinal();

    /// 1-based
    int number();

    record Read(int ordinal, PageReading reading) implements Page {
      @Override
      public int number() {
        return reading.page();
      }
    }

    record Failed(int ordinal, int number, Problem problem) implements Page {}
  }
}
