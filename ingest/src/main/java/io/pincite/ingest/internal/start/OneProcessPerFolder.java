package io.pincite.ingest.internal.start;

import io.pincite.ingest.DataFolder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.util.Optional;

/// Keeps a second process out of the data folder. With the embedded database the lock is there
/// already; with another PostgreSQL it is taken here, first of all that starts.
@Singleton
final class OneProcessPerFolder {
  private final DataFolder dataFolder;
  private Optional<FolderLock> lock = Optional.empty();

  OneProcessPerFolder(DataFolder dataFolder) {
    this.dataFolder = dataFolder;
  }

  void atStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event)
      throws IOException {
    if (!FolderLock.isHeld(dataFolder.root())) {
      lock = Optional.of(FolderLock.take(dataFolder.root()));
    }
  }

  void atEnd(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
    lock.ifPresent(FolderLock::close);
    lock = Optional.empty();
  }
}
