package io.pincite.ingest.internal.documents;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Collection;
import io.pincite.ingest.Collections;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.CollectionStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Collections, within what the caller may see. A caller limited to certain collections makes no
/// new one, because they could not see it.
@ApplicationScoped
class StoredCollections implements Collections {
  private static final int MAX_NAME = 200;

  private final CollectionStore store;
  private final Transactions transactions;

  StoredCollections(CollectionStore store, Transactions transactions) {
    this.store = store;
    this.transactions = transactions;
  }

  @Override
  public List<Collection> list(Caller caller) {
    return store.list(caller);
  }

  @Override
  public Optional<Collection> find(Caller caller, UUID collection) {
    return store.find(caller, collection);
  }

  @Override
  public Collection create(Caller caller, String name) {
    if (caller.collections().isPresent()) {
      throw new IngestException.Conflict(
          "collections-limited",
          "[%s] you may use certain collections only, and so make no new ones. Ask who runs this Pincite."
              .formatted(name));
    }
    return transactions.in(() -> shown(caller, store.create(caller, checked(name))));
  }

  @Override
  public Collection rename(Caller caller, UUID collection, String name) {
    return transactions.in(
        () -> {
          store.rename(caller, collection, checked(name));
          return shown(caller, collection);
        });
  }

  @Override
  public void delete(Caller caller, UUID collection) {
    transactions.in(
        () -> {
          Collection found = shown(caller, collection);
          if (collection.equals(Collection.DEFAULT)) {
            throw new IngestException.Conflict(
                "collection-is-default",
                "[%s] this is where documents go that name no collection; it stays."
                    .formatted(found.name()));
          }
          if (!store.isUnused(collection)) {
            throw new IngestException.Conflict(
                "collection-not-empty",
                "[%s] it holds %,d documents. Move or delete them first; deleting takes a moment to end."
                    .formatted(found.name(), found.documents()));
          }
          store.delete(caller, collection);
          return found;
        });
  }

  private Collection shown(Caller caller, UUID collection) {
    return store
        .find(caller, collection)
        .orElseThrow(() -> new IngestException.NotFound("collection", collection));
  }

  private static String checked(String name) {
    String clean = name.strip();
    if (clean.isEmpty()
        || clean.length() > MAX_NAME
        || clean.chars().anyMatch(Character::isISOControl)) {
      throw new IngestException.Invalid(
          "invalid-name",
          "[collection] a name has 1 to %d characters and no control characters."
              .formatted(MAX_NAME));
    }
    return clean;
  }
}
