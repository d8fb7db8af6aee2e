package io.pincite.ingest.internal.pages;

import io.pincite.ingest.PageReading;
import io.pincite.ingest.internal.pdf.DrawnPage;
import io.pincite.ingest.internal.pdf.PageGeometry;
import io.pincite.ingest.internal.pdf.PdfFile;
import io.pincite.ocr.PageImage;
import java.awt.image.BufferedImage;
import java.util.Optional;

/// The pages of a PDF.
public record PdfPages(PdfFile file) implements PageFile {
  private static final double POINTS_PER_INCH = 72;

  @Override
  public int pages() {
    return file.pages();
  }

  @Override
  public Optional<String> remark() {
    return Optional.empty();
  }

  @Override
  public PageSize size(int page) {
    PageGeometry geometry = file.geometry(page);
    return new PageSize(
        geometry.width(), geometry.height(), PageReading.Unit.PT, geometry.rotation());
  }

  @Override
  public BufferedImage draw(int page, int widthPixels) {
    return file.render(page, widthPixels);
  }

  @Override
  public Shown image(int page, double dpi, long maxPixels) {
    PageGeometry geometry = file.geometry(page);
    double inches = geometry.width() / POINTS_PER_INCH;
    double pixels = geometry.width() * geometry.height() * Math.pow(dpi / POINTS_PER_INCH, 2);
    double fitting = pixels <= maxPixels ? dpi : dpi * Math.sqrt(maxPixels / pixels);
    double ratio = geometry.height() / geometry.width();
    int width = (int) Math.max(1, Math.floor(inches * fitting));
    // Half a pixel more of width is drawn, and the height rounded.
    while (width > 1 && width * Math.ceil((width + 0.5) * ratio) > maxPixels) {
      width--;
    }
    DrawnPage drawn = file.draw(page, width);
    return new Shown(new PageImage(drawn.image(), width / inches), drawn.leftOut());
  }

  @Override
  public void close() {
    file.close();
  }
}
