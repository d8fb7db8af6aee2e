package io.pincite.ingest;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.OcrTask;
import java.nio.file.Path;
import java.util.List;
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

  /// The figures of a page as it stands now, with what was said of them.
  ///
  /// @throws IngestException.NotFound where there is no such document or page
  OnPage onPage(Caller caller, UUID document, int page);

  /// Has an engine say what a figure of the page as it stands now shows: a job of type FIGURE. What
  /// it says becomes part of the page's text at the figure's place, marked as a model's words, in a
  /// new revision; it is searched and quoted there, and survives another reading of the page.
  ///
  /// @throws IngestException.NotFound where there is no such document, page or figure
  /// @throws IngestException.Invalid `ocr-mode-not-served` where no engine, or not the one that was
  ///     named, does such a thing; `invalid-field` for another task
  /// @throws IngestException.Conflict `reading-under-way` while the document is being read,
  ///     `document-unread` when it could not
  Job read(Caller caller, UUID document, int page, int figure, Wish wish);

  /// Takes what was said of a figure out of the page's text, in a new revision.
  ///
  /// @throws IngestException.NotFound where there is no such document, page or figure, or nothing
  ///     was said of it
  /// @throws IngestException.Conflict as for [#read]
  PageReading takeBack(Caller caller, UUID document, int page, int figure);

  /// @param task PARSE_FIGURE or DESCRIBE
  /// @param engine an engine by its name, if not the first that does the task
  /// @param mode one of that engine's modes
  /// @param prompt what it is asked instead of the task's own words
  record Wish(
      OcrTask task, Optional<String> engine, Optional<String> mode, Optional<String> prompt) {}

  /// @param revision that the figures are numbered in
  /// @param unplaced what was said of figures that are not there any more
  record OnPage(int version, int revision, List<Figure> figures, List<FigureReading> unplaced) {
    public OnPage {
      figures = List.copyOf(figures);
      unplaced = List.copyOf(unplaced);
    }
  }

  /// @param number from 1
  /// @param caption empty where there is none
  /// @param readings that are part of the page's text, newest first
  record Figure(int number, BoundingBox box, String caption, List<FigureReading> readings) {
    public Figure {
      readings = List.copyOf(readings);
    }
  }
}
