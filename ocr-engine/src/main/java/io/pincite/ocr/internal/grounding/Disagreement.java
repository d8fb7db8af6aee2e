package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;

/// A place that a model and another reader read differently, beyond what is form alone.
///
/// @param model what the model wrote; empty where it left the other's words out
/// @param other what the other reader saw; never empty
/// @param box of the place, fractions of the page
public record Disagreement(String model, String other, BoundingBox box, Concern concern) {}
