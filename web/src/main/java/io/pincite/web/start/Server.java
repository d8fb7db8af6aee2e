package io.pincite.web.start;

import io.pincite.ingest.DataFolder;
import io.pincite.web.access.AccessToken;
import io.pincite.web.access.Addresses;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.eclipse.microprofile.config.Config;

/// Serves until stopped, and says where.
final class Server implements QuarkusApplication {
  private final Config config;
  private final DataFolder data;
  private final AccessToken token;

  Server(Config config, DataFolder data, AccessToken token) {
    this.config = config;
    this.data = data;
    this.token = token;
  }

  @Override
  public int run(String... arguments) {
    String host = config.getValue("quarkus.http.host", String.class);
    String shown = Addresses.isLoopback(host) || Addresses.isAny(host) ? "localhost" : host;
    System.out.printf(
        "Pincite is ready: http://%s:%d  (data in %s, Ctrl-C stops it)%n",
        shown, config.getValue("quarkus.http.port", Integer.class), data.root());
    token
        .made()
        .ifPresent(made -> System.out.printf("Access token, shown only this once: %s%n", made));
    Quarkus.waitForExit();
    return 0;
  }
}
