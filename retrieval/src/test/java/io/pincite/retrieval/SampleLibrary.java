package io.pincite.retrieval;

import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.Upload;
import io.pincite.samples.Sample;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The sample contracts, uploaded and indexed once for all tests of an application.
@ApplicationScoped
public class SampleLibrary {
  private final Documents documents;
  private final Map<Sample, UUID> added = new EnumMap<>(Sample.class);

  @Inject
  SampleLibrary(Documents documents) {
    this.documents = documents;
  }

  /// By sample; all of them can be searched in full.
  public synchronized Map<Sample, UUID> documents() {
    if (added.isEmpty()) {
      for (Sample sample : Sample.values()) {
        added.put(sample, add(sample.fileName() + ".pdf", sample.pdf(), Optional.empty()));
      }
      added.values().forEach(this::awaitIndexed);
    }
    return added;
  }

  public UUID document(Sample sample) {
    return java.util.Objects.requireNonNull(documents().get(sample));
  }

  public UUID add(String name, byte[] bytes, Optional<UUID> collection) {
    try {
      return documents
          .add(
              Caller.LOCAL,
              new Upload(
                  new ByteArrayInputStream(bytes),
                  name,
                  collection,
                  OcrChoice.AUTO,
                  Optional.empty()))
          .document()
          .id();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void awaitIndexed(UUID document) {
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              Document found = documents.find(Caller.LOCAL, document).orElseThrow();
              if (found.state() == Document.State.FAILED) {
                throw new AssertionError(found.toString());
              }
              return found.state() == Document.State.INDEXED;
            });
  }
}
