package io.pincite.ocr.internal.lines;

import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/// A line of text drawn with the platform's serif font, and where its words stand.
///
/// @param places of the words between the spaces, in pixels
public record DrawnLine(String text, LineImage image, List<Place> places) {

  /// Of the drawn letters, in pixels: 12 points at 200 dpi.
  public static final int FONT_SIZE = 33;

  private static final int MARGIN = 10;

  public record Place(double left, double right) {}

  public static DrawnLine of(String text) {
    var font = new Font(Font.SERIF, Font.PLAIN, FONT_SIZE);
    var context = new FontRenderContext(null, true, true);
    int width = (int) Math.ceil(font.getStringBounds(text, context).getWidth()) + 2 * MARGIN;
    int height = (int) Math.ceil(font.getLineMetrics(text, context).getHeight()) + MARGIN;
    var pixels = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var graphics = pixels.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLACK);
    graphics.setFont(font);
    float baseline = MARGIN / 2f + font.getLineMetrics(text, context).getAscent();
    graphics.drawString(text, MARGIN, baseline);
    graphics.dispose();

    List<Place> places = new ArrayList<>();
    int from = 0;
    for (String word : text.split(" ", -1)) {
      double left = font.getStringBounds(text.substring(0, from), context).getWidth();
      double right =
          font.getStringBounds(text.substring(0, from + word.length()), context).getWidth();
      places.add(new Place(MARGIN + left, MARGIN + right));
      from += word.length() + 1;
    }
    return new DrawnLine(text, image(pixels), List.copyOf(places));
  }

  /// The pixels of a picture as a line image.
  public static LineImage image(BufferedImage pixels) {
    int width = pixels.getWidth();
    int height = pixels.getHeight();
    byte[] rgb = new byte[3 * width * height];
    int[] packed = pixels.getRGB(0, 0, width, height, null, 0, width);
    for (int i = 0; i < packed.length; i++) {
      rgb[3 * i] = (byte) (packed[i] >> 16);
      rgb[3 * i + 1] = (byte) (packed[i] >> 8);
      rgb[3 * i + 2] = (byte) packed[i];
    }
    return new LineImage(width, height, rgb);
  }
}
