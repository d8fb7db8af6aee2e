package io.pincite.web.documents;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Documents;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Span;
import io.pincite.ingest.TokenLayer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Draws places: finds the boxes of spans in the very revision of the page they were cited from.
@ApplicationScoped
public class Places {
  private final Documents documents;

  Places(Documents documents) {
    this.documents = documents;
  }

  /// Remembers the pages it has seen: for one request, by one thread.
  public Drawing drawing(Caller caller) {
    return new Drawing(caller);
  }

  /// Spans of one request as wire forms.
  public final class Drawing {
    private final Caller caller;
    private final Map<Page, Optional<PageReading>> readings = new HashMap<>();

    private record Page(UUID document, int version, int page, int revision) {}

    private Drawing(Caller caller) {
      this.caller = caller;
    }

    public List<SpanJson> of(UUID document, int version, List<Span> spans) {
      return spans.stream().map(span -> of(document, version, span)).toList();
    }

    private SpanJson of(UUID document, int version, Span span) {
      Optional<PageReading> reading =
          readings.computeIfAbsent(
              new Page(document, version, span.page(), span.revision()), this::reading);
      Optional<TokenLayer> layer = reading.map(PageReading::layer);
      return new SpanJson(
          span.page(),
          span.revision(),
          span.start(),
          span.end(),
          reading.map(PageReading::turn).orElse(0),
          layer
              .map(text -> text.boxes(span.start(), span.end()).stream().map(BoxJson::of).toList())
              .orElse(List.of()),
          layer
              .map(
                  text ->
                      text.blocks(span.start(), span.end()).stream()
                          .map(
                              block ->
                                  new SpanJson.BlockBoxJson(block.type(), BoxJson.of(block.box())))
                          .toList())
              .orElse(List.of()),
          layer.filter(text -> text.isDescribed(span.start(), span.end())).map(_ -> true));
    }

    /// A citation outlives its document; then it has no boxes any more.
    private Optional<PageReading> reading(Page page) {
      try {
        return documents.revision(
            caller, page.document(), page.version(), page.page(), page.revision());
      } catch (IngestException.NotFound e) {
        return Optional.empty();
      }
    }
  }
}
