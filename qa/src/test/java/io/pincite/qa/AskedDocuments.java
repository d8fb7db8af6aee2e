package io.pincite.qa;

import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Span;
import io.pincite.ingest.TokenLayer;
import io.pincite.ocr.BoundingBox;
import io.pincite.samples.Truth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Documents put in, asked, and the words that answers box held against the generator's places.
record AskedDocuments(Documents documents, Questions questions) {

  /// A word that a citation boxes.
  record Placed(int page, BoundingBox box, String text, double confidence) {}

  UUID upload(String fileName, byte[] bytes) throws IOException {
    var upload =
        new Documents.Upload(
            new ByteArrayInputStream(bytes),
            fileName,
            Optional.empty(),
            Documents.OcrChoice.AUTO,
            Optional.empty());
    return documents.add(Caller.LOCAL, upload).document().id();
  }

  void awaitIndexed(Collection<UUID> uploaded) {
    for (UUID document : uploaded) {
      await()
          .atMost(Duration.ofMinutes(10))
          .until(
              () ->
                  documents.find(Caller.LOCAL, document).orElseThrow().state()
                      == Document.State.INDEXED);
    }
  }

  Answer ask(Set<UUID> scope, String question, Optional<UUID> conversation) {
    return questions.ask(
        new Question(
            Caller.LOCAL, question, scope, Optional.empty(), conversation, Optional.empty()));
  }

  Answer ask(UUID document, String question) {
    return ask(Set.of(document), question, Optional.empty());
  }

  /// The words a citation boxes, one after the other.
  List<Placed> words(Citation citation) {
    var words = new ArrayList<Placed>();
    for (Span span : citation.spans()) {
      PageReading page =
          documents
              .revision(
                  Caller.LOCAL,
                  citation.document(),
                  citation.version(),
                  span.page(),
                  span.revision())
              .orElseThrow();
      int[] text = page.layer().text().codePoints().toArray();
      for (TokenLayer.PlacedWord word : page.layer().words()) {
        if (word.start() < span.end() && span.start() < word.end()) {
          words.add(
              new Placed(
                  span.page(),
                  word.box(),
                  new String(text, word.start(), word.end() - word.start()),
                  word.confidence()));
        }
      }
    }
    return words;
  }

  /// The words of the short answer whose place no cited word has.
  List<Truth.Place> misplaced(Citation citation, Truth.Expected expected, double leastIou) {
    if (expected.answerWords().isEmpty()) {
      throw new IllegalArgumentException("nothing is expected in a place: " + expected);
    }
    List<Placed> cited = words(citation);
    return expected.answerWords().stream()
        .filter(
            place -> {
              Truth.Box box = place.box();
              var wanted = new BoundingBox(box.x0(), box.y0(), box.x1(), box.y1());
              return cited.stream()
                  .noneMatch(
                      word -> word.page() == place.page() && word.box().iou(wanted) >= leastIou);
            })
        .toList();
  }
}
