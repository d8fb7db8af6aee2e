package io.pincite.ingest.internal.postgres;

import io.pincite.ingest.IngestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// As whom the server's programs are run. PostgreSQL refuses to run as root, so root's are run in a
/// user namespace without any rights of root, or, where there are none, as the user `nobody`.
public enum Account {
  OWN {
    @Override
    List<String> prefix() {
      return List.of();
    }
  },
  /// Files stay root's own; the server does not see itself as root.
  NAMESPACE {
    @Override
    List<String> prefix() {
      return List.of("unshare", "-U");
    }
  },
  NOBODY {
    @Override
    List<String> prefix() {
      return List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }

    @Override
    public void reach(Path folder) throws IOException {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
      Files.setPosixFilePermissions(folder, permissions);
    }

    @Override
    public void own(Path folder) throws IOException {
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.toList()) {
          Files.setAttribute(path, "unix:uid", 65534, java.nio.file.LinkOption.NOFOLLOW_LINKS);
          Files.setAttribute(path, "unix:gid", 65534, java.nio.file.LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  };

  abstract List<String> prefix();

  /// Lets the account through a folder to what it owns in there; it still cannot list it.
  public void reach(Path folder) throws IOException {}

  /// Gives the account what it has to write to.
  public void own(Path folder) throws IOException {}

  public List<String> command(List<String> command) {
    var whole = new ArrayList<>(prefix());
    whole.addAll(command);
    return whole;
  }

  public static Account choose() {
    if (!isRoot()) {
      return OWN;
    }
    for (Account account : List.of(NAMESPACE, NOBODY)) {
      if (works(account)) {
        return account;
      }
    }
    throw new IngestException.Unavailable(
        "database-as-root",
        "[embedded PostgreSQL] the server refuses to run as root, and neither `unshare -U` nor `setpriv` works here. Run Pincite as an ordinary user.");
  }

  private static boolean isRoot() {
    return !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows")
        && "root".equals(System.getProperty("user.name"));
  }

  private static boolean works(Account account) {
    try {
      Process process =
          new ProcessBuilder(account.command(List.of("true")))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
