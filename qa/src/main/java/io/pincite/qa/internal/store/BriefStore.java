package io.pincite.qa.internal.store;

import io.pincite.ingest.DocumentDeleting;
import io.pincite.qa.Briefs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Briefs in PostgreSQL, a row for each question asked.
@ApplicationScoped
public class BriefStore {
  private final Rows rows;
  private final Clock clock;

  @Inject
  BriefStore(Rows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /// A document that can be searched and has no brief yet.
  public record Due(String tenant, UUID document) {}

  public Optional<Briefs.Brief> find(UUID document, int version) {
    boolean made =
        rows.first(
                "select 1 from brief where document = ? and version = ?",
                _ -> true,
                document,
                version)
            .isPresent();
    if (!made) {
      return Optional.empty();
    }
    List<Briefs.Entry> entries =
        rows.list(
            """
            select topic, text, citation
            from brief_entry
            where document = ? and version = ?
            """,
            row -> {
              Optional<String> text = Rows.optional(row, "text");
              Optional<Briefs.Value> value =
                  text.isEmpty()
                      ? Optional.empty()
                      : Optional.of(
                          new Briefs.Value(
                              text.get(), StoredJson.citation(row.getString("citation"))));
              return new Briefs.Entry(Briefs.Topic.valueOf(row.getString("topic")), value);
            },
            document,
            version);
    return Optional.of(
        new Briefs.Brief(
            document,
            version,
            entries.stream().sorted(Comparator.comparing(Briefs.Entry::topic)).toList()));
  }

  /// Keeps a brief in place of an earlier one; nothing when the document went meanwhile.
  @Transactional
  public void keep(Briefs.Brief brief) {
    rows.update(
        "delete from brief where document = ? and version = ?", brief.document(), brief.version());
    int made =
        rows.update(
            """
            insert into brief (document, version, created_at)
            select d.id, ?, ?
            from document d
            where d.id = ?
            on conflict do nothing
            """,
            brief.version(),
            clock.instant(),
            brief.document());
    if (made == 0) {
      return;
    }
    for (Briefs.Entry entry : brief.entries()) {
      rows.update(
          """
          insert into brief_entry (document, version, topic, text, citation)
          values (?, ?, ?, ?, ?::jsonb)
          """,
          brief.document(),
          brief.version(),
          entry.topic(),
          entry.answer().map(Briefs.Value::text),
          entry.answer().map(value -> StoredJson.of(value.citation())));
    }
  }

  public List<Due> due() {
    return rows.list(
        """
        select d.tenant, d.id
        from document d
        where d.state = 'INDEXED'
          and not exists (select 1 from brief b where b.document = d.id and b.version = d.current_version)
        order by d.id
        """,
        row -> new Due(row.getString("tenant"), row.getObject("id", UUID.class)));
  }

  void removing(@Observes DocumentDeleting deleting) {
    long entries = rows.update("delete from brief_entry where document = ?", deleting.document());
    rows.update("delete from brief where document = ?", deleting.document());
    deleting.receipt().merge("briefEntries", entries, Long::sum);
  }
}
