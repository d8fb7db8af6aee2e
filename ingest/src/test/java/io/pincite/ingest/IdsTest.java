package io.pincite.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void eachIsGreaterThanTheOneBefore() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 50_000; i++) {
      ids.add(Ids.next().toString());
    }
    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theyAreUuidsOfVersionSevenOfNow() {
    UUID id = Ids.next();
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(Math.abs((id.getMostSignificantBits() >>> 16) - System.currentTimeMillis()))
        .isLessThan(10_000);
  }
}
