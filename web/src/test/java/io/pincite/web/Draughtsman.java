package io.pincite.web;

import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.internal.ocr.EngineStart;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageRequest;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.ReadingListener;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An engine that sees one figure on every page, where [Pdfs#withFigures] has its first one, and
/// always the same numbers in it.
@Singleton
public class Draughtsman implements EngineStart {
  public static final String NAME = "draughtsman";

  public static final String REVENUE =
      "<table><tr><td>Quarter</td><td>Revenue</td></tr><tr><td>Q3</td><td>7,431</td></tr></table>";

  private static volatile String says = REVENUE;

  /// Of figures, from now on.
  public static void saying(String words) {
    says = words;
  }

  private static final Provenance IDENTITY =
      new Provenance(NAME, "1", Optional.of("pencil"), Optional.empty(), Map.of());
  private static final BoundingBox PLACE =
      new BoundingBox(72 / 595.28, 142 / 841.89, 292 / 595.28, 282 / 841.89);

  @Override
  public PageReader.PageReaderCapabilities capabilities() {
    return new PageReader.PageReaderCapabilities(
        NAME, Set.of("en"), Set.of(), EnumSet.of(OcrTask.DOCUMENT, OcrTask.PARSE_FIGURE), true);
  }

  @Override
  public Started start(OcrSettings settings) {
    return new Started(new Reader(), IDENTITY, "cpu", Optional.empty(), () -> {});
  }

  private final class Reader implements PageReader {
    @Override
    public PageReaderCapabilities capabilities() {
      return Draughtsman.this.capabilities();
    }

    @Override
    public PageText read(PageImage page) {
      return read(PageRequest.of(page), ReadingListener.NONE);
    }

    @Override
    public PageText read(PageRequest request, ReadingListener listener) {
      boolean isPage = request.task() == OcrTask.DOCUMENT;
      return new PageText(
          isPage ? List.of(new Block.Figure(List.of(), PLACE, "image")) : List.of(),
          IDENTITY,
          0,
          List.of(),
          isPage
              ? Optional.empty()
              : Optional.of(
                  new ModelOutput(says, Optional.empty(), 100, 40, ModelOutput.End.COMPLETE)));
    }
  }
}
