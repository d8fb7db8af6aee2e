package io.pincite.ingest.internal.reading;

import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.SourceReason.Code;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.internal.files.FileKind;
import io.pincite.ingest.internal.layer.TokenLayers;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.pages.PageSize;
import io.pincite.ingest.internal.pages.PdfPages;
import io.pincite.ingest.internal.pdf.LeftOutPicture;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.ingest.internal.pdf.PdfPage;
import io.pincite.ingest.internal.routing.Route;
import io.pincite.ingest.internal.routing.Router;
import io.pincite.ocr.Block;
import io.pincite.ocr.Layout;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at pages: reads them by the text they bring along, or says that and why their image has to
/// be read.
@Singleton
public class PageSource {
  static final Provenance TEXT_LAYER =
      new Provenance(
          "text-layer", "1", Optional.empty(), Optional.empty(), Map.of("layout", Layout.VERSION));

  private static final TokenLayer NOTHING = new TokenLayer("", List.of(), List.of());

  private final PdfLimits limits;
  private final int maxPagePoints;
  private final Layout layout = new Layout();

  public PageSource(PdfLimits limits, IngestSettings settings) {
    this.limits = limits;
    this.maxPagePoints = settings.maxPagePoints();
  }

  PageFile open(Path file, FileKind kind) {
    return PageFile.open(file, kind, limits);
  }

  /// What came of looking at a page.
  sealed interface Look {
    /// Its own text says it all, or nothing may be done for it.
    record Read(PageReading reading) implements Look {}

    /// Its image has to be read.
    record Wanted(Route route) implements Look {}
  }

  /// @param revision that the reading is to have
  /// @throws IngestException.Permanent when the page cannot be read
  Look look(PageFile file, int page, int revision, OcrChoice choice) {
    PageSize size = file.size(page);
    requireSize(size, page);
    return switch (file) {
      case PdfPages pdf -> look(pdf, page, revision, choice);
      case PageFile picture when choice == OcrChoice.NEVER ->
          new Look.Read(
              unread(
                  picture,
                  page,
                  revision,
                  isPicture(picture)
                      .and(Code.NEVER, "It needs OCR, which is switched off for it (ocr=never).")));
      case PageFile picture -> new Look.Wanted(new Route.Whole(isPicture(picture), false));
    };
  }

  private static SourceReason isPicture(PageFile picture) {
    return new SourceReason(
        Code.PICTURE,
        picture
            .remark()
            .map("The document is a picture: %s."::formatted)
            .orElse("The document is a picture."));
  }

  private Look look(PdfPages file, int page, int revision, OcrChoice choice) {
    PdfPage read = file.file().page(page);
    var leftOut = new ArrayList<LeftOutPicture>();
    Route route =
        Router.route(
            read,
            choice,
            dpi -> {
              PageFile.Shown shown = file.image(page, dpi, limits.maxPageImagePixels());
              leftOut.addAll(shown.leftOut());
              return shown.image().pixels();
            });
    return switch (route) {
      case Route.TextLayer(SourceReason reason) ->
          new Look.Read(LeftOut.of(leftOut).noted(byText(read, page, revision, reason)));
      case Route.Unread(SourceReason reason) -> new Look.Read(unread(file, page, revision, reason));
      case Route.Whole _, Route.Areas _, Route.IfConfirmed _ -> new Look.Wanted(route);
    };
  }

  /// By the text the page brings along.
  PageReading byText(PageFile file, int page, int revision, SourceReason reason) {
    if (file instanceof PdfPages(var pdf)) {
      return byText(pdf.page(page), page, revision, reason);
    }
    return unread(file, page, revision, reason);
  }

  private PageReading byText(PdfPage page, int number, int revision, SourceReason reason) {
    List<Block> blocks = layout.analyse(page.content());
    return new PageReading(
        number,
        revision,
        page.geometry().width(),
        page.geometry().height(),
        PageReading.Unit.PT,
        page.geometry().rotation(),
        PageReading.Source.TEXT_LAYER,
        reason,
        TEXT_LAYER.engine(),
        Optional.empty(),
        Optional.empty(),
        TokenLayers.of(new PageText(blocks, TEXT_LAYER)));
  }

  /// A page that nothing read.
  PageReading unread(PageFile file, int page, int revision, SourceReason reason) {
    PageSize size = file.size(page);
    return new PageReading(
        page,
        revision,
        size.width(),
        size.height(),
        size.unit(),
        size.rotation(),
        PageReading.Source.NONE,
        reason,
        TEXT_LAYER.engine(),
        Optional.empty(),
        Optional.empty(),
        NOTHING);
  }

  private void requireSize(PageSize size, int page) {
    double longest = Math.max(size.width(), size.height());
    if (size.unit() == PageReading.Unit.PT && longest > maxPagePoints) {
      throw new IngestException.Permanent(
          "page-too-large",
          "[p.%d] the page is %,.0f x %,.0f points; the limit is %,d a side. Print it to a smaller page, or raise pincite.ingest.max-page-points."
              .formatted(page, size.width(), size.height(), maxPagePoints));
    }
  }
}
