package io.pincite.ingest.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.internal.layer.TokenLayers;
import io.pincite.ingest.internal.layer.WrittenBlocks;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What engines read from page images, as rows, so that nothing is read twice. They go with their
/// file.
@Singleton
public class OcrReadingStore {
  private static final String KEPT =
      """
      select turn, doubts, text, words, blocks, engine, engine_version, model, mode, settings,
        millis, output
      from ocr_reading
      """;
  private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

  private final Sql sql;
  private final ObjectMapper json;

  public OcrReadingStore(Sql sql, ObjectMapper json) {
    this.sql = sql;
    this.json = json;
  }

  public Optional<Kept> find(ReadingKey key) {
    Provenance engine = key.by().engine();
    return sql.first(
        KEPT
            + """
            where file = ? and page = ? and area = ? and raster = ?
              and engine = ? and engine_version = ? and model = ? and mode = ?
              and task = ? and words_asked = ? and settings = ?::jsonb
            """,
        this::kept,
        key.file(),
        key.page(),
        key.area(),
        key.raster(),
        engine.engine(),
        engine.version(),
        engine.model().orElse(""),
        engine.mode().orElse(""),
        key.by().task(),
        key.by().words(),
        written(engine));
  }

  /// What was read of the same image, whatever file it is in.
  ///
  /// @param pixels SHA-256 of the image
  public Optional<Kept> same(String pixels, ReadBy by) {
    Provenance engine = by.engine();
    return sql.first(
        KEPT
            + """
            where pixels = ?
              and engine = ? and engine_version = ? and model = ? and mode = ?
              and task = ? and words_asked = ? and settings = ?::jsonb
            order by coalesce((output ->> 'linesUnread')::int, 0)
            limit 1
            """,
        this::kept,
        pixels,
        engine.engine(),
        engine.version(),
        engine.model().orElse(""),
        engine.mode().orElse(""),
        by.task(),
        by.words(),
        written(engine));
  }

  /// Keeps a reading; of two at once, the second.
  ///
  /// @param pixels SHA-256 of the image
  /// @return false when the file is gone
  public boolean keep(ReadingKey key, String pixels, Kept reading) {
    PageText text = reading.text();
    TokenLayer layer = TokenLayers.of(text);
    Provenance engine = key.by().engine();
    try {
      sql.update(
          """
          insert into ocr_reading (file, page, area, raster, engine, engine_version, model, mode,
            task, words_asked, settings, turn, doubts, text, words, blocks, pixels, millis, output)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
          on conflict (file, page, area, raster, engine, engine_version, model, mode, task,
            words_asked) do update
          set settings = excluded.settings, turn = excluded.turn, doubts = excluded.doubts,
            text = excluded.text, words = excluded.words, blocks = excluded.blocks,
            pixels = excluded.pixels, millis = excluded.millis, output = excluded.output,
            created_at = now()
          """,
          key.file(),
          key.page(),
          key.area(),
          key.raster(),
          engine.engine(),
          engine.version(),
          engine.model().orElse(""),
          engine.mode().orElse(""),
          key.by().task(),
          key.by().words(),
          written(engine),
          text.turn(),
          LayerCodec.doubts(text.doubts()),
          layer.text(),
          LayerCodec.words(layer),
          LayerCodec.blocks(layer),
          pixels,
          reading.millis(),
          OutputCodec.written(text.output(), json));
      return true;
    } catch (IngestException.Unavailable e) {
      if (Sql.isMissingReference(e)) {
        return false;
      }
      throw e;
    }
  }

  /// A reading of the same image that rests on the same words of a model, and on all lines.
  ///
  /// @param pixels SHA-256 of the image
  /// @param turn of the image when the model wrote
  /// @param written by the model
  public Optional<Kept> whole(String pixels, int turn, Provenance engine, String written) {
    return sql.first(
        KEPT
            + """
            where pixels = ? and turn = ? and engine = ? and engine_version = ? and settings = ?::jsonb
              and output ->> 'text' = ? and output ->> 'end' = 'COMPLETE'
              and (output ->> 'linesUnread')::int = 0
            limit 1
            """,
        this::kept,
        pixels,
        turn,
        engine.engine(),
        engine.version(),
        written(engine),
        OutputCodec.storable(written));
  }

  /// Puts a reading that rests on all lines in the place of those of the same image that rest on
  /// the same words of a model, whatever files they are in. One that stands another way is not of
  /// the page the model saw, and takes no place.
  ///
  /// @param pixels SHA-256 of the image
  public void complete(String pixels, Provenance engine, PageText text) {
    TokenLayer layer = TokenLayers.of(text);
    sql.update(
        """
        update ocr_reading
        set doubts = ?, text = ?, words = ?, blocks = ?, output = ?::jsonb
        where pixels = ? and turn = ? and engine = ? and engine_version = ? and settings = ?::jsonb
          and output ->> 'text' = ? and output ->> 'end' = 'COMPLETE'
          and (output ->> 'linesUnread')::int > 0
        """,
        LayerCodec.doubts(text.doubts()),
        layer.text(),
        LayerCodec.words(layer),
        LayerCodec.blocks(layer),
        OutputCodec.written(text.output(), json),
        pixels,
        text.turn(),
        engine.engine(),
        engine.version(),
        written(engine),
        OutputCodec.storable(text.output().orElseThrow().text()));
  }

  private Kept kept(ResultSet row) throws SQLException {
    TokenLayer layer =
        LayerCodec.layer(row.getString("text"), row.getBytes("words"), row.getBytes("blocks"));
    Optional<ModelOutput> output = OutputCodec.read(row, "output", json);
    return new Kept(
        new PageText(
            WrittenBlocks.of(layer).blocks(),
            new Provenance(
                row.getString("engine"),
                row.getString("engine_version"),
                Optional.of(row.getString("model")).filter(model -> !model.isEmpty()),
                // The row has the mode that was asked for, if any; the output the one it was read
                // in.
                Optional.of(row.getString("mode"))
                    .filter(mode -> !mode.isEmpty())
                    .or(() -> output.flatMap(ModelOutput::mode)),
                settings(row.getString("settings"))),
            row.getInt("turn"),
            LayerCodec.doubts(row.getBytes("doubts")),
            output),
        row.getLong("millis"));
  }

  private String written(Provenance engine) {
    try {
      return json.writeValueAsString(new TreeMap<>(engine.settings()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("settings of an engine are plain text", e);
    }
  }

  private Map<String, String> settings(String written) {
    try {
      return json.readValue(written, SETTINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an engine's settings were stored as no JSON object", e);
    }
  }
}
