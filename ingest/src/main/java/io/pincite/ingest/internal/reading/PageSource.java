package io.pincite.ingest.internal.reading;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.internal.layer.TokenLayers;
import io.pincite.ingest.internal.pdf.PageGeometry;
import io.pincite.ingest.internal.pdf.PdfFile;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.ingest.internal.pdf.PdfPage;
import io.pincite.ocr.Block;
import io.pincite.ocr.Layout;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads pages by their text layer: words, layout, text with places.
@Singleton
class PageSource {
  static final Provenance TEXT_LAYER =
      new Provenance(
          "text-layer",
          "1",
          Optional.empty(),
          Optional.empty(),
          java.util.Map.of("layout", Layout.VERSION));

  private final PdfLimits limits;
  private final int maxPagePoints;
  private final Layout layout = new Layout();

  PageSource(PdfLimits limits, IngestSettings settings) {
    this.limits = limits;
    this.maxPagePoints = settings.maxPagePoints();
  }

  PdfFile open(Path pdf) {
    return PdfFile.open(pdf, limits);
  }

  /// @param revision that the reading is to have
  /// @throws IngestException.Permanent when the page cannot be read
  PageReading read(PdfFile file, int page, int revision) {
    requireSize(file.geometry(page), page);
    PdfPage read = file.page(page);
    PageGeometry geometry = read.geometry();
    return new PageReading(
        page,
        revision,
        geometry.width(),
        geometry.height(),
        PageReading.Unit.PT,
        geometry.rotation(),
        read.verdict().usable() ? PageReading.Source.TEXT_LAYER : PageReading.Source.NONE,
        read.verdict().reason(),
        TEXT_LAYER.engine(),
        Optional.empty(),
        Optional.empty(),
        read.verdict().usable() ? layer(read) : new TokenLayer("", List.of(), List.of()));
  }

  private TokenLayer layer(PdfPage page) {
    List<Block> blocks = layout.analyse(page.content());
    return TokenLayers.of(new PageText(blocks, TEXT_LAYER));
  }

  private void requireSize(PageGeometry geometry, int page) {
    double longest = Math.max(geometry.width(), geometry.height());
    if (longest > maxPagePoints) {
      throw new IngestException.Permanent(
          "page-too-large",
          "[p.%d] the page is %,.0f x %,.0f points; the limit is %,d a side. Print it to a smaller page, or raise pincite.ingest.max-page-points."
              .formatted(page, geometry.width(), geometry.height(), maxPagePoints));
    }
  }
}
