package io.pincite.qa.internal.answering;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Documents;
import io.pincite.ingest.PageReading;
import io.pincite.qa.internal.verification.PassageText;
import io.pincite.retrieval.Chunk;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The texts quotes of passages are checked against, read once for a question. For one thread.
public final class PassageTexts {
  private record PageOf(UUID document, int version, int page, int revision) {}

  private final Documents documents;
  private final Caller caller;
  private final Map<PageOf, Optional<PageReading>> pages = new HashMap<>();
  private final Map<UUID, PassageText> passages = new HashMap<>();

  public PassageTexts(Documents documents, Caller caller) {
    this.documents = documents;
    this.caller = caller;
  }

  public PassageText of(Chunk chunk) {
    return passages.computeIfAbsent(
        chunk.id(),
        _ ->
            PassageText.of(
                chunk.spans(),
                span ->
                    pages.computeIfAbsent(
                        new PageOf(chunk.document(), chunk.version(), span.page(), span.revision()),
                        page ->
                            documents.revision(
                                caller, page.document, page.version, page.page, page.revision))));
  }
}
