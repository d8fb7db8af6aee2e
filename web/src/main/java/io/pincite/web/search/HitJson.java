package io.pincite.web.search;

import io.pincite.retrieval.Explanation;
import io.pincite.retrieval.Hit;
import io.pincite.web.documents.Places;
import io.pincite.web.documents.SpanJson;
import java.util.List;
import java.util.UUID;

/// A passage that was found, and why.
public record HitJson(
    UUID document,
    String name,
    int version,
    UUID chunk,
    String text,
    List<String> headings,
    double score,
    ExplanationJson explanation,
    List<SpanJson> spans) {

  /// Why a score is what it is: parts make up the value.
  public record ExplanationJson(double value, String what, List<ExplanationJson> parts) {
    static ExplanationJson of(Explanation explanation) {
      return new ExplanationJson(
          explanation.value(),
          explanation.what(),
          explanation.parts().stream().map(ExplanationJson::of).toList());
    }
  }

  public static HitJson of(Hit hit, Places.Drawing drawing) {
    return new HitJson(
        hit.chunk().document(),
        hit.documentName(),
        hit.chunk().version(),
        hit.chunk().id(),
        hit.chunk().text(),
        hit.chunk().headings(),
        hit.score(),
        ExplanationJson.of(hit.explanation()),
        drawing.of(hit.chunk().document(), hit.chunk().version(), hit.chunk().spans()));
  }
}
