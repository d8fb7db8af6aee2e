package io.pincite.retrieval.internal.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.pincite.ingest.Caller;
import io.pincite.ingest.DataFolder;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.PostgresForTests;
import io.pincite.retrieval.Generations;
import io.pincite.retrieval.Hit;
import io.pincite.retrieval.IndexGeneration;
import io.pincite.retrieval.Query;
import io.pincite.retrieval.SampleLibrary;
import io.pincite.retrieval.Search;
import io.pincite.retrieval.internal.chunking.Passage;
import io.pincite.retrieval.internal.embedding.EmbeddingModel;
import io.pincite.retrieval.internal.index.ChunkIndex;
import io.pincite.retrieval.internal.store.RetrievalStore;
import io.pincite.samples.Sample;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.lucene.store.AlreadyClosedException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RebuildTest {
  private static final List<String> QUESTIONS =
      List.of(
          "What is the monthly rent?",
          "合同的有效期是多久？",
          "Section 2.1",
          "\"governing law\"",
          "How can the agreement be terminated?");

  @Inject SampleLibrary library;
  @Inject Search search;
  @Inject Generations generations;
  @Inject Documents documents;
  @Inject Jobs jobs;
  @Inject Indexes indexes;
  @Inject RetrievalStore store;
  @Inject RebuildHandler handler;
  @Inject DataFolder data;
  @Inject AgroalDataSource source;

  /// Hears where a rebuild is, which never only waits.
  private interface Watching extends JobHandler.Progress {
    @Override
    default void onlyWaits(For whom) {
      throw new UnsupportedOperationException("a rebuild waits for no one");
    }
  }

  private record Seen(UUID document, int ordinal, String text, double score) {}

  private List<List<Seen>> answers() {
    return QUESTIONS.stream()
        .map(
            question ->
                search
                    .search(new Query(Caller.LOCAL, question, Set.of(), Optional.empty(), 20))
                    .hits()
                    .stream()
                    .map(RebuildTest::seen)
                    .toList())
        .toList();
  }

  /// Copies that were replaced count in how rare a word is until they are merged away.
  private void settled() {
    long live = indexes.live(Caller.DEFAULT_TENANT).id();
    indexes.upToDate(live).refresh();
    indexes.settle(live);
  }

  private static Seen seen(Hit hit) {
    return new Seen(hit.chunk().document(), hit.chunk().ordinal(), hit.chunk().text(), hit.score());
  }

  private Job ended(Job job) {
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> jobs.find(Caller.LOCAL, job.id()).orElseThrow().state().isFinal());
    return jobs.find(Caller.LOCAL, job.id()).orElseThrow();
  }

  @Test
  void aRebuiltIndexAnswersAsTheOldOneAndTakesItsPlace() {
    library.documents();
    settled();
    var before = answers();
    IndexGeneration old = generations.list(Caller.LOCAL).getFirst();

    Job job = ended(generations.rebuild(Caller.LOCAL));

    assertThat(job.state()).as(job.toString()).isEqualTo(Job.State.DONE);
    assertThat(answers()).isEqualTo(before);
    IndexGeneration built = generations.list(Caller.LOCAL).getFirst();
    assertThat(built.id()).isNotEqualTo(old.id());
    assertThat(built.state()).isEqualTo(IndexGeneration.State.LIVE);
    assertThat(built.documents()).isEqualTo(old.documents());
    assertThat(built.chunks()).isEqualTo(old.chunks());
    assertThat(built.lag()).isZero();
    assertThat(built.bytes()).isPositive();
    assertThat(generations.list(Caller.LOCAL))
        .filteredOn(each -> each.id() == old.id())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.state()).isEqualTo(IndexGeneration.State.RETIRED);
              assertThat(each.chunks()).isZero();
            });
    assertThat(data.folder("index").resolve(String.valueOf(old.id()))).doesNotExist();
  }

  @Test
  void anIndexMadeWithOtherModelsSaysSoUntilItIsRebuilt() throws SQLException {
    library.documents();
    long live = indexes.live(Caller.DEFAULT_TENANT).id();
    assertThat(generations.list(Caller.LOCAL).getFirst().outdated()).isEmpty();
    change(live, "models", "another");
    change(live, "backend", "another");

    assertThat(generations.list(Caller.LOCAL).getFirst().outdated())
        .containsExactlyInAnyOrder(IndexGeneration.Part.MODELS, IndexGeneration.Part.BACKEND);
    ended(generations.rebuild(Caller.LOCAL));

    IndexGeneration built = generations.list(Caller.LOCAL).getFirst();
    assertThat(built.id()).isNotEqualTo(live);
    assertThat(built.outdated()).isEmpty();
  }

  @Test
  void aDocumentThatArrivesWhileBuildingIsInBoth() {
    library.documents();
    var arrived = new AtomicBoolean();
    UUID[] late = new UUID[1];
    Job job = job(UUID.randomUUID());

    Map<String, Object> result =
        handler.run(
            job,
            (Watching)
                (stage, done, total) -> {
                  if (arrived.compareAndSet(false, true)) {
                    late[0] = library.add("late.pdf", Sample.EMPLOYMENT.pdf(), collection());
                    library.awaitIndexed(late[0]);
                  }
                });

    long live = indexes.live(Caller.DEFAULT_TENANT).id();
    assertThat(result.get("generation")).isEqualTo(live);
    assertThat(search.searchable(late[0])).isEqualTo(Search.Searchable.FULL);
    assertThat(store.passages(live, late[0]))
        .isNotEmpty()
        .allMatch(passage -> passage.vector().isPresent());
    assertThat(
            search
                .search(
                    new Query(Caller.LOCAL, "base salary", Set.of(late[0]), Optional.empty(), 5))
                .hits())
        .isNotEmpty();
  }

  /// A document cut and embedded for the new generation may have been read again meanwhile, and
  /// what came of that is in the new generation already: the older cut must not take its place.
  @Test
  void whatWasReadAgainWhileItWasCutAnewStays() throws SQLException {
    library.documents();
    var before = indexes.live(Caller.DEFAULT_TENANT);
    cutDifferently(before.id());
    Map<UUID, List<String>> texts =
        library.documents().values().stream()
            .collect(Collectors.toMap(each -> each, each -> textsOf(before.id(), each)));
    var readAgain = new HashMap<UUID, List<String>>();
    Job job = job(UUID.randomUUID());

    Map<String, Object> result =
        handler.run(
            job,
            (Watching)
                (stage, done, total) -> {
                  if (!stage.equals("vectors") || !readAgain.isEmpty()) {
                    return;
                  }
                  long built =
                      store.open().stream()
                          .mapToLong(RetrievalStore.Generation::id)
                          .max()
                          .orElseThrow();
                  UUID document = store.missing(built, before.id()).getFirst();
                  List<Passage> newer =
                      store.passages(before.id(), document).stream()
                          .limit(1)
                          .map(ChunkIndex.IndexedPassage::passage)
                          .map(IndexHandler::withOwnId)
                          .toList();
                  readAgain.put(document, newer.stream().map(each -> each.chunk().text()).toList());
                  QuarkusTransaction.requiringNew()
                      .run(
                          () ->
                              store.saveChunks(
                                  built,
                                  document,
                                  newer.getFirst().chunk().version(),
                                  newer,
                                  Search.Searchable.FULL,
                                  EmbeddingModel.Kind::idFor));
                });

    long live = indexes.live(Caller.DEFAULT_TENANT).id();
    assertThat(result).containsEntry("generation", live);
    assertThat(readAgain).hasSize(1);
    texts.forEach(
        (document, cut) ->
            assertThat(textsOf(live, document)).isEqualTo(readAgain.getOrDefault(document, cut)));

    // and as it was for those that come after
    cutDifferently(live);
    assertThat(ended(generations.rebuild(Caller.LOCAL)).state()).isEqualTo(Job.State.DONE);
    long last = indexes.live(Caller.DEFAULT_TENANT).id();
    texts.forEach((document, cut) -> assertThat(textsOf(last, document)).isEqualTo(cut));
  }

  /// As if the generation had been cut by another chunker than today's.
  private void cutDifferently(long generation) throws SQLException {
    change(generation, "chunker", "another");
  }

  private void change(long generation, String column, String value) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update index_generation set " + column + " = ? where id = ?")) {
      update.setString(1, value);
      update.setLong(2, generation);
      update.executeUpdate();
    }
  }

  private List<String> textsOf(long generation, UUID document) {
    return store.passages(generation, document).stream()
        .map(each -> each.passage().chunk().text())
        .toList();
  }

  @Test
  void aRebuildThatWasStoppedGoesOnWhereItWas() {
    library.documents();
    settled();
    var before = answers();
    Job job = job(UUID.randomUUID());
    int[] steps = {0};
    try {
      handler.run(
          job,
          (Watching)
              (stage, done, total) -> {
                if (++steps[0] == 4) {
                  throw new IllegalStateException("killed");
                }
              });
    } catch (IllegalStateException killed) {
      assertThat(killed).hasMessage("killed");
    }
    assertThat(answers()).isEqualTo(before);

    handler.run(job, (Watching) (stage, done, total) -> {});
    assertThat(answers()).isEqualTo(before);

    // and once more after the switch
    handler.run(job, (Watching) (stage, done, total) -> {});
    assertThat(answers()).isEqualTo(before);
    assertThat(
            generations.list(Caller.LOCAL).stream()
                .filter(each -> each.state() == IndexGeneration.State.LIVE))
        .hasSize(1);
  }

  /// Whatever the index lost, by a crash between the rows and the postings or with its folder, it
  /// takes up again from the rows.
  @Test
  void anIndexThatLostEverythingTakesItUpAgain() {
    library.documents();
    settled();
    var before = answers();
    long live = indexes.live(Caller.DEFAULT_TENANT).id();

    indexes.drop(live);
    assertThat(Files.exists(data.folder("index").resolve(String.valueOf(live)))).isFalse();

    assertThat(answers()).isEqualTo(before);
  }

  /// A full disk closes Lucene's writer for good; the index must not stay dead until a restart.
  @Test
  void anIndexWhoseWriterClosedIsOpenedAgain() {
    library.documents();
    settled();
    var before = answers();
    long live = indexes.live(Caller.DEFAULT_TENANT).id();
    indexes.commit(live);

    indexes.upToDate(live).close();
    assertThatThrownBy(() -> indexes.settle(live)).isInstanceOf(AlreadyClosedException.class);

    assertThat(answers()).isEqualTo(before);
  }

  @Test
  void aDeletedDocumentIsNotFoundAndLeavesNothing() {
    library.documents();
    UUID document = library.add("gone.pdf", Sample.NDA.pdf(), collection());
    library.awaitIndexed(document);
    int chunks = search.chunks(Caller.LOCAL, document).size();

    Job job = ended(documents.delete(Caller.LOCAL, document));

    assertThat(job.state()).isEqualTo(Job.State.DONE);
    assertThat(job.result()).containsEntry("chunks", chunks);
    assertThat(search.searchable(document)).isEqualTo(Search.Searchable.NONE);
    long live = indexes.live(Caller.DEFAULT_TENANT).id();
    assertThat(store.passages(live, document)).isEmpty();
    assertThat(
            search
                .search(
                    new Query(Caller.LOCAL, "confidential", Set.of(document), Optional.empty(), 5))
                .hits())
        .isEmpty();
    await().atMost(Duration.ofSeconds(10)).until(() -> store.lag(live, indexes.applied(live)) == 0);
  }

  @Inject io.pincite.ingest.Collections collections;

  private Optional<UUID> collection() {
    return Optional.of(collections.create(Caller.LOCAL, "c " + UUID.randomUUID()).id());
  }

  private static Job job(UUID id) {
    return new Job(
        id,
        Job.Type.REBUILD,
        Job.State.RUNNING,
        Optional.empty(),
        0,
        0,
        1,
        Optional.empty(),
        Map.of(),
        Map.of(),
        java.time.Instant.EPOCH,
        Optional.empty(),
        Optional.empty());
  }
}
