package io.pincite.ingest.internal.files;

import io.pincite.ingest.DataFolder;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/// The original files, each once, in a place made from its SHA-256: `files/ab/cd/abcd…`.
///
/// A file is taken in two steps, so that the caller can write its row between: [#receive] brings
/// the bytes to disk under a temporary name, [#keep] gives them their place. The caller holds the
/// row lock of the hash over `keep` and the commit, and over [#remove]; then no file is removed
/// that a row needs. Safe for use by many threads.
@Singleton
public class FileStore {
  private static final int BUFFER = 1 << 16;

  private final Path root;
  private final Path incoming;
  private final long maxBytes;

  public FileStore(DataFolder dataFolder, IngestSettings settings) {
    this.root = dataFolder.folder("files");
    this.incoming = dataFolder.folder("files/incoming");
    this.maxBytes = settings.maxFileSize().asLongValue();
  }

  /// A received file that has no place yet.
  public record Received(Path path, String sha256, long bytes, FileKind kind)
      implements AutoCloseable {
    /// Forgets it, unless it was kept.
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(path);
    }
  }

  /// Reads an upload to its end, hashing it on the way to the disk.
  ///
  /// @throws IngestException.FileTooLarge as soon as it is over the limit
  /// @throws IngestException.NotADocument when its content is no kind of document
  public Received receive(InputStream contents, String name) throws IOException {
    Path path = incoming.resolve(UUID.randomUUID().toString());
    boolean received = false;
    try {
      MessageDigest digest = sha256();
      long bytes = 0;
      try (var channel =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        byte[] buffer = new byte[BUFFER];
        for (int read = contents.read(buffer); read >= 0; read = contents.read(buffer)) {
          bytes += read;
          if (bytes > maxBytes) {
            throw new IngestException.FileTooLarge(
                "[%s] the file has more than %,d bytes, the limit. Split it, or raise pincite.ingest.max-file-size."
                    .formatted(name, maxBytes));
          }
          digest.update(buffer, 0, read);
          writeAll(channel, ByteBuffer.wrap(buffer, 0, read));
        }
        channel.force(true);
      }
      var kind = FileKind.of(path, name);
      received = true;
      return new Received(path, HexFormat.of().formatHex(digest.digest()), bytes, kind);
    } finally {
      if (!received) {
        Files.deleteIfExists(path);
      }
    }
  }

  /// A path for a file that is being made; what is left there is removed at the next start.
  public Path unfinished() {
    return incoming.resolve(UUID.randomUUID().toString());
  }

  /// Gives a received file its place, where it is not there already.
  public void keep(Received received) throws IOException {
    Path place = path(received.sha256());
    if (isWhole(place, received.bytes())) {
      return;
    }
    Path parent = folderOf(place);
    Files.createDirectories(parent);
    Files.move(received.path(), place, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(parent);
  }

  private Path folderOf(Path place) {
    Path parent = place.getParent();
    return parent == null ? root : parent;
  }

  private static boolean isWhole(Path place, long bytes) throws IOException {
    return Files.exists(place) && Files.size(place) == bytes;
  }

  /// Where the file of this hash is, or would be.
  public Path path(String sha256) {
    return root.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2, 4)).resolve(sha256);
  }

  /// @return how many bytes that freed
  public long remove(String sha256) throws IOException {
    Path place = path(sha256);
    if (!Files.exists(place)) {
      return 0;
    }
    long bytes = Files.size(place);
    Files.deleteIfExists(place);
    return bytes;
  }

  /// Removes what uploads left unfinished when the process was killed. Only at start: one process
  /// at a time has the folder.
  public int removeUnfinished() throws IOException {
    int removed = 0;
    try (var paths = Files.newDirectoryStream(incoming)) {
      for (Path path : paths) {
        Files.deleteIfExists(path);
        removed++;
      }
    }
    return removed;
  }

  /// The hashes of all files in their places.
  public List<String> all() throws IOException {
    var hashes = new ArrayList<String>();
    try (var paths = Files.walk(root, 3)) {
      paths
          .filter(path -> !path.startsWith(incoming))
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches("[0-9a-f]{64}"))
          .forEach(hashes::add);
    }
    return hashes;
  }

  /// So that the name itself survives a loss of power; some systems do not offer it.
  private static void syncFolder(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // the move itself is done; the file system writes its name in its own time
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
