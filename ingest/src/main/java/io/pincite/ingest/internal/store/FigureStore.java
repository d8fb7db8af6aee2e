package io.pincite.ingest.internal.store;

import io.pincite.ingest.FigureReading;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.OcrTask;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// What was said of figures, as rows. They are only ever added; what became of them is noted.
@Singleton
public class FigureStore {
  private final Sql sql;

  public FigureStore(Sql sql) {
    this.sql = sql;
  }

  public void add(FigureReading reading) {
    sql.update(
        """
        insert into figure_reading (id, document, version, page, turn, x0, y0, x1, y1, task, prompt,
          engine, model, mode, written, state, seen_in, actor, created_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        reading.id(),
        reading.document(),
        reading.version(),
        reading.page(),
        reading.turn(),
        reading.box().x0(),
        reading.box().y0(),
        reading.box().x1(),
        reading.box().y1(),
        reading.task(),
        reading.prompt(),
        reading.engine(),
        reading.model(),
        reading.mode(),
        reading.written(),
        reading.state(),
        reading.seenIn(),
        reading.actor(),
        reading.at());
  }

  /// @param seenIn the revision that the state was found on
  public void setState(UUID reading, FigureReading.State state, int seenIn) {
    sql.update(
        "update figure_reading set state = ?, seen_in = ? where id = ?", state, seenIn, reading);
  }

  /// Those of a page that hold, oldest first.
  public List<FigureReading> holding(UUID document, int version, int page) {
    return sql.list(
        """
        select id, document, version, page, turn, x0, y0, x1, y1, task, prompt, engine, model, mode,
          written, state, seen_in, actor, created_at
        from figure_reading
        where document = ? and version = ? and page = ? and state in ('APPLIED', 'NOT_APPLIED')
        order by id
        """,
        FigureStore::reading,
        document,
        version,
        page);
  }

  private static FigureReading reading(ResultSet row) throws SQLException {
    return new FigureReading(
        Sql.uuid(row, "id"),
        Sql.uuid(row, "document"),
        row.getInt("version"),
        row.getInt("page"),
        row.getInt("turn"),
        new BoundingBox(
            row.getDouble("x0"), row.getDouble("y0"), row.getDouble("x1"), row.getDouble("y1")),
        OcrTask.valueOf(row.getString("task")),
        Sql.optionalString(row, "prompt"),
        row.getString("engine"),
        Sql.optionalString(row, "model"),
        Sql.optionalString(row, "mode"),
        row.getString("written"),
        FigureReading.State.valueOf(row.getString("state")),
        row.getInt("seen_in"),
        row.getString("actor"),
        Sql.instant(row, "created_at"));
  }
}
