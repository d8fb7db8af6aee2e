package io.pincite.ingest.internal.start;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.internal.files.OwnFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// The right of one process to use a data folder, held from [#take] until it is closed or the
/// process ends, however it ends.
public final class FolderLock implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FolderLock.class);
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /// Whether this process holds it.
  public static boolean isHeld(Path folder) {
    return HELD.contains(absolute(folder));
  }

  /// @throws IngestException.Unavailable when somebody holds it, this process included
  public static FolderLock take(Path folder) throws IOException {
    Path file = OwnFolder.make(folder).resolve("in-use");
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!locks(channel)) {
      String owner = Files.readString(file).strip();
      channel.close();
      throw new IngestException.Unavailable(
          "data-folder-in-use",
          "[%s] another Pincite (process %s) is using this data folder. Stop it, or choose another folder with --data."
              .formatted(folder, owner.isEmpty() ? "unknown" : owner));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    HELD.add(absolute(folder));
    return new FolderLock(absolute(folder), channel);
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static Path absolute(Path folder) {
    return folder.toAbsolutePath().normalize();
  }

  @Override
  public void close() {
    HELD.remove(folder);
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debugf("closing the lock file: %s", e.getMessage());
    }
  }
}
