package io.pincite.qa.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.pincite.ingest.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Settings people change while it runs, by name.
@ApplicationScoped
public class SettingStore {
  private final Rows rows;
  private final Clock clock;

  @Inject
  SettingStore(Rows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  public Optional<Map<String, String>> find(String tenant, String name) {
    return rows.first(
        """
        select value
        from setting
        where tenant = ? and name = ?
        """,
        row -> {
          Map<String, String> values = new LinkedHashMap<>();
          JsonNode tree = StoredJson.tree(row.getString("value"));
          tree.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
          return Map.copyOf(values);
        },
        tenant,
        name);
  }

  @Transactional
  public void keep(Caller caller, String name, Map<String, String> values) {
    rows.update(
        """
        insert into setting (tenant, name, value, actor, changed_at)
        values (?, ?, ?::jsonb, ?, ?)
        on conflict (tenant, name) do update
        set value = excluded.value, actor = excluded.actor, changed_at = excluded.changed_at
        """,
        caller.tenant(),
        name,
        StoredJson.of(values),
        caller.actor(),
        clock.instant());
  }
}
