package io.pincite.ingest.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.FigureReading;
import io.pincite.ingest.FigureReading.State;
import io.pincite.ingest.TokenLayer;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefiguredTest {
  private static final TokenLayer PAGE =
      TokenLayers.of(
          new PageText(
              List.of(new Block.Figure(List.of(), new BoundingBox(0.1, 0.1, 0.5, 0.5), "image")),
              Provenance.of("test", "1")));

  @Test
  void ofTwoReadingsThatComeToLieOnOneFigureTheNewerHolds() {
    FigureReading earlier = said(OcrTask.DESCRIBE, 0.1, 0.4, "Earlier words.");
    FigureReading other = said(OcrTask.PARSE_FIGURE, 0.1, 0.5, "Of another task.");
    FigureReading later = said(OcrTask.DESCRIBE, 0.2, 0.5, "Later words.");

    Refigured refigured = Refigured.on(PAGE, 0, List.of(earlier, other, later));

    assertThat(refigured.states())
        .isEqualTo(
            Map.of(
                earlier.id(), State.REPLACED,
                other.id(), State.APPLIED,
                later.id(), State.APPLIED));
    assertThat(refigured.layer().text())
        .contains("Later words.", "Of another task.")
        .doesNotContain("Earlier words.");
  }

  @Test
  void aCaptionAboveAFigureIsItsOwnUnlessItIsAnothers() {
    var caption = new Block.Caption(List.of(line("Chart")), new BoundingBox(0, 0, 1, 0.1), "");
    var figure = new Block.Figure(List.of(), new BoundingBox(0.1, 0.1, 0.5, 0.5), "drawing");

    assertThat(FiguredLayer.caption(layer(caption, figure), 0)).isEqualTo("Chart");
    assertThat(FiguredLayer.caption(layer(figure, caption, figure), 0)).isEqualTo("Chart");
    assertThat(FiguredLayer.caption(layer(figure, caption, figure), 1)).isEmpty();
    assertThat(FiguredLayer.caption(layer(figure), 0)).isEmpty();
  }

  private static Line line(String text) {
    return new Line(List.of(new Word(text, new BoundingBox(0, 0, 1, 0.1), 1, false)));
  }

  private static TokenLayer layer(Block... blocks) {
    return TokenLayers.of(new PageText(List.of(blocks), Provenance.of("test", "1")));
  }

  private static FigureReading said(OcrTask task, double x0, double x1, String words) {
    return new FigureReading(
        UUID.randomUUID(),
        UUID.randomUUID(),
        1,
        1,
        0,
        new BoundingBox(x0, 0.1, x1, 0.5),
        task,
        Optional.empty(),
        "test",
        Optional.empty(),
        Optional.empty(),
        words,
        State.APPLIED,
        1,
        "somebody",
        Instant.EPOCH);
  }
}
