package io.pincite.web.access;

import io.pincite.ingest.Caller;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// On whose behalf the request being served was made, as the gate found it.
@ApplicationScoped
public class CurrentCaller {
  private final CurrentVertxRequest request;

  @Inject
  CurrentCaller(CurrentVertxRequest request) {
    this.request = request;
  }

  /// @throws IllegalStateException outside a request that passed the gate
  public Caller get() {
    Caller caller = request.getCurrent().get(Gate.CALLER);
    if (caller == null) {
      throw new IllegalStateException("a request came in beside the gate");
    }
    return caller;
  }
}
