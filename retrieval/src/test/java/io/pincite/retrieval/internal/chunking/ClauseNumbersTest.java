package io.pincite.retrieval.internal.chunking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClauseNumbersTest {
  @Test
  void aLineIsKnownByTheNumberItStartsWith() {
    assertThat(ClauseNumbers.ofLine("9.2 Notices")).containsExactly("9.2");
    assertThat(ClauseNumbers.ofLine("9.2(a) Notices")).containsExactly("9.2(a)");
    assertThat(ClauseNumbers.ofLine("Section 9.2. Notices")).containsExactly("section:9.2", "9.2");
    assertThat(ClauseNumbers.ofLine("ARTICLE IV TERM")).containsExactly("article:4", "4");
    assertThat(ClauseNumbers.ofLine("第七条 违约责任")).containsExactly("article:7", "7");
    assertThat(ClauseNumbers.ofLine("第二十三條 管轄")).containsExactly("article:23", "23");
    assertThat(ClauseNumbers.ofLine("三、付款方式")).containsExactly("3");
    assertThat(ClauseNumbers.ofLine("Exhibit C – Prices")).containsExactly("annex:c", "c");
    assertThat(ClauseNumbers.ofLine("7. Notices")).containsExactly("7");
  }

  @Test
  void otherLinesHaveNoNumber() {
    assertThat(ClauseNumbers.ofLine("30 days after the date")).isEmpty();
    assertThat(ClauseNumbers.ofLine("I agree that")).isEmpty();
    assertThat(ClauseNumbers.ofLine("A tenant may")).isEmpty();
    assertThat(ClauseNumbers.ofLine("")).isEmpty();
  }

  @Test
  void aQuestionMayNameClauses() {
    assertThat(ClauseNumbers.inQuestion("What does Section 9.2 say?")).contains("9.2");
    assertThat(ClauseNumbers.inQuestion("what does article iv require")).contains("article:4");
    assertThat(ClauseNumbers.inQuestion("what does 9.2 say")).containsExactly("9.2");
    assertThat(ClauseNumbers.inQuestion("第七条说什么？")).containsExactly("article:7", "7");
    assertThat(ClauseNumbers.inQuestion("第 12 條")).containsExactly("article:12", "12");
    assertThat(ClauseNumbers.inQuestion("Is the fee 1.5% of 2.5 million, or $3.50?")).isEmpty();
    assertThat(ClauseNumbers.inQuestion("Which party bears a part of the cost?")).isEmpty();
  }

  @Test
  void aClauseLiesUnderShorterNumbers() {
    assertThat(ClauseNumbers.above("9.2.1(a)")).containsExactly("9.2.1", "9.2", "9");
  }
}
