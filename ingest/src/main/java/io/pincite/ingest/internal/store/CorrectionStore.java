package io.pincite.ingest.internal.store;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Correction;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ocr.BoundingBox;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// Corrections as rows.
@Singleton
public class CorrectionStore {
  private static final String CORRECTION =
      """
      select c.id, c.document, c.version, c.page, c.revision_before, c.revision_after, c.turn,
        c.x0, c.y0, c.x1, c.y1, c.read, c.replaced, c.corrected, c.engine, c.state, c.seen_in, c.actor,
        c.created_at
      from correction c
      """;
  private static final String THAT_HOLD = "c.state in ('APPLIED', 'AGREED', 'NOT_APPLIED')";

  /// Of corrections that lie on one another the later one changed a part of what the earlier one
  /// had written: what was read there is known of neither as it stands now. Boxes of words beside
  /// one another may touch, and lines may reach into one another: a tenth across and half down are
  /// bounds, as in decision 017. Boxes of pages that were turned otherwise are not compared; they
  /// are taken to lie on one another.
  private static final String THAT_TEACH =
      THAT_HOLD
          + """
             and not exists (
              select 1 from correction o
              where o.document = c.document and o.version = c.version and o.page = c.page
                and o.id <> c.id and o.state in ('APPLIED', 'AGREED', 'NOT_APPLIED')
                and (o.turn <> c.turn
                  or least(o.x1, c.x1) - greatest(o.x0, c.x0)
                      > 0.1 * least(o.x1 - o.x0, c.x1 - c.x0)
                    and least(o.y1, c.y1) - greatest(o.y0, c.y0)
                      > 0.5 * least(o.y1 - o.y0, c.y1 - c.y0)))
            """;

  private final Sql sql;

  public CorrectionStore(Sql sql) {
    this.sql = sql;
  }

  public void add(Correction correction) {
    sql.update(
        """
        insert into correction (id, document, version, page, revision_before, revision_after, turn,
          x0, y0, x1, y1, read, replaced, corrected, engine, state, seen_in, actor, created_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        correction.id(),
        correction.document(),
        correction.version(),
        correction.page(),
        correction.before(),
        correction.after(),
        correction.turn(),
        correction.box().x0(),
        correction.box().y0(),
        correction.box().x1(),
        correction.box().y1(),
        correction.read(),
        correction.replaced(),
        correction.corrected(),
        correction.engine(),
        correction.state(),
        correction.seenIn(),
        correction.actor(),
        correction.at());
  }

  /// @param seenIn the revision that the state was found on
  public void setState(UUID correction, Correction.State state, int seenIn) {
    sql.update(
        "update correction set state = ?, seen_in = ? where id = ?", state, seenIn, correction);
  }

  /// All of a document, oldest first.
  public List<Correction> of(UUID document) {
    return sql.list(
        CORRECTION + "where c.document = ? order by c.id", CorrectionStore::correction, document);
  }

  /// Those of a page that hold, oldest first.
  public List<Correction> holding(UUID document, int version, int page) {
    return sql.list(
        CORRECTION
            + "where c.document = ? and c.version = ? and c.page = ? and "
            + THAT_HOLD
            + " order by c.id",
        CorrectionStore::correction,
        document,
        version,
        page);
  }

  /// Those of a collection's documents that hold and do not lie on one another, by document and
  /// page.
  public List<Correction> teaching(Caller caller, UUID collection) {
    return sql.list(
        CORRECTION
            + """
            join document d on d.id = c.document and d.deleted_at is null
              and d.current_version = c.version
            where d.tenant = ? and d.collection = ? and
            """
            + THAT_TEACH
            + " order by c.document, c.page, c.id",
        CorrectionStore::correction,
        caller.tenant(),
        collection);
  }

  /// Of each text that was corrected in a collection the newest correction that teaches, newest
  /// first.
  ///
  /// @param limit of them
  public List<Correction> lexicon(Caller caller, UUID collection, int limit) {
    return sql.list(
        "select * from (select distinct on (c.read)"
            + CORRECTION.substring("select".length())
            + """
            join document d on d.id = c.document and d.deleted_at is null
            where d.tenant = ? and d.collection = ? and c.corrected <> '' and
            """
            + THAT_TEACH
            + """
             order by c.read, c.id desc) newest
            order by id desc
            limit ?
            """,
        CorrectionStore::correction,
        caller.tenant(),
        collection,
        limit);
  }

  private static Correction correction(ResultSet row) throws SQLException {
    return new Correction(
        Sql.uuid(row, "id"),
        Sql.uuid(row, "document"),
        row.getInt("version"),
        row.getInt("page"),
        row.getInt("revision_before"),
        row.getInt("revision_after"),
        row.getInt("turn"),
        new BoundingBox(
            row.getDouble("x0"), row.getDouble("y0"), row.getDouble("x1"), row.getDouble("y1")),
        row.getString("read"),
        row.getString("replaced"),
        row.getString("corrected"),
        row.getString("engine"),
        Correction.State.valueOf(row.getString("state")),
        row.getInt("seen_in"),
        row.getString("actor"),
        Sql.instant(row, "created_at"));
  }
}
