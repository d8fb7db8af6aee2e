package io.pincite.ocr.internal.reading;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.PageText;
import io.pincite.ocr.internal.image.GivenBoxes;
import java.util.ArrayList;
import java.util.List;

/// A page that was read in a mirror, as on the back of a slide: its boxes on the picture as it is.
final class Mirrored {
  private static final BoundingBox WHOLE = new BoundingBox(0, 0, 1, 1);

  private Mirrored() {}

  /// @param read of the picture in a mirror
  static PageText seen(PageText read) {
    GivenBoxes back = GivenBoxes.ofMirrored();
    List<Doubt> doubts = new ArrayList<>(read.doubts().stream().map(back::doubt).toList());
    doubts.add(new Doubt(Doubt.Kind.MIRRORED, WHOLE));
    // In a mirror a page turns the other way.
    int turn = (360 - read.turn()) % 360;
    return new PageText(back.blocks(read.blocks()), read.provenance(), turn, doubts);
  }
}
