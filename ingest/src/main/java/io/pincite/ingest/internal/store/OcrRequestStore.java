package io.pincite.ingest.internal.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.Caller;
import io.pincite.ingest.OcrRequests.Format;
import io.pincite.ingest.OcrRequests.Page;
import io.pincite.ingest.OcrRequests.Request;
import io.pincite.ingest.OcrRequests.Submission;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Problem;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.Provenance;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Files that were handed in to be read, and their pages, as rows.
@Singleton
public class OcrRequestStore {
  private static final String PAGES =
      """
      select p.page, 1 as revision, p.ordinal, p.problem_code, p.problem_detail, p.width, p.height,
        p.unit, p.rotation, p.source, p.source_code, p.source_reason, p.engine, p.mode, p.confidence,
        p.turn, p.doubts, p.text, p.words, p.blocks, p.millis, p.output
      from ocr_page p
      where p.job = ?
      """;

  private final Sql sql;
  private final Transactions transactions;
  private final ObjectMapper json;

  public OcrRequestStore(Sql sql, Transactions transactions, ObjectMapper json) {
    this.sql = sql;
    this.transactions = transactions;
    this.json = json;
  }

  /// A request and its file.
  ///
  /// @param document whose page the file is a picture of
  public record Stored(Request request, String sha256, String mediaType, Optional<UUID> document) {}

  /// In the open transaction, which holds the lock of the file.
  public void insert(
      Caller caller,
      UUID job,
      Submission submission,
      String name,
      String sha256,
      long bytes,
      String mediaType) {
    sql.update(
        """
        with kept as (
          insert into file (sha256, bytes, media_type)
          values (?, ?, ?)
          on conflict (sha256) do nothing
        )
        insert into ocr_request (job, tenant, actor, file, name, engine, mode, task, target, prompt, format)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        sha256,
        bytes,
        mediaType,
        job,
        caller.tenant(),
        caller.actor(),
        sha256,
        name,
        submission.engine(),
        submission.mode(),
        submission.task(),
        submission.target(),
        submission.prompt(),
        submission.format());
  }

  /// Empty where it is about a document that was deleted, even before its deletion is done.
  public Optional<Stored> find(UUID job) {
    return sql.first(
        """
        select r.job, r.name, r.engine, r.mode, r.task, r.target, r.prompt, r.format, r.file, f.media_type,
          j.document
        from ocr_request r
        join job j on j.id = r.job
        join file f on f.sha256 = r.file
        left join document d on d.id = j.document
        where r.job = ? and (j.document is null or d.id is not null and d.deleted_at is null)
        """,
        OcrRequestStore::stored,
        job);
  }

  /// Pages that are done, in the order in which they were.
  ///
  /// @param after only those with a later ordinal
  /// @param limit at most so many
  public List<Page> pages(UUID job, int after, int limit) {
    return sql.list(
        PAGES + "and p.ordinal > ? order by p.ordinal limit ?", this::page, job, after, limit);
  }

  /// Pages that are done, in the order of the file.
  ///
  /// @param after only those behind the page of this number
  /// @param limit at most so many
  public List<Page> pagesByNumber(UUID job, int after, int limit) {
    return sql.list(
        PAGES + "and p.page > ? order by p.page limit ?", this::page, job, after, limit);
  }

  /// A page that was read.
  public Optional<PageReading> reading(UUID job, int page) {
    return sql.first(
        PAGES + "and p.page = ? and p.problem_code is null",
        row -> PageStore.reading(row, json),
        job,
        page);
  }

  /// By how much the reading of a page turned it; not at all where there is none.
  public int turn(UUID job, int page) {
    return sql.first(
            "select turn from ocr_page where job = ? and page = ? and problem_code is null",
            row -> row.getInt(1),
            job,
            page)
        .orElse(0);
  }

  /// The numbers of the pages that are done.
  public Set<Integer> done(UUID job) {
    return Set.copyOf(
        sql.list("select page from ocr_page where job = ?", row -> row.getInt(1), job));
  }

  public record Counts(int read, int failed) {}

  public Counts counts(UUID job) {
    return sql.first(
            """
            select count(*) filter (where problem_code is null),
              count(*) filter (where problem_code is not null)
            from ocr_page
            where job = ?
            """,
            row -> new Counts(row.getInt(1), row.getInt(2)),
            job)
        .orElseThrow();
  }

  /// @return false when the request is gone, or somebody else has done the page in the meantime
  public boolean add(UUID job, PageReading reading, Provenance provenance) {
    return inOrder(
        job,
        ordinal ->
            sql.update(
                """
                insert into ocr_page (job, page, ordinal, width, height, unit, rotation, source,
                  source_code, source_reason, engine, engine_version, model, mode, confidence, text,
                  words, blocks, turn, doubts, millis, output)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                on conflict (job, page) do nothing
                """,
                job,
                reading.page(),
                ordinal,
                reading.width(),
                reading.height(),
                reading.unit(),
                reading.rotation(),
                reading.source(),
                reading.sourceReason().code(),
                reading.sourceReason().text(),
                reading.engine(),
                provenance.version(),
                provenance.model(),
                reading.mode(),
                reading.confidence(),
                reading.layer().text(),
                LayerCodec.words(reading.layer()),
                LayerCodec.blocks(reading.layer()),
                reading.turn(),
                LayerCodec.doubts(reading.doubts()),
                reading.usage().map(PageReading.Usage::millis),
                OutputCodec.written(reading.usage().flatMap(PageReading.Usage::output), json)));
  }

  public boolean fail(UUID job, int page, Problem problem) {
    return inOrder(
        job,
        ordinal ->
            sql.update(
                """
                insert into ocr_page (job, page, ordinal, problem_code, problem_detail)
                values (?, ?, ?, ?, ?)
                on conflict (job, page) do nothing
                """,
                job,
                page,
                ordinal,
                problem.code(),
                problem.detail()));
  }

  private interface Insert {
    int at(int ordinal);
  }

  /// One page after the other, so that nobody who has seen one misses an earlier one. An ordinal is
  /// given once: that of a page whose problem was forgotten is not another page's.
  private boolean inOrder(UUID job, Insert insert) {
    return transactions.inNew(
        () -> {
          Optional<Integer> last =
              sql.first(
                  "select last_ordinal from ocr_request where job = ? for update",
                  row -> row.getInt(1),
                  job);
          if (last.isEmpty() || insert.at(last.get() + 1) != 1) {
            return false;
          }
          return sql.update(
                  "update ocr_request set last_ordinal = ? where job = ?", last.get() + 1, job)
              == 1;
        });
  }

  /// The problem of the first page that could not be read.
  public Optional<Problem> firstProblem(UUID job) {
    return sql.first(
        """
        select problem_code, problem_detail
        from ocr_page
        where job = ? and problem_code is not null
        order by page
        limit 1
        """,
        row -> new Problem(row.getString(1), row.getString(2)),
        job);
  }

  /// Lets pages that could not be read be tried again.
  public void forgetProblems(UUID job) {
    sql.update("delete from ocr_page where job = ? and problem_code is not null", job);
  }

  /// The files of the requests whose jobs have been over for so long.
  public List<String> filesOfOld(Duration age) {
    return sql.list(
        """
        select distinct r.file
        from ocr_request r
        join job j on j.id = r.job
        where j.finished_at < now() - ? * interval '1 millisecond'
        order by r.file
        """,
        row -> row.getString(1),
        age.toMillis());
  }

  /// Removes those requests, and the files that nothing else uses, in the open transaction, which
  /// holds the locks of the files.
  ///
  /// @return hashes of the files that nothing else uses
  public List<String> removeOld(Duration age, List<String> files) {
    String[] hashes = files.toArray(String[]::new);
    sql.update(
        """
        delete from ocr_request r
        using job j
        where j.id = r.job and r.file = any (?)
          and j.finished_at < now() - ? * interval '1 millisecond'
        """,
        (Object) hashes,
        age.toMillis());
    return sql.list(
        """
        delete from file f
        where sha256 = any (?)
          and not exists (select 1 from document_version v where v.file = f.sha256)
          and not exists (select 1 from ocr_request r where r.file = f.sha256)
        returning sha256
        """,
        row -> row.getString(1),
        (Object) hashes);
  }

  private Page page(ResultSet row) throws SQLException {
    int ordinal = row.getInt("ordinal");
    Optional<String> problem = Sql.optionalString(row, "problem_code");
    if (problem.isPresent()) {
      return new Page.Failed(
          ordinal,
          row.getInt("page"),
          new Problem(problem.get(), Sql.optionalString(row, "problem_detail").orElse("")));
    }
    return new Page.Read(ordinal, PageStore.reading(row, json));
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        new Request(
            Sql.uuid(row, "job"),
            row.getString("name"),
            Sql.optionalString(row, "engine"),
            Sql.optionalString(row, "mode"),
            OcrTask.valueOf(row.getString("task")),
            Sql.optionalString(row, "target"),
            Sql.optionalString(row, "prompt"),
            Format.valueOf(row.getString("format"))),
        row.getString("file"),
        row.getString("media_type"),
        Sql.optionalUuid(row, "document"));
  }
}
