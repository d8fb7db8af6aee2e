package io.pincite.ingest.internal.store;

import io.pincite.ingest.Document;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `document`, for the changes that people make one at a time.
@Entity
@Table(name = "document")
class DocumentEntity extends PanacheEntityBase {
  @Id UUID id;

  @Column String tenant;

  @Column UUID collection;

  @Column String name;

  @Enumerated(EnumType.STRING)
  @Column
  Document.State state;

  @Column(name = "changed_at")
  Instant changedAt;

  @Column(name = "deleted_at")
  @Nullable Instant deletedAt;

  /// Locked until the transaction ends.
  static Optional<DocumentEntity> toChange(UUID id) {
    return find("id = ?1 and deletedAt is null", id)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }
}
