package io.pincite.web.start;

import io.pincite.ingest.PageReading;
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
import java.util.List;

/// A page's image with the boxes of its blocks drawn, a colour for each type, and below it a legend
/// of the types that are there.
final class AnnotatedPage {
  private static final int LETTERS = 14;
  private static final int MARGIN = 8;
  private static final int LINE = 22;
  private static final int FILL = 28;

  private AnnotatedPage() {}

  /// @param image upright
  static BufferedImage of(PageReading page, BufferedImage image) {
    List<Block.Type> types =
        page.layer().blocks().stream().map(PlacedBlock::type).distinct().sorted().toList();
    var font = new Font(Font.SANS_SERIF, Font.PLAIN, LETTERS);
    int rows = types.isEmpty() ? 0 : rows(types, image.getWidth(), font);
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
      graphics.setFont(font);
      graphics.setStroke(new BasicStroke(2));
      for (PlacedBlock block : page.layer().blocks()) {
        draw(graphics, block, image);
      }
      legend(graphics, types, image);
    } finally {
      graphics.dispose();
    }
    return annotated;
  }

  private static void draw(Graphics2D graphics, PlacedBlock block, BufferedImage image) {
    BoundingBox box = block.box();
    int x = (int) Math.round(box.x0() * image.getWidth());
    int y = (int) Math.round(box.y0() * image.getHeight());
    int width = (int) Math.max(1, Math.round(box.width() * image.getWidth()));
    int height = (int) Math.max(1, Math.round(box.height() * image.getHeight()));
    Color colour = colour(block.type());
    graphics.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), FILL));
    graphics.fillRect(x, y, width, height);
    graphics.setColor(colour);
    graphics.drawRect(x, y, width, height);
  }

  private static int rows(List<Block.Type> types, int width, Font font) {
    var probe = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      FontMetrics metrics = probe.getFontMetrics(font);
      int rows = 1;
      int x = MARGIN;
      for (Block.Type type : types) {
        int entry = entryWidth(metrics, type);
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

  private static void legend(Graphics2D graphics, List<Block.Type> types, BufferedImage image) {
    FontMetrics metrics = graphics.getFontMetrics();
    int x = MARGIN;
    int y = image.getHeight() + MARGIN;
    for (Block.Type type : types) {
      int entry = entryWidth(metrics, type);
      if (x > MARGIN && x + entry > image.getWidth()) {
        x = MARGIN;
        y += LINE;
      }
      graphics.setColor(colour(type));
      graphics.fillRect(x, y, LETTERS, LETTERS);
      graphics.setColor(Color.BLACK);
      graphics.drawString(type.name(), x + LETTERS + MARGIN / 2, y + LETTERS - 2);
      x += entry;
    }
  }

  private static int entryWidth(FontMetrics metrics, Block.Type type) {
    return LETTERS + MARGIN / 2 + metrics.stringWidth(type.name()) + 2 * MARGIN;
  }

  /// Eight colours that people with any kind of colour vision tell apart (Okabe and Ito, 2008),
  /// furniture of the page in greys.
  static Color colour(Block.Type type) {
    return switch (type) {
      case HEADING -> new Color(0xD55E00);
      case PARAGRAPH -> new Color(0x0072B2);
      case LIST_ITEM -> new Color(0x56B4E9);
      case TABLE -> new Color(0x009E73);
      case FIGURE -> new Color(0xCC79A7);
      case CAPTION -> new Color(0xE69F00);
      case FORMULA -> new Color(0xB8A800);
      case FOOTNOTE -> new Color(0x6A3D9A);
      case SEAL -> new Color(0xC00000);
      case PAGE_HEADER -> new Color(0x808080);
      case PAGE_FOOTER -> new Color(0x606060);
      case PAGE_NUMBER -> new Color(0xA0A0A0);
      case OTHER -> new Color(0x202020);
    };
  }
}
