package io.pincite.ingest.internal.reading;

import io.pincite.ingest.JobHandler.JobCancelledException;
import io.pincite.ingest.internal.store.Kept;
import io.pincite.ingest.internal.store.OcrReadingStore;
import io.pincite.ingest.internal.store.ReadBy;
import io.pincite.ingest.internal.store.ReadingKey;
import io.pincite.ocr.BoundingBox;
import java.util.Optional;

/// The readings that are kept of a file, and of images in other files.
record KnownOfFile(OcrReadingStore readings, String sha256) implements ImageReader.Known {

  @Override
  public Optional<Kept> find(int page, Optional<BoundingBox> area, String raster, ReadBy by) {
    return readings.find(ReadingKey.of(sha256, page, area, raster, by));
  }

  @Override
  public Optional<Kept> same(String pixels, ReadBy by) {
    return readings.same(pixels, by);
  }

  @Override
  public void keep(
      int page, Optional<BoundingBox> area, String raster, ReadBy by, String pixels, Kept reading) {
    if (!readings.keep(ReadingKey.of(sha256, page, area, raster, by), pixels, reading)) {
      // Deleted while it was being read.
      throw new JobCancelledException();
    }
  }
}
