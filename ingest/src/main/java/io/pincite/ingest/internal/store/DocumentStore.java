package io.pincite.ingest.internal.store;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents.DocumentFilter;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Ids;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Problem;
import io.pincite.ingest.internal.sql.Cursor;
import io.pincite.ingest.internal.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Documents, their versions and files as rows. Every method runs in the open transaction.
///
/// Methods that take a caller see only what the caller may see; the others are for work that was
/// queued by somebody who could.
@Singleton
public class DocumentStore {
  private static final String SELECT =
      """
      select d.id, d.collection, d.name, d.state, d.current_version, d.created_at,
        d.problem_code, d.problem_detail, f.media_type, f.bytes, f.sha256,
        p.pages, p.pages_read, p.pages_failed, p.pages_needing_ocr, p.pages_read_by_ocr,
        p.pages_doubtful, v.ocr
      from document d
      join document_version v on v.document = d.id and v.n = d.current_version
      join file f on f.sha256 = v.file
      cross join lateral (
        select count(*) as pages,
          count(*) filter (where current_revision > 0) as pages_read,
          count(*) filter (where current_revision = 0 and problem_code is not null) as pages_failed,
          count(*) filter (where source = 'NONE') as pages_needing_ocr,
          count(*) filter (where source in ('OCR', 'MIXED')) as pages_read_by_ocr,
          count(*) filter (where doubtful) as pages_doubtful
        from page
        where document = d.id and version = d.current_version) p
      where d.deleted_at is null
      """;
  private static final String VISIBLE =
      SELECT
          + """
          and d.tenant = ?
          and (?::uuid[] is null or d.collection = any (?::uuid[]))
          """;

  private final Sql sql;
  private final Clock clock;

  public DocumentStore(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  // --- looking ----------------------------------------------------------------------------------

  public Optional<Document> find(Caller caller, UUID id) {
    return sql.first(
        VISIBLE + "and d.id = ?",
        DocumentStore::document,
        caller.tenant(),
        Sql.permitted(caller),
        Sql.permitted(caller),
        id);
  }

  public List<Document> list(Caller caller, DocumentFilter filter, int limit) {
    return sql.list(
        VISIBLE
            + """
            and (?::uuid is null or d.collection = ?)
            and (?::text is null or d.state = ?)
            and (?::text is null or strpos(lower(d.name), lower(?)) > 0)
            and (?::uuid is null or d.id < ?)
            order by d.id desc
            limit ?
            """,
        DocumentStore::document,
        caller.tenant(),
        Sql.permitted(caller),
        Sql.permitted(caller),
        filter.collection(),
        filter.collection(),
        filter.state(),
        filter.state(),
        filter.nameContains(),
        filter.nameContains(),
        Cursor.parse(filter.cursor()),
        Cursor.parse(filter.cursor()),
        limit);
  }

  /// A version's file and number.
  ///
  /// @param ocr what the one who uploaded it chose
  /// @param engine who reads its images, if not the engine of the settings
  /// @param mode one of that engine's modes
  public record Version(
      UUID document,
      int n,
      String name,
      String sha256,
      String mediaType,
      OcrChoice ocr,
      Optional<String> engine,
      Optional<String> mode) {}

  /// The version asked for, or the current one.
  public Optional<Version> version(Caller caller, UUID document, Optional<Integer> n) {
    return sql.first(
        """
        select d.id, v.n, d.name, v.ocr, v.engine, v.mode, f.sha256, f.media_type
        from document d
        join document_version v on v.document = d.id and v.n = coalesce(?, d.current_version)
        join file f on f.sha256 = v.file
        where d.deleted_at is null
          and d.id = ?
          and d.tenant = ?
          and (?::uuid[] is null or d.collection = any (?::uuid[]))
        """,
        DocumentStore::version,
        n,
        document,
        caller.tenant(),
        Sql.permitted(caller),
        Sql.permitted(caller));
  }

  /// The current version, for work on it.
  public Optional<Version> current(UUID document) {
    return sql.first(
        """
        select d.id, v.n, d.name, v.ocr, v.engine, v.mode, f.sha256, f.media_type
        from document d
        join document_version v on v.document = d.id and v.n = d.current_version
        join file f on f.sha256 = v.file
        where d.deleted_at is null
          and d.id = ?
        """,
        DocumentStore::version,
        document);
  }

  /// Whose it is; empty when it is gone.
  public Optional<String> tenant(UUID document) {
    return sql.first(
        "select tenant from document where id = ? and deleted_at is null",
        row -> row.getString(1),
        document);
  }

  // --- adding -----------------------------------------------------------------------------------

  /// Waits until nobody else adds or removes the file of this hash, and keeps them out until the
  /// transaction ends.
  public void lockFile(String sha256) {
    sql.first("select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> row.getRow(), sha256);
  }

  public Optional<UUID> withSameBytes(UUID collection, String sha256) {
    return sql.first(
        "select document from document_version where collection = ? and file = ?",
        row -> Sql.uuid(row, "document"),
        collection,
        sha256);
  }

  public UUID insert(
      Caller caller,
      UUID collection,
      String name,
      String sha256,
      long bytes,
      String mediaType,
      OcrChoice ocr,
      Optional<String> engine,
      Optional<String> mode) {
    UUID id = Ids.next();
    sql.update(
        """
        with kept as (
          insert into file (sha256, bytes, media_type)
          values (?, ?, ?)
          on conflict (sha256) do nothing
        ), made as (
          insert into document (id, tenant, collection, name, state, actor)
          values (?, ?, ?, ?, 'QUEUED', ?)
        )
        insert into document_version (document, n, file, name, ocr, engine, mode, collection, actor)
        values (?, 1, ?, ?, ?, ?, ?, ?, ?)
        """,
        sha256,
        bytes,
        mediaType,
        id,
        caller.tenant(),
        collection,
        name,
        caller.actor(),
        id,
        sha256,
        name,
        ocr,
        engine,
        mode,
        collection,
        caller.actor());
    return id;
  }

  // --- idempotency keys -------------------------------------------------------------------------

  /// What was answered to a request that carried a key.
  public record Remembered(
      String fingerprint, Optional<UUID> document, Optional<UUID> job, boolean duplicate) {}

  /// Claims a key for this request; waits for another one that is just using it.
  ///
  /// @return what was answered before, if the key was used before
  public Optional<Remembered> claim(Caller caller, String key, String fingerprint, Duration age) {
    sql.update(
        "delete from idempotency_key where created_at < now() - ? * interval '1 millisecond'",
        age.toMillis());
    int claimed =
        sql.update(
            """
            insert into idempotency_key (tenant, key, fingerprint)
            values (?, ?, ?)
            on conflict (tenant, key) do nothing
            """,
            caller.tenant(),
            key,
            fingerprint);
    if (claimed == 1) {
      return Optional.empty();
    }
    return sql.first(
        "select fingerprint, document, job, duplicate from idempotency_key where tenant = ? and key = ? for update",
        row ->
            new Remembered(
                row.getString("fingerprint"),
                Sql.optionalUuid(row, "document"),
                Sql.optionalUuid(row, "job"),
                row.getBoolean("duplicate")),
        caller.tenant(),
        key);
  }

  public void remember(Caller caller, String key, UUID document, UUID job, boolean duplicate) {
    sql.update(
        "update idempotency_key set document = ?, job = ?, duplicate = ? where tenant = ? and key = ?",
        document,
        job,
        duplicate,
        caller.tenant(),
        key);
  }

  // --- changing ---------------------------------------------------------------------------------

  public void rename(UUID id, String name) {
    DocumentEntity entity = toChange(id);
    entity.name = name;
    entity.changedAt = clock.instant();
    entity.flush();
  }

  /// Sets when the pages of its current version are read from their images.
  public void choose(UUID id, OcrChoice ocr) {
    sql.update(
        """
        update document_version v
        set ocr = ?
        from document d
        where d.id = ? and v.document = d.id and v.n = d.current_version
        """,
        ocr,
        id);
  }

  /// Documents with pages that nothing could read so far, oldest first.
  public List<UUID> needingOcr(Caller caller, Optional<UUID> collection) {
    return sql.list(
        """
        select d.id
        from document d
        where d.deleted_at is null
          and d.tenant = ?
          and (?::uuid[] is null or d.collection = any (?::uuid[]))
          and (?::uuid is null or d.collection = ?)
          and exists (
            select 1 from page p
            where p.document = d.id and p.version = d.current_version and p.source = 'NONE')
        order by d.id
        """,
        row -> Sql.uuid(row, "id"),
        caller.tenant(),
        Sql.permitted(caller),
        Sql.permitted(caller),
        collection,
        collection);
  }

  /// Moves it with its versions and jobs.
  public void move(UUID id, UUID collection) {
    DocumentEntity entity = toChange(id);
    entity.collection = collection;
    entity.changedAt = clock.instant();
    entity.flush();
    sql.update("update document_version set collection = ? where document = ?", collection, id);
    sql.update("update job set collection = ? where document = ?", collection, id);
  }

  /// Hides it from everybody, and frees its bytes to be uploaded anew.
  public void hide(UUID id) {
    DocumentEntity entity = toChange(id);
    entity.deletedAt = clock.instant();
    entity.flush();
    sql.update("update document_version set collection = null where document = ?", id);
  }

  private static DocumentEntity toChange(UUID id) {
    return DocumentEntity.toChange(id)
        .orElseThrow(() -> new IngestException.NotFound("document", id));
  }

  /// Its state, which nobody else changes until the open transaction ends; empty when it is gone.
  public Optional<Document.State> lock(UUID id) {
    return sql.first(
        "select state from document where id = ? and deleted_at is null for update",
        row -> Document.State.valueOf(row.getString(1)),
        id);
  }

  /// @return false when the document is gone
  public boolean setState(UUID id, Document.State state, Optional<Problem> problem) {
    return sql.update(
            """
            update document
            set state = ?, problem_code = ?, problem_detail = ?, changed_at = now()
            where id = ? and deleted_at is null
            """,
            state,
            problem.map(Problem::code),
            problem.map(Problem::detail),
            id)
        == 1;
  }

  /// @return false when the document is gone, or has been read already
  public boolean beginReading(UUID id) {
    return sql.update(
            """
            update document
            set state = 'READING', problem_code = null, problem_detail = null, changed_at = now()
            where id = ? and deleted_at is null and state not in ('READABLE', 'INDEXED')
            """,
            id)
        == 1;
  }

  /// @return false when it is not the version that is current, or not READABLE
  public boolean setIndexed(UUID id, int version) {
    return sql.update(
            """
            update document
            set state = 'INDEXED', changed_at = now()
            where id = ? and current_version = ? and state = 'READABLE'
            """,
            id,
            version)
        == 1;
  }

  // --- removing ---------------------------------------------------------------------------------

  /// Locks a hidden document for its removal; false when it is gone already.
  public boolean lockHidden(UUID id) {
    return sql.first(
            "select 1 from document where id = ? and deleted_at is not null for update",
            row -> row.getInt(1),
            id)
        .isPresent();
  }

  /// How many rows of each kind a document has.
  public Map<String, Long> count(UUID id) {
    return sql.first(
            """
            select
              (select count(*) from document_version where document = ?) as versions,
              (select count(*) from page where document = ?) as pages,
              (select count(*) from page_reading where document = ?) as readings,
              (select count(*) from correction where document = ?) as corrections
            """,
            row -> {
              var counts = new LinkedHashMap<String, Long>();
              counts.put("documents", 1L);
              counts.put("versions", row.getLong("versions"));
              counts.put("pages", row.getLong("pages"));
              counts.put("readings", row.getLong("readings"));
              counts.put("corrections", row.getLong("corrections"));
              return counts;
            },
            id,
            id,
            id,
            id)
        .orElseThrow();
  }

  /// Removes the rows of a document, and those of requests about pictures of its pages.
  ///
  /// @return hashes of the files these used that nothing else uses
  public List<String> remove(UUID id) {
    List<String> files =
        sql.list(
            """
            select file
            from document_version
            where document = ?
            union
            select r.file
            from ocr_request r
            join job j on j.id = r.job
            where j.document = ?
            order by file
            """,
            row -> row.getString(1),
            id,
            id);
    files.forEach(this::lockFile);
    sql.update("delete from ocr_request r using job j where j.id = r.job and j.document = ?", id);
    sql.update("delete from document where id = ?", id);
    return sql.list(
        """
        delete from file f
        where sha256 = any (?)
          and not exists (select 1 from document_version v where v.file = f.sha256)
          and not exists (select 1 from ocr_request r where r.file = f.sha256)
        returning sha256
        """,
        row -> row.getString(1),
        (Object) files.toArray(String[]::new));
  }

  /// Those of these hashes that have a row.
  public Set<String> known(List<String> files) {
    return Set.copyOf(
        sql.list(
            "select sha256 from file where sha256 = any (?)",
            row -> row.getString(1),
            (Object) files.toArray(String[]::new)));
  }

  public boolean hasFile(String sha256) {
    return sql.first("select 1 from file where sha256 = ?", row -> row.getInt(1), sha256)
        .isPresent();
  }

  private static Document document(ResultSet row) throws SQLException {
    String problem = row.getString("problem_code");
    String detail = row.getString("problem_detail");
    return new Document(
        Sql.uuid(row, "id"),
        Sql.uuid(row, "collection"),
        row.getString("name"),
        row.getString("media_type"),
        row.getLong("bytes"),
        row.getString("sha256"),
        Document.State.valueOf(row.getString("state")),
        row.getInt("current_version"),
        row.getInt("pages"),
        row.getInt("pages_read"),
        row.getInt("pages_failed"),
        row.getInt("pages_needing_ocr"),
        row.getInt("pages_read_by_ocr"),
        row.getInt("pages_doubtful"),
        OcrChoice.valueOf(row.getString("ocr")),
        Sql.instant(row, "created_at"),
        problem == null
            ? Optional.empty()
            : Optional.of(new Problem(problem, detail == null ? "" : detail)));
  }

  private static Version version(ResultSet row) throws SQLException {
    return new Version(
        Sql.uuid(row, "id"),
        row.getInt("n"),
        row.getString("name"),
        row.getString("sha256"),
        row.getString("media_type"),
        OcrChoice.valueOf(row.getString("ocr")),
        Sql.optionalString(row, "engine"),
        Sql.optionalString(row, "mode"));
  }
}
