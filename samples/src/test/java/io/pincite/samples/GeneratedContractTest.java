package io.pincite.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedContractTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 12, 30})
  void itHasAsManyPagesAsAskedFor(int pages) {
    for (int seed = 0; seed < 10; seed++) {
      assertThat(GeneratedContract.of(seed, pages).truth().pages().size())
          .as("seed %d", seed)
          .isEqualTo(pages);
    }
  }

  @Test
  void theSameSeedGivesTheSameBytes() {
    assertThat(GeneratedContract.of(7, 5).pdf()).isEqualTo(GeneratedContract.of(7, 5).pdf());
  }

  @Test
  void everyContractAnswersItsQuestionsAndNamesItsParties() {
    Set<String> named = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      Truth truth = GeneratedContract.of(seed, 5).truth();
      for (String id : new String[] {"term", "amount", "payment", "notice", "law"}) {
        Truth.Expected expected = truth.question(id).expected().orElseThrow();
        assertThat(expected.quote()).contains(expected.shortAnswer());
        assertThat(expected.clause()).as("seed %d, %s", seed, id).doesNotContain("{");
      }
      assertThat(truth.question("silent").expected()).isEmpty();
      named.add(truth.question("term-named").text());
    }
    assertThat(named).hasSize(100);
  }
}
