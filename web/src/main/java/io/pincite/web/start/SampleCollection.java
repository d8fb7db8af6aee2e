package io.pincite.web.start;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Collection;
import io.pincite.ingest.Collections;
import io.pincite.ingest.DataFolder;
import io.pincite.ingest.Documents;
import io.pincite.ingest.IngestException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Fills the collection "Samples" on the first start, so that there is something to ask at once:
/// the files of a folder, then those of the folders in it (the slower ones to read). A file in the
/// data folder remembers that it was done: samples that somebody deleted stay deleted.
@ApplicationScoped
class SampleCollection {
  private static final Logger LOG = Logger.getLogger(SampleCollection.class);
  private static final String NAME = "Samples";
  private static final String DONE = "samples-added";
  private static final List<String> EXTENSIONS = List.of(".pdf", ".png", ".jpg", ".tif", ".webp");

  private final SamplesSettings settings;
  private final DataFolder data;
  private final Collections collections;
  private final Documents documents;

  SampleCollection(
      SamplesSettings settings, DataFolder data, Collections collections, Documents documents) {
    this.settings = settings;
    this.data = data;
    this.collections = collections;
    this.documents = documents;
  }

  void onStart(@Observes StartupEvent started) {
    Path done = data.root().resolve(DONE);
    if (settings.enabled() && settings.folder().isPresent() && !Files.exists(done)) {
      Path folder = settings.folder().get();
      Thread.ofPlatform().daemon().name("samples").start(() -> addAll(folder, done));
    }
  }

  /// A start that was cut short is completed by the next: what is there already is not added twice.
  private void addAll(Path folder, Path done) {
    try {
      List<Path> files;
      try (var found = Files.walk(folder)) {
        files =
            found
                .filter(SampleCollection::isDocument)
                .sorted(Comparator.comparing(Path::getNameCount).thenComparing(file -> file))
                .toList();
      }
      if (files.isEmpty()) {
        return;
      }
      Collection samples =
          collections.list(Caller.LOCAL).stream()
              .filter(collection -> collection.name().equals(NAME))
              .findFirst()
              .orElseGet(() -> collections.create(Caller.LOCAL, NAME));
      for (Path file : files) {
        add(file, samples);
      }
      Files.createFile(done);
    } catch (IOException | IngestException e) {
      LOG.warnf("[%s] the sample collection is incomplete: %s", folder, e.getMessage());
    }
  }

  /// A file that is refused does not keep the others out.
  private void add(Path file, Collection samples) throws IOException {
    try (var contents = Files.newInputStream(file)) {
      documents.add(
          Caller.LOCAL,
          new Documents.Upload(
              contents,
              file.getFileName().toString(),
              Optional.of(samples.id()),
              Documents.OcrChoice.AUTO,
              Optional.empty()));
    } catch (IngestException e) {
      LOG.warnf("[%s] is not among the samples: %s", file, e.getMessage());
    }
  }

  private static boolean isDocument(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return EXTENSIONS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
  }
}
