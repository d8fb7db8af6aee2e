package io.pincite.retrieval.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.retrieval.Search.Naming;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NamedDocumentsTest {
  private static final List<String> FIRST = List.of("Ashford", "Brookline", "Calder", "Dunmore");
  private static final List<String> SECOND = List.of("Foods", "Steel", "Optics", "Freight");
  private static final List<String> CITIES = List.of("上海华信", "北京云岭", "广州明远", "深圳立诚");

  private final NamedDocuments named = new NamedDocuments();
  private final Map<UUID, String> documents = new HashMap<>();

  /// Two parties, a title, and the same words all of them begin with.
  private UUID document(String first, String second, String title) {
    UUID id = UUID.randomUUID();
    documents.put(
        id,
        "contract-%03d.pdf\n%s %s %s Agreement Date"
            .formatted(documents.size(), title, first, second));
    return id;
  }

  private void others() {
    for (String first : FIRST) {
      for (String second : SECOND) {
        document(first + " " + second + " Inc", second + " Holdings LLC", "Loan Agreement");
      }
    }
    for (String city : CITIES) {
      document(city + "机械设备有限公司", city + "电子科技有限公司", "产品购销合同");
    }
  }

  @Test
  void aQuestionThatNamesBothPartiesIsAboutTheirContract() {
    others();
    UUID meant = document("Everett Quarries Inc", "Galloway Mills LLC", "Supply Agreement");

    NamedDocuments.Named found =
        named.in(
            Inquiry.of(
                "How long is the term of the Supply Agreement between Everett Quarries Inc and Galloway Mills LLC?"),
            documents);

    assertThat(found.surely().map(Naming::documents)).contains(Set.of(meant));
    assertThat(found.surely().map(Naming::rest).orElseThrow())
        .startsWith("How long is the term of the")
        .doesNotContain("Everett", "Galloway", "Mills");
  }

  @Test
  void chineseNamesAreTakenOutOfTheQuestion() {
    others();
    UUID meant = document("天津瑞金物流有限公司", "重庆盛达食品有限公司", "仓储服务合同");

    NamedDocuments.Named found =
        named.in(Inquiry.of("天津瑞金物流有限公司与重庆盛达食品有限公司签订的仓储服务合同有效期是多久？"), documents);

    assertThat(found.surely().map(Naming::documents)).contains(Set.of(meant));
    assertThat(found.surely().map(Naming::rest).orElseThrow())
        .contains("有效期是多久")
        .doesNotContain("瑞金", "盛达");
  }

  @Test
  void wordsThatAreNoNamesChooseNoContract() {
    others();
    document("Everett Quarries Inc", "Galloway Mills LLC", "Supply Agreement");

    for (String question :
        List.of(
            "How long is the supply term of quarries and mills?",
            "What is the date of the Agreement?",
            "Which law governs?",
            "合同的有效期是多久？")) {
      assertThat(named.in(Inquiry.of(question), documents).surely()).as(question).isEmpty();
    }
  }
}
