package io.pincite.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Collection;
import io.pincite.ingest.Collections;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.DocumentChange;
import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SearchTest {
  @Inject SampleLibrary library;
  @Inject Search search;
  @Inject Documents documents;
  @Inject Collections collections;

  private Search.Result ask(Caller caller, String text, Set<UUID> within, int limit) {
    return search.search(new Query(caller, text, within, Optional.empty(), limit));
  }

  private List<Hit> ask(String text, Sample sample, int limit) {
    UUID document = library.document(sample);
    return ask(Caller.LOCAL, text, Set.of(document), limit).hits();
  }

  /// The relevance table: the samples' own questions. What must be cited is in the first five
  /// passages of its document.
  @Test
  void whatAnswersAQuestionIsAmongTheFirstFivePassagesOfItsDocument() {
    var missed = new ArrayList<String>();
    for (Sample sample : Sample.values()) {
      for (Truth.Question question : sample.truth().questions()) {
        if (question.expected().isEmpty()) {
          continue;
        }
        String quote = folded(question.expected().get().quote());
        List<Hit> hits = ask(question.text(), sample, 5);
        if (hits.stream().noneMatch(hit -> folded(hit.chunk().text()).contains(quote))) {
          missed.add(
              sample
                  + " "
                  + question.id()
                  + ": "
                  + question.text()
                  + " -> "
                  + question.expected().get().quote());
        }
      }
    }
    assertThat(missed).isEmpty();
  }

  /// Of all the samples, the one that is named by its title, file name or party is meant.
  @Test
  void aQuestionThatNamesADocumentIsAnsweredFromIt() {
    library.documents();
    assertMeans("How long is the lease term?", Sample.LEASE);
    assertMeans("What law governs the employment agreement?", Sample.EMPLOYMENT);
    assertMeans("采购合同的有效期是多久？", Sample.PURCHASE_ZH);
    assertMeans("施工合同适用什么法律？", Sample.CONSTRUCTION_ZH);
  }

  private void assertMeans(String question, Sample sample) {
    Hit first = ask(Caller.LOCAL, question, Set.of(), 5).hits().getFirst();
    assertThat(first.chunk().document())
        .as("%s -> %s", question, first.documentName())
        .isEqualTo(library.document(sample));
  }

  @Test
  void aQuotedPhraseStandsInEveryHit() {
    library.documents();
    var hits = ask(Caller.LOCAL, "\"governing law\"", Set.of(), 50).hits();

    assertThat(hits).isNotEmpty();
    assertThat(hits)
        .allSatisfy(hit -> assertThat(hit.chunk().text().toLowerCase()).contains("governing law"));
    assertThat(ask(Caller.LOCAL, "\"law governing\"", Set.of(), 50).hits()).isEmpty();
    assertThat(ask(Caller.LOCAL, "「合同有效期」", Set.of(), 50).hits())
        .isNotEmpty()
        .allSatisfy(hit -> assertThat(hit.chunk().text()).contains("合同有效期"));
  }

  @Test
  void aClauseIsFoundByItsNumber() {
    Hit english = ask("What does Section 2.1 say?", Sample.LEASE, 3).getFirst();
    assertThat(english.chunk().text()).contains("2.1");

    Hit chinese = ask("第三条", Sample.PURCHASE_ZH, 3).getFirst();
    assertThat(chinese.chunk().text()).contains("第三条");
  }

  @Test
  void traditionalAndSimplifiedFindTheSame() {
    var simplified = ask("违约责任与付款条件", Sample.PURCHASE_ZH, 5);
    var traditional = ask("違約責任與付款條件", Sample.PURCHASE_ZH, 5);

    assertThat(simplified).isNotEmpty();
    assertThat(ids(traditional)).isEqualTo(ids(simplified));
  }

  @Test
  void everyScoreIsTheSumOfItsParts() {
    library.documents();
    for (String query :
        List.of("What is the monthly rent?", "第三条 有效期", "Section 2.1 term", "force majeure 不可抗力")) {
      for (Hit hit : ask(Caller.LOCAL, query, Set.of(), 50).hits()) {
        assertThat(hit.score()).isEqualTo(hit.explanation().value());
        assertSum(hit.explanation());
      }
    }
  }

  private static void assertSum(Explanation explanation) {
    if (explanation.parts().isEmpty()) {
      return;
    }
    double sum = explanation.parts().stream().mapToDouble(Explanation::value).sum();
    assertThat(explanation.value()).isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-9));
    explanation.parts().forEach(SearchTest::assertSum);
  }

  @Test
  void bothSpacesAreAskedWhenTheLanguageIsUnsure() {
    library.documents();
    assertThat(ask(Caller.LOCAL, "force majeure 不可抗力", Set.of(), 5).languages())
        .containsExactly("en", "zh");
    Set<UUID> lease = Set.of(library.document(Sample.LEASE));
    assertThat(ask(Caller.LOCAL, "What is the rent?", lease, 5).languages()).containsExactly("en");
    assertThat(ask(Caller.LOCAL, "租金是多少？", lease, 5).languages()).containsExactly("en");
    assertThat(ask(Caller.LOCAL, "合同的有效期是多久？", Set.of(), 5).languages()).contains("zh");
  }

  @Test
  void aSearchSaysHowMuchWasInScope() {
    int all = library.documents().size();
    var everywhere = ask(Caller.LOCAL, "rent", Set.of(), 5);
    var inside = ask(Caller.LOCAL, "rent", Set.of(library.document(Sample.LEASE)), 5);

    assertThat(everywhere.documents()).isGreaterThanOrEqualTo(all);
    assertThat(inside.documents()).isEqualTo(1);
    assertThat(inside.chunks())
        .isEqualTo(search.chunks(Caller.LOCAL, library.document(Sample.LEASE)).size());
    assertThat(inside.chunks()).isLessThan(everywhere.chunks());
  }

  @Test
  void theSameSearchGivesTheSameHits() {
    library.documents();
    var first = ask(Caller.LOCAL, "termination notice", Set.of(), 30);
    for (int i = 0; i < 5; i++) {
      assertThat(ask(Caller.LOCAL, "termination notice", Set.of(), 30)).isEqualTo(first);
    }
  }

  @Test
  void nobodySeesAChunkOfACollectionThatIsNotTheirs() {
    library.documents();
    Collection secret = collections.create(Caller.LOCAL, "secret " + UUID.randomUUID());
    UUID hidden = library.add("again.pdf", Sample.LEASE.pdf(), Optional.of(secret.id()));
    library.awaitIndexed(hidden);
    var outsider = new Caller("default", "outsider", Optional.of(Set.of(Collection.DEFAULT)));
    var insider = new Caller("default", "insider", Optional.of(Set.of(secret.id())));
    var nobody = new Caller("default", "nobody", Optional.of(Set.of()));

    assertThat(ask(outsider, "rent", Set.of(), 100).hits())
        .isNotEmpty()
        .noneMatch(hit -> hit.chunk().document().equals(hidden));
    assertThat(ask(outsider, "rent", Set.of(hidden), 100).hits()).isEmpty();
    assertThat(search.chunks(outsider, hidden)).isEmpty();
    assertThat(ask(insider, "rent", Set.of(), 100).hits())
        .isNotEmpty()
        .allMatch(hit -> hit.chunk().document().equals(hidden));
    assertThat(ask(nobody, "rent", Set.of(), 100).hits()).isEmpty();
    assertThat(
            search
                .search(new Query(outsider, "rent", Set.of(), Optional.of(secret.id()), 10))
                .hits())
        .isEmpty();
  }

  @Test
  void aRenamedAndMovedDocumentIsFoundWhereItIsNow() throws Exception {
    Collection from = collections.create(Caller.LOCAL, "from " + UUID.randomUUID());
    Collection to = collections.create(Caller.LOCAL, "to " + UUID.randomUUID());
    UUID document = library.add("old.pdf", Sample.NDA.pdf(), Optional.of(from.id()));
    library.awaitIndexed(document);

    documents.change(
        Caller.LOCAL,
        document,
        new DocumentChange(Optional.of("new.pdf"), Optional.of(to.id()), Optional.empty()));

    assertThat(in(from)).isEmpty();
    assertThat(in(to)).isNotEmpty().allMatch(hit -> hit.documentName().equals("new.pdf"));
  }

  private List<Hit> in(Collection collection) {
    return search
        .search(
            new Query(
                Caller.LOCAL,
                "confidential information",
                Set.of(),
                Optional.of(collection.id()),
                10))
        .hits();
  }

  @Test
  void anEmptyOrEndlessQueryIsRefused() {
    assertThatThrownBy(() -> ask(Caller.LOCAL, " \n", Set.of(), 5))
        .isInstanceOfSatisfying(
            RetrievalException.class, e -> assertThat(e.code()).isEqualTo("query-empty"));
    assertThatThrownBy(() -> ask(Caller.LOCAL, "a".repeat(10_000), Set.of(), 5))
        .isInstanceOfSatisfying(
            RetrievalException.class, e -> assertThat(e.code()).isEqualTo("query-too-long"))
        .hasMessageContaining("2,000");
  }

  @Test
  void anyTextIsAQuery() {
    library.documents();
    for (String text :
        List.of(
            "\"",
            "\"\"",
            "“”",
            "?",
            "。",
            "的",
            "the",
            "*:* OR [a TO b] ~ \\ ^",
            "𠀀",
            "\u0000",
            "9.2",
            "§§")) {
      assertThat(ids(ask(Caller.LOCAL, text, Set.of(), 5).hits()))
          .as(text)
          .doesNotHaveDuplicates()
          .hasSizeLessThanOrEqualTo(5);
    }
  }

  private static List<UUID> ids(List<Hit> hits) {
    return hits.stream().map(hit -> hit.chunk().id()).toList();
  }

  static String folded(String text) {
    return text.replaceAll("\\s", "");
  }
}
