package io.pincite.ingest.internal.store;

import io.pincite.ocr.PageText;

/// What an engine read of an image, and how long that took it.
public record Kept(PageText text, long millis) {}
