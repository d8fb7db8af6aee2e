package io.pincite.qa.internal.store;

import io.pincite.ingest.Caller;
import io.pincite.qa.Answer;
import io.pincite.qa.AnswerEvent;
import io.pincite.qa.AnswerRecord;
import io.pincite.qa.Answers;
import io.pincite.qa.Citation;
import io.pincite.qa.QaException;
import io.pincite.qa.Question;
import io.pincite.retrieval.Hit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Answers in PostgreSQL. An answer is seen by who asked, and by callers who may see every
/// collection of the tenant.
@ApplicationScoped
public class AnswerStore implements Answers {
  private static final String ALL_BUT_HITS =
      """
             a.id, a.conversation, a.question, a.kind, a.text, a.language, a.answerer, a.model, a.fallback,
             a.searched, a.nearest, a.millis, a.created_at,
             f.verdict, f.note, f.citation as feedback_citation
      from answer a
      left join answer_feedback f on f.answer = a.id
      """;

  private static final String SELECT_ANSWER = "select a.hits,\n" + ALL_BUT_HITS;

  /// The hits of an answer are many times its text; only those it shows are read.
  private static final String SELECT_SHOWN =
      """
      select (select coalesce(jsonb_agg(hit order by n), '[]')
              from jsonb_array_elements(a.hits) with ordinality as hits(hit, n)
              where n <= a.nearest) as hits,
      """
          + ALL_BUT_HITS;

  private static final String VISIBLE = " a.tenant = ? and (?::boolean or a.actor = ?)";

  private final Rows rows;
  private final Clock clock;

  @Inject
  AnswerStore(Rows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /// Records an answer, for good.
  ///
  /// @param hits what was given to the answerer
  @Transactional
  public void record(Question question, Answer answer, List<Hit> hits, List<AnswerEvent> events) {
    Caller caller = question.caller();
    List<Citation> citations =
        switch (answer) {
          case Answer.Grounded grounded -> grounded.citations();
          case Answer.Unsupported _ -> List.of();
        };
    int nearest =
        switch (answer) {
          case Answer.Grounded _ -> 0;
          case Answer.Unsupported unsupported -> unsupported.nearest().size();
        };
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put("documents", question.documents());
    question.collection().ifPresent(collection -> scope.put("collection", collection));
    rows.update(
        """
        insert into answer (id, tenant, actor, conversation, question, scope, kind, text, language, answerer, model,
                            fallback, generation, searched, hits, nearest, events, millis, created_at)
        values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?::jsonb, ?, ?)
        """,
        answer.id(),
        caller.tenant(),
        caller.actor(),
        question.conversation(),
        question.text(),
        StoredJson.of(scope),
        answer instanceof Answer.Grounded ? "GROUNDED" : "UNSUPPORTED",
        answer.text(),
        answer.language(),
        answer.origin().answerer(),
        answer.origin().model(),
        answer.origin().fallback(),
        answer.searched().generation(),
        StoredJson.of(answer.searched()),
        StoredJson.of(hits),
        nearest,
        StoredJson.events(events),
        answer.millis(),
        clock.instant());
    for (Citation citation : citations) {
      insert(answer.id(), citation);
    }
    question.conversation().ifPresent(conversation -> touch(conversation, question.text()));
  }

  private void insert(UUID answer, Citation citation) {
    rows.update(
        """
        insert into citation (id, answer, marker, document, document_name, version, quote, state, confidence, spans,
          disputed)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
        """,
        citation.id(),
        answer,
        citation.marker(),
        citation.document(),
        citation.documentName(),
        citation.version(),
        citation.quote(),
        citation.state(),
        citation.confidence(),
        StoredJson.of(citation.spans()),
        StoredJson.of(citation.disputed()));
  }

  private void touch(UUID conversation, String question) {
    rows.update(
        """
        update conversation
        set updated_at = ?,
            title = case when title = '' then ? else title end
        where id = ?
        """,
        clock.instant(),
        ConversationStore.title(question),
        conversation);
  }

  @Override
  public Optional<AnswerRecord> find(Caller caller, UUID answer) {
    return rows.first(
        SELECT_ANSWER + " where a.id = ? and" + VISIBLE,
        row -> stored(row, this::citationsOf),
        answer,
        caller.tenant(),
        caller.collections().isEmpty(),
        caller.actor());
  }

  @Override
  public List<AnswerEvent> events(Caller caller, UUID answer) {
    Answer given =
        find(caller, answer)
            .map(AnswerRecord::answer)
            .orElseThrow(() -> new QaException.NotFound("answer", answer));
    return rows.first(
            "select a.events from answer a where a.id = ?",
            row -> StoredJson.events(row.getString("events"), given),
            answer)
        .orElseThrow(() -> new QaException.NotFound("answer", answer));
  }

  @Override
  public Optional<Citation> citation(Caller caller, UUID citation) {
    return rows.first(
        """
        select c.*
        from citation c
        join answer a on a.id = c.answer
        where c.id = ? and
        """
            + VISIBLE,
        AnswerStore::citation,
        citation,
        caller.tenant(),
        caller.collections().isEmpty(),
        caller.actor());
  }

  @Override
  @Transactional
  public void feedback(Caller caller, UUID answer, AnswerRecord.Feedback feedback) {
    AnswerRecord record =
        find(caller, answer).orElseThrow(() -> new QaException.NotFound("answer", answer));
    feedback
        .citation()
        .filter(
            citation ->
                !(record.answer() instanceof Answer.Grounded grounded)
                    || grounded.citations().stream().noneMatch(c -> c.id().equals(citation)))
        .ifPresent(
            citation -> {
              throw new QaException.NotFound("citation of this answer", citation);
            });
    rows.update(
        """
        insert into answer_feedback (answer, actor, verdict, note, citation, created_at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (answer) do update
        set actor = excluded.actor, verdict = excluded.verdict, note = excluded.note,
            citation = excluded.citation, created_at = excluded.created_at
        """,
        answer,
        caller.actor(),
        feedback.verdict(),
        feedback.note(),
        feedback.citation(),
        clock.instant());
  }

  /// The answers of a conversation, oldest first, with no more hits than they show.
  List<AnswerRecord> ofConversation(UUID conversation) {
    var citations = new HashMap<UUID, List<Citation>>();
    rows.list(
            """
            select c.*
            from citation c
            join answer a on a.id = c.answer
            where a.conversation = ?
            order by c.marker
            """,
            row -> Map.entry(row.getObject("answer", UUID.class), citation(row)),
            conversation)
        .forEach(
            entry ->
                citations
                    .computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                    .add(entry.getValue()));
    return rows.list(
        SELECT_SHOWN + " where a.conversation = ? order by a.created_at, a.id",
        row ->
            stored(
                row,
                // One recorded since the citations were read has its own asked for.
                id -> Optional.ofNullable(citations.get(id)).orElseGet(() -> citationsOf(id))),
        conversation);
  }

  /// The last answers of a conversation, oldest first.
  public List<AnswerRecord> lastAnswers(UUID conversation, int most) {
    return rows.list(
            SELECT_ANSWER
                + " where a.conversation = ? order by a.created_at desc, a.id desc limit ?",
            row -> stored(row, this::citationsOf),
            conversation,
            most)
        .reversed();
  }

  private static AnswerRecord stored(ResultSet row, Function<UUID, List<Citation>> citations)
      throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    List<Hit> hits = StoredJson.hits(row.getString("hits"));
    var origin =
        new Answer.Origin(
            Answer.Origin.Answerer.valueOf(row.getString("answerer")),
            Rows.optional(row, "model"),
            Rows.optional(row, "fallback"));
    Answer.Searched searched = StoredJson.searched(row.getString("searched"));
    Answer answer =
        row.getString("kind").equals("GROUNDED")
            ? new Answer.Grounded(
                id,
                row.getString("text"),
                row.getString("language"),
                origin,
                citations.apply(id),
                searched,
                row.getLong("millis"))
            : new Answer.Unsupported(
                id,
                row.getString("text"),
                row.getString("language"),
                origin,
                searched,
                hits.subList(0, Math.min(row.getInt("nearest"), hits.size())),
                row.getLong("millis"));
    Optional<AnswerRecord.Feedback> feedback =
        Rows.optional(row, "verdict").isEmpty()
            ? Optional.empty()
            : Optional.of(
                new AnswerRecord.Feedback(
                    AnswerRecord.Feedback.Verdict.valueOf(row.getString("verdict")),
                    Rows.optional(row, "note"),
                    Optional.ofNullable(row.getObject("feedback_citation", UUID.class))));
    return new AnswerRecord(
        row.getString("question"),
        answer,
        Optional.ofNullable(row.getObject("conversation", UUID.class)),
        hits,
        Rows.instant(row, "created_at"),
        feedback);
  }

  private List<Citation> citationsOf(UUID answer) {
    return rows.list(
        "select * from citation where answer = ? order by marker", AnswerStore::citation, answer);
  }

  private static Citation citation(ResultSet row) throws SQLException {
    return new Citation(
        row.getObject("id", UUID.class),
        row.getInt("marker"),
        row.getObject("document", UUID.class),
        row.getString("document_name"),
        row.getInt("version"),
        row.getString("quote"),
        Citation.State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getObject("confidence", Double.class)),
        StoredJson.spans(row.getString("spans")),
        StoredJson.disputed(row.getString("disputed")));
  }
}
