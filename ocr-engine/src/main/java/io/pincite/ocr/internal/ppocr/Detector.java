package io.pincite.ocr.internal.ppocr;

import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.ocr.internal.ppocr.ProbabilityMap.Area;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Finds lines of text on a page: differentiable binarisation (DB) as PP-OCR trains it. Safe for
/// use by many threads.
public final class Detector implements AutoCloseable {

  /// PaddleOCR `NormalizeImage` of its detectors. It is applied to blue, green, red in this order
  /// there, though the numbers are ImageNet's for red, green, blue: the models were trained so.
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};

  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  /// The network halves its input five times.
  private static final int STEP = 32;

  private final Network network;
  private final Semaphore runs;

  private Detector(Network network, int atOnce) {
    this.network = network;
    this.runs = new Semaphore(atOnce);
  }

  /// @param atOnce pages looked through at the same time: each needs some 120 MB for as long
  public static Detector load(ModelFiles models, Accelerator accelerator, int atOnce) {
    return new Detector(Network.load(models.detector(), accelerator), atOnce);
  }

  /// How many times larger low areas that stand alone are looked at again.
  private static final double CLOSER = 2;

  /// Scale of a page up to which a closer look shows more; a page of A4 has it at 135 dpi.
  private static final double COARSE = 0.6;

  /// Pixels around such an area that are looked at again with it, as the network saw them first.
  private static final int AROUND = 24;

  /// Such areas on a page, its page number and running title; more are dirt.
  private static final int MOST_LONE = 6;

  /// Lines in no order. What stands alone on its row and is low, as a page number, is looked at
  /// twice: on a page of A4 at 960 pixels a digit of 9-point type has two pixels.
  ///
  /// @param longestSide the page is scaled down to this many pixels where it has more
  public List<LineBox> find(PagePixels page, int longestSide) {
    double scale = Math.min(1, (double) longestSide / Math.max(page.width(), page.height()));
    Seen seen = see(page, scale);
    List<Area> lone = scale < COARSE ? seen.map.lone() : List.of();
    List<LineBox> lines = seen.lines();
    if (lone.isEmpty() || lone.size() > MOST_LONE) {
      return lines;
    }
    List<LineBox> all = new ArrayList<>(lines);
    for (Area area : lone) {
      double top = area.top() * seen.scaleY;
      double bottom = (area.bottom() + 1) * seen.scaleY;
      Optional<LineBox> closer = closer(page, seen, area, Math.min(1, CLOSER * scale));
      if (closer.isPresent()) {
        all.removeIf(line -> top <= line.centerY() && line.centerY() <= bottom);
        all.add(closer.get());
      }
    }
    return all;
  }

  private Optional<LineBox> closer(PagePixels page, Seen seen, Area area, double scale) {
    // As many pixels as the network takes, so that it sees them in their own proportions.
    int width = widened(area.right() - area.left(), seen.scaleX, scale, page.width());
    int height = widened(area.bottom() - area.top(), seen.scaleY, scale, page.height());
    double middleX = (area.left() + area.right() + 1) / 2.0 * seen.scaleX;
    double middleY = (area.top() + area.bottom() + 1) / 2.0 * seen.scaleY;
    int x = Math.clamp((int) (middleX - width / 2.0), 0, page.width() - width);
    int y = Math.clamp((int) (middleY - height / 2.0), 0, page.height() - height);
    PagePixels part = page.part(x, y, width, height);
    double near = (area.bottom() + 1 - area.top()) * seen.scaleY;
    List<LineBox> pieces =
        see(part, scale).lines().stream()
            .filter(line -> Math.abs(line.centerY() + y - middleY) < near)
            .toList();
    return pieces.isEmpty()
        ? Optional.empty()
        : Optional.of(new LoneInk(part).around(LineBox.around(pieces)).moved(x, y));
  }

  /// How much of the page is looked at to see an area and what is around it.
  private static int widened(int size, double pagePixels, double scale, int most) {
    double wanted = (size + 2 * AROUND) * pagePixels;
    return Math.min(most, (int) (Math.ceil(wanted * scale / STEP) * STEP / scale));
  }

  /// What the network sees of a page or of a part of one.
  ///
  /// @param scaleX from the map's pixels to the page's
  private record Seen(ProbabilityMap map, double scaleX, double scaleY) {
    List<LineBox> lines() {
      return map.lines(scaleX, scaleY);
    }
  }

  private Seen see(PagePixels page, double scale) {
    int width = stepped(page.width() * scale);
    int height = stepped(page.height() * scale);
    FloatBuffer input = Network.buffer(3 * width * height);
    Tensors.put(
        page.rgb(),
        page.width(),
        page.height(),
        input,
        0,
        width,
        height,
        width,
        height,
        MEAN,
        DEVIATION);
    Network.Output output = run(input, height, width);
    return new Seen(
        new ProbabilityMap(width, height, output.values()),
        (double) page.width() / width,
        (double) page.height() / height);
  }

  private Network.Output run(FloatBuffer input, int height, int width) {
    runs.acquireUninterruptibly();
    try {
      return network.run(input, 1, 3, height, width);
    } finally {
      runs.release();
    }
  }

  private static int stepped(double pixels) {
    return Math.max(STEP, (int) Math.round(pixels / STEP) * STEP);
  }

  @Override
  public void close() {
    network.close();
  }
}
