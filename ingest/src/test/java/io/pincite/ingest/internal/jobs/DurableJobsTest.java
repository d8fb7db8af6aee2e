package io.pincite.ingest.internal.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler.Progress.For;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ingest.internal.sql.Transactions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class DurableJobsTest {
  @Inject Jobs jobs;
  @Inject TestWork testWork;
  @Inject Sql sql;
  @Inject DataSource dataSource;
  @Inject JobStore store;
  @Inject Transactions transactions;
  @Inject JobListeners listeners;

  @BeforeEach
  void idle() {
    testWork.work = (_, _) -> Map.of();
  }

  @Test
  void aJobIsDoneWithItsResult() {
    testWork.work = (job, _) -> Map.of("said", job.payload().get("say"));
    Job job = enqueue(Map.of("say", "hello"));
    assertThat(ended(job).result()).isEqualTo(Map.of("said", "hello"));
  }

  @Test
  void workStartsAtOnceAfterTheCommit() {
    long start = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      ended(enqueue(Map.of()));
    }
    // five polls of a second each would take longer
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aRolledBackJobNeverWas() {
    Job[] job = new Job[1];
    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          job[0] = enqueue(Map.of());
                          throw new IllegalStateException("no");
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(jobs.find(Caller.SYSTEM, job[0].id())).isEmpty();
    assertThat(
            sql.first(
                "select 1 from scheduled_tasks where task_instance = ?",
                row -> row.getInt(1),
                job[0].id().toString()))
        .isEmpty();
  }

  @Test
  void failedWorkIsTriedAgainAndThenDone() {
    testWork.work =
        (job, _) -> {
          if (job.attempts() == 1) {
            throw new IllegalStateException("the first time is hard");
          }
          return Map.of("attempt", job.attempts());
        };
    Job job = ended(enqueue(Map.of()));
    assertThat(job.state()).isEqualTo(Job.State.DONE);
    assertThat(job.result()).isEqualTo(Map.of("attempt", 2));
    assertThat(job.problem()).isEmpty();
  }

  @Test
  void whatWasPutOffByAProcessThatEndedIsTakenUpAtTheStart() {
    Job job =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  Job queued = enqueue(Map.of());
                  sql.update(
                      "update scheduled_tasks set execution_time = now() + interval '1 hour' where task_instance = ?",
                      queued.id().toString());
                  return queued;
                });

    store.triggerPostponed();

    assertThat(ended(job).state()).isEqualTo(Job.State.DONE);
  }

  @Test
  void whatCannotBeMendedIsNotTriedAgain() {
    testWork.work =
        (_, _) -> {
          throw new IngestException.Permanent("broken", "[x] it is broken. Mend it.");
        };
    Job job = ended(enqueue(Map.of()));
    assertThat(job.state()).isEqualTo(Job.State.FAILED);
    assertThat(job.attempts()).isEqualTo(1);
    assertThat(job.problem().orElseThrow().code()).isEqualTo("broken");
    assertThat(testWork.givenUp).containsEntry(job.id(), Job.State.FAILED);
  }

  @Test
  void failedWorkCanBeRetried() {
    testWork.work =
        (_, _) -> {
          throw new IngestException.Permanent("broken", "[x] it is broken. Mend it.");
        };
    Job job = ended(enqueue(Map.of()));
    testWork.work = (_, _) -> Map.of();
    jobs.retry(Caller.SYSTEM, job.id());
    assertThat(ended(job).state()).isEqualTo(Job.State.DONE);
  }

  @Test
  void runningWorkHearsThatItWasCancelled() throws Exception {
    var started = new CountDownLatch(1);
    testWork.work =
        (_, progress) -> {
          for (int i = 1; ; i++) {
            progress.at("counting", i, 1_000_000);
            started.countDown();
            Thread.onSpinWait();
          }
        };
    Job job = enqueue(Map.of());
    started.await();
    jobs.cancel(Caller.SYSTEM, job.id());
    assertThat(ended(job).state()).isEqualTo(Job.State.CANCELLED);
    assertThat(testWork.givenUp).containsEntry(job.id(), Job.State.CANCELLED);
    assertThat(ended(job).stage()).contains("counting");
  }

  @Test
  void finishedWorkCannotBeCancelled() {
    Job job = ended(enqueue(Map.of()));
    assertThatThrownBy(() -> jobs.cancel(Caller.SYSTEM, job.id()))
        .isInstanceOf(IngestException.Conflict.class)
        .hasMessage(
            "[job %s] it is DONE already; only work that goes on can be cancelled.", job.id());
  }

  @Test
  void listenersHearOfEveryChangeOfState() throws Exception {
    var heard = new CopyOnWriteArrayList<Job>();
    try (var _ = jobs.listen(Caller.SYSTEM, heard::add)) {
      Job job = ended(enqueue(Map.of()));
      await()
          .untilAsserted(
              () ->
                  assertThat(heard.stream().filter(each -> each.id().equals(job.id())))
                      .extracting(Job::state)
                      .containsSubsequence(Job.State.QUEUED, Job.State.RUNNING, Job.State.DONE));
    }
  }

  @Test
  void changesByOtherProcessesAreHeardOfToo() throws Exception {
    var heard = new CopyOnWriteArrayList<Job>();
    try (var _ = jobs.listen(Caller.SYSTEM, heard::add)) {
      Job job = ended(enqueue(Map.of()));
      sql.update(
          "update job set stage = 'elsewhere', node = 'another', changed_at = now() where id = ?",
          job.id());
      await()
          .untilAsserted(
              () ->
                  assertThat(heard)
                      .anyMatch(each -> each.stage().equals(Optional.of("elsewhere"))));
    }
  }

  @Test
  void listsArePagedNewestFirst() {
    List<Job> made = java.util.stream.Stream.generate(() -> enqueue(Map.of())).limit(5).toList();
    var found = new java.util.ArrayList<java.util.UUID>();
    Optional<String> cursor = Optional.empty();
    do {
      var page =
          jobs.list(
              Caller.SYSTEM,
              new Jobs.JobFilter(
                  Optional.of(Job.Type.IMPORT), Optional.empty(), Optional.empty(), 2, cursor));
      page.items().forEach(job -> found.add(job.id()));
      cursor = page.next();
    } while (cursor.isPresent());
    assertThat(found).doesNotHaveDuplicates();
    assertThat(found.subList(0, 5)).isEqualTo(made.reversed().stream().map(Job::id).toList());
  }

  @Test
  void jobsAreCountedHoweverManyThereAre() {
    sql.update("insert into tenant (id) values ('counted') on conflict do nothing");
    sql.update(
        """
        insert into job (id, tenant, actor, type, state)
        select gen_random_uuid(), 'counted', 'local', 'IMPORT', state
        from generate_series(1, 300) n, unnest(array['FAILED', 'DONE', 'CANCELLED']) state
        """);

    assertThat(jobs.openAndFailed(new Caller("counted", "local", Optional.empty())))
        .isEqualTo(Map.of(Job.State.FAILED, 300));
    assertThat(
            jobs.openAndFailed(new Caller("counted", "stranger", Optional.of(java.util.Set.of()))))
        .isEmpty();
  }

  @Test
  void twoWorkersLoseNoneOfTenThousandJobsAndDoNoneTwice() {
    int count = 10_000;
    var second =
        new Worker(
            dataSource,
            store,
            transactions,
            listeners,
            type -> type == Job.Type.IMPORT ? Optional.of(testWork) : Optional.empty(),
            "second",
            4,
            Map.of(For.ENGINE, 2),
            3,
            Duration.ofSeconds(1));
    testWork.runs.clear();
    second.start();
    try {
      for (int batch = 0; batch < 20; batch++) {
        QuarkusTransaction.requiringNew()
            .run(
                () -> {
                  for (int i = 0; i < count / 20; i++) {
                    enqueue(Map.of());
                  }
                });
        second.kick();
      }
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () ->
                  sql.first("select count(*) from scheduled_tasks", row -> row.getInt(1))
                          .orElseThrow()
                      == 0);
    } finally {
      second.stop();
    }
    assertThat(testWork.runs).hasSize(count);
    assertThat(testWork.runs.values()).allMatch(runs -> runs.get() == 1);
    assertThat(
            sql.first(
                    "select count(*) from job where state <> 'DONE' and type = 'IMPORT' and attempts > 1 and state <> 'FAILED' and state <> 'CANCELLED'",
                    row -> row.getInt(1))
                .orElseThrow())
        .isZero();
  }

  private Job enqueue(Map<String, Object> payload) {
    return jobs.enqueue(Caller.SYSTEM, Job.Type.IMPORT, Optional.empty(), payload);
  }

  private Job ended(Job job) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> jobs.find(Caller.SYSTEM, job.id()).orElseThrow(), each -> each.state().isFinal());
  }
}
