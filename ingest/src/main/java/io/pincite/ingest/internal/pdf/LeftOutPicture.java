package io.pincite.ingest.internal.pdf;

import io.pincite.ocr.BoundingBox;

/// A picture whose place on a drawn page stayed white.
///
/// @param box fractions of the displayed page
/// @param reason what is the matter with it, to be read after "a picture cannot be shown:"
public record LeftOutPicture(BoundingBox box, String reason) {}
