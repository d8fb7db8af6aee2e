package io.pincite.ingest.internal.pdf;

/// Size of a page as displayed: after rotation, crop box and user unit.
///
/// @param width in points of 1/72 inch
/// @param height likewise
/// @param rotation clockwise degrees the file asks the page to be turned by: 0, 90, 180 or 270
public record PageGeometry(double width, double height, int rotation) {}
