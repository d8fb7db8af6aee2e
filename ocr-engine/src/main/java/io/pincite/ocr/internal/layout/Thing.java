package io.pincite.ocr.internal.layout;

/// What is placed on a page as one and is no running text.
sealed interface Thing permits TableDraft, Contents, Picture {
  Area area();
}
