package io.pincite.ingest.internal.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.Caller;
import io.pincite.ingest.Ids;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs.JobFilter;
import io.pincite.ingest.Problem;
import io.pincite.ingest.internal.sql.Cursor;
import io.pincite.ingest.internal.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The rows of jobs and of their triggers. Every change of a running job names the attempt it
/// belongs to, so that a worker that was taken for dead changes nothing any more.
@Singleton
class JobStore {
  private static final String COLUMNS =
      " id, tenant, actor, type, state, stage, done, total, attempts, document, collection, payload,"
          + " result, problem_code, problem_detail, cancel_asked, created_at, finished_at ";
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final Sql sql;
  private final ObjectMapper json;

  JobStore(Sql sql, ObjectMapper json) {
    this.sql = sql;
    this.json = json;
  }

  JobRow insert(
      Caller caller,
      Job.Type type,
      Optional<UUID> document,
      Map<String, Object> payload,
      String node) {
    UUID id = Ids.next();
    JobRow row =
        sql.first(
                """
                insert into job (id, tenant, actor, type, state, document, collection, payload, node)
                values (?, ?, ?, ?, 'QUEUED', ?, (select collection from document where id = ?), ?::jsonb, ?)
                returning
                """
                    + COLUMNS,
                this::row,
                id,
                caller.tenant(),
                caller.actor(),
                type,
                document,
                document,
                write(payload),
                node)
            .orElseThrow();
    trigger(id, type);
    return row;
  }

  /// Makes a job due now, also when its trigger is still there from an earlier attempt.
  private void trigger(UUID id, Job.Type type) {
    sql.update(
        """
        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version, priority)
        values (?, ?, now(), false, 1, ?)
        on conflict (task_name, task_instance) do update
        set execution_time = excluded.execution_time, picked = false, picked_by = null,
            last_heartbeat = null, version = scheduled_tasks.version + 1
        """,
        Worker.TASK,
        id.toString(),
        priority(type));
  }

  private static int priority(Job.Type type) {
    return switch (type) {
      case DELETE -> 40;
      case READ, OCR, FIGURE -> 30;
      case INDEX -> 20;
      case REBUILD, IMPORT -> 10;
      case PROOFREAD -> 5;
    };
  }

  Optional<JobRow> find(UUID id) {
    return sql.first("select" + COLUMNS + "from job where id = ?", this::row, id);
  }

  Optional<JobRow> findForUpdate(UUID id) {
    return sql.first("select" + COLUMNS + "from job where id = ? for update", this::row, id);
  }

  List<JobRow> list(Caller caller, JobFilter filter, int limit) {
    return sql.list(
        "select"
            + COLUMNS
            + """
            from job
            where tenant = ?
              and (?::uuid[] is null
                   or coalesce(collection = any (?::uuid[]), actor = ?))
              and (?::text is null or type = ?)
              and (?::text is null or state = ?)
              and (?::uuid is null or document = ?)
              and (?::uuid is null or id < ?)
            order by id desc
            limit ?
            """,
        this::row,
        caller.tenant(),
        Sql.permitted(caller),
        Sql.permitted(caller),
        caller.actor(),
        filter.type(),
        filter.type(),
        filter.state(),
        filter.state(),
        filter.document(),
        filter.document(),
        Cursor.parse(filter.cursor()),
        Cursor.parse(filter.cursor()),
        limit);
  }

  Map<Job.State, Integer> openAndFailed(Caller caller) {
    var counts = new EnumMap<Job.State, Integer>(Job.State.class);
    sql.list(
            """
            select state, count(*)
            from job
            where state in ('QUEUED', 'RUNNING', 'RETRYING', 'FAILED')
              and tenant = ?
              and (?::uuid[] is null
                   or coalesce(collection = any (?::uuid[]), actor = ?))
            group by state
            """,
            row -> Map.entry(Job.State.valueOf(row.getString(1)), row.getInt(2)),
            caller.tenant(),
            Sql.permitted(caller),
            Sql.permitted(caller),
            caller.actor())
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  List<JobRow> openOf(UUID document) {
    return sql.list(
        "select"
            + COLUMNS
            + "from job where document = ? and state in ('QUEUED', 'RUNNING', 'RETRYING') order by id",
        this::row,
        document);
  }

  /// Takes up the work; empty when there is nothing to do any more. Its loss in a crash does no
  /// harm, so it does not wait for the disk.
  Optional<JobRow> begin(UUID id, String node) {
    return sql.first(
        """
        update job
        set state = 'RUNNING', attempts = attempts + 1, node = ?, changed_at = now()
        where id = ? and state in ('QUEUED', 'RETRYING', 'RUNNING')
        returning
        """
            + COLUMNS,
        this::row,
        node,
        id);
  }

  /// @return empty when the attempt is no longer the one that counts
  Optional<JobRow> progress(Job job, String stage, int done, int total, String node) {
    return sql.first(
        """
        update job
        set stage = ?, done = ?, total = ?, node = ?, changed_at = now()
        where id = ? and attempts = ? and state = 'RUNNING'
        returning
        """
            + COLUMNS,
        this::row,
        stage,
        done,
        total,
        node,
        job.id(),
        job.attempts());
  }

  void soFar(Job job, Map<String, Object> result) {
    sql.update(
        """
        update job
        set result = ?::jsonb
        where id = ? and attempts = ? and state = 'RUNNING'
        """,
        write(result),
        job.id(),
        job.attempts());
  }

  Optional<JobRow> done(Job job, Map<String, Object> result, String node) {
    return sql.first(
        """
        update job
        set state = 'DONE', result = ?::jsonb, stage = ?, done = ?, total = ?, problem_code = null,
            problem_detail = null, node = ?, changed_at = now(), finished_at = now()
        where id = ? and attempts = ? and state = 'RUNNING'
        returning
        """
            + COLUMNS,
        this::row,
        write(result),
        job.stage(),
        job.done(),
        job.total(),
        node,
        job.id(),
        job.attempts());
  }

  Optional<JobRow> failed(Job job, Job.State state, Optional<Problem> problem, String node) {
    return sql.first(
        """
        update job
        set state = ?, problem_code = ?, problem_detail = ?, node = ?, changed_at = now(),
            finished_at = case when ? then now() end
        where id = ? and attempts = ? and state = 'RUNNING'
        returning
        """
            + COLUMNS,
        this::row,
        state,
        problem.map(Problem::code),
        problem.map(Problem::detail),
        node,
        state.isFinal(),
        job.id(),
        job.attempts());
  }

  /// Gives work back that was stopped because the process ends or others come first; it does not
  /// count as an attempt.
  Optional<JobRow> putBack(Job job, String node) {
    return sql.first(
        """
        update job
        set state = 'QUEUED', attempts = attempts - 1, node = ?, changed_at = now()
        where id = ? and attempts = ? and state = 'RUNNING'
        returning
        """
            + COLUMNS,
        this::row,
        node,
        job.id(),
        job.attempts());
  }

  JobRow cancelWaiting(UUID id, String node) {
    sql.update(
        "delete from scheduled_tasks where task_name = ? and task_instance = ? and not picked",
        Worker.TASK,
        id.toString());
    return sql.first(
            """
            update job
            set state = 'CANCELLED', cancel_asked = true, node = ?, changed_at = now(), finished_at = now()
            where id = ?
            returning
            """
                + COLUMNS,
            this::row,
            node,
            id)
        .orElseThrow();
  }

  JobRow askToCancel(UUID id, String node) {
    return sql.first(
            "update job set cancel_asked = true, node = ?, changed_at = now() where id = ? returning"
                + COLUMNS,
            this::row,
            node,
            id)
        .orElseThrow();
  }

  JobRow queueAgain(UUID id, String node) {
    JobRow row =
        sql.first(
                """
                update job
                set state = 'QUEUED', attempts = 0, cancel_asked = false, problem_code = null,
                    problem_detail = null, finished_at = null, node = ?, changed_at = now()
                where id = ?
                returning
                """
                    + COLUMNS,
                this::row,
                node,
                id)
            .orElseThrow();
    trigger(id, row.job().type());
    return row;
  }

  /// What other processes changed lately; the window overlaps, because a transaction's time is that
  /// of its start.
  List<JobRow> changedElsewhere(String node, Duration window) {
    return sql.list(
        "select"
            + COLUMNS
            + """
            from job
            where changed_at > now() - ? * interval '1 millisecond'
              and node is distinct from ?
            order by changed_at
            limit 2000
            """,
        this::row,
        window.toMillis(),
        node);
  }

  /// Frees the triggers that an earlier process of this name held when it was killed.
  int release(String node) {
    return sql.update(
        """
        update scheduled_tasks
        set picked = false, picked_by = null, last_heartbeat = null, version = version + 1
        where picked and picked_by = ?
        """,
        node);
  }

  /// Open work always has a trigger: rows are the truth, and whatever lost one gets it back.
  int triggerForgotten() {
    return sql.update(
        """
        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version, priority)
        select ?, id::text, now(), false, 1, 20
        from job
        where state in ('QUEUED', 'RUNNING', 'RETRYING')
        on conflict (task_name, task_instance) do nothing
        """,
        Worker.TASK);
  }

  /// What was put off until its turn is due now: whoever knew whose turn it is has gone.
  int triggerPostponed() {
    return sql.update(
        """
        update scheduled_tasks
        set execution_time = now()
        where task_name = ? and not picked and execution_time > now()
          and task_instance in (select id::text from job where state = 'QUEUED')
        """,
        Worker.TASK);
  }

  /// Makes a job due now that was put off.
  int triggerNow(UUID id) {
    return sql.update(
        """
        update scheduled_tasks
        set execution_time = now()
        where task_name = ? and task_instance = ? and not picked
        """,
        Worker.TASK,
        id.toString());
  }

  private JobRow row(ResultSet row) throws SQLException {
    var job =
        new Job(
            Sql.uuid(row, "id"),
            Job.Type.valueOf(row.getString("type")),
            Job.State.valueOf(row.getString("state")),
            Sql.optionalString(row, "stage"),
            row.getInt("done"),
            row.getInt("total"),
            row.getInt("attempts"),
            Sql.optionalUuid(row, "document"),
            read(row.getString("payload")),
            read(row.getString("result")),
            Sql.instant(row, "created_at"),
            Sql.optionalInstant(row, "finished_at"),
            Sql.optionalString(row, "problem_code").map(code -> new Problem(code, detail(row))));
    return new JobRow(
        job,
        row.getString("tenant"),
        row.getString("actor"),
        Sql.optionalUuid(row, "collection"),
        row.getBoolean("cancel_asked"));
  }

  private static String detail(ResultSet row) {
    try {
      return Sql.optionalString(row, "problem_detail").orElse("");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String write(Map<String, Object> map) {
    try {
      return json.writeValueAsString(map);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a job's payload and result are plain values", e);
    }
  }

  private Map<String, Object> read(String text) {
    try {
      return json.readValue(text, MAP);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a job's row holds no JSON", e);
    }
  }
}
