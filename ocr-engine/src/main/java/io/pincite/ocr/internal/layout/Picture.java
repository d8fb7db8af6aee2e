package io.pincite.ocr.internal.layout;

/// An image on the page.
record Picture(Area area) implements Thing {}
