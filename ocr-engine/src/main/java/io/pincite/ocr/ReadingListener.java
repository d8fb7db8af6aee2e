package io.pincite.ocr;

/// Hears of a page while it is being read. What it hears may come out differently in the end: only
/// the returned [PageText] counts. Called by one thread at a time for a page.
public interface ReadingListener {

  /// One that listens to nothing.
  ReadingListener NONE =
      new ReadingListener() {
        @Override
        public void block(Block block) {}

        @Override
        public void delta(String text) {}
      };

  /// A block was found; its lines may still be placed more exactly.
  void block(Block block);

  /// A language model wrote some more.
  void delta(String text);
}
