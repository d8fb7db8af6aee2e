package io.pincite.ingest.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.PageGeometry;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Problem;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.Provenance;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// Pages and their readings as rows. Readings are only ever added.
@Singleton
public class PageStore {
  private static final String GEOMETRY =
      """
      select r.page, r.revision, r.width, r.height, r.unit, r.rotation, r.source, r.source_code, r.source_reason,
        r.engine, r.mode, r.confidence, r.turn, r.doubts, r.corrected, r.blocks
      """;
  private static final String READING =
      GEOMETRY
          + """
            , r.text, r.words, r.millis, r.output
          from page_reading r
          """;
  private static final String THE_CURRENT_ONE =
      """
      join page p on p.document = r.document and p.version = r.version and p.number = r.page
        and p.current_revision = r.revision
      where r.document = ? and r.version = ?
      """;
  private static final String CURRENT = READING + THE_CURRENT_ONE;

  private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

  private final Sql sql;
  private final ObjectMapper json;

  public PageStore(Sql sql, ObjectMapper json) {
    this.sql = sql;
    this.json = json;
  }

  /// Makes the rows of a version's pages where they are missing.
  public void begin(UUID document, int version, int pages) {
    sql.update(
        """
        insert into page (document, version, number)
        select ?, ?, n from generate_series(1, ?) n
        on conflict do nothing
        """,
        document,
        version,
        pages);
  }

  /// A page that has no reading yet, or, when reading again, none by this job.
  public record Open(int number, int revision) {}

  public List<Open> unread(UUID document, int version) {
    return sql.list(
        """
        select number, current_revision
        from page
        where document = ? and version = ? and current_revision = 0 and problem_code is null
        order by number
        """,
        PageStore::open,
        document,
        version);
  }

  public List<Open> notReadBy(UUID job, UUID document, int version) {
    return sql.list(
        """
        select p.number, p.current_revision
        from page p
        where p.document = ? and p.version = ?
          and not exists (
            select 1 from page_reading r
            where r.document = p.document and r.version = p.version and r.page = p.number and r.job = ?)
        order by number
        """,
        PageStore::open,
        document,
        version,
        job);
  }

  /// Pages whose text nothing could read so far.
  public List<Open> needingOcr(UUID document, int version) {
    return sql.list(
        """
        select number, current_revision
        from page
        where document = ? and version = ? and (source = 'NONE' or current_revision = 0)
        order by number
        """,
        PageStore::open,
        document,
        version);
  }

  /// Pages read whole by a model of which some lines nobody else has read, and that could be read
  /// better.
  public List<Open> linesUnread(UUID document, int version) {
    return sql.list(
        """
        select p.number, p.current_revision
        from page p
        join page_reading r on r.document = p.document and r.version = p.version
          and r.page = p.number and r.revision = p.current_revision
        where p.document = ? and p.version = ? and r.source = 'OCR'
          and r.source_code <> 'PICTURE_NOT_SHOWN'
          and r.output ->> 'end' = 'COMPLETE' and (r.output ->> 'linesUnread')::int > 0
        order by p.number
        """,
        PageStore::open,
        document,
        version);
  }

  /// Who made a reading, and how.
  public Optional<Provenance> provenance(UUID document, int version, Open page) {
    return sql.first(
        """
        select engine, engine_version, model, mode, settings
        from page_reading
        where document = ? and version = ? and page = ? and revision = ?
        """,
        row ->
            new Provenance(
                row.getString("engine"),
                row.getString("engine_version"),
                Sql.optionalString(row, "model"),
                Sql.optionalString(row, "mode"),
                settings(row.getString("settings"))),
        document,
        version,
        page.number(),
        page.revision());
  }

  private Map<String, String> settings(String written) {
    try {
      return json.readValue(written, SETTINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an engine's settings were stored as no JSON object", e);
    }
  }

  /// Adds a reading and makes it the current one, in one statement, so in one transaction.
  ///
  /// @param reading its revision follows the current one
  /// @return false when the page is gone or somebody else has read it in the meantime
  public boolean add(
      UUID document,
      int version,
      PageReading reading,
      Provenance provenance,
      String actor,
      UUID job) {
    return sql.update(
            """
            with current as (
              update page
              set current_revision = ?, source = ?, doubtful = ?, problem_code = null,
                problem_detail = null
              where document = ? and version = ? and number = ? and current_revision = ?
              returning document, version, number
            )
            insert into page_reading (document, version, page, revision, width, height, unit,
              rotation, source, source_code, source_reason, engine, engine_version, model, mode, confidence,
              text, words, blocks, turn, doubts, millis, output, settings, actor, job)
            select document, version, number, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
              ?, ?::jsonb, ?::jsonb, ?, ?
            from current
            """,
            reading.revision(),
            reading.source(),
            reading.isDoubtful(),
            document,
            version,
            reading.page(),
            reading.revision() - 1,
            reading.revision(),
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
            OutputCodec.written(reading.usage().flatMap(PageReading.Usage::output), json),
            settings(provenance),
            actor,
            job)
        == 1;
  }

  /// Adds a correction of the current reading and makes it the current one. Where the text came
  /// from stays as it was.
  ///
  /// @param corrected its revision follows the current one
  /// @return false when the page is gone or somebody else has changed it in the meantime
  public boolean correct(UUID document, int version, PageReading corrected, String actor) {
    return sql.update(
            """
            with current as (
              update page
              set current_revision = ?, doubtful = ?
              where document = ? and version = ? and number = ? and current_revision = ?
              returning document, version, number
            )
            insert into page_reading (document, version, page, revision, width, height, unit,
              rotation, source, source_code, source_reason, engine, engine_version, model, mode, confidence,
              text, words, blocks, turn, doubts, millis, output, settings, actor, corrected)
            select r.document, r.version, r.page, ?, r.width, r.height, r.unit,
              r.rotation, r.source, r.source_code, r.source_reason, r.engine, r.engine_version, r.model, r.mode, ?,
              ?, ?, ?, r.turn, r.doubts, r.millis, r.output, r.settings, ?, ?
            from current c
            join page_reading r on r.document = c.document and r.version = c.version
              and r.page = c.number and r.revision = ?
            """,
            corrected.revision(),
            corrected.isDoubtful(),
            document,
            version,
            corrected.page(),
            corrected.revision() - 1,
            corrected.revision(),
            corrected.confidence(),
            corrected.layer().text(),
            LayerCodec.words(corrected.layer()),
            LayerCodec.blocks(corrected.layer()),
            actor,
            corrected.correctedWords(),
            corrected.revision() - 1)
        == 1;
  }

  /// Whether the current reading of the page says the same at the same places.
  public boolean isSame(UUID document, int version, PageReading reading) {
    return sql.first(
            """
            select 1
            from page p
            join page_reading r on r.document = p.document and r.version = p.version
              and r.page = p.number and r.revision = p.current_revision
            where p.document = ? and p.version = ? and p.number = ?
              and r.source = ? and r.engine = ? and r.text = ? and r.words = ? and r.blocks = ?
              and r.turn = ? and r.doubts = ?
            """,
            row -> row.getInt(1),
            document,
            version,
            reading.page(),
            reading.source(),
            reading.engine(),
            reading.layer().text(),
            LayerCodec.words(reading.layer()),
            LayerCodec.blocks(reading.layer()),
            reading.turn(),
            LayerCodec.doubts(reading.doubts()))
        .isPresent();
  }

  public void fail(UUID document, int version, int page, Problem problem) {
    sql.update(
        """
        update page
        set problem_code = ?, problem_detail = ?
        where document = ? and version = ? and number = ?
        """,
        problem.code(),
        problem.detail(),
        document,
        version,
        page);
  }

  /// Lets pages that could not be read be tried again.
  public void forgetProblems(UUID document, int version) {
    sql.update(
        """
        update page
        set problem_code = null, problem_detail = null
        where document = ? and version = ? and problem_code is not null
        """,
        document,
        version);
  }

  /// Says that a page could be read after all.
  public void forgetProblem(UUID document, int version, int page) {
    sql.update(
        """
        update page
        set problem_code = null, problem_detail = null
        where document = ? and version = ? and number = ? and problem_code is not null
        """,
        document,
        version,
        page);
  }

  /// The problem of the first page that could not be read.
  public Optional<Problem> firstProblem(UUID document, int version) {
    return sql.first(
        """
        select problem_code, problem_detail
        from page
        where document = ? and version = ? and problem_code is not null
        order by number
        limit 1
        """,
        row -> new Problem(row.getString(1), row.getString(2)),
        document,
        version);
  }

  /// The problems of pages, by their numbers.
  public SortedMap<Integer, Problem> problems(UUID document, int version) {
    record Row(int page, Problem problem) {}
    var problems = new TreeMap<Integer, Problem>();
    sql.list(
            """
            select number, problem_code, problem_detail
            from page
            where document = ? and version = ? and problem_code is not null
            """,
            row -> new Row(row.getInt(1), new Problem(row.getString(2), row.getString(3))),
            document,
            version)
        .forEach(row -> problems.put(row.page(), row.problem()));
    return problems;
  }

  public record Counts(
      int pages, int read, int failed, int needingOcr, int readByOcr, int doubtful) {}

  public Counts counts(UUID document, int version) {
    return sql.first(
            """
            select count(*), count(*) filter (where current_revision > 0),
              count(*) filter (where current_revision = 0 and problem_code is not null),
              count(*) filter (where source = 'NONE'),
              count(*) filter (where source in ('OCR', 'MIXED')),
              count(*) filter (where doubtful)
            from page
            where document = ? and version = ?
            """,
            row ->
                new Counts(
                    row.getInt(1),
                    row.getInt(2),
                    row.getInt(3),
                    row.getInt(4),
                    row.getInt(5),
                    row.getInt(6)),
            document,
            version)
        .orElseThrow();
  }

  public List<PageReading> current(UUID document, int version) {
    return sql.list(CURRENT + "order by r.page", this::reading, document, version);
  }

  public List<PageGeometry> geometry(UUID document, int version) {
    return sql.list(
        GEOMETRY + "from page_reading r\n" + THE_CURRENT_ONE + "order by r.page",
        PageStore::geometry,
        document,
        version);
  }

  public Optional<PageReading> current(UUID document, int version, int page) {
    return sql.first(CURRENT + "and r.page = ?", this::reading, document, version, page);
  }

  public Optional<PageReading> revision(UUID document, int version, int page, int revision) {
    return sql.first(
        READING + "where r.document = ? and r.version = ? and r.page = ? and r.revision = ?",
        this::reading,
        document,
        version,
        page,
        revision);
  }

  private String settings(Provenance provenance) {
    try {
      return json.writeValueAsString(provenance.settings());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("settings of an engine are plain text", e);
    }
  }

  /// By how much a reading turned the page; not at all where there is no such reading.
  ///
  /// @param revision of the reading, or the current one
  public int turn(UUID document, int version, int page, Optional<Integer> revision) {
    return sql.first(
            """
            select r.turn
            from page p
            join page_reading r on r.document = p.document and r.version = p.version
              and r.page = p.number and r.revision = coalesce(?, p.current_revision)
            where p.document = ? and p.version = ? and p.number = ?
            """,
            row -> row.getInt(1),
            revision,
            document,
            version,
            page)
        .orElse(0);
  }

  private static Open open(ResultSet row) throws SQLException {
    return new Open(row.getInt(1), row.getInt(2));
  }

  private PageReading reading(ResultSet row) throws SQLException {
    return reading(row, json);
  }

  static PageReading reading(ResultSet row, ObjectMapper json) throws SQLException {
    // Its words and blocks are there to be counted.
    PageGeometry page = geometry(row, 0, 0);
    long millis = row.getLong("millis");
    Optional<Long> took = row.wasNull() ? Optional.empty() : Optional.of(millis);
    Optional<ModelOutput> output = OutputCodec.read(row, "output", json);
    return new PageReading(
        page.page(),
        page.revision(),
        page.width(),
        page.height(),
        page.unit(),
        page.rotation(),
        page.source(),
        page.sourceReason(),
        page.engine(),
        page.mode(),
        page.confidence(),
        LayerCodec.layer(row.getString("text"), row.getBytes("words"), row.getBytes("blocks")),
        page.turn(),
        page.doubts(),
        took.map(it -> new PageReading.Usage(it, output)));
  }

  private static PageGeometry geometry(ResultSet row) throws SQLException {
    return geometry(row, row.getInt("corrected"), LayerCodec.figures(row.getBytes("blocks")));
  }

  private static PageGeometry geometry(ResultSet row, int corrected, int figures)
      throws SQLException {
    double confidence = row.getDouble("confidence");
    Optional<Double> meanConfidence = row.wasNull() ? Optional.empty() : Optional.of(confidence);
    return new PageGeometry(
        row.getInt("page"),
        row.getInt("revision"),
        row.getDouble("width"),
        row.getDouble("height"),
        PageReading.Unit.valueOf(row.getString("unit")),
        row.getInt("rotation"),
        PageReading.Source.valueOf(row.getString("source")),
        new SourceReason(
            SourceReason.Code.valueOf(row.getString("source_code")),
            row.getString("source_reason")),
        row.getString("engine"),
        Sql.optionalString(row, "mode"),
        meanConfidence,
        row.getInt("turn"),
        LayerCodec.doubts(row.getBytes("doubts")),
        corrected,
        figures);
  }
}
