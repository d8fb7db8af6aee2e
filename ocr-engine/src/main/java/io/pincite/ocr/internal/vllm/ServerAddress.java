package io.pincite.ocr.internal.vllm;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where a model server listens. Holds no secret, so it may be shown and logged.
///
/// @param base scheme, host, port and perhaps a path, without a slash at the end and without `/v1`
public record ServerAddress(URI base) {

  /// Reads what people write: with or without `/v1` and slashes at the end.
  ///
  /// @throws IllegalArgumentException when it is no plain http or https address; the message does
  ///     not repeat the address, which may hold a password
  public static ServerAddress of(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException problem) {
      throw new IllegalArgumentException(
          "a model server's URL cannot be read at character %d; write it like http://host:8000"
              .formatted(problem.getIndex() + 1));
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          "a model server's URL begins with http:// or https:// and names a host; write it like http://host:8000");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the URL of the model server at %s holds a name or password; leave it out and set the API key"
              .formatted(uri.getHost()));
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the URL of the model server at %s has a part behind ? or #; leave it out"
              .formatted(uri.getHost()));
    }
    String path = uri.getRawPath().replaceFirst("/+$", "").replaceFirst("/v1$", "");
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new ServerAddress(URI.create(scheme + "://" + uri.getHost() + port + path));
  }

  URI at(String path) {
    return URI.create(base + path);
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
