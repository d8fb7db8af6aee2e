package io.pincite.ingest;

import io.pincite.ingest.internal.ocr.OcrEngines;
import io.pincite.ingest.internal.ocr.VllmStart;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/// The engine `vllm` as it is, beside [FakeEngine]; there where a test names servers.
@Alternative
@Priority(1)
@Singleton
public class ServedEngine extends VllmStart {
  @Inject
  public ServedEngine(OcrSettings settings, Instance<OcrEngines> engines) {
    super(settings, engines);
  }
}
