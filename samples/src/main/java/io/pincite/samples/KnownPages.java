package io.pincite.samples;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/// Pages of which the truth is known, found again by what they look like. Safe for use by many
/// threads.
final class KnownPages {
  /// The same page drawn at 40 to 200 dpi, grey or colour, has 0.95 and more; two pages of the
  /// samples have less than 0.87, a page and its own scan 0.922 (`KnownPagesTest`).
  static final double ENOUGH = 0.935;

  /// A page of A4 has 8 × 11 pixels a cell then.
  private static final float DPI = 66;

  /// @param page as the picture shows it
  record Known(String document, Truth.Page page, PagePicture picture) {}

  private final List<Known> pages = new CopyOnWriteArrayList<>();

  void add(byte[] pdf, Truth truth) {
    try (var document = Loader.loadPDF(pdf)) {
      var renderer = new PDFRenderer(document);
      for (Truth.Page page : truth.pages()) {
        add(
            truth.name(),
            page,
            renderer.renderImageWithDPI(page.number() - 1, DPI, ImageType.GRAY));
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  void add(ScannedSample sample) {
    if (sample.mediaType().equals("application/pdf")) {
      add(sample.bytes(), sample.truth());
      return;
    }
    try {
      add(
          sample.truth().name(),
          sample.truth().pages().getFirst(),
          ImageIO.read(new ByteArrayInputStream(sample.bytes())));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  void add(String document, Truth.Page page, BufferedImage image) {
    pages.add(new Known(document, page, PagePicture.of(image)));
  }

  List<Known> pages() {
    return pages;
  }

  /// A known page and how much it looks like what was asked for.
  record Found(Known known, double likeness) {
    boolean isIt() {
      return likeness >= ENOUGH;
    }
  }

  /// The nearest; empty where no page is known.
  Optional<Found> nearest(BufferedImage image) {
    PagePicture picture = PagePicture.of(image);
    Found best = null;
    for (Known known : pages) {
      double likeness = known.picture().likeness(picture);
      if (best == null || likeness > best.likeness()) {
        best = new Found(known, likeness);
      }
    }
    return Optional.ofNullable(best);
  }
}
