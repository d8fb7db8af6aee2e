package io.pincite.retrieval.internal.search;

import io.pincite.ingest.Caller;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.Hit;
import io.pincite.retrieval.Query;
import io.pincite.retrieval.RetrievalException;
import io.pincite.retrieval.RetrievalSettings;
import io.pincite.retrieval.Search;
import io.pincite.retrieval.internal.embedding.EmbeddingModel.Kind;
import io.pincite.retrieval.internal.embedding.StoredVectors;
import io.pincite.retrieval.internal.index.ChunkIndex;
import io.pincite.retrieval.internal.index.ChunkIndex.Scope;
import io.pincite.retrieval.internal.index.ChunkIndex.Space;
import io.pincite.retrieval.internal.indexing.Indexes;
import io.pincite.retrieval.internal.lexical.TextAnalysis;
import io.pincite.retrieval.internal.lexical.TextAnalysis.Term;
import io.pincite.retrieval.internal.search.ContractTerms.Gloss;
import io.pincite.retrieval.internal.search.Fusion.Fused;
import io.pincite.retrieval.internal.search.Fusion.Ranking;
import io.pincite.retrieval.internal.store.RetrievalStore;
import io.pincite.retrieval.internal.store.RetrievalStore.Generation;
import io.pincite.retrieval.internal.store.RetrievalStore.InScope;
import io.pincite.retrieval.internal.store.RetrievalStore.Placed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.lucene.store.AlreadyClosedException;

/// Search over the live generation: by words, by vectors and by clause numbers, fused.
@ApplicationScoped
public class IndexSearch implements Search {
  /// A clause that is asked for by its number comes before what the words alone would find.
  private static final double CLAUSE_WEIGHT = 3;

  /// What is found by a question put into another language, beside what is found in its own.
  private static final double OTHER_LANGUAGE_WEIGHT = 0.5;

  private final RetrievalStore store;
  private final Indexes indexes;
  private final StoredVectors vectors;
  private final RetrievalSettings settings;

  @Inject
  IndexSearch(
      RetrievalStore store, Indexes indexes, StoredVectors vectors, RetrievalSettings settings) {
    this.store = store;
    this.indexes = indexes;
    this.vectors = vectors;
    this.settings = settings;
  }

  @Override
  public Result search(Query query) {
    String text = query.text().strip();
    if (text.isEmpty()) {
      throw new RetrievalException.InvalidQuery(
          "query-empty", "The query is empty. Type at least one word.");
    }
    int length = text.codePointCount(0, text.length());
    if (length > settings.maxQueryCharacters()) {
      throw new RetrievalException.InvalidQuery(
          "query-too-long",
          "The query has %,d characters; the limit is %,d. Shorten it or raise pincite.retrieval.max-query-characters."
              .formatted(length, settings.maxQueryCharacters()));
    }
    Inquiry inquiry = Inquiry.of(text);
    try {
      return search(query, inquiry);
    } catch (AlreadyClosedException e) {
      // The generation was switched under the search; the new one is there.
      return search(query, inquiry);
    }
  }

  private Result search(Query query, Inquiry inquiry) {
    Caller caller = query.caller();
    Generation live = indexes.live(caller.tenant());
    ChunkIndex index = indexes.upToDate(live.id());
    Optional<Set<UUID>> collections = collections(query);
    InScope scope = store.scope(caller.tenant(), live.id(), collections, query.documents());
    boolean everything = collections.isEmpty() && query.documents().isEmpty();
    int limit = Math.max(0, Math.min(query.limit(), settings.maxHits()));
    Set<Space> spaces = spaces(inquiry, scope);
    var languages = new ArrayList<String>(spaces.stream().map(IndexSearch::language).toList());
    if (scope.documents().isEmpty() || limit == 0) {
      return new Result(
          List.of(),
          live.id(),
          List.of(inquiry.text()),
          languages,
          scope.documents().size(),
          scope.chunks());
    }
    var where =
        new Scope(
            everything ? Optional.empty() : Optional.of(scope.documents()), inquiry.phrases());
    int candidates = Math.max(settings.candidates(), limit);

    var rankings = new ArrayList<Ranking>();
    var queries = new ArrayList<String>(List.of(inquiry.text()));
    rankings.add(new Ranking("words", 1, index.byWords(inquiry.terms(), where, candidates)));
    rankings.add(
        new Ranking(
            "clause number",
            CLAUSE_WEIGHT,
            index.byClause(inquiry.clauses(), inquiry.terms(), where, candidates)));
    for (Space space : spaces) {
      rankings.add(
          new Ranking(
              "meaning (" + language(space) + ")",
              1,
              index.byVector(space, vectors.ofQuery(inquiry.text(), space), where, candidates)));
    }
    Set<Space> others = EnumSet.noneOf(Space.class);
    for (Space space : Space.values()) {
      if (!spaces.contains(space) && scope.models().contains(Kind.of(space).id())) {
        others.add(space);
      }
    }
    double weight = spaces.isEmpty() ? 1 : OTHER_LANGUAGE_WEIGHT;
    for (Space space : others) {
      Optional<Gloss> gloss = gloss(inquiry, space);
      if (gloss.isEmpty() && !spaces.isEmpty()) {
        continue;
      }
      String text = gloss.map(Gloss::text).orElse(inquiry.text());
      if (gloss.isPresent()) {
        queries.add(text);
        rankings.add(
            new Ranking(
                "words put into " + language(space),
                weight,
                index.byWords(terms(gloss.get()), where, candidates)));
      }
      languages.add(language(space));
      rankings.add(
          new Ranking(
              "meaning put into " + language(space),
              weight,
              index.byVector(space, vectors.ofQuery(text, space), where, candidates)));
    }
    return new Result(
        hits(caller, collections, Fusion.of(rankings), limit),
        live.id(),
        queries,
        languages,
        scope.documents().size(),
        scope.chunks());
  }

  private static Optional<Gloss> gloss(Inquiry inquiry, Space space) {
    return switch (space) {
      case ENGLISH -> ContractTerms.builtIn().inEnglish(inquiry.text());
      case CHINESE -> ContractTerms.builtIn().inChinese(inquiry.text());
    };
  }

  /// Every wording's terms; those of one term share its weight, so that a term with many wordings
  /// counts no more than one with few.
  private static List<Term> terms(Gloss gloss) {
    var weights = new LinkedHashMap<String, Float>();
    for (String wording : gloss.wordings()) {
      for (Term term : TextAnalysis.termsOfQuestion(wording)) {
        weights.merge(term.text(), 1f, Math::max);
      }
    }
    return weights.entrySet().stream().map(e -> new Term(e.getKey(), e.getValue())).toList();
  }

  /// What the caller may see of what was asked for; absent means everything.
  private static Optional<Set<UUID>> collections(Query query) {
    Optional<Set<UUID>> permitted = query.caller().collections();
    if (query.collection().isEmpty()) {
      return permitted;
    }
    UUID asked = query.collection().get();
    return Optional.of(query.caller().maySee(asked) ? Set.of(asked) : Set.of());
  }

  /// Both spaces where the language is unsure; only spaces in which there is something.
  private static Set<Space> spaces(Inquiry inquiry, InScope scope) {
    Set<Space> spaces =
        inquiry.mixed() || inquiry.language().equals("und")
            ? EnumSet.allOf(Space.class)
            : EnumSet.of(Space.of(inquiry.language()));
    spaces.removeIf(space -> !scope.models().contains(Kind.of(space).id()));
    return spaces;
  }

  private static String language(Space space) {
    return switch (space) {
      case ENGLISH -> "en";
      case CHINESE -> "zh";
    };
  }

  /// The rows behind the best; what the caller may not see, or what went meanwhile, is left out,
  // even
  /// though the index was asked for nothing of it.
  private List<Hit> hits(
      Caller caller, Optional<Set<UUID>> collections, List<Fused> fused, int limit) {
    var hits = new ArrayList<Hit>(limit);
    for (int from = 0; from < fused.size() && hits.size() < limit; from += limit) {
      List<Fused> next = fused.subList(from, Math.min(fused.size(), from + limit));
      Map<UUID, Placed> placed =
          store.chunks(
              caller.tenant(),
              next.stream().map(each -> each.found().chunk()).collect(Collectors.toList()));
      for (Fused each : next) {
        Placed found = placed.get(each.found().chunk());
        boolean visible =
            found != null && collections.map(ids -> ids.contains(found.collection())).orElse(true);
        if (visible && hits.size() < limit) {
          hits.add(new Hit(found.chunk(), found.documentName(), each.score(), each.explanation()));
        }
      }
    }
    return hits;
  }

  @Override
  public List<Chunk> chunks(Caller caller, UUID document) {
    Generation live = indexes.live(caller.tenant());
    InScope scope = store.scope(caller.tenant(), live.id(), caller.collections(), Set.of(document));
    if (scope.documents().isEmpty()) {
      return List.of();
    }
    return store.passages(live.id(), document).stream()
        .map(indexed -> indexed.passage().chunk())
        .collect(Collectors.collectingAndThen(Collectors.toList(), List::copyOf));
  }

  @Override
  public Searchable searchable(UUID document) {
    return store.searchable(document);
  }
}
