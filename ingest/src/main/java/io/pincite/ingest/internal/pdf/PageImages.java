package io.pincite.ingest.internal.pdf;

import io.pincite.ingest.IngestException;
import io.pincite.ocr.PictureCodecs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.rendering.RenderDestination;
import org.jboss.logging.Logger;

/// Draws pages, within the limits of time and pixels.
final class PageImages extends PDFRenderer {
  private static final Logger LOG = Logger.getLogger(PageImages.class);

  static {
    PictureCodecs.register();
  }

  private static final int MAX_SIDE = 32_000;

  private final PdfLimits limits;
  private int page;
  private long deadline;

  PageImages(PDDocument document, PdfLimits limits) {
    super(document);
    this.limits = limits;
    // Pictures far larger than their place on the page are decoded at a part of their size.
    setSubsamplingAllowed(true);
  }

  BufferedImage render(PDPage pdPage, int number, int widthPixels) throws IOException {
    page = number;
    deadline = System.nanoTime() + limits.pageTime().toNanos();
    PageGeometry geometry = DisplayedPage.of(pdPage).geometry();
    double heightPixels = widthPixels * geometry.height() / geometry.width();
    if (widthPixels < 1
        || widthPixels > MAX_SIDE
        || heightPixels > MAX_SIDE
        || widthPixels * heightPixels > limits.maxPageImagePixels()) {
      throw PageProblems.tooLarge(
          number,
          "a page image of %,d x %,.0f px was asked for; the limit is %,d px in all and %,d px a side"
              .formatted(widthPixels, heightPixels, limits.maxPageImagePixels(), MAX_SIDE));
    }
    PageGeometry shown = geometry;
    double unscaledWidth = shown.width() / pdPage.getUserUnit();
    // PDFBox rounds down; half a pixel more gives the width that was asked for.
    float scale = (float) ((widthPixels + 0.5) / unscaledWidth);
    return renderImage(number - 1, scale, ImageType.RGB, RenderDestination.VIEW);
  }

  @Override
  protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
    return new BoundedDrawer(parameters);
  }

  private final class BoundedDrawer extends PageDrawer {
    private long operators;

    BoundedDrawer(PageDrawerParameters parameters) throws IOException {
      super(parameters);
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
      operators++;
      if (operators > limits.maxOperators()) {
        throw PageProblems.tooComplex(
            page,
            "the page draws more than %,d things".formatted(limits.maxOperators()),
            "max-operators");
      }
      if ((operators & 63) == 0 && System.nanoTime() > deadline) {
        throw PageProblems.tooComplex(
            page,
            "drawing the page takes more than %s".formatted(seconds(limits.pageTime())),
            "page-time");
      }
      super.processOperator(operator, operands);
    }

    @Override
    public void drawImage(PDImage image) throws IOException {
      if ((long) image.getWidth() * image.getHeight() > limits.maxPageImagePixels()) {
        // Its place stays white: one picture must not cost the page, or the process its memory.
        return;
      }
      try {
        super.drawImage(image);
      } catch (IngestException limit) {
        throw limit;
      } catch (IOException | RuntimeException | OutOfMemoryError damaged) {
        // So does that of a picture that cannot be decoded, whatever its codec throws: an array
        // that a damaged header asked for and did not get holds nothing.
        LOG.debugf(damaged, "A picture on page %d is left out", page);
      }
    }
  }

  static String seconds(Duration time) {
    return "%,d s".formatted(time.toSeconds());
  }
}
