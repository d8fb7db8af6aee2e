package io.pincite.web.start;

import io.pincite.ingest.DataFolder;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.eclipse.microprofile.config.Config;

/// Serves until stopped, and says where.
final class Server implements QuarkusApplication {
  private final Config config;
  private final DataFolder data;

  Server(Config config, DataFolder data) {
    this.config = config;
    this.data = data;
  }

  @Override
  public int run(String... arguments) {
    String host = config.getValue("quarkus.http.host", String.class);
    String shown = Addresses.isLoopback(host) || Addresses.isAny(host) ? "localhost" : host;
    System.out.printf(
        "Pincite is ready: http://%s:%d  (data in %s, Ctrl-C stops it)%n",
        shown, config.getValue("quarkus.http.port", Integer.class), data.root());
    Quarkus.waitForExit();
    return 0;
  }
}
