package io.pincite.qa.internal.store;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Ids;
import io.pincite.ingest.Listing;
import io.pincite.qa.AnswerRecord;
import io.pincite.qa.Conversation;
import io.pincite.qa.Conversations;
import io.pincite.qa.QaException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Conversations in PostgreSQL; each is seen only by whose it is.
@ApplicationScoped
public class ConversationStore implements Conversations {
  private static final int LONGEST_TITLE = 120;
  private static final int MOST_LISTED = 500;

  private static final String SELECT_CONVERSATION =
      """
      select c.id, c.title, c.created_at, c.updated_at,
             (select count(*) from answer a where a.conversation = c.id) as answers
      from conversation c
      where c.tenant = ? and c.actor = ? and c.deleted_at is null
      """;

  private final Rows rows;
  private final AnswerStore answers;
  private final Clock clock;

  @Inject
  ConversationStore(Rows rows, AnswerStore answers, Clock clock) {
    this.rows = rows;
    this.answers = answers;
    this.clock = clock;
  }

  @Override
  public Listing<Conversation> list(Caller caller, int limit, Optional<String> cursor) {
    int most = Math.clamp(limit, 1, MOST_LISTED);
    Optional<Position> after = cursor.map(Position::parse);
    List<Conversation> found =
        rows.list(
            SELECT_CONVERSATION
                + """
                  and (?::timestamptz is null or (c.updated_at, c.id) < (?::timestamptz, ?::uuid))
                order by c.updated_at desc, c.id desc
                limit ?
                """,
            ConversationStore::conversation,
            caller.tenant(),
            caller.actor(),
            after.map(Position::updatedAt),
            after.map(Position::updatedAt),
            after.map(Position::id),
            most + 1);
    return found.size() <= most
        ? new Listing<>(found, Optional.empty())
        : new Listing<>(
            found.subList(0, most), Optional.of(Position.of(found.get(most - 1)).text()));
  }

  @Override
  public Optional<Conversation> find(Caller caller, UUID conversation) {
    return rows.first(
        SELECT_CONVERSATION + " and c.id = ?",
        ConversationStore::conversation,
        caller.tenant(),
        caller.actor(),
        conversation);
  }

  @Override
  public List<AnswerRecord> answers(Caller caller, UUID conversation) {
    if (find(caller, conversation).isEmpty()) {
      throw new QaException.NotFound("conversation", conversation);
    }
    return answers.ofConversation(conversation);
  }

  @Override
  @Transactional
  public Conversation create(Caller caller, String title) {
    UUID id = Ids.next();
    Instant now = clock.instant();
    rows.update(
        """
        insert into conversation (id, tenant, actor, title, created_at, updated_at)
        values (?, ?, ?, ?, ?, ?)
        """,
        id,
        caller.tenant(),
        caller.actor(),
        title(title),
        now,
        now);
    return find(caller, id).orElseThrow();
  }

  @Override
  @Transactional
  public Conversation rename(Caller caller, UUID conversation, String title) {
    rows.update(
        """
        update conversation
        set title = ?
        where id = ? and tenant = ? and actor = ? and deleted_at is null
        """,
        title(title),
        conversation,
        caller.tenant(),
        caller.actor());
    return find(caller, conversation)
        .orElseThrow(() -> new QaException.NotFound("conversation", conversation));
  }

  @Override
  @Transactional
  public void delete(Caller caller, UUID conversation) {
    int deleted =
        rows.update(
            """
            update conversation
            set deleted_at = ?
            where id = ? and tenant = ? and actor = ? and deleted_at is null
            """,
            clock.instant(),
            conversation,
            caller.tenant(),
            caller.actor());
    if (deleted == 0) {
      throw new QaException.NotFound("conversation", conversation);
    }
  }

  private static Conversation conversation(ResultSet row) throws SQLException {
    return new Conversation(
        row.getObject("id", UUID.class),
        row.getString("title"),
        row.getInt("answers"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "updated_at"));
  }

  /// A text as the title of a conversation.
  static String title(String text) {
    String title = text.strip().replaceAll("\\s+", " ");
    return title.codePointCount(0, title.length()) <= LONGEST_TITLE
        ? title
        : title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE - 1)) + "…";
  }

  /// Where a list of conversations goes on.
  private record Position(Instant updatedAt, UUID id) {
    static Position of(Conversation last) {
      return new Position(last.updatedAt().truncatedTo(ChronoUnit.MICROS), last.id());
    }

    static Position parse(String cursor) {
      try {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 2);
        return new Position(Instant.parse(parts[0]), UUID.fromString(parts[1]));
      } catch (RuntimeException e) {
        throw new QaException.InvalidQuestion(
            "invalid-cursor", "[cursor] this is not the 'next' of an earlier page of the list.");
      }
    }

    String text() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((updatedAt + " " + id).getBytes(StandardCharsets.UTF_8));
    }
  }
}
