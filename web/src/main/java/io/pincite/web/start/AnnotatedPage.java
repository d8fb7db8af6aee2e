package io.pincite.web.start;

import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A page's image with the boxes of its blocks drawn, each with what its reader called it, in the
/// colours that the viewer has for kinds of blocks; below it a legend of the labels that are there.
/// Labels of one kind share its colour and differ in the line.
final class AnnotatedPage {
  private static final int LETTERS = 14;
  private static final int MARGIN = 8;
  private static final int LINE = 22;
  private static final int FILL = 28;
  private static final int TAG = 11;

  /// Of a legend's entry; a label is whatever a model wrote.
  private static final int LONGEST = 40;

  /// Solid, dashed, dotted, and both.
  private static final float[][] LINES = {{}, {8, 5}, {2, 4}, {10, 4, 2, 4}};

  /// What blocks are told apart by.
  private record Mark(Block.Type type, String label) {
    static Mark of(PlacedBlock block) {
      String label = block.label().strip();
      String kind = block.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      return new Mark(block.type(), label.isEmpty() ? kind : shortened(label));
    }

    private static String shortened(String label) {
      return label.length() <= LONGEST ? label : label.substring(0, LONGEST - 1) + "…";
    }
  }

  private AnnotatedPage() {}

  /// @param image upright
  static BufferedImage of(List<PlacedBlock> blocks, BufferedImage image) {
    List<Mark> marks =
        blocks.stream().map(Mark::of).distinct().sorted(Comparator.comparing(Mark::type)).toList();
    var font = new Font(Font.SANS_SERIF, Font.PLAIN, LETTERS);
    int rows = marks.isEmpty() ? 0 : rows(marks, image.getWidth(), font);
    var annotated =
        new BufferedImage(
            image.getWidth(),
            image.getHeight() + (rows == 0 ? 0 : rows * LINE + MARGIN),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = annotated.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, annotated.getWidth(), annotated.getHeight());
      graphics.drawImage(image, 0, 0, null);
      for (PlacedBlock block : blocks) {
        draw(graphics, block, marks, image);
      }
      graphics.setFont(font);
      legend(graphics, marks, image);
    } finally {
      graphics.dispose();
    }
    return annotated;
  }

  private static void draw(
      Graphics2D graphics, PlacedBlock block, List<Mark> marks, BufferedImage image) {
    BoundingBox box = block.box();
    int x = (int) Math.round(box.x0() * image.getWidth());
    int y = (int) Math.round(box.y0() * image.getHeight());
    int width = (int) Math.max(1, Math.round(box.width() * image.getWidth()));
    int height = (int) Math.max(1, Math.round(box.height() * image.getHeight()));
    Mark mark = Mark.of(block);
    Color colour = colour(mark.type());
    graphics.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), FILL));
    graphics.fillRect(x, y, width, height);
    graphics.setColor(colour);
    graphics.setStroke(line(mark, marks));
    graphics.drawRect(x, y, width, height);
    tag(graphics, mark.label(), x, y);
  }

  private static BasicStroke line(Mark mark, List<Mark> marks) {
    List<Mark> alike =
        marks.stream().filter(each -> colour(each.type()).equals(colour(mark.type()))).toList();
    float[] dashes = LINES[Math.max(0, alike.indexOf(mark)) % LINES.length];
    return dashes.length == 0
        ? new BasicStroke(2)
        : new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dashes, 0);
  }

  /// Above the box's corner, or in it at the top of the page.
  private static void tag(Graphics2D graphics, String label, int x, int y) {
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, TAG));
    FontMetrics metrics = graphics.getFontMetrics();
    int top = Math.max(0, y - metrics.getHeight());
    int left = x;
    graphics.fillRect(left, top, metrics.stringWidth(label) + 6, metrics.getHeight());
    graphics.setColor(Color.WHITE);
    graphics.drawString(label, left + 3, top + metrics.getAscent());
  }

  private static int rows(List<Mark> marks, int width, Font font) {
    var probe = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      FontMetrics metrics = probe.getFontMetrics(font);
      int rows = 1;
      int x = MARGIN;
      for (Mark mark : marks) {
        int entry = entryWidth(metrics, mark);
        if (x > MARGIN && x + entry > width) {
          rows++;
          x = MARGIN;
        }
        x += entry;
      }
      return rows;
    } finally {
      probe.dispose();
    }
  }

  private static void legend(Graphics2D graphics, List<Mark> marks, BufferedImage image) {
    FontMetrics metrics = graphics.getFontMetrics();
    int x = MARGIN;
    int y = image.getHeight() + MARGIN;
    for (Mark mark : marks) {
      int entry = entryWidth(metrics, mark);
      if (x > MARGIN && x + entry > image.getWidth()) {
        x = MARGIN;
        y += LINE;
      }
      Color colour = colour(mark.type());
      graphics.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), FILL));
      graphics.fillRect(x, y, LETTERS, LETTERS);
      graphics.setColor(colour);
      graphics.setStroke(line(mark, marks));
      graphics.drawRect(x, y, LETTERS, LETTERS);
      graphics.setColor(Color.BLACK);
      graphics.drawString(mark.label(), x + LETTERS + MARGIN / 2 + 2, y + LETTERS - 2);
      x += entry;
    }
  }

  private static int entryWidth(FontMetrics metrics, Mark mark) {
    return LETTERS + MARGIN / 2 + 2 + metrics.stringWidth(mark.label()) + 2 * MARGIN;
  }

  /// The viewer's (`KINDS` in `ui/page.js`).
  static Color colour(Block.Type type) {
    return switch (type) {
      case HEADING -> new Color(0x7A3FB0);
      case PARAGRAPH -> new Color(0x2B6CB0);
      case LIST_ITEM -> new Color(0x0C7C86);
      case TABLE -> new Color(0xB4530A);
      case FIGURE, CAPTION -> new Color(0xA02C6C);
      case FORMULA -> new Color(0x5B6B00);
      case FOOTNOTE, OTHER -> new Color(0x54606E);
      case SEAL -> new Color(0xB3261E);
      case PAGE_HEADER, PAGE_FOOTER, PAGE_NUMBER -> new Color(0x7D7D7D);
    };
  }
}
