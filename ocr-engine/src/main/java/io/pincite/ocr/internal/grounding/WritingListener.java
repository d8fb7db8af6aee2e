package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import java.util.List;

/// Hears what a model writes as soon as it is certain.
public interface WritingListener {

  /// One that listens to nothing.
  WritingListener NONE =
      new WritingListener() {
        @Override
        public void tag(String name, List<BoundingBox> boxes) {}

        @Override
        public void block(Written block) {}
      };

  /// The model named places, and is about to write what stands there.
  ///
  /// @param name a label such as `sub_title`, or the text itself where the model was asked for
  ///     lines
  void tag(String name, List<BoundingBox> boxes);

  /// More text behind the tags, as it came: with its markup, and before the block that it is of.
  default void text(CharSequence more) {}

  /// A block is complete; the next one in the order of the page.
  void block(Written block);
}
