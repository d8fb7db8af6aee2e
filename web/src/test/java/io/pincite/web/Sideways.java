package io.pincite.web;

import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.samples.Sample;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/// A page of a sample that was put into the scanner on its side, and who sees that.
public final class Sideways {
  /// Clockwise degrees that it stands upright after.
  public static final int TURN = 90;

  private static final int DPI = 110;

  private Sideways() {}

  /// The first page of a sample, as a picture that is wider than it is high.
  public static byte[] png(Sample sample) {
    try (var document = Loader.loadPDF(sample.pdf())) {
      BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, DPI, ImageType.GRAY);
      var turn = AffineTransform.getTranslateInstance(0, page.getWidth());
      turn.quadrantRotate(-1);
      var lying = new BufferedImage(page.getHeight(), page.getWidth(), page.getType());
      new AffineTransformOp(turn, AffineTransformOp.TYPE_NEAREST_NEIGHBOR).filter(page, lying);
      var out = new ByteArrayOutputStream();
      ImageIO.write(lying, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads nothing, and sees which pages lie on their side: those that are wider than high.
  static final class Seer implements PageReader {
    @Override
    public PageReaderCapabilities capabilities() {
      return new PageReaderCapabilities("seer", Set.of("en"));
    }

    @Override
    public PageText read(PageImage page) {
      boolean lies = page.pixels().getWidth() > page.pixels().getHeight();
      return new PageText(
          List.of(),
          new Provenance("seer", "1", Optional.empty(), Optional.empty(), Map.of()),
          lies ? TURN : 0,
          List.of());
    }
  }
}
