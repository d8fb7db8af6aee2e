package io.pincite.ocr.internal.layout;

import io.pincite.ocr.Block;

/// A finished part of a page with its place in the frame.
record Part(Block block, Area area) {}
