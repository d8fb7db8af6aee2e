package io.pincite.web.access;

import io.pincite.ingest.DataFolder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The one token that opens a server reachable beyond its own machine, and the sessions made from
/// it. Kept as a hash: the token itself is shown once and then nowhere.
@ApplicationScoped
public class AccessToken {
  public static final int SHORTEST = 16;
  static final Duration SESSION = Duration.ofDays(30);
  private static final String FILE = "access-token.sha256";

  private final boolean required;
  private final Clock clock;
  private final byte[] hash;
  private final Optional<String> made;

  @Inject
  AccessToken(
      AccessSettings settings,
      DataFolder data,
      Clock clock,
      @ConfigProperty(name = "quarkus.http.host") String host) {
    this(
        settings.token(), settings.hosts().isPresent() || !Addresses.isLoopback(host), data, clock);
  }

  AccessToken(Optional<String> given, boolean open, DataFolder data, Clock clock) {
    this.clock = clock;
    this.required = open || given.isPresent();
    if (given.isPresent()) {
      if (given.get().length() < SHORTEST) {
        throw new IllegalArgumentException(tooShort());
      }
      hash = sha256(given.get());
      made = Optional.empty();
    } else if (required) {
      Path file = data.made().resolve(FILE);
      Optional<byte[]> stored = read(file);
      if (stored.isPresent()) {
        hash = stored.get();
        made = Optional.empty();
      } else {
        String token = randomToken();
        hash = sha256(token);
        write(file, hash);
        made = Optional.of(token);
      }
    } else {
      hash = sha256(randomToken());
      made = Optional.empty();
    }
  }

  public static String tooShort() {
    return "[pincite.access.token] the access token is shorter than %d characters. Give a longer one, or none to have one made."
        .formatted(SHORTEST);
  }

  /// Whether nobody comes in without it.
  public boolean isRequired() {
    return required;
  }

  /// The token, where this start made it: to be shown this once.
  public Optional<String> made() {
    return made;
  }

  /// In constant time.
  boolean matches(String offered) {
    return MessageDigest.isEqual(hash, sha256(offered));
  }

  /// What the cookie of somebody who knows the token says: until when, signed.
  String session() {
    String until = Long.toString(clock.instant().plus(SESSION).getEpochSecond());
    return until + "." + sign(until);
  }

  boolean isSession(String offered) {
    int dot = offered.indexOf('.');
    if (dot < 1 || dot > 19) {
      return false;
    }
    String until = offered.substring(0, dot);
    if (!MessageDigest.isEqual(bytes(sign(until)), bytes(offered.substring(dot + 1)))) {
      return false;
    }
    return clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(until)));
  }

  private String sign(String until) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(hash, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(bytes("pincite session until " + until)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String randomToken() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(HexFormat.of().parseHex(Files.readString(file).strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "[%s] is not what Pincite wrote there. Delete it to have a new access token made."
              .formatted(file),
          e);
    }
  }

  private static void write(Path file, byte[] hash) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(hash) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
