package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import java.util.List;

/// Reads what a grounding model writes while it is being written: DeepSeek-OCR's grammar, in which
/// a tag names a part of the page and its boxes, and Markdown with HTML tables says what stands
/// there.
///
/// Whatever the input, it takes time in proportion to its length and memory in proportion to the
/// result and the one block that is open. What is not understood stays as text: nothing on a page
/// can end the reading of it. Where the pieces are cut makes no difference. One thread at a time.
public final class GroundedParser {

  /// A name longer than this, in characters, is no name: its mark was never closed. Models that are
  /// asked for lines write a line's text there.
  private static final int LONGEST_NAME = 2_000;

  /// More, in characters, than the boxes of everything that can be found on a page.
  private static final int LONGEST_BOXES = 65_536;

  /// White space between a name and its boxes.
  private static final int WIDEST_GAP = 8;

  private enum Place {
    BODY,
    NAME,
    /// Behind a name; its boxes should follow.
    GAP,
    BOXES
  }

  private final Body body;
  private Place place = Place.BODY;

  /// The beginning of what may become a mark.
  private final StringBuilder begun = new StringBuilder();

  /// What stands in the tag's part that is open.
  private final StringBuilder tag = new StringBuilder();

  private String name = "";
  private int brackets;

  public GroundedParser() {
    this(WritingListener.NONE);
  }

  public GroundedParser(WritingListener listener) {
    this.body = new Body(listener);
  }

  /// A whole output at once.
  public static GroundedText parse(String written) {
    var parser = new GroundedParser();
    parser.accept(written);
    return parser.finish();
  }

  /// A piece of text; marks are told by how they are spelled.
  public void accept(CharSequence more) {
    String text = more.toString();
    int from = 0;
    int i = 0;
    while (i < text.length()) {
      if (begun.isEmpty()) {
        int opened = text.indexOf('<', i);
        text(text, from, opened < 0 ? text.length() : opened);
        if (opened < 0) {
          return;
        }
        begun.append('<');
        i = opened + 1;
        from = i;
      } else if (goesOn(text.charAt(i))) {
        begun.append(text.charAt(i));
        i++;
        from = i;
        for (Mark mark : Mark.ALL) {
          if (mark.text.contentEquals(begun)) {
            begun.setLength(0);
            mark(mark);
            break;
          }
        }
      } else {
        flush();
        from = i;
      }
    }
  }

  /// A token of the model's own vocabulary; marks are told by their ids, so that the same
  /// characters printed on the page are text.
  ///
  /// @param text of the token, or as much of it as is complete in UTF-16
  public void accept(int token, String text) {
    for (Mark mark : Mark.ALL) {
      if (mark.token == token) {
        mark(mark);
        return;
      }
    }
    text(text, 0, text.length());
  }

  /// What is written of the block that is open, with its markup: beyond what the listener was told
  /// of in blocks.
  String underWay() {
    return body.underWay();
  }

  /// The end of what was written. Nothing may be accepted after it.
  public GroundedText finish() {
    // A single `<` may well be the last character of a page; `<|` is hardly that.
    boolean cut = begun.length() > 1;
    if (!cut) {
      flush();
    }
    cut |= place != Place.BODY;
    switch (place) {
      case BODY -> {}
      case NAME -> {
        // The beginning of a label says nothing; a line's text does.
        if (!Label.mayBe(tag.toString().strip())) {
          body.text(tag.toString(), 0, tag.length());
        }
      }
      case GAP -> nothingFollows();
      case BOXES -> {
        Boxes boxes = Boxes.read(tag);
        open(boxes.found());
      }
    }
    return body.finish(cut);
  }

  private boolean goesOn(char next) {
    int at = begun.length();
    for (Mark mark : Mark.ALL) {
      if (at < mark.text.length()
          && mark.text.charAt(at) == next
          && mark.text.startsWith(begun.toString())) {
        return true;
      }
    }
    return false;
  }

  /// What was begun is no mark.
  private void flush() {
    String text = begun.toString();
    begun.setLength(0);
    text(text, 0, text.length());
  }

  private void text(String text, int from, int to) {
    switch (place) {
      case BODY -> body.text(text, from, to);
      case NAME -> {
        tag.append(text, from, to);
        if (tag.length() > LONGEST_NAME) {
          noName();
        }
      }
      case GAP -> {
        int i = from;
        while (i < to && isSpace(text.charAt(i)) && tag.length() < WIDEST_GAP) {
          tag.append(text.charAt(i));
          i++;
        }
        if (i < to) {
          nothingFollows();
          body.text(text, i, to);
        }
      }
      case BOXES -> {
        int i = from;
        while (i < to && mayBeBoxes(text.charAt(i))) {
          char c = text.charAt(i);
          brackets += c == '[' ? 1 : 0;
          brackets -= c == ']' ? 1 : 0;
          tag.append(c);
          i++;
        }
        if (i < to) {
          boxesNotClosed();
          body.text(text, i, to);
        }
      }
    }
  }

  /// Boxes stand on one line; when all brackets are closed only separators and more brackets
  /// follow.
  private boolean mayBeBoxes(char c) {
    return c != '\n'
        && tag.length() < LONGEST_BOXES
        && (brackets > 0 || c == '[' || c == ' ' || c == ',' || c == ']');
  }

  private void mark(Mark mark) {
    if (mark == Mark.END) {
      return;
    }
    switch (place) {
      case BODY -> inBody(mark);
      case NAME -> inName(mark);
      case GAP -> {
        if (mark == Mark.BOXES) {
          boxes();
        } else {
          nothingFollows();
          inBody(mark);
        }
      }
      case BOXES -> {
        if (mark == Mark.BOXES_END) {
          open(Boxes.of(tag));
        } else {
          boxesNotClosed();
          inBody(mark);
        }
      }
    }
  }

  private void inBody(Mark mark) {
    switch (mark) {
      case NAME -> {
        tag.setLength(0);
        place = Place.NAME;
      }
      case BOXES -> {
        name = "";
        boxes();
      }
      case NAME_END, BOXES_END, END -> body.text(mark.text, 0, mark.text.length());
    }
  }

  private void inName(Mark mark) {
    switch (mark) {
      case NAME_END -> {
        name = tag.toString();
        tag.setLength(0);
        place = Place.GAP;
      }
      case BOXES -> {
        name = tag.toString();
        boxes();
      }
      case NAME, BOXES_END, END -> {
        noName();
        inBody(mark);
      }
    }
  }

  private void boxes() {
    tag.setLength(0);
    brackets = 0;
    place = Place.BOXES;
  }

  /// The mark of a name was not closed.
  private void noName() {
    place = Place.BODY;
    body.text(Mark.NAME.text, 0, Mark.NAME.text.length());
    body.text(tag.toString(), 0, tag.length());
  }

  /// A name without boxes: a label says what follows, other text stands in the line around it.
  private void nothingFollows() {
    String gap = tag.toString();
    String label = name.strip();
    if (Label.isKnown(label)) {
      open(List.of());
    } else {
      place = Place.BODY;
      body.text(name, 0, name.length());
    }
    body.text(gap, 0, gap.length());
  }

  /// What was complete counts; the rest is text.
  private void boxesNotClosed() {
    Boxes boxes = Boxes.read(tag);
    String rest = tag.substring(boxes.end());
    open(boxes.found());
    body.text(rest, 0, rest.length());
  }

  private void open(List<BoundingBox> boxes) {
    place = Place.BODY;
    body.open(name.strip(), boxes);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
