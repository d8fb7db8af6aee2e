package io.pincite.ocr;

/// Hears of a page while it is being read. What it hears may come out differently in the end: only
/// the returned [PageText] counts. Called by one thread at a time for a page.
///
/// What there is to see of the page at any moment: the blocks heard since it was last
/// [#begun], and behind them the text heard since the last of those blocks.
public interface ReadingListener {

  /// One that listens to nothing.
  ReadingListener NONE =
      new ReadingListener() {
        @Override
        public void block(Block block) {}

        @Override
        public void delta(String text) {}
      };

  /// The page is read from its beginning: blocks and text heard before are void. Comes before the
  /// first of them, and once more whenever a server is asked again after its answer broke off, or
  /// another engine is asked; nothing may have been heard in between.
  ///
  /// @param turn clockwise degrees by which the page that was handed in is turned for the boxes of
  ///     the blocks that are heard from now on, as [PageText#turn]; 0 while nobody knows better
  default void begun(int turn) {}

  /// The next block of the page, with its box on the page as it was last begun; its lines may still
  /// be placed more exactly. It takes the place of the text that was heard since the block before.
  void block(Block block);

  /// A language model wrote some more of what comes after the last block: for people to read, and
  /// without the tags that name blocks, boxes and cells. Cells end with a tab, rows with a line
  /// end. After a block it begins with what the model had written beyond that block already.
  void delta(String text);
}
