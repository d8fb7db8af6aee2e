package io.pincite.ingest.internal.postgres;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.internal.files.FolderTree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The programs of the packed PostgreSQL, unpacked once per archive: the folder is named by the
/// archive's hash and appears by one rename, so that a half unpacked one is never used.
public final class Binaries {
  private final Path home;

  private Binaries(Path home) {
    this.home = home;
  }

  public Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /// @param cache where unpacked archives are kept
  public static Binaries unpackedIn(Path cache) throws IOException {
    String resource = resource();
    Path home = cache.resolve("postgres-" + hash(resource).substring(0, 16));
    if (!Files.isDirectory(home)) {
      Files.createDirectories(cache);
      Path unfinished = Files.createTempDirectory(cache, "unpacking-");
      try {
        unpack(resource, unfinished);
        moveInto(unfinished, home);
      } finally {
        FolderTree.delete(unfinished);
      }
    }
    return new Binaries(home);
  }

  /// Two processes may unpack at once; the first rename wins, and both folders are the same.
  private static void moveInto(Path unfinished, Path home) throws IOException {
    try {
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }

  private static void unpack(String resource, Path folder) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(open(resource), 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("[" + resource + "] entry leaves the folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(target.getParent());
          linkOnce(target, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(tar, target);
          boolean executable = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void linkOnce(Path target, Path to) throws IOException {
    try {
      Files.createSymbolicLink(target, to);
    } catch (FileAlreadyExistsException e) {
      if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  private static String hash(String resource) throws IOException {
    try (var in = new DigestInputStream(open(resource), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = loader().getResourceAsStream(resource);
    if (in == null) {
      throw new IOException("no resource " + resource);
    }
    return in;
  }

  private static ClassLoader loader() {
    return Optional.ofNullable(Binaries.class.getClassLoader())
        .orElseGet(ClassLoader::getSystemClassLoader);
  }

  private static String resource() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = name.contains("mac") ? "darwin" : name.contains("linux") ? "linux" : name;
    String machine = System.getProperty("os.arch");
    List<String> archs =
        switch (machine) {
          case "amd64", "x86_64" -> List.of("x86_64");
          case "aarch64", "arm64" -> List.of("arm_64", "arm64", "aarch64");
          default -> List.of(machine);
        };
    List<String> tried = new ArrayList<>();
    for (String arch : archs) {
      String resource = "postgres-%s-%s.txz".formatted(system, arch);
      if (loader().getResource(resource) != null) {
        return resource;
      }
      tried.add(resource);
    }
    throw new IngestException.Unavailable(
        "database-not-packed",
        "[embedded PostgreSQL] this build holds no server for %s on %s (looked for %s). Build on this kind of machine, or set quarkus.datasource.jdbc.url to a PostgreSQL of your own."
            .formatted(System.getProperty("os.name"), machine, String.join(", ", tried)));
  }
}
