package io.pincite.ocr.internal.ppocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PpOcrSettings.Device;
import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Our detection against PaddleOCR's, on page 2 of the lease at 100 dpi.
///
/// The boxes (left, top, right, bottom in pixels) were computed once in Python: the same model,
/// unchanged, on its ONNX Runtime; `resize`, `findContours` and `minAreaRect` of OpenCV 5.0, the
/// steps and constants of `DBPostProcess` (`box_score_fast`; the threshold for lines is ours, 0.5),
/// the growth of a rectangle by its formula. Where PaddleOCR takes the number of a pixel for its
/// place, the pixel's middle is meant here.
class DetectorTest {

  private static final double[][] REFERENCE = {
    {508.9, 51.7, 752.0, 68.6},
    {147.8, 109.0, 363.2, 127.1},
    {100.9, 138.1, 121.7, 151.8},
    {146.6, 137.6, 750.9, 154.6},
    {147.7, 157.0, 752.0, 174.1},
    {146.6, 176.5, 752.0, 193.6},
    {146.9, 195.2, 751.7, 215.0},
    {147.7, 216.6, 748.6, 233.7},
    {147.7, 235.0, 750.9, 252.0},
    {147.9, 255.8, 278.9, 272.4},
    {147.7, 283.1, 752.0, 300.1},
    {100.9, 283.6, 121.7, 297.3},
    {147.1, 300.4, 752.6, 321.0},
    {146.6, 322.0, 752.0, 339.1},
    {146.6, 341.5, 752.0, 358.6},
    {147.0, 359.1, 751.6, 379.7},
    {146.2, 379.7, 229.9, 399.8},
    {146.6, 408.0, 750.9, 425.0},
    {100.7, 409.4, 125.4, 423.6},
    {122.6, 411.7, 140.4, 421.3},
    {145.8, 425.2, 750.5, 446.9},
    {146.9, 445.8, 751.7, 466.9},
    {146.9, 465.5, 752.9, 486.7},
    {146.6, 487.0, 690.9, 504.1},
    {99.3, 534.1, 163.7, 547.6},
    {146.6, 560.4, 752.0, 577.4},
    {100.1, 561.2, 121.4, 573.2},
    {147.2, 578.0, 751.4, 598.2},
    {146.9, 597.3, 751.7, 618.2},
    {147.8, 618.9, 506.3, 635.8},
    {147.7, 646.3, 749.7, 663.4},
    {99.7, 646.7, 121.8, 660.7},
    {145.7, 665.0, 752.9, 684.8},
    {147.8, 685.3, 474.0, 702.3},
    {163.2, 719.0, 232.5, 735.1},
    {355.6, 719.9, 465.7, 736.4},
    {580.2, 720.7, 695.6, 734.5},
    {105.3, 745.1, 147.3, 762.8},
    {446.9, 746.5, 518.6, 762.6},
    {680.0, 746.5, 745.8, 762.6},
    {106.5, 771.5, 148.5, 789.1},
    {679.3, 771.0, 746.4, 789.6},
    {445.8, 771.7, 518.6, 787.8},
    {105.3, 797.8, 148.5, 815.5},
    {445.8, 798.0, 519.7, 814.2},
    {680.7, 799.9, 745.1, 813.4},
    {105.3, 824.2, 148.5, 841.9},
    {446.5, 826.2, 519.0, 839.8},
    {679.5, 826.2, 746.2, 839.8},
    {102.9, 850.5, 147.4, 868.3},
    {447.6, 852.6, 519.0, 866.2},
    {680.7, 852.6, 746.2, 866.1},
    {146.9, 886.0, 752.8, 907.3},
    {99.8, 888.6, 120.5, 902.3},
    {146.9, 906.7, 752.9, 926.6},
    {147.7, 927.0, 752.0, 944.1},
    {147.7, 946.5, 750.9, 963.6},
    {395.1, 1029.6, 456.2, 1045.5}
  };

  @Test
  void findsTheLinesThatTheReferenceImplementationFinds() {
    Scan scan = Scan.of(Sample.LEASE.pdf(), 2, Wear.none(100), 1);
    PagePixels page = PagePixels.of(scan.pixels());
    List<BoundingBox> found;
    try (Detector detector =
        Detector.load(ModelFiles.builtIn(), Accelerator.of(new Device.Cpu()), 1)) {
      found = detector.find(page, 960).stream().map(line -> box(line, page)).toList();
    }
    List<BoundingBox> reference = Arrays.stream(REFERENCE).map(box -> box(box, page)).toList();

    assertThat(found).hasSameSizeAs(reference);
    List<Double> overlaps = new ArrayList<>();
    for (BoundingBox expected : reference) {
      overlaps.add(found.stream().mapToDouble(expected::iou).max().orElse(0));
    }
    // A pixel of the network's more or less, of the 12 to 20 that a line is high.
    assertThat(overlaps).allMatch(overlap -> overlap > 0.85);
    assertThat(overlaps.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
        .isGreaterThan(0.95);
  }

  private static BoundingBox box(double[] box, PagePixels page) {
    return BoundingBox.clamped(
        box[0] / page.width(),
        box[1] / page.height(),
        box[2] / page.width(),
        box[3] / page.height());
  }

  private static BoundingBox box(LineBox line, PagePixels page) {
    double x = Double.MAX_VALUE;
    double y = Double.MAX_VALUE;
    double right = 0;
    double bottom = 0;
    for (double along : new double[] {0, line.width()}) {
      for (double across : new double[] {0, line.height()}) {
        x = Math.min(x, line.pageX(along, across));
        y = Math.min(y, line.pageY(along, across));
        right = Math.max(right, line.pageX(along, across));
        bottom = Math.max(bottom, line.pageY(along, across));
      }
    }
    return BoundingBox.clamped(
        x / page.width(), y / page.height(), right / page.width(), bottom / page.height());
  }
}
