package io.pincite.web.access;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/// Who may come in.
@ConfigMapping(prefix = "pincite.access")
public interface AccessSettings {

  /// The access token, at least 16 characters; without it one is made at the first start that is
  /// reachable beyond this machine. Giving one asks for it on loopback too.
  Optional<String> token();

  /// Names besides `localhost` under which the server is called, such as that of a reverse proxy,
  /// separated by commas. Giving any asks for the token on loopback too.
  Optional<Set<String>> hosts();
}
