package io.pincite.retrieval.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.Ids;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.internal.chunking.Passage;
import io.pincite.retrieval.internal.chunking.Scripts;
import io.pincite.retrieval.internal.index.ChunkIndex.Found;
import io.pincite.retrieval.internal.index.ChunkIndex.IndexedPassage;
import io.pincite.retrieval.internal.index.ChunkIndex.Scope;
import io.pincite.retrieval.internal.index.ChunkIndex.Space;
import io.pincite.retrieval.internal.index.ChunkIndex.Vector;
import io.pincite.retrieval.internal.lexical.Fragments;
import io.pincite.retrieval.internal.lexical.TextAnalysis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every backend of the index promises. A backend's test extends it.
abstract class IndexContract {
  protected ChunkIndex index;

  /// Opens the index of this test: empty at first, then what was committed.
  protected abstract ChunkIndex open();

  /// Ends the index as a crash would: nothing more is written.
  protected abstract void crash(ChunkIndex index);

  @BeforeEach
  void openIndex() {
    index = open();
  }

  @AfterEach
  void closeIndex() {
    index.close();
  }

  @Test
  void wordsAreFoundInAnyForm() {
    UUID lease = put("The Tenant shall not terminate this Lease.", "Rent is due monthly.");

    assertThat(words("termination by tenants")).extracting(Found::ordinal).containsExactly(0);
    assertThat(words("TERMINATED")).extracting(Found::document).containsExactly(lease);
    assertThat(words("insurance")).isEmpty();
  }

  @Test
  void chineseIsFoundInEitherScriptAndMixedTextInBoth() {
    put("本合同有效期為三年，適用中華人民共和國法律。", "不可抗力（Force Majeure）是指不能预见的情况。");

    assertThat(words("合同的有效期是多久？")).extracting(Found::ordinal).containsExactly(0);
    assertThat(words("適用什麼法律")).extracting(Found::ordinal).containsExactly(0);
    assertThat(words("不可抗力")).extracting(Found::ordinal).containsExactly(1);
    assertThat(words("force majeure")).extracting(Found::ordinal).containsExactly(1);
  }

  @Test
  void numbersAreFoundAsTheyAreWritten() {
    put("See Section 9.2 for notices.", "The fee is $1,000,000.00.", "The fee is 40 %.");

    assertThat(words("9.2")).extracting(Found::ordinal).containsExactly(0);
    assertThat(words("1000000.00")).extracting(Found::ordinal).containsExactly(1);
  }

  @Test
  void wordsThatWereMisreadSplitOrJoinedAreFoundByWhatIsLeftOfThem() {
    UUID document = Ids.next();
    List<String> texts =
        List.of(
            "Either party may request terrnination of the service.",
            "Upon ter mination the fees are due.",
            "Notice oftermination must be in writing.",
            "The C0nfidentia1 records are kept.",
            "Nothing here speaks of the end.");
    var passages = new ArrayList<IndexedPassage>();
    for (String text : texts) {
      passages.add(misread(document, passages.size(), text));
    }
    passages.add(passage(document, passages.size(), "On the terrnination of a lease.", List.of()));
    index.replace(document, passages);
    index.refresh();

    assertThat(ordinals(index.byFragments(Fragments.ofQuestion("termination?"), Scope.ALL, 10)))
        .as("those that may be misread and no other")
        .containsExactlyInAnyOrder(0, 1, 2);
    assertThat(ordinals(index.byFragments(Fragments.ofQuestion("confidential"), Scope.ALL, 10)))
        .containsExactly(3);
    assertThat(index.byFragments(Fragments.ofQuestion("termination"), within(Ids.next()), 10))
        .isEmpty();
    assertThat(index.byFragments(Fragments.ofQuestion("合同的期限？"), Scope.ALL, 10)).isEmpty();
  }

  @Test
  void aHeadingCountsMoreThanAMention() {
    UUID document = Ids.next();
    index.replace(
        document,
        List.of(
            passage(document, 0, "Either party may rely on governing law elsewhere.", List.of()),
            passage(document, 1, "This is subject to Delaware rules.", List.of("Governing Law")),
            passage(document, 2, "Payment is due.", List.of("Payment")),
            passage(document, 3, "Notices are given.", List.of("Notices"))));
    index.refresh();

    assertThat(words("governing law")).extracting(Found::ordinal).containsExactly(1, 0);
  }

  @Test
  void aPhraseMustStandTogetherAndInOrder() {
    put(
        "force majeure event",
        "majeure force",
        "force of majeure",
        "Force\nMajeure",
        "合同有效期",
        "有效合同期");

    assertThat(words("force majeure", phrase("FORCE MAJEURE")))
        .extracting(Found::ordinal)
        .containsExactlyInAnyOrder(0, 3);
    assertThat(words("有效期", phrase("有效期"))).extracting(Found::ordinal).containsExactly(4);
    assertThat(words("合同", phrase("有效合同"))).extracting(Found::ordinal).containsExactly(5);
  }

  @Test
  void aClauseComesBeforeWhatLiesUnderIt() {
    put("9.2.1 Notices by mail.", "9.2 Notices.", "9.20 Waiver.", "As Section 9.2 says.");

    assertThat(index.byClause(List.of("section:9.2", "9.2"), List.of(), Scope.ALL, 10))
        .extracting(Found::ordinal)
        .containsExactly(1, 0);
  }

  @Test
  void aScopeHoldsSearchInsideItsDocuments() {
    UUID left = put("rent and deposit");
    UUID right = put("rent and notice");
    UUID other = put("rent and rent");

    assertThat(words("rent", within(left, right)))
        .extracting(Found::document)
        .containsExactlyInAnyOrder(left, right);
    assertThat(words("rent", within())).isEmpty();
    assertThat(words("rent")).extracting(Found::document).contains(other);
  }

  @Test
  void replacingADocumentReplacesAllOfIt() {
    UUID document = put("old rent", "old deposit");
    var again = List.of(passage(document, 0, "new notice", List.of()));

    index.replace(document, again);
    index.refresh();

    assertThat(words("old")).isEmpty();
    assertThat(words("notice"))
        .extracting(Found::chunk)
        .containsExactly(again.getFirst().passage().chunk().id());
    index.remove(document);
    index.refresh();
    assertThat(words("notice")).isEmpty();
  }

  @Test
  void changesAreSeenAfterARefresh() {
    UUID document = Ids.next();
    index.replace(document, List.of(passage(document, 0, "rent", List.of())));
    assertThat(words("rent")).isEmpty();

    index.refresh();

    assertThat(words("rent")).hasSize(1);
  }

  @Test
  void equalScoresAreInOrderOfDocumentAndOrdinal() {
    var documents = IntStream.range(0, 5).mapToObj(i -> Ids.next()).toList();
    documents
        .reversed()
        .forEach(
            document ->
                index.replace(
                    document,
                    IntStream.range(0, 7)
                        .mapToObj(i -> passage(document, i, "the same words", List.of()))
                        .toList()));
    index.refresh();

    var found = words("same");

    assertThat(found).hasSize(35);
    assertThat(found)
        .isSortedAccordingTo(
            Comparator.comparing(Found::document).thenComparingInt(Found::ordinal));
  }

  /// Oracle: every vector compared with the question.
  @Test
  void nearestVectorsAreThoseOfBruteForce() {
    var random = new Random(7);
    var documents = new ArrayList<UUID>();
    var all = new ArrayList<IndexedPassage>();
    for (int d = 0; d < 40; d++) {
      UUID document = Ids.next();
      documents.add(document);
      var passages = new ArrayList<IndexedPassage>();
      for (int i = 0; i < 30; i++) {
        passages.add(
            new IndexedPassage(
                passage(document, i, "text", List.of()).passage(),
                Optional.of(new Vector(Space.ENGLISH, unit(random, 384)))));
      }
      index.replace(document, passages);
      all.addAll(passages);
    }
    index.refresh();
    int same = 0;
    for (int q = 0; q < 20; q++) {
      float[] question = unit(random, 384);
      var found = index.byVector(Space.ENGLISH, question, Scope.ALL, 10);
      assertThat(found)
          .hasSize(10)
          .isSortedAccordingTo(Comparator.comparingDouble(f -> -f.score()));
      var expected = nearest(all, question, Set.copyOf(documents), 10);
      same += (int) found.stream().map(Found::chunk).filter(expected::contains).count();
      for (Found each : found) {
        assertThat(each.score())
            .isCloseTo(dot(question, each, all), org.assertj.core.data.Offset.offset(1e-4));
      }

      Set<UUID> few = Set.copyOf(documents.subList(q, q + 3));
      assertThat(
              index.byVector(Space.ENGLISH, question, new Scope(Optional.of(few), List.of()), 10))
          .extracting(Found::chunk)
          .containsExactlyElementsOf(nearest(all, question, few, 10));
    }
    // the graph is approximate: random vectors are the hardest case
    assertThat(same).isGreaterThanOrEqualTo(180);
  }

  @Test
  void spacesAreApartAndPassagesWithoutVectorAreNotThere() {
    UUID document = Ids.next();
    var random = new Random(3);
    float[] english = unit(random, 384);
    float[] chinese = unit(random, 512);
    index.replace(
        document,
        List.of(
            new IndexedPassage(
                passage(document, 0, "a", List.of()).passage(),
                Optional.of(new Vector(Space.ENGLISH, english))),
            new IndexedPassage(
                passage(document, 1, "合", List.of()).passage(),
                Optional.of(new Vector(Space.CHINESE, chinese))),
            passage(document, 2, "none", List.of())));
    index.refresh();

    assertThat(index.byVector(Space.ENGLISH, english, Scope.ALL, 10))
        .extracting(Found::ordinal)
        .containsExactly(0);
    assertThat(index.byVector(Space.CHINESE, chinese, Scope.ALL, 10))
        .extracting(Found::ordinal)
        .containsExactly(1);
  }

  @Test
  void whatWasCommittedIsThereAfterACrashAndKnowsItsChange() {
    put("committed rent");
    index.applied(17);
    index.commit();
    put("lost rent");
    index.applied(18);

    crash(index);
    index = open();

    assertThat(index.applied()).isEqualTo(17);
    assertThat(words("rent")).hasSize(1);
    assertThat(words("committed")).hasSize(1);
  }

  @Test
  void anEmptyIndexHasNoChangesAndAnswers() {
    assertThat(index.applied()).isZero();
    assertThat(words("rent")).isEmpty();
    assertThat(index.byVector(Space.ENGLISH, unit(new Random(1), 384), Scope.ALL, 5)).isEmpty();
    assertThat(index.byClause(List.of("1"), List.of(), Scope.ALL, 5)).isEmpty();
  }

  protected final UUID put(String... texts) {
    UUID document = Ids.next();
    index.replace(
        document,
        IntStream.range(0, texts.length)
            .mapToObj(i -> passage(document, i, texts[i], List.of()))
            .toList());
    index.refresh();
    return document;
  }

  protected final List<Found> words(String question) {
    return words(question, Scope.ALL);
  }

  private List<Found> words(String question, Scope scope) {
    return index.byWords(TextAnalysis.termsOfQuestion(question), scope, 100);
  }

  private static Scope phrase(String phrase) {
    return new Scope(Optional.empty(), List.of(TextAnalysis.terms(TextAnalysis.exact(), phrase)));
  }

  private static Scope within(UUID... documents) {
    return new Scope(Optional.of(Set.of(documents)), List.of());
  }

  private static IndexedPassage passage(
      UUID document, int ordinal, String text, List<String> headings) {
    return new IndexedPassage(
        new Passage(
            new Chunk(
                Ids.next(),
                document,
                1,
                ordinal,
                headings,
                List.of(),
                text,
                Scripts.languageOf(text),
                false),
            List.of(),
            false),
        Optional.empty());
  }

  private static List<Integer> ordinals(List<Found> found) {
    return found.stream().map(Found::ordinal).toList();
  }

  private static IndexedPassage misread(UUID document, int ordinal, String text) {
    Passage passage = passage(document, ordinal, text, List.of()).passage();
    return new IndexedPassage(
        new Passage(passage.chunk(), passage.titles(), true), Optional.empty());
  }

  private static float[] unit(Random random, int dimensions) {
    float[] vector = new float[dimensions];
    double sum = 0;
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextGaussian();
      sum += vector[i] * vector[i];
    }
    for (int i = 0; i < dimensions; i++) {
      vector[i] /= (float) Math.sqrt(sum);
    }
    return vector;
  }

  private static List<UUID> nearest(
      List<IndexedPassage> all, float[] question, Set<UUID> documents, int count) {
    return all.stream()
        .filter(each -> documents.contains(each.passage().chunk().document()))
        .sorted(
            Comparator.comparingDouble(
                each -> -dot(question, each.vector().orElseThrow().values())))
        .limit(count)
        .map(each -> each.passage().chunk().id())
        .toList();
  }

  private static double dot(float[] question, Found found, List<IndexedPassage> all) {
    return all.stream()
        .filter(each -> each.passage().chunk().id().equals(found.chunk()))
        .mapToDouble(each -> dot(question, each.vector().orElseThrow().values()))
        .findFirst()
        .orElseThrow();
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
