package io.pincite.web.documents;

import com.fasterxml.jackson.annotation.JsonValue;
import io.pincite.ocr.BoundingBox;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A box as `[x0, y0, x1, y1]`: fractions of the displayed page, origin top-left, 6 decimals.
@Schema(
    type = SchemaType.ARRAY,
    implementation = Double.class,
    minItems = 4,
    maxItems = 4,
    description =
        "[x0, y0, x1, y1] as fractions of the displayed page, origin top-left, 6 decimals")
public record BoxJson(double x0, double y0, double x1, double y1) {

  public static BoxJson of(BoundingBox box) {
    return new BoxJson(rounded(box.x0()), rounded(box.y0()), rounded(box.x1()), rounded(box.y1()));
  }

  @JsonValue
  List<Double> numbers() {
    return List.of(x0, y0, x1, y1);
  }

  private static double rounded(double fraction) {
    return Math.round(fraction * 1e6) / 1e6;
  }
}
