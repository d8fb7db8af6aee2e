package io.pincite.ingest.internal.corrections;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.Correction;
import io.pincite.ingest.Correction.State;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.internal.corrections.Reanchoring.Reapplied;
import io.pincite.ingest.internal.layer.LineEdit;
import io.pincite.ingest.internal.layer.TokenLayers;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReanchoringTest {
  /// Words from 0.1 on, a letter 0.01 wide, a space as well, shifted a little as other engines do.
  private static TokenLayer read(double shift, String... lines) {
    var made = new ArrayList<Line>();
    for (String text : lines) {
      double y = 0.1 + 0.05 * made.size() + shift;
      var words = new ArrayList<Word>();
      double x = 0.1 + shift;
      for (Word word : LineEdit.split(text)) {
        x += word.spaceBefore() ? 0.01 : 0;
        double end = x + 0.01 * word.text().length();
        words.add(
            new Word(word.text(), new BoundingBox(x, y, end, y + 0.02), 0.8, word.spaceBefore()));
        x = end;
      }
      made.add(new Line(words));
    }
    return TokenLayers.of(
        new PageText(
            List.of(new Block.Paragraph(made, BoundingBox.WHOLE_PAGE, "p")),
            Provenance.of("test", "1")));
  }

  private static PageReading page(TokenLayer layer, int turn) {
    return new PageReading(
        1,
        2,
        600,
        800,
        PageReading.Unit.PX,
        0,
        PageReading.Source.OCR,
        new SourceReason(SourceReason.Code.PICTURE, "The document is a picture."),
        "other",
        Optional.empty(),
        Optional.of(0.8),
        layer,
        turn,
        List.of());
  }

  /// Of the words where a text stands in the first line of `The Iease of 2O24 ends`.
  private static Correction correction(String read, String corrected) {
    String line = "The Iease of 2O24 ends";
    double x0 = 0.1 + 0.01 * line.indexOf(read);
    return new Correction(
        UUID.randomUUID(),
        UUID.randomUUID(),
        1,
        1,
        1,
        2,
        0,
        new BoundingBox(x0, 0.1, x0 + 0.01 * read.length(), 0.12),
        read,
        read,
        corrected,
        "ppocr",
        State.APPLIED,
        2,
        "local",
        Instant.EPOCH);
  }

  private static String textOf(Reapplied reapplied) {
    return reapplied.layer().text();
  }

  private static State stateIn(Reapplied reapplied, Correction correction) {
    return reapplied.states().get(correction.id());
  }

  @Test
  void theSameMisreadingIsCorrectedAgain() {
    Correction lease = correction("Iease", "lease");
    Correction year = correction("2O24", "2024");

    Reapplied again =
        Reanchoring.on(page(read(0, "The Iease of 2O24 ends"), 0), List.of(lease, year));

    assertThat(textOf(again)).isEqualTo("The lease of 2024 ends");
    assertThat(again.states().values()).containsExactly(State.APPLIED, State.APPLIED);
  }

  @Test
  void anotherMisreadingAtTheSamePlaceIsCorrectedToo() {
    Correction lease = correction("Iease", "lease");

    Reapplied again =
        Reanchoring.on(page(read(0.002, "Tbe 1ease of 2024 ends"), 0), List.of(lease));

    assertThat(textOf(again)).isEqualTo("Tbe lease of 2024 ends");
  }

  @Test
  void aReadingThatSaysItByItselfIsLeftAlone() {
    Correction lease = correction("Iease", "lease");
    TokenLayer layer = read(0.002, "The lease of 2024 ends");

    Reapplied again = Reanchoring.on(page(layer, 0), List.of(lease));

    assertThat(again.layer()).isEqualTo(layer);
    assertThat(stateIn(again, lease)).isEqualTo(State.AGREED);
  }

  @Test
  void theSameWordElsewhereIsNotItsPlace() {
    Correction lease = correction("Iease", "lease");
    TokenLayer layer = read(0, "Nothing at all says it", "The Iease of 2O24 ends");

    Reapplied again = Reanchoring.on(page(layer, 0), List.of(lease));

    assertThat(again.layer()).isEqualTo(layer);
    assertThat(stateIn(again, lease)).isEqualTo(State.NOT_APPLIED);
  }

  @Test
  void whatWasWrittenInPlaceOfPartOfItIsNotWrittenTwice() {
    Correction longer = correction("2O24", "2O24 at last");
    TokenLayer layer = read(0, "The Iease of 2O24 at last");

    assertThat(stateIn(Reanchoring.on(page(layer, 0), List.of(longer)), longer))
        .isEqualTo(State.AGREED);
  }

  @Test
  void whatWasTakenOutIsTakenOutAgainAndStaysOutWhereItIsNotRead() {
    Correction out = correction("of", "");

    Reapplied again = Reanchoring.on(page(read(0, "The Iease of 2O24 ends"), 0), List.of(out));
    assertThat(textOf(again)).isEqualTo("The Iease 2O24 ends");
    Reapplied unread = Reanchoring.on(page(read(0, "The Iease"), 0), List.of(out));
    assertThat(stateIn(unread, out)).isEqualTo(State.AGREED);
  }

  @Test
  void correctionsOfTheSameWordsFollowOneAnother() {
    Correction lease = correction("Iease", "lease");
    Correction leases = correction("lease".replace('l', 'I'), "leases");

    Reapplied again =
        Reanchoring.on(page(read(0, "The Iease of 2O24 ends"), 0), List.of(lease, leases));

    assertThat(textOf(again)).isEqualTo("The leases of 2O24 ends");
  }

  @Test
  void aPlaceIsFoundOnAPageThatStandsAnotherWay() {
    BoundingBox box = new BoundingBox(0.1, 0.2, 0.3, 0.25);

    assertThat(Reanchoring.turned(Reanchoring.turned(box, 90), -90).iou(box)).isGreaterThan(0.999);
    assertThat(Reanchoring.turned(Reanchoring.turned(box, 180), 180).iou(box)).isGreaterThan(0.999);
    assertThat(Reanchoring.turned(box, 90)).isEqualTo(new BoundingBox(0.75, 0.1, 0.8, 0.3));
  }
}
