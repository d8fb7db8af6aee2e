package io.pincite.web.admin;

import io.pincite.ingest.Caller;
import io.pincite.retrieval.Generations;
import io.pincite.retrieval.IndexGeneration;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when there is an index to answer from. The database has a check of its own.
@Readiness
@ApplicationScoped
class IndexHealth implements HealthCheck {
  private final Generations generations;

  IndexHealth(Generations generations) {
    this.generations = generations;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("Index");
    try {
      boolean live =
          generations.list(Caller.SYSTEM).stream()
              .anyMatch(generation -> generation.state() == IndexGeneration.State.LIVE);
      return response.status(live).build();
    } catch (RuntimeException e) {
      return response.down().withData("reason", String.valueOf(e.getMessage())).build();
    }
  }
}
