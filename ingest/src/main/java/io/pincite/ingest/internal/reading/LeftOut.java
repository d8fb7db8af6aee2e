package io.pincite.ingest.internal.reading;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.internal.pdf.LeftOutPicture;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import java.util.ArrayList;
import java.util.List;

/// The larger pictures that a page should show and does not: nobody can have read them.
record LeftOut(List<LeftOutPicture> pictures) {

  /// Smaller pictures are logos and marks; [io.pincite.ingest.internal.routing.Router] reads none
  /// of that size either.
  private static final double LEAST_PICTURE = 0.04;

  LeftOut {
    pictures = List.copyOf(pictures);
  }

  static LeftOut of(List<LeftOutPicture> pictures) {
    return new LeftOut(
        pictures.stream().filter(picture -> picture.box().area() >= LEAST_PICTURE).toList());
  }

  boolean isEmpty() {
    return pictures.isEmpty();
  }

  /// The reading with a sentence about them, and a doubt where one left a gap without words.
  PageReading noted(PageReading reading) {
    if (isEmpty()) {
      return reading;
    }
    var doubts = new ArrayList<>(reading.doubts());
    for (LeftOutPicture picture : pictures) {
      if (reading.layer().words().stream().noneMatch(word -> isIn(word, picture.box()))) {
        doubts.add(new Doubt(Doubt.Kind.UNCERTAIN, picture.box()));
      }
    }
    return reading.noted(sentence(), doubts);
  }

  private static boolean isIn(TokenLayer.PlacedWord word, BoundingBox box) {
    return box.contains(word.box().centerX(), word.box().centerY());
  }

  /// What is wrong with a page of which there is nothing else.
  IngestException unreadable(int page) {
    return new IngestException.Permanent(
        "picture-unreadable",
        "[p.%d] the page is a picture that cannot be shown: %s. Print the PDF to a new PDF in a program that shows the page, or scan it again as JPEG or PNG."
            .formatted(page, pictures.getFirst().reason()));
  }

  private String sentence() {
    String reason = pictures.getFirst().reason();
    return pictures.size() == 1
        ? "A picture on it cannot be shown, so nothing in it is read: %s.".formatted(reason)
        : "%d pictures on it cannot be shown, so nothing in them is read; of the first, %s."
            .formatted(pictures.size(), reason);
  }
}
