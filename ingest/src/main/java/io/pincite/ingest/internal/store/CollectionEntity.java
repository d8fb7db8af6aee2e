package io.pincite.ingest.internal.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A row of `collection`.
@Entity
@Table(name = "collection")
class CollectionEntity extends PanacheEntityBase {
  @Id UUID id;

  @Column String tenant;

  @Column String name;

  @Column String actor;

  @Column(name = "created_at")
  Instant createdAt;

  static Optional<CollectionEntity> of(String tenant, UUID id) {
    return find("tenant = ?1 and id = ?2", tenant, id).firstResultOptional();
  }

  static boolean hasName(String tenant, String name) {
    return count("tenant = ?1 and name = ?2", tenant, name) > 0;
  }
}
