package io.pincite.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/// The stored documents. Safe for use by many threads; every method is its own transaction unless
/// one is open.
public interface Documents {

  /// Stores an upload while hashing it and queues its reading. The same bytes again in the same
  /// collection are the same document.
  ///
  /// @throws IngestException when it is too large, empty or not a kind of file that can be read, or
  ///     for an engine or mode that is not there
  Added add(Caller caller, Upload upload) throws IOException;

  /// Stores pictures as the pages of one document, in their order: a PDF that holds them as they
  /// are. The same pictures in the same order are the same document.
  ///
  /// @throws IngestException when one of them is no picture or has several pages, or all together
  ///     are too large
  Added addTogether(Caller caller, Pictures pictures) throws IOException;

  Optional<Document> find(Caller caller, UUID document);

  /// Newest first.
  Listing<Document> list(Caller caller, DocumentFilter filter);

  /// Renames, moves, or chooses when pages are read from their images.
  ///
  /// @throws IngestException when there is no such document or collection
  Document change(Caller caller, UUID document, DocumentChange change);

  /// Queues removal of everything there is of it; the job's result counts what was removed.
  Job delete(Caller caller, UUID document);

  /// Queues reading again. Where the same is queued already, or under way, that is it.
  ///
  /// @throws IngestException.Invalid `ocr-mode-not-served` for an engine or mode that is not there
  /// @throws IngestException.Conflict `reading-under-way` when something else is being read
  Job read(Caller caller, UUID document, ReadRequest request);

  /// Queues reading of the pages that nothing could read so far, of every document that has some.
  ///
  /// @param collection only its documents, or all that the caller may see
  List<Job> readNeedingOcr(Caller caller, Optional<UUID> collection);

  /// The original file.
  Path file(Caller caller, UUID document, Optional<Integer> version);

  /// The current readings of a version's pages, in page order; pages not yet read are missing.
  List<PageReading> pages(Caller caller, UUID document, Optional<Integer> version);

  /// The same pages without their text.
  List<PageGeometry> geometry(Caller caller, UUID document, Optional<Integer> version);

  /// What was the matter with the pages that could not be read, by their numbers; also with those
  /// that were read before and not the last time.
  SortedMap<Integer, Problem> problems(Caller caller, UUID document, Optional<Integer> version);

  Optional<PageReading> page(Caller caller, UUID document, Optional<Integer> version, int page);

  /// One revision of a page as it was, for places that were cited.
  Optional<PageReading> revision(Caller caller, UUID document, int version, int page, int revision);

  /// The document's elements across page breaks, under one heading tree.
  DocumentStructure structure(Caller caller, UUID document, Optional<Integer> version);

  /// A PNG of the page as displayed, upright as one of its readings found it, cached.
  ///
  /// @param revision of that reading, or the current one
  /// @param width in pixels
  Path pageImage(
      Caller caller,
      UUID document,
      Optional<Integer> version,
      int page,
      Optional<Integer> revision,
      int width);

  /// Called by the index when everything of this version can be searched.
  void indexed(UUID document, int version);

  /// @param contents read once, to its end; the caller closes it
  /// @param name as the user knows it; never used as a path
  /// @param engine who reads its images, if not the engine of the settings
  /// @param mode one of that engine's modes
  record Upload(
      InputStream contents,
      String name,
      Optional<UUID> collection,
      OcrChoice ocr,
      Optional<String> engine,
      Optional<String> mode,
      Optional<String> idempotencyKey) {

    /// One whose images the engine of the settings reads.
    public Upload(
        InputStream contents,
        String name,
        Optional<UUID> collection,
        OcrChoice ocr,
        Optional<String> idempotencyKey) {
      this(contents, name, collection, ocr, Optional.empty(), Optional.empty(), idempotencyKey);
    }
  }

  /// Pictures that are the pages of one document.
  ///
  /// @param name of the document
  /// @param engine who reads them, if not the engine of the settings
  /// @param mode one of that engine's modes
  record Pictures(
      List<Picture> pictures,
      String name,
      Optional<UUID> collection,
      OcrChoice ocr,
      Optional<String> engine,
      Optional<String> mode,
      Optional<String> idempotencyKey) {
    public Pictures {
      pictures = List.copyOf(pictures);
    }

    /// Those that the engine of the settings reads.
    public Pictures(
        List<Picture> pictures,
        String name,
        Optional<UUID> collection,
        OcrChoice ocr,
        Optional<String> idempotencyKey) {
      this(pictures, name, collection, ocr, Optional.empty(), Optional.empty(), idempotencyKey);
    }
  }

  /// @param contents read once, to its end; the caller closes it
  /// @param name as the user knows it; never used as a path
  record Picture(InputStream contents, String name) {}

  /// When the pages of a document are read from their images.
  enum OcrChoice {
    /// Each page as the evidence on it says.
    AUTO,
    /// Every page, whatever text it brings along.
    ALWAYS,
    /// None: a page without usable text stays unread.
    NEVER
  }

  record Added(Document document, Job job, boolean duplicate) {}

  record DocumentFilter(
      Optional<UUID> collection,
      Optional<Document.State> state,
      Optional<String> nameContains,
      int limit,
      Optional<String> cursor) {}

  /// What to read again, and how.
  ///
  /// @param engine an engine by its name, for this time only: `text-layer` leaves images alone, an
  ///     OCR engine reads every page from its image; without one the document's choice holds
  /// @param mode one of that engine's modes
  /// @param pages only these, 1-based; empty for all
  /// @param onlyNeedingOcr only pages that nothing could read so far
  /// @param ocr the document's choice from now on
  record ReadRequest(
      Optional<String> engine,
      Optional<String> mode,
      Set<Integer> pages,
      boolean onlyNeedingOcr,
      Optional<OcrChoice> ocr) {
    /// All pages, as the document's choice says.
    public static final ReadRequest ALL =
        new ReadRequest(Optional.empty(), Optional.empty(), Set.of(), false, Optional.empty());

    /// What nothing could read so far.
    public static final ReadRequest NEEDING_OCR =
        new ReadRequest(Optional.empty(), Optional.empty(), Set.of(), true, Optional.empty());

    public ReadRequest {
      pages = Set.copyOf(pages);
      if (pages.stream().anyMatch(page -> page < 1)) {
        throw new IllegalArgumentException("pages are numbered from 1");
      }
    }
  }

  /// @param ocr another choice than the one that holds has the document read again
  record DocumentChange(
      Optional<String> name, Optional<UUID> collection, Optional<OcrChoice> ocr) {}
}
