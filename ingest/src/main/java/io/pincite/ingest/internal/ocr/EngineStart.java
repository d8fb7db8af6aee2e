package io.pincite.ingest.internal.ocr;

import io.pincite.ingest.OcrSettings;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageReader.PageReaderCapabilities;
import io.pincite.ocr.Provenance;
import java.util.Optional;

/// Makes the engine that the settings ask for.
public interface EngineStart {

  /// What it can be asked for, without starting it.
  PageReaderCapabilities capabilities();

  /// @throws RuntimeException when it cannot be started; the message is for people
  Started start(OcrSettings settings);

  /// @param identity what its readings will say about who made them
  /// @param device what it runs on
  /// @param remark why that is not the device, or not all of the engine, that was asked for
  record Started(
      PageReader reader,
      Provenance identity,
      String device,
      Optional<String> remark,
      AutoCloseable close) {}
}
