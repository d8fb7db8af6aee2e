package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.ReadingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// A page while a model writes it: tells a [ReadingListener] of every block as soon as it is
/// complete, and of the text of the block under way as it grows.
///
/// A block without a box cannot be shown on the page: its text goes on to be heard as text. One
/// thread at a time.
public final class LivePage {
  private final int turn;
  private final Function<Written, List<Block>> placing;
  private final ReadingListener listener;

  /// Blocks that the piece at hand made complete.
  private final List<Written> complete = new ArrayList<>();

  /// Text that the piece at hand brought.
  private final StringBuilder brought = new StringBuilder();

  /// What was written of blocks that have no place.
  private final StringBuilder homeless = new StringBuilder();

  private ShownText shown = new ShownText();
  private GroundedParser parser = new GroundedParser(new Ear());

  /// @param turn clockwise degrees by which the page the model is shown was turned
  /// @param placing the blocks of a page that one block of the model becomes; none where it is no
  ///     part of the page
  public LivePage(int turn, Function<Written, List<Block>> placing, ReadingListener listener) {
    this.turn = turn;
    this.placing = placing;
    this.listener = listener;
  }

  private final class Ear implements WritingListener {
    @Override
    public void tag(String name, List<BoundingBox> boxes) {}

    @Override
    public void text(CharSequence more) {
      brought.append(more);
    }

    @Override
    public void block(Written block) {
      complete.add(block);
    }
  }

  /// The answer begins, or begins anew.
  public void begin() {
    complete.clear();
    brought.setLength(0);
    homeless.setLength(0);
    shown = new ShownText();
    parser = new GroundedParser(new Ear());
    listener.begun(turn);
  }

  /// More of the answer.
  public void piece(String text) {
    parser.accept(text);
    tell(parser::underWay);
  }

  /// The answer is over; what is open is complete.
  public void end() {
    parser.finish();
    tell(() -> "");
  }

  private void tell(Supplier<String> underWay) {
    boolean isPlaced = false;
    for (Written written : complete) {
      List<Block> blocks = written.boxes().isEmpty() ? List.of() : placing.apply(written);
      if (blocks.isEmpty()) {
        String text = WrittenAs.plainText(List.of(written)).strip();
        homeless.append(text).append(text.isEmpty() ? "" : "\n\n");
      }
      for (Block block : blocks) {
        listener.block(block);
        isPlaced = true;
      }
    }
    complete.clear();
    String more = brought.toString();
    brought.setLength(0);
    if (isPlaced) {
      // What came so far is in the blocks, but for this.
      shown = new ShownText();
      more = homeless + underWay.get();
    }
    String seen = shown.accept(more);
    if (!seen.isEmpty()) {
      listener.delta(seen);
    }
  }
}
