package io.pincite.ingest.internal.pages;

import io.pincite.ingest.PageReading;

/// How large a page is as the file shows it.
///
/// @param rotation clockwise degrees the file asks to be turned by, which is done already
public record PageSize(double width, double height, PageReading.Unit unit, int rotation) {

  /// Of the page turned by these clockwise degrees: 0, 90, 180 or 270.
  public PageSize turned(int degrees) {
    return degrees % 180 == 0 ? this : new PageSize(height, width, unit, rotation);
  }
}
