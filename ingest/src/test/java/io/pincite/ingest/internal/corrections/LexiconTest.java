package io.pincite.ingest.internal.corrections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.pincite.ingest.Correction;
import io.pincite.ingest.Corrections.Proposal;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.internal.layer.LineEdit;
import io.pincite.ingest.internal.layer.TokenLayers;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LexiconTest {
  private static final BoundingBox BOX = new BoundingBox(0.1, 0.1, 0.2, 0.12);

  private static Correction correction(String read, String corrected) {
    return new Correction(
        UUID.randomUUID(),
        UUID.randomUUID(),
        1,
        1,
        1,
        2,
        0,
        BOX,
        read,
        read,
        corrected,
        "ppocr",
        Correction.State.APPLIED,
        2,
        "local",
        Instant.EPOCH);
  }

  private static TokenLayer read(double confidence, String text) {
    List<Word> words =
        LineEdit.split(text).stream()
            .map(word -> new Word(word.text(), BOX, confidence, word.spaceBefore()))
            .toList();
    return TokenLayers.of(
        new PageText(
            List.of(new Block.Paragraph(List.of(new Line(words)), BOX, "p")),
            Provenance.of("test", "1")));
  }

  private static List<Proposal> proposals(String text, Correction... corrections) {
    return new Lexicon(List.of(corrections)).proposals(read(0.5, text));
  }

  @Test
  void aWeakWordThatWasCorrectedBeforeIsProposedTheSame() {
    assertThat(proposals("by the Landlerd and", correction("Landlerd", "Landlord")))
        .extracting(Proposal::start, Proposal::end, Proposal::proposed, Proposal::exact)
        .containsExactly(tuple(7, 15, "Landlord", true));
  }

  @Test
  void oneLetterOtherIsNearInALongWordOnly() {
    Correction landlord = correction("Landlerd", "Landlord");
    Correction rent = correction("rcnt", "rent");

    assertThat(proposals("Lendlerd Landierds rcmt", landlord, rent))
        .extracting(Proposal::read, Proposal::proposed, Proposal::exact)
        .containsExactly(tuple("Lendlerd", "Landlord", false));
  }

  @Test
  void caseCounts() {
    assertThat(proposals("LANDLERD", correction("Landlerd", "Landlord"))).isEmpty();
  }

  @Test
  void figuresAreProposedOnlyWhereTheyAreTheSame() {
    Correction amount = correction("12,O00", "12,000");

    assertThat(proposals("12,O00 12,O01 17,O00", amount))
        .extracting(Proposal::read)
        .containsExactly("12,O00");
  }

  @Test
  void wordsThatWereReadSurelyAreLeftAlone() {
    var lexicon = new Lexicon(List.of(correction("Landlerd", "Landlord")));

    assertThat(lexicon.proposals(read(0.9, "Landlerd"))).isEmpty();
    assertThat(lexicon.proposals(read(0.89, "Landlerd"))).hasSize(1);
  }

  @Test
  void theNewestOfSeveralIsProposedAndPhrasesGoBeforeWords() {
    assertThat(
            proposals(
                "the Iand lord",
                correction("Iand", "land"),
                correction("Iand", "Iand."),
                correction("Iand lord", "landlord")))
        .extracting(Proposal::read, Proposal::proposed)
        .containsExactly(tuple("Iand lord", "landlord"));
    assertThat(proposals("Iand", correction("Iand", "land"), correction("Iand", "Iand.")))
        .extracting(Proposal::proposed)
        .containsExactly("land");
  }

  @Test
  void wordsThatWereOnlyAddedSayNothingOfOtherPlacesNorDoesWhatIsRightAlready() {
    assertThat(proposals("tenant", correction("tenant", "the tenant"))).isEmpty();
    assertThat(proposals("leased", correction("leasod", "leased"), correction("leaseb", "lease")))
        .isEmpty();
  }

  @Test
  void chineseCharactersAreProposedWhereTheyAreTheSame() {
    assertThat(proposals("生效曰期", correction("曰", "日")))
        .extracting(Proposal::start, Proposal::proposed)
        .containsExactly(tuple(2, "日"));
    assertThat(Stream.of("曰").map(text -> proposals(text, correction("口", "日"))))
        .containsExactly(List.of());
  }
}
