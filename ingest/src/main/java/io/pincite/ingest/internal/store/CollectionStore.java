package io.pincite.ingest.internal.store;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Collection;
import io.pincite.ingest.Ids;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.internal.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Collections as rows. Every method runs in the open transaction.
@Singleton
public class CollectionStore {
  private static final String VISIBLE =
      """
      select c.id, c.name, c.created_at,
        (select count(*) from document d where d.collection = c.id and d.deleted_at is null) as documents
      from collection c
      where c.tenant = ?
        and (?::uuid[] is null or c.id = any (?::uuid[]))
      """;

  private final Sql sql;
  private final Clock clock;

  public CollectionStore(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  public List<Collection> list(Caller caller) {
    return sql.list(
        VISIBLE + "order by c.name, c.id",
        CollectionStore::collection,
        caller.tenant(),
        Sql.permitted(caller),
        Sql.permitted(caller));
  }

  public Optional<Collection> find(Caller caller, UUID id) {
    return sql.first(
        VISIBLE + "and c.id = ?",
        CollectionStore::collection,
        caller.tenant(),
        Sql.permitted(caller),
        Sql.permitted(caller),
        id);
  }

  public UUID create(Caller caller, String name) {
    requireFreeName(caller, name);
    var entity = new CollectionEntity();
    entity.id = Ids.next();
    entity.tenant = caller.tenant();
    entity.name = name;
    entity.actor = caller.actor();
    entity.createdAt = clock.instant();
    entity.persistAndFlush();
    return entity.id;
  }

  public void rename(Caller caller, UUID id, String name) {
    CollectionEntity entity = visible(caller, id);
    if (!entity.name.equals(name)) {
      requireFreeName(caller, name);
      entity.name = name;
      entity.flush();
    }
  }

  public void delete(Caller caller, UUID id) {
    CollectionEntity entity = visible(caller, id);
    entity.delete();
    entity.flush();
  }

  /// Whether no document, not even one that is being deleted, is in it.
  public boolean isUnused(UUID id) {
    return sql.first("select 1 from document where collection = ?", row -> row.getInt(1), id)
        .isEmpty();
  }

  private static CollectionEntity visible(Caller caller, UUID id) {
    return CollectionEntity.of(caller.tenant(), id)
        .filter(each -> caller.maySee(each.id))
        .orElseThrow(() -> new IngestException.NotFound("collection", id));
  }

  private static void requireFreeName(Caller caller, String name) {
    if (CollectionEntity.hasName(caller.tenant(), name)) {
      throw new IngestException.Conflict(
          "collection-exists", "[%s] there is a collection of this name already.".formatted(name));
    }
  }

  private static Collection collection(ResultSet row) throws SQLException {
    return new Collection(
        Sql.uuid(row, "id"),
        row.getString("name"),
        row.getInt("documents"),
        Sql.instant(row, "created_at"));
  }
}
