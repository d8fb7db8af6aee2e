package io.pincite.ingest.internal.routing;

import io.pincite.ingest.SourceReason;
import io.pincite.ocr.BoundingBox;
import java.util.List;

/// How a page is to be read, and why.
public sealed interface Route {

  SourceReason reason();

  /// By the text it brings along.
  record TextLayer(SourceReason reason) implements Route {}

  /// Not at all: its own text is not usable, and its image is not to be read.
  record Unread(SourceReason reason) implements Route {}

  /// From its image as a whole.
  ///
  /// @param readable whether the page's own text would do where there is no engine
  /// @param spelled whether its own glyphs are all the text on it, so that who reads it can be held
  ///     against them
  record Whole(SourceReason reason, boolean readable, boolean spelled) implements Route {
    /// Of a page whose own text does not count.
    public Whole(SourceReason reason, boolean readable) {
      this(reason, readable, false);
    }
  }

  /// By the text it brings along, and these areas from their image.
  ///
  /// @param areas fractions of the page, apart from each other
  record Areas(SourceReason reason, List<BoundingBox> areas) implements Route {
    public Areas {
      areas = List.copyOf(areas);
    }
  }

  /// By the invisible text of an earlier OCR, if a few lines read again from the image say the
  /// same; else from the image as a whole.
  ///
  /// @param lines fractions of the page
  record IfConfirmed(SourceReason reason, List<BoundingBox> lines) implements Route {
    public IfConfirmed {
      lines = List.copyOf(lines);
    }
  }
}
