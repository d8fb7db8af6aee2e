package io.pincite.ingest.internal.pdf;

import io.pincite.ingest.IngestException;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PictureCodecs;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.MissingImageReaderException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.rendering.RenderDestination;
import org.apache.pdfbox.util.Matrix;
import org.jboss.logging.Logger;

/// Draws pages, within the limits of time and pixels.
final class PageImages extends PDFRenderer {
  private static final Logger LOG = Logger.getLogger(PageImages.class);

  private static final int MAX_SIDE = 32_000;

  /// Whoever draws more broken pictures than this on a page means harm.
  private static final int MOST_LEFT_OUT = 100;

  /// The one format of pictures in PDF files whose decoder is another program.
  private static final String JPEG_2000 =
      "it is compressed as JPEG 2000, and OpenJPEG (opj_decompress), which decodes that, is not installed";

  private static final String CUT_SHORT = "it is damaged (its data end before it does)";

  private final PdfLimits limits;
  private int page;
  private long deadline;
  private final List<LeftOutPicture> leftOut = new ArrayList<>();

  PageImages(PDDocument document, PdfLimits limits) {
    super(document);
    this.limits = limits;
    PictureCodecs.register();
    // Pictures far larger than their place on the page are decoded at a part of their size.
    setSubsamplingAllowed(true);
  }

  DrawnPage render(PDPage pdPage, int number, int widthPixels) throws IOException {
    page = number;
    leftOut.clear();
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
    BufferedImage image = renderImage(number - 1, scale, ImageType.RGB, RenderDestination.VIEW);
    return new DrawnPage(image, leftOut);
  }

  @Override
  protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
    return new BoundedDrawer(parameters);
  }

  private final class BoundedDrawer extends PageDrawer {
    private long operators;
    private final Map<COSBase, Boolean> cutShort = new IdentityHashMap<>();

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

    /// A picture may be drawn a thousand times; its data are looked through once.
    private boolean isCutShort(PDImage image) throws IOException {
      COSBase data = image.getCOSObject();
      Boolean known = cutShort.get(data);
      if (known == null) {
        known = CutShort.is(image);
        cutShort.put(data, known);
      }
      return known;
    }

    @Override
    public void drawImage(PDImage image) throws IOException {
      if ((long) image.getWidth() * image.getHeight() > limits.maxPageImagePixels()) {
        // Its place stays white: one picture must not cost the page, or the process its memory.
        leaveOut(
            "it has %,d x %,d px, more than the %,d that one may have (pincite.ingest.pdf.max-page-image-pixels)"
                .formatted(image.getWidth(), image.getHeight(), limits.maxPageImagePixels()));
        return;
      }
      try {
        if (isCutShort(image)) {
          leaveOut(CUT_SHORT);
          return;
        }
        super.drawImage(image);
      } catch (IngestException limit) {
        throw limit;
      } catch (IOException | RuntimeException | OutOfMemoryError damaged) {
        // So does that of a picture that cannot be decoded, whatever its codec throws: an array
        // that a damaged header asked for and did not get holds nothing.
        LOG.debugf(damaged, "A picture on page %d is left out", page);
        leaveOut(damaged);
      }
    }

    /// A picture may be refused before it is drawn, when it is looked up.
    @Override
    protected void operatorException(Operator operator, List<COSBase> operands, IOException failure)
        throws IOException {
      boolean isPicture =
          operator.getName().equals(OperatorName.DRAW_OBJECT)
              && !operands.isEmpty()
              && operands.getFirst() instanceof COSName name
              && getResources() != null
              && getResources().isImageXObject(name);
      if (isPicture) {
        leaveOut(failure);
      }
      super.operatorException(operator, operands, failure);
    }

    private void leaveOut(Throwable failure) {
      leaveOut(
          failure instanceof MissingImageReaderException
              ? JPEG_2000
              : "it is damaged (%s)".formatted(PageProblems.fact(failure)));
    }

    private void leaveOut(String reason) {
      if (leftOut.size() < MOST_LEFT_OUT) {
        Matrix place = getGraphicsState().getCurrentTransformationMatrix();
        area(place).ifPresent(box -> leftOut.add(new LeftOutPicture(box, reason)));
      }
    }

    /// Where the unit square, which a picture fills, lies on the page as displayed.
    private Optional<BoundingBox> area(Matrix place) {
      var displayed = DisplayedPage.of(getPage());
      double[] to = displayed.toDisplay();
      PageGeometry size = displayed.geometry();
      var corners = new double[] {0, 0, 1, 0, 0, 1, 1, 1};
      place.createAffineTransform().transform(corners, 0, corners, 0, 4);
      new AffineTransform(to).transform(corners, 0, corners, 0, 4);
      double x0 = 1;
      double y0 = 1;
      double x1 = 0;
      double y1 = 0;
      for (int i = 0; i < corners.length; i += 2) {
        x0 = Math.min(x0, corners[i] / size.width());
        x1 = Math.max(x1, corners[i] / size.width());
        y0 = Math.min(y0, corners[i + 1] / size.height());
        y1 = Math.max(y1, corners[i + 1] / size.height());
      }
      boolean isOnPage = x0 < 1 && y0 < 1 && x1 > 0 && y1 > 0 && x0 < x1 && y0 < y1;
      return isOnPage ? Optional.of(BoundingBox.clamped(x0, y0, x1, y1)) : Optional.empty();
    }
  }

  static String seconds(Duration time) {
    return "%,d s".formatted(time.toSeconds());
  }
}
