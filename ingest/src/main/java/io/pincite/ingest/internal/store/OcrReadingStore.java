package io.pincite.ingest.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.internal.layer.TokenLayers;
import io.pincite.ingest.internal.layer.WrittenBlocks;
import io.pincite.ingest.internal.sql.Sql;
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
  private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

  private final Sql sql;
  private final ObjectMapper json;

  public OcrReadingStore(Sql sql, ObjectMapper json) {
    this.sql = sql;
    this.json = json;
  }

  public Optional<PageText> find(ReadingKey key) {
    Provenance engine = key.engine();
    return sql.first(
        """
        select turn, doubts, text, words, blocks, engine, engine_version, model, mode, settings
        from ocr_reading
        where file = ? and page = ? and area = ? and raster = ?
          and engine = ? and engine_version = ? and model = ? and mode = ?
          and settings = ?::jsonb
        """,
        this::text,
        key.file(),
        key.page(),
        key.area(),
        key.raster(),
        engine.engine(),
        engine.version(),
        engine.model().orElse(""),
        engine.mode().orElse(""),
        written(engine));
  }

  /// Keeps a reading; of two at once, the second.
  ///
  /// @return false when the file is gone
  public boolean keep(ReadingKey key, PageText text) {
    TokenLayer layer = TokenLayers.of(text);
    Provenance engine = key.engine();
    try {
      sql.update(
          """
          insert into ocr_reading (file, page, area, raster, engine, engine_version, model, mode,
            settings, turn, doubts, text, words, blocks)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
          on conflict (file, page, area, raster, engine, engine_version, model, mode) do update
          set settings = excluded.settings, turn = excluded.turn, doubts = excluded.doubts,
            text = excluded.text, words = excluded.words, blocks = excluded.blocks,
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
          written(engine),
          text.turn(),
          LayerCodec.doubts(text.doubts()),
          layer.text(),
          LayerCodec.words(layer),
          LayerCodec.blocks(layer));
      return true;
    } catch (IngestException.Unavailable e) {
      if (Sql.isMissingReference(e)) {
        return false;
      }
      throw e;
    }
  }

  private PageText text(ResultSet row) throws SQLException {
    TokenLayer layer =
        LayerCodec.layer(row.getString("text"), row.getBytes("words"), row.getBytes("blocks"));
    return new PageText(
        WrittenBlocks.of(layer).blocks(),
        new Provenance(
            row.getString("engine"),
            row.getString("engine_version"),
            Optional.of(row.getString("model")).filter(model -> !model.isEmpty()),
            Optional.of(row.getString("mode")).filter(mode -> !mode.isEmpty()),
            settings(row.getString("settings"))),
        row.getInt("turn"),
        LayerCodec.doubts(row.getBytes("doubts")));
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
