package io.pincite.qa.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.Span;
import io.pincite.ocr.Doubt;
import io.pincite.qa.Citation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StoredJsonTest {
  private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");

  @Test
  void aCitationComesBackAsItWas() {
    Citation citation = citation(List.of(new Doubt.Readings("1,250.00", "1,260.00")));

    assertThat(StoredJson.citation(StoredJson.of(citation))).isEqualTo(citation);
  }

  @Test
  void whatWasRecordedBeforeThereWereDisputedFiguresHasNone() {
    String before =
        """
        {"id":"%s","marker":1,"document":"%s","documentName":"lease.pdf","version":1,
         "quote":"three (3) years","state":"EXACT","confidence":null,
         "spans":[{"page":1,"revision":1,"start":0,"end":15}]}"""
            .formatted(ID, ID);

    assertThat(StoredJson.citation(before)).isEqualTo(citation(List.of()));
  }

  private static Citation citation(List<Doubt.Readings> disputed) {
    return new Citation(
        ID,
        1,
        ID,
        "lease.pdf",
        1,
        "three (3) years",
        Citation.State.EXACT,
        Optional.empty(),
        List.of(new Span(1, 1, 0, 15)),
        disputed);
  }
}
