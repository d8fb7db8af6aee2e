package io.pincite.ingest.internal.pages;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.PageReading;
import io.pincite.ocr.ImageFile;
import io.pincite.ocr.OcrException;
import io.pincite.ocr.PageImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The pages of a picture file: one of a photograph, many of a fax.
record PicturePages(ImageFile file) implements PageFile {

  static PicturePages open(Path path, ImageFile.Limits limits) {
    return readable("", () -> new PicturePages(ImageFile.open(path, limits)));
  }

  @Override
  public int pages() {
    return file.pages();
  }

  @Override
  public Optional<String> remark() {
    return file.remark();
  }

  @Override
  public PageSize size(int page) {
    ImageFile.Size size = readable(place(page), () -> file.size(page));
    return new PageSize(size.width(), size.height(), PageReading.Unit.PX, 0);
  }

  @Override
  public BufferedImage draw(int page, int widthPixels) {
    PageSize size = size(page);
    int height = (int) Math.max(1, Math.round(widthPixels * size.height() / size.width()));
    // Twice as large as asked for is enough to be scaled down well.
    int longest = 2 * Math.max(widthPixels, height);
    BufferedImage image = readable(place(page), () -> file.page(page, longest).pixels());
    return scaled(image, widthPixels, height);
  }

  @Override
  public Shown image(int page, double dpi, long maxPixels) {
    PageSize size = size(page);
    double pixels = size.width() * size.height();
    if (pixels <= maxPixels) {
      return whole(readable(place(page), () -> file.page(page)));
    }
    double longest = Math.max(size.width(), size.height());
    double ratio = Math.min(size.width(), size.height()) / longest;
    int fitting = (int) Math.max(1, Math.floor(longest * Math.sqrt(maxPixels / pixels)));
    // The shorter side is rounded.
    while (fitting > 1 && fitting * Math.ceil(fitting * ratio) > maxPixels) {
      fitting--;
    }
    int side = fitting;
    return whole(readable(place(page), () -> file.page(page, side)));
  }

  private static Shown whole(PageImage image) {
    return new Shown(image, List.of());
  }

  @Override
  public void close() {
    file.close();
  }

  private static String place(int page) {
    return "[p.%d] ".formatted(page);
  }

  private static <T> T readable(String place, Supplier<T> work) {
    try {
      return work.get();
    } catch (OcrException.UnreadableImage e) {
      var unreadable =
          new IngestException.Permanent("image-unreadable", place + String.valueOf(e.getMessage()));
      unreadable.initCause(e);
      throw unreadable;
    }
  }

  private static BufferedImage scaled(BufferedImage image, int width, int height) {
    if (image.getWidth() == width && image.getHeight() == height) {
      return image;
    }
    var scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return scaled;
  }
}
