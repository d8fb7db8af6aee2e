package io.pincite.ingest;

import io.pincite.ocr.BoundingBox;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What readers correct in the text of pages, and what that teaches about other pages. Safe for use
/// by many threads.
public interface Corrections {

  /// Makes a new revision of a page in which a text stands in place of a run of words, and has the
  /// document indexed anew. Words that stay keep their boxes; new ones share the place of those
  /// they replace.
  ///
  /// @throws IngestException.Conflict `page-changed` when the page has another revision by now,
  ///     `reading-under-way` while the document is being read, `document-unread` when it could not
  /// @throws IngestException.Invalid `invalid-field` for a run that is not on one line, a text that
  ///     is not one line, or one that changes nothing
  Corrected correct(Caller caller, UUID document, int page, Change change);

  /// All corrections of a document, oldest first.
  List<Correction> list(Caller caller, UUID document);

  /// What a recogniser can learn from a collection: every correction that holds, by document and
  /// page, but for those that lie on one another.
  List<TrainingPair> trainingPairs(Caller caller, UUID collection);

  /// Weak words of a page that were corrected elsewhere in the document's collection when they were
  /// read like this. Never applied by itself.
  Proposals proposals(Caller caller, UUID document, int page);

  /// @param revision that `start` and `end` count in
  /// @param start code points of the page's text, inclusive
  /// @param end likewise, exclusive
  /// @param text one line; empty to take the words out
  record Change(int revision, int start, int end, String text) {}

  /// @param page as it stands now
  /// @param corrections one for each word that another took the place of, and for each other run
  ///     of words that changed
  record Corrected(PageReading page, List<Correction> corrections) {
    public Corrected {
      corrections = List.copyOf(corrections);
    }
  }

  /// @param line where the corrected words stand now; absent where they stand nowhere
  record TrainingPair(Correction correction, Optional<LineOnPage> line) {}

  /// A line as its page says it now.
  ///
  /// @param revision of the page
  record LineOnPage(int revision, BoundingBox box, String text) {}

  /// @param revision that the places count in
  record Proposals(int revision, List<Proposal> items) {
    public Proposals {
      items = List.copyOf(items);
    }
  }

  /// @param start code points of the page's text, inclusive
  /// @param end likewise, exclusive
  /// @param read what the page says
  /// @param proposed what it may have to say
  /// @param exact whether the earlier correction was of the very same text
  /// @param correction where the proposal comes from
  record Proposal(
      int start,
      int end,
      BoundingBox box,
      String read,
      String proposed,
      boolean exact,
      Correction correction) {}
}
