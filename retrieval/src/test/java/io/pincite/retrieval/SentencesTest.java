package io.pincite.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private static List<String> split(String text) {
    return Sentences.of(text).stream().map(range -> Sentences.textOf(text, range)).toList();
  }

  @Test
  void englishSentencesEndAtFullStopsButNotAtAbbreviationsOrNumbers() {
    assertThat(
            split(
                "2.1 Term. The term is three (3) years. It begins on Jan. 1, 2026, as stated in Sec. 4.2 hereof."
                    + " Acme Inc. and Beta Co. agree. Mr. J. Smith signs for Acme Inc. The fee is $1.5 million."))
        .containsExactly(
            "2.1 Term.",
            "The term is three (3) years.",
            "It begins on Jan. 1, 2026, as stated in Sec. 4.2 hereof.",
            "Acme Inc. and Beta Co. agree.",
            "Mr. J. Smith signs for Acme Inc.",
            "The fee is $1.5 million.");
  }

  @Test
  void aClauseNumberIsNoSentence() {
    assertThat(split("2. Term\n(a). The fee is due. Section 9. Notices are in writing."))
        .containsExactly("2. Term", "(a). The fee is due.", "Section 9. Notices are in writing.");
  }

  @Test
  void chineseSentencesEndAtFullMarks() {
    assertThat(split("第三条 合同有效期为三年；期满后自动续展。“乙方应付款！”甲方说。总价1.5万元。"))
        .containsExactly("第三条 合同有效期为三年；", "期满后自动续展。", "“乙方应付款！”", "甲方说。", "总价1.5万元。");
  }

  @Test
  void aQuoteOrBracketAfterTheFullStopBelongsToTheSentence() {
    assertThat(split("He calls it the \"Lease.\" The rent (see below.) is due."))
        .containsExactly("He calls it the \"Lease.\"", "The rent (see below.) is due.");
  }

  @Test
  void offsetsAreCodePoints() {
    assertThat(Sentences.of("𠀀甲。乙。"))
        .containsExactly(new Sentences.Range(0, 3), new Sentences.Range(3, 5));
  }
}
