package io.pincite.retrieval.internal.index;

import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.internal.lexical.Fragments;
import io.pincite.retrieval.internal.lexical.TextAnalysis;
import io.pincite.retrieval.internal.lexical.TextAnalysis.Term;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A generation in a Lucene folder of its own.
public final class LuceneIndex implements ChunkIndex {
  private static final String BODY = "body";
  private static final String EXACT = "exact";
  private static final String HEADING = "heading";
  private static final String FRAGMENT = "fragment";
  private static final String CLAUSE = "clause";
  private static final String UNDER = "under";
  private static final String DOCUMENT = "document";
  private static final String CHUNK = "chunk";
  private static final String ORDINAL = "ordinal";
  private static final String OPENING = "opening";

  /// So many passages are a document's beginning.
  private static final int OPENING_PASSAGES = 3;
  private static final String CHANGE = "change";

  /// Measured on the development contracts; see docs/decisions.
  private static final float HEADING_WEIGHT = 1.5f;

  /// Fewer make the walk through the graph miss neighbours.
  private static final int LEAST_NEIGHBOURS = 100;

  private final Path folder;
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private volatile long applied;

  private LuceneIndex(Path folder) throws IOException {
    this.folder = folder;
    this.directory = FSDirectory.open(Files.createDirectories(folder));
    var analyzer =
        new PerFieldAnalyzerWrapper(TextAnalysis.words(), Map.of(EXACT, TextAnalysis.exact()));
    var config =
        new IndexWriterConfig(analyzer)
            .setSimilarity(new BM25Similarity(1.2f, 0.75f))
            .setRAMBufferSizeMB(32)
            .setMergePolicy(new TieredMergePolicy().setForceMergeDeletesPctAllowed(0))
            .setCommitOnClose(true);
    this.writer = new IndexWriter(directory, config);
    this.applied = committedChange();
    this.searchers = new SearcherManager(writer, new Searchers());
  }

  /// Opens what is there, or starts empty. A folder that cannot be read is emptied: what was in it
  /// will be put in again.
  public static LuceneIndex open(Path folder) {
    try {
      try {
        return new LuceneIndex(folder);
      } catch (org.apache.lucene.index.CorruptIndexException
          | org.apache.lucene.index.IndexFormatTooOldException
          | org.apache.lucene.index.IndexFormatTooNewException
          | java.nio.file.NoSuchFileException
          | java.io.EOFException damaged) {
        delete(folder);
        return new LuceneIndex(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "[%s] the index cannot be opened: %s. Is another Pincite running on this data folder?"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /// Removes an index that is closed.
  public static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static final class Searchers extends org.apache.lucene.search.SearcherFactory {
    @Override
    public IndexSearcher newSearcher(
        org.apache.lucene.index.IndexReader reader,
        org.apache.lucene.index.@Nullable IndexReader previous) {
      var searcher = new IndexSearcher(reader);
      searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
      return searcher;
    }
  }

  private long committedChange() {
    var data = writer.getLiveCommitData();
    if (data != null) {
      for (Map.Entry<String, String> entry : data) {
        if (entry.getKey().equals(CHANGE)) {
          return Long.parseLong(entry.getValue());
        }
      }
    }
    return 0;
  }

  @Override
  public void replace(UUID document, List<IndexedPassage> passages) {
    var documents = new ArrayList<Document>(passages.size());
    for (IndexedPassage passage : passages) {
      documents.add(document(passage));
    }
    try {
      writer.updateDocuments(key(DOCUMENT, document), documents);
    } catch (IOException e) {
      throw broken("document " + document + " cannot be put in", e);
    }
  }

  @Override
  public void remove(UUID document) {
    try {
      writer.deleteDocuments(key(DOCUMENT, document));
    } catch (IOException e) {
      throw broken("document " + document + " cannot be taken out", e);
    }
  }

  private static Document document(IndexedPassage indexed) {
    Chunk chunk = indexed.passage().chunk();
    var fields = new Document();
    fields.add(new StringField(DOCUMENT, bytes(chunk.document()), Field.Store.NO));
    fields.add(new BinaryDocValuesField(DOCUMENT, bytes(chunk.document())));
    fields.add(new BinaryDocValuesField(CHUNK, bytes(chunk.id())));
    fields.add(new NumericDocValuesField(ORDINAL, chunk.ordinal()));
    fields.add(new TextField(BODY, chunk.text(), Field.Store.NO));
    fields.add(new TextField(EXACT, chunk.text(), Field.Store.NO));
    if (chunk.ordinal() < OPENING_PASSAGES) {
      fields.add(new StringField(OPENING, String.valueOf(chunk.ordinal()), Field.Store.NO));
    }
    var headings = new ArrayList<String>(chunk.headings());
    headings.addAll(indexed.passage().titles());
    fields.add(new TextField(HEADING, String.join("\n", headings), Field.Store.NO));
    for (String clause : indexed.passage().clauses()) {
      fields.add(new StringField(CLAUSE, clause, Field.Store.NO));
    }
    for (String clause : indexed.passage().clausesAbove()) {
      fields.add(new StringField(UNDER, clause, Field.Store.NO));
    }
    if (indexed.passage().misread()) {
      for (String fragment : Fragments.of(chunk.text())) {
        fields.add(new StringField(FRAGMENT, fragment, Field.Store.NO));
      }
    }
    indexed
        .vector()
        .ifPresent(
            vector ->
                fields.add(
                    new KnnFloatVectorField(
                        vector.space().name(),
                        vector.values(),
                        VectorSimilarityFunction.DOT_PRODUCT)));
    return fields;
  }

  @Override
  public void applied(long change) {
    applied = change;
    writer.setLiveCommitData(Map.of(CHANGE, String.valueOf(change)).entrySet());
  }

  @Override
  public long applied() {
    return applied;
  }

  @Override
  public void refresh() {
    try {
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw broken("changes cannot be made visible", e);
    }
  }

  @Override
  public void commit() {
    try {
      writer.commit();
    } catch (IOException e) {
      throw broken("changes cannot be written", e);
    }
  }

  @Override
  public void settle() {
    try {
      writer.forceMergeDeletes(true);
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw broken("it cannot be tidied", e);
    }
  }

  @Override
  public List<Found> byWords(List<Term> terms, Scope scope, int limit) {
    if (terms.isEmpty()) {
      return List.of();
    }
    return search(words(terms), scope, limit);
  }

  private static Query words(List<Term> terms) {
    var query = new BooleanQuery.Builder();
    for (Term term : terms) {
      query.add(weighted(BODY, term.text(), term.weight()), BooleanClause.Occur.SHOULD);
      query.add(
          weighted(HEADING, term.text(), term.weight() * HEADING_WEIGHT),
          BooleanClause.Occur.SHOULD);
    }
    return query.build();
  }

  @Override
  public List<Found> byFragments(List<Fragments.Word> words, Scope scope, int limit) {
    try {
      IndexSearcher searcher = searchers.acquire();
      var query = new BooleanQuery.Builder();
      boolean any = false;
      try {
        int all = searcher.getIndexReader().getDocCount(FRAGMENT);
        for (Fragments.Word word : all == 0 ? List.<Fragments.Word>of() : words) {
          int with = searcher.count(fragments(word, 1));
          if (with > 0) {
            double rarity = Math.log(1 + (all - with + 0.5) / (with + 0.5));
            float weight = (float) Math.max(1e-3, rarity / word.fragments().size());
            query.add(fragments(word, weight), BooleanClause.Occur.SHOULD);
            any = true;
          }
        }
      } finally {
        searchers.release(searcher);
      }
      return any ? search(query.build(), scope, limit) : List.of();
    } catch (IOException e) {
      throw broken("it cannot be searched", e);
    }
  }

  /// Enough of a word's fragments, each counting the same.
  private static Query fragments(Fragments.Word word, float weight) {
    var query = new BooleanQuery.Builder();
    for (String fragment : word.fragments()) {
      query.add(constant(FRAGMENT, fragment, weight), BooleanClause.Occur.SHOULD);
    }
    return query.setMinimumNumberShouldMatch(word.least()).build();
  }

  private static Query weighted(String field, String term, float weight) {
    var query = new TermQuery(new org.apache.lucene.index.Term(field, term));
    return weight == 1 ? query : new BoostQuery(query, weight);
  }

  @Override
  public List<Found> byClause(List<String> clauses, List<Term> terms, Scope scope, int limit) {
    if (clauses.isEmpty()) {
      return List.of();
    }
    var query = new BooleanQuery.Builder();
    float weight = 1000;
    for (String clause : clauses) {
      query.add(constant(CLAUSE, clause, weight), BooleanClause.Occur.SHOULD);
      query.add(constant(UNDER, clause, weight / 4), BooleanClause.Occur.SHOULD);
      weight /= 2;
    }
    query.setMinimumNumberShouldMatch(1);
    var ranked = new BooleanQuery.Builder();
    ranked.add(query.build(), BooleanClause.Occur.MUST);
    if (!terms.isEmpty()) {
      ranked.add(words(terms), BooleanClause.Occur.SHOULD);
    }
    return search(ranked.build(), scope, limit);
  }

  private static Query constant(String field, String term, float weight) {
    return new BoostQuery(
        new ConstantScoreQuery(new TermQuery(new org.apache.lucene.index.Term(field, term))),
        weight);
  }

  @Override
  public List<Found> byOpening(List<Term> terms, Scope scope, int limit) {
    var openings = new BooleanQuery.Builder();
    for (int ordinal = 0; ordinal < OPENING_PASSAGES; ordinal++) {
      openings.add(
          constant(OPENING, String.valueOf(ordinal), OPENING_PASSAGES - ordinal),
          BooleanClause.Occur.SHOULD);
    }
    openings.setMinimumNumberShouldMatch(1);
    var ranked = new BooleanQuery.Builder();
    ranked.add(openings.build(), BooleanClause.Occur.MUST);
    if (!terms.isEmpty()) {
      ranked.add(words(terms), BooleanClause.Occur.SHOULD);
    }
    return search(ranked.build(), scope, limit);
  }

  @Override
  public List<Found> byVector(Space space, float[] vector, Scope scope, int limit) {
    return search(
            new KnnFloatVectorQuery(
                space.name(), vector, Math.max(LEAST_NEIGHBOURS, 2 * limit), filter(scope)),
            Scope.ALL,
            limit)
        .stream()
        // Lucene's score of a dot product is (1 + dot) / 2
        .map(f -> new Found(f.chunk(), f.document(), f.ordinal(), 2 * f.score() - 1))
        .toList();
  }

  private List<Found> search(Query query, Scope scope, int limit) {
    Query filter = filter(scope);
    Query filtered =
        filter == null
            ? query
            : new BooleanQuery.Builder()
                .add(query, BooleanClause.Occur.MUST)
                .add(filter, BooleanClause.Occur.FILTER)
                .build();
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        // A few more than asked, so that equal scores at the edge are cut in a fixed order.
        ScoreDoc[] hits = searcher.search(filtered, limit + 16).scoreDocs;
        var found = new ArrayList<Found>(hits.length);
        var values = new HashMap<LeafReaderContext, Values>();
        java.util.Arrays.sort(hits, Comparator.comparingInt(hit -> hit.doc));
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        for (ScoreDoc hit : hits) {
          LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
          Values of = values.get(leaf);
          if (of == null) {
            of = new Values(leaf);
            values.put(leaf, of);
          }
          found.add(of.found(hit));
        }
        return found.stream()
            .sorted(
                Comparator.comparingDouble(Found::score)
                    .reversed()
                    .thenComparing(Found::document)
                    .thenComparingInt(Found::ordinal))
            .limit(limit)
            .toList();
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw broken("it cannot be searched", e);
    }
  }

  private static @Nullable Query filter(Scope scope) {
    if (scope.documents().isEmpty() && scope.phrases().isEmpty()) {
      return null;
    }
    var filter = new BooleanQuery.Builder();
    scope
        .documents()
        .ifPresent(
            documents ->
                filter.add(
                    new TermInSetQuery(
                        DOCUMENT, documents.stream().map(LuceneIndex::bytes).toList()),
                    BooleanClause.Occur.FILTER));
    for (List<String> phrase : scope.phrases()) {
      var query = new PhraseQuery.Builder();
      phrase.forEach(term -> query.add(new org.apache.lucene.index.Term(EXACT, term)));
      filter.add(query.build(), BooleanClause.Occur.FILTER);
    }
    return filter.build();
  }

  /// The keys of a segment's documents; asked in rising order.
  private static final class Values {
    private final int base;
    private final BinaryDocValues chunks;
    private final BinaryDocValues documents;
    private final NumericDocValues ordinals;

    Values(LeafReaderContext leaf) throws IOException {
      base = leaf.docBase;
      chunks = leaf.reader().getBinaryDocValues(CHUNK);
      documents = leaf.reader().getBinaryDocValues(DOCUMENT);
      ordinals = leaf.reader().getNumericDocValues(ORDINAL);
    }

    Found found(ScoreDoc hit) throws IOException {
      int doc = hit.doc - base;
      chunks.advanceExact(doc);
      documents.advanceExact(doc);
      ordinals.advanceExact(doc);
      return new Found(
          uuid(chunks.binaryValue()),
          uuid(documents.binaryValue()),
          (int) ordinals.longValue(),
          hit.score);
    }
  }

  @Override
  public long bytes() {
    try {
      long bytes = 0;
      for (String file : directory.listAll()) {
        try {
          bytes += directory.fileLength(file);
        } catch (java.nio.file.NoSuchFileException _) {
          // merged away between listing and asking
        }
      }
      return bytes;
    } catch (IOException e) {
      throw broken("its size cannot be told", e);
    }
  }

  @Override
  public void close() {
    try {
      searchers.close();
      writer.close();
      directory.close();
    } catch (IOException e) {
      throw broken("it cannot be closed", e);
    }
  }

  /// Lets go without writing anything more, as a crash would: for tests of what survives one.
  void crash() {
    try {
      searchers.close();
      writer.rollback();
      directory.close();
    } catch (IOException e) {
      throw broken("it cannot be dropped", e);
    }
  }

  boolean isEmpty() throws IOException {
    try (var reader = DirectoryReader.open(writer)) {
      return reader.numDocs() == 0;
    }
  }

  private UncheckedIOException broken(String what, IOException e) {
    return new UncheckedIOException(
        "[%s] the index failed, %s: %s. Is the disk full?".formatted(folder, what, e.getMessage()),
        e);
  }

  private static org.apache.lucene.index.Term key(String field, UUID id) {
    return new org.apache.lucene.index.Term(field, bytes(id));
  }

  private static BytesRef bytes(UUID id) {
    return new BytesRef(
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array());
  }

  private static UUID uuid(BytesRef bytes) {
    var buffer = ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length);
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
