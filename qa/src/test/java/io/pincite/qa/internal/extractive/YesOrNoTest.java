package io.pincite.qa.internal.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YesOrNoTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "May the tenant sublet the premises? | 7.1 Tenant shall not sublet the Premises. | NO",
        "May the tenant sublet the premises? | Tenant may sublet the Premises. | YES",
        "Are pets allowed in the premises? | No pets are allowed in the Premises. | NO",
        "Are pets allowed in the premises? | Pets are allowed in the Premises. | YES",
        "Does the agreement renew automatically? | This Agreement shall not renew automatically. | NO",
        "Does this agreement renew automatically? | This Agreement renews automatically for successive periods of one (1) year. | YES",
        "Is the deposit refundable? | The Deposit is not refundable. | NO",
        "Must the tenant pay for electricity? | Tenant shall pay for electricity. | YES",
        "乙方可以转包吗？ | 乙方不得转包。 | NO",
        "乙方是否可以转让本合同？ | 乙方可以转让本合同。 | YES",
        "乙方应当缴纳履约担保吗？ | 乙方无须缴纳履约担保。 | NO",
      })
  void aSentenceThatSaysTheSameOrItsOppositeAnswers(
      String question, String sentence, YesOrNo expected) {
    assertThat(YesOrNo.of(question, sentence)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // who does it to whom
        "May the landlord terminate the lease? | Tenant may terminate the lease",
        "May the tenant terminate? | Landlord may terminate the tenant",
        // conditions, exceptions, places, times
        "May the tenant sublet the premises? | Tenant shall not sublet the Premises without consent.",
        "May the tenant smoke? | Tenant shall not smoke in the lobby.",
        "May the tenant sublet the premises? | Tenant may sublet the Premises to an affiliate.",
        "Does the agreement renew automatically? | This Agreement renews automatically unless terminated.",
        "May the tenant keep pets? | Tenant may not keep pets exceeding ten pounds.",
        // what is allowed is no duty
        "Must the tenant renew the lease? | Tenant may renew the Lease.",
        "Does the tenant pay rent? | Tenant may pay rent.",
        // two questions, two negations, other words
        "Can the tenant renew the lease, and for how long? | Tenant may renew the Lease.",
        "May the tenant not sublet? | Tenant may sublet.",
        "Is the deposit refundable? | No deposit is not refundable.",
        "Is the deposit refundable? | The Deposit is returned.",
        "How long is the term? | The term is five years.",
        "乙方可以转包吗？ | 未经甲方同意，乙方不得转包。",
        "乙方可以转包吗？ | 甲方可以转包。",
        "乙方可以转包吗？ | 乙方不得转包主体工程。",
        "合同到期后会自动续展吗？ | 本合同按原条件自动续展一年。",
      })
  void everythingElseIsLeftToTheQuote(String question, String sentence) {
    assertThat(YesOrNo.of(question, sentence)).isEmpty();
  }

  /// Whatever is put behind, before or into a sentence that answers, it never says Yes because of
  /// it.
  @Test
  void aConditionAnywhereTakesTheAnswerBack() {
    String[] words = "Tenant may sublet the Premises".split(" ");
    for (String condition :
        List.of(
            "only with consent",
            "unless Landlord objects,",
            "if Landlord agrees,",
            "after the first year,",
            "to affiliates",
            "not",
            "in the second year",
            "except for the lobby")) {
      for (int place = 0; place <= words.length; place++) {
        String sentence =
            (String.join(" ", List.of(words).subList(0, place))
                    + " "
                    + condition
                    + " "
                    + String.join(" ", List.of(words).subList(place, words.length)))
                .strip();
        assertThat(YesOrNo.of("May the tenant sublet the premises?", sentence))
            .as(sentence)
            .isNotEqualTo(Optional.of(YesOrNo.YES));
      }
    }
  }
}
