package io.pincite.retrieval.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.pincite.ingest.Span;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.IndexGeneration;
import io.pincite.retrieval.Search.Searchable;
import io.pincite.retrieval.internal.chunking.About;
import io.pincite.retrieval.internal.chunking.Passage;
import io.pincite.retrieval.internal.index.ChunkIndex.IndexedPassage;
import io.pincite.retrieval.internal.index.ChunkIndex.Space;
import io.pincite.retrieval.internal.index.ChunkIndex.Vector;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// The rows of this module. Methods take part in the open transaction; those that need one say so.
@ApplicationScoped
public class RetrievalStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

  /// Under it change numbers are given out, so that they become visible in their order.
  private static final int CHANGE_LOCK = 0x70696E63;

  private final AgroalDataSource source;

  @Inject
  public RetrievalStore(AgroalDataSource source) {
    this.source = source;
  }

  // ── Generations ────────────────────────────────────────────────────────────────────────────────

  /// A row of index_generation.
  ///
  /// @param job that builds it
  public record Generation(
      long id,
      String tenant,
      IndexGeneration.State state,
      String backend,
      String chunker,
      String models,
      Optional<UUID> job,
      Instant createdAt,
      Optional<Instant> activatedAt) {}

  private static final String GENERATION =
      "id, tenant, state, backend, chunker, models, job, created_at, activated_at";

  /// Newest first.
  public List<Generation> generations(String tenant) {
    return query(
        "select " + GENERATION + " from index_generation where tenant = ? order by id desc",
        RetrievalStore::generation,
        tenant);
  }

  public Optional<Generation> live(String tenant) {
    return query(
            "select " + GENERATION + " from index_generation where tenant = ? and state = 'LIVE'",
            RetrievalStore::generation,
            tenant)
        .stream()
        .findFirst();
  }

  /// Those that take up changes, in every tenant.
  public List<Generation> open() {
    return query(
        "select "
            + GENERATION
            + " from index_generation where state in ('LIVE', 'BUILDING') order by id",
        RetrievalStore::generation);
  }

  /// Makes a generation; a second live one of a tenant, or a second one of a job, is not made.
  public void create(
      String tenant,
      IndexGeneration.State state,
      String backend,
      String chunker,
      String models,
      Optional<UUID> job) {
    update(
        """
        insert into index_generation (tenant, state, backend, chunker, models, job, activated_at)
        values (?, ?, ?, ?, ?, ?, case when ? = 'LIVE' then now() end)
        on conflict do nothing
        """,
        tenant,
        state.name(),
        backend,
        chunker,
        models,
        job.orElse(null),
        state.name());
  }

  /// Needs a transaction.
  public void setState(long generation, IndexGeneration.State state) {
    update(
        """
        update index_generation
        set state = ?, activated_at = case when ? = 'LIVE' then now() else activated_at end
        where id = ?
        """,
        state.name(),
        state.name(),
        generation);
  }

  /// Removes what a generation holds; its own row stays as a record. Needs a transaction.
  public void empty(long generation) {
    update("delete from chunk where generation = ?", generation);
    update("delete from indexed_document where generation = ?", generation);
    update("delete from index_change where generation = ?", generation);
  }

  /// How much there is in a generation.
  ///
  /// @param documents how many are in it
  public record Extent(int documents, long chunks) {}

  public Extent extent(long generation) {
    return query(
            """
            select count(*), coalesce(sum(chunks), 0)
            from indexed_document where generation = ?
            """,
            row -> new Extent(row.getInt(1), row.getLong(2)),
            generation)
        .getFirst();
  }

  public long lag(long generation, long applied) {
    return query(
            "select count(*) from index_change where generation = ? and seq > ?",
            row -> row.getLong(1),
            generation,
            applied)
        .getFirst();
  }

  private static Generation generation(ResultSet row) throws SQLException {
    return new Generation(
        row.getLong(1),
        row.getString(2),
        IndexGeneration.State.valueOf(row.getString(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        Optional.ofNullable(row.getObject(7, UUID.class)),
        row.getTimestamp(8).toInstant(),
        Optional.ofNullable(row.getTimestamp(9)).map(Timestamp::toInstant));
  }

  // ── Documents in a generation ──────────────────────────────────────────────────────────────────

  /// The tenant of a document, where there still is such a document and it is not being deleted.
  public Optional<String> tenantOf(UUID document) {
    return query(
            "select tenant from document where id = ? and deleted_at is null",
            row -> row.getString(1),
            document)
        .stream()
        .findFirst();
  }

  /// Which reading of each page of a document is current; 0 for one that was never read.
  public List<Integer> revisions(UUID document, int version) {
    return query(
        "select current_revision from page where document = ? and version = ? order by number",
        row -> row.getInt(1),
        document,
        version);
  }

  /// Puts chunks of a document in place of what there was, and tells the index. Needs a
  /// transaction.
  ///
  /// @param modelOfLanguage name of the model that embeds texts of a language
  /// @return false when the document is gone
  public boolean saveChunks(
      long generation,
      UUID document,
      int version,
      List<Passage> passages,
      Searchable searchable,
      UnaryOperator<String> modelOfLanguage) {
    lockChanges();
    boolean exists =
        !query(
                "select 1 from document_version where document = ? and n = ? for share",
                row -> 1,
                document,
                version)
            .isEmpty();
    if (!exists) {
      return false;
    }
    update("delete from chunk where generation = ? and document = ?", generation, document);
    Set<String> models = new LinkedHashSet<>();
    withConnection(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  insert into chunk (id, generation, document, version, ordinal, headings, titles,
                    pieces, text, text_hash, model, language, is_table, misread)
                  values (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?)
                  """)) {
            for (Passage passage : passages) {
              Chunk chunk = passage.chunk();
              String model = modelOfLanguage.apply(chunk.language());
              models.add(model);
              set(
                  insert,
                  chunk.id(),
                  generation,
                  document,
                  version,
                  chunk.ordinal(),
                  json(chunk.headings()),
                  json(passage.titles()),
                  json(chunk.pieces().stream().map(RetrievalStore::numbers).toList()),
                  chunk.text(),
                  hash(passage.embedded()),
                  model,
                  chunk.language(),
                  chunk.table(),
                  passage.misread());
              insert.addBatch();
            }
            insert.executeBatch();
          }
          return 0;
        });
    update(
        """
        insert into indexed_document (generation, document, version, searchable, chunks, models,
          about)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (generation, document) do update
        set version = excluded.version, searchable = excluded.searchable,
          chunks = excluded.chunks, models = excluded.models, about = excluded.about
        """,
        generation,
        document,
        version,
        searchable.name(),
        passages.size(),
        models.toArray(String[]::new),
        About.of(passages));
    change(generation, document, "UPSERT");
    return true;
  }

  /// Takes a document over from another generation as it is there. Needs a transaction.
  public void copyChunks(long from, long to, UUID document) {
    lockChanges();
    update(
        """
        insert into chunk (id, generation, document, version, ordinal, headings, titles, pieces,
          text, text_hash, model, language, is_table, misread)
        select gen_random_uuid(), ?, document, version, ordinal, headings, titles, pieces,
          text, text_hash, model, language, is_table, misread
        from chunk c
        where generation = ? and document = ?
          and not exists (
            select 1 from indexed_document i where i.generation = ? and i.document = c.document)
        """,
        to,
        from,
        document,
        to);
    int taken =
        update(
            """
            insert into indexed_document (generation, document, version, searchable, chunks, models,
              about)
            select ?, document, version, searchable, chunks, models, about
            from indexed_document
            where generation = ? and document = ?
            on conflict do nothing
            """,
            to,
            from,
            document);
    if (taken > 0) {
      change(to, document, "UPSERT");
    }
  }

  /// The documents of one generation that another lacks, in order, without those being deleted.
  public List<UUID> missing(long in, long from) {
    return query(
        """
        select a.document from indexed_document a
        join document d on d.id = a.document and d.deleted_at is null
        where a.generation = ?
          and not exists (
            select 1 from indexed_document b
            where b.generation = ? and b.document = a.document)
        order by a.document
        """,
        row -> row.getObject(1, UUID.class),
        from,
        in);
  }

  /// Records that a document's vectors are complete, and tells the indexes. Needs a transaction.
  ///
  /// @return the generations it is in
  public List<Long> vectorsComplete(UUID document, int version) {
    lockChanges();
    List<Long> generations =
        query(
            """
            update indexed_document set searchable = 'FULL'
            where document = ? and version = ?
            returning generation
            """,
            row -> row.getLong(1),
            document,
            version);
    generations.forEach(generation -> change(generation, document, "UPSERT"));
    return generations;
  }

  /// Records that the index has taken up a document's words.
  public void setSearchable(long generation, UUID document, int version, Searchable searchable) {
    update(
        """
        update indexed_document set searchable = ?
        where generation = ? and document = ? and version = ? and searchable <> 'FULL'
        """,
        searchable.name(),
        generation,
        document,
        version);
  }

  public Searchable searchable(UUID document) {
    return query(
            """
            select i.searchable
            from indexed_document i
            join index_generation g on g.id = i.generation and g.state = 'LIVE'
            where i.document = ?
            """,
            row -> Searchable.valueOf(row.getString(1)),
            document)
        .stream()
        .findFirst()
        .orElse(Searchable.NONE);
  }

  /// Takes a document out of every generation, tells their indexes, and removes the vectors of
  /// passages that no other document has. Of its sentences every vector goes that is not also a
  /// passage's: which other documents have a sentence is not recorded, nothing of a deleted
  /// document may stay, and a vector that is missed is made again. Needs a transaction.
  ///
  /// @param otherTexts hashes of its other texts that were embedded, such as sentences
  /// @return how many chunks (of one generation) and vectors went
  public Removed remove(UUID document, Collection<byte[]> otherTexts) {
    lockChanges();
    long chunks =
        query(
                """
                select count(*) from chunk c
                join index_generation g on g.id = c.generation and g.state = 'LIVE'
                where c.document = ?
                """,
                row -> row.getLong(1),
                document)
            .getFirst();
    int vectors =
        update(
            """
            delete from text_vector v
            using chunk c
            where c.document = ? and v.text_hash = c.text_hash
              and not exists (
                select 1 from chunk o where o.text_hash = c.text_hash and o.document <> c.document)
            """,
            document);
    vectors +=
        update(
            """
            delete from text_vector v
            where v.text_hash = any (?)
              and not exists (
                select 1 from chunk o where o.text_hash = v.text_hash and o.document <> ?)
            """,
            otherTexts.toArray(byte[][]::new),
            document);
    List<Long> generations =
        query(
            "select generation from indexed_document where document = ?",
            row -> row.getLong(1),
            document);
    update("delete from chunk where document = ?", document);
    update("delete from indexed_document where document = ?", document);
    for (long generation : generations) {
      change(generation, document, "DELETE");
    }
    return new Removed(chunks, vectors);
  }

  public record Removed(long chunks, long vectors) {}

  // ── Changes ────────────────────────────────────────────────────────────────────────────────────

  /// Makes other writers of changes wait until the open transaction ends. Needs a transaction.
  public void lockChanges() {
    query("select pg_advisory_xact_lock(?)", row -> 1, CHANGE_LOCK);
  }

  private void change(long generation, UUID document, String kind) {
    update("delete from index_change where generation = ? and document = ?", generation, document);
    update(
        "insert into index_change (generation, document, kind) values (?, ?, ?)",
        generation,
        document,
        kind);
  }

  public record Change(long number, UUID document) {}

  public List<Change> changesAfter(long generation, long number, int limit) {
    return query(
        """
        select seq, document from index_change
        where generation = ? and seq > ?
        order by seq
        limit ?
        """,
        row -> new Change(row.getLong(1), row.getObject(2, UUID.class)),
        generation,
        number,
        limit);
  }

  // ── Chunks ─────────────────────────────────────────────────────────────────────────────────────

  private static final String CHUNK =
      "c.id, c.document, c.version, c.ordinal, c.headings, c.titles, c.pieces, c.text, c.language,"
          + " c.is_table, c.misread";

  /// A document's passages with the vectors there are, in order.
  public List<IndexedPassage> passages(long generation, UUID document) {
    return query(
        "select "
            + CHUNK
            + """
            , v.vector
            from chunk c
            left join text_vector v on v.text_hash = c.text_hash and v.model = c.model
            where c.generation = ? and c.document = ?
            order by c.ordinal
            """,
        row -> {
          Passage passage = passage(row);
          byte[] vector = row.getBytes(12);
          return new IndexedPassage(
              passage,
              Optional.ofNullable(vector)
                  .map(bytes -> new Vector(Space.of(passage.chunk().language()), floats(bytes))));
        },
        generation,
        document);
  }

  /// A chunk, and where its document is now.
  ///
  /// @param collection the document is in now
  public record Placed(Chunk chunk, String documentName, UUID collection) {}

  /// Chunks by id, with what their documents are called and where they are now; those that are gone
  /// are missing.
  public Map<UUID, Placed> chunks(String tenant, Collection<UUID> ids) {
    var chunks = new HashMap<UUID, Placed>();
    query(
            "select "
                + CHUNK
                + """
                , d.name, d.collection
                from chunk c
                join document d on d.id = c.document
                where d.tenant = ? and d.deleted_at is null and c.id = any (?)
                """,
            row ->
                new Placed(passage(row).chunk(), row.getString(12), row.getObject(13, UUID.class)),
            tenant,
            ids.toArray(UUID[]::new))
        .forEach(placed -> chunks.put(placed.chunk().id(), placed));
    return chunks;
  }

  private static Passage passage(ResultSet row) throws SQLException {
    return new Passage(
        new Chunk(
            row.getObject(1, UUID.class),
            row.getObject(2, UUID.class),
            row.getInt(3),
            row.getInt(4),
            strings(row.getString(5)),
            pieces(row.getString(7)),
            row.getString(8),
            row.getString(9),
            row.getBoolean(10)),
        strings(row.getString(6)),
        row.getBoolean(11));
  }

  // ── Scope of a search ──────────────────────────────────────────────────────────────────────────

  /// What a caller's query may look at.
  ///
  /// @param documents the searchable ones, with what each is called: its name and what its
  ///     beginning says
  /// @param models whose spaces have chunks
  public record InScope(Map<UUID, String> documents, int chunks, Set<String> models) {}

  /// The documents a query may look at.
  ///
  /// @param collections permitted ones
  /// @param documents asked for; empty means all
  public InScope scope(
      String tenant, long generation, Optional<Set<UUID>> collections, Set<UUID> documents) {
    var found = new LinkedHashMap<UUID, String>();
    var models = new LinkedHashSet<String>();
    int[] chunks = {0};
    query(
        """
        select d.id, i.chunks, i.models, d.name, i.about
        from indexed_document i
        join document d on d.id = i.document
        where i.generation = ? and d.tenant = ? and d.deleted_at is null
          and (?::uuid[] is null or d.collection = any (?::uuid[]))
          and (?::uuid[] is null or d.id = any (?::uuid[]))
        """,
        row -> {
          found.put(row.getObject(1, UUID.class), row.getString(4) + "\n" + row.getString(5));
          chunks[0] += row.getInt(2);
          Array array = row.getArray(3);
          models.addAll(Arrays.asList((String[]) array.getArray()));
          return 0;
        },
        generation,
        tenant,
        collections.map(ids -> ids.toArray(UUID[]::new)).orElse(null),
        collections.map(ids -> ids.toArray(UUID[]::new)).orElse(null),
        documents.isEmpty() ? null : documents.toArray(UUID[]::new),
        documents.isEmpty() ? null : documents.toArray(UUID[]::new));
    return new InScope(found, chunks[0], models);
  }

  // ── Vectors ────────────────────────────────────────────────────────────────────────────────────

  /// The vectors there are, by the text's hash in hex.
  public Map<String, float[]> vectors(String model, Collection<byte[]> hashes) {
    var vectors = new LinkedHashMap<String, float[]>();
    query(
            "select text_hash, vector from text_vector where model = ? and text_hash = any (?)",
            row -> Map.entry(hex(row.getBytes(1)), floats(row.getBytes(2))),
            model,
            hashes.toArray(byte[][]::new))
        .forEach(entry -> vectors.put(entry.getKey(), entry.getValue()));
    return vectors;
  }

  /// Keeps vectors; those that are there already stay.
  ///
  /// @param vectors by text
  public void saveVectors(String model, Map<String, float[]> vectors) {
    withConnection(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  insert into text_vector (text_hash, model, vector) values (?, ?, ?)
                  on conflict do nothing
                  """)) {
            // in one order everywhere, so that two writers cannot wait for each other
            var rows = new java.util.TreeMap<String, float[]>();
            vectors.forEach((text, vector) -> rows.put(hex(hash(text)), vector));
            for (Map.Entry<String, float[]> row : rows.entrySet()) {
              set(
                  insert,
                  java.util.HexFormat.of().parseHex(row.getKey()),
                  model,
                  bytes(row.getValue()));
              insert.addBatch();
            }
            insert.executeBatch();
          }
          return 0;
        });
  }

  public static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public static String hex(byte[] hash) {
    return java.util.HexFormat.of().formatHex(hash);
  }

  private static byte[] bytes(float[] vector) {
    var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  private static float[] floats(byte[] bytes) {
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }

  // ── JSON and JDBC ──────────────────────────────────────────────────────────────────────────────

  private static int[] numbers(Chunk.Piece piece) {
    Span span = piece.span();
    return new int[] {piece.at(), span.page(), span.revision(), span.start(), span.end()};
  }

  private static List<Chunk.Piece> pieces(String json) {
    try {
      int[][] rows = JSON.readValue(json, int[][].class);
      return Arrays.stream(rows)
          .map(row -> new Chunk.Piece(row[0], new Span(row[1], row[2], row[3], row[4])))
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("chunk.pieces is not as it was written", e);
    }
  }

  private static List<String> strings(String json) {
    try {
      return JSON.readValue(json, STRINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list in chunk is not as it was written", e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("lists of strings and numbers have a JSON form", e);
    }
  }

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T withConnection(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("[index tables] " + e.getMessage(), e);
    }
  }

  private <T> List<T> query(
      String sql, Row<T> reader, @org.jspecify.annotations.Nullable Object... parameters) {
    return withConnection(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
              var list = new ArrayList<T>();
              while (rows.next()) {
                list.add(reader.read(rows));
              }
              return list;
            }
          }
        });
  }

  private int update(String sql, @org.jspecify.annotations.Nullable Object... parameters) {
    return withConnection(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
          }
        });
  }

  private static void set(
      PreparedStatement statement, @org.jspecify.annotations.Nullable Object... parameters)
      throws SQLException {
    Connection connection = statement.getConnection();
    for (int i = 0; i < parameters.length; i++) {
      switch (parameters[i]) {
        case null -> statement.setObject(i + 1, null);
        case UUID[] ids -> statement.setArray(i + 1, connection.createArrayOf("uuid", ids));
        case String[] texts -> statement.setArray(i + 1, connection.createArrayOf("text", texts));
        case byte[][] hashes ->
            statement.setArray(i + 1, connection.createArrayOf("bytea", hashes));
        case Object value -> statement.setObject(i + 1, value);
      }
    }
  }
}
