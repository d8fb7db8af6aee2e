package io.pincite.ingest.internal.reading;

import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.PageImage;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What an image shows, and what is known to stand on it, as a number: two images with the same one
/// read the same.
final class Pixels {
  private Pixels() {}

  /// SHA-256 of its size, its resolution and its colours, row by row, and of the words with their
  /// places.
  static String sha256(PageImage page, List<StyledWord> words) {
    BufferedImage image = page.pixels();
    int width = image.getWidth();
    MessageDigest digest = digest();
    digest.update(
        ByteBuffer.allocate(16)
            .putInt(width)
            .putInt(image.getHeight())
            .putDouble(page.dpi())
            .flip());
    boolean isPlain = image.getType() == BufferedImage.TYPE_INT_RGB;
    int[] row = new int[width];
    byte[] colours = new byte[3 * width];
    for (int y = 0; y < image.getHeight(); y++) {
      if (isPlain) {
        image.getRaster().getDataElements(0, y, width, 1, row);
      } else {
        image.getRGB(0, y, width, 1, row, 0, width);
      }
      for (int x = 0, at = 0; x < width; x++) {
        int colour = row[x];
        colours[at++] = (byte) (colour >> 16);
        colours[at++] = (byte) (colour >> 8);
        colours[at++] = (byte) colour;
      }
      digest.update(colours);
    }
    for (StyledWord word : words) {
      digest.update(word.toString().getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
