package io.pincite.ocr.internal.reading;

import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.LineReader;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.ocr.internal.ppocr.OrientationClassifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/// Which way up a page is: by how its lines lie and by a vote of the longest of them.
final class PageOrientation {

  /// Lines that vote; an odd number has a majority.
  private static final int VOTERS = 9;

  /// With less in the mean of the votes for upside down a page stands upright. Upright pages have
  /// 0 to 0.2, only the smallest letters more.
  private static final double UPRIGHT = 0.3;

  private PageOrientation() {}

  /// Clockwise degrees by which the page must be turned to stand upright.
  static int of(
      PagePixels page,
      List<LineBox> lines,
      OrientationClassifier classifier,
      LineReader reader,
      Workers workers) {
    double level = 0;
    double standing = 0;
    for (LineBox line : lines) {
      if (line.isStanding()) {
        standing += line.height();
      } else {
        level += line.width();
      }
    }
    boolean sideways = standing > level;
    List<LineBox> voters =
        lines.stream()
            .filter(line -> line.isStanding() == sideways)
            .map(line -> sideways ? line.read(1) : line)
            .filter(line -> line.width() > 2 * line.height())
            .sorted(Comparator.comparingDouble(LineBox::width).reversed())
            .limit(VOTERS)
            .toList();
    boolean onItsHead = isOnItsHead(page, voters, classifier, reader, workers);
    if (sideways) {
      return onItsHead ? 90 : 270;
    }
    return onItsHead ? 180 : 0;
  }

  private static boolean isOnItsHead(
      PagePixels page,
      List<LineBox> voters,
      OrientationClassifier classifier,
      LineReader reader,
      Workers workers) {
    List<Callable<Double>> votes = new ArrayList<>();
    for (LineBox voter : voters) {
      votes.add(() -> classifier.upsideDown(LineCutter.cut(page, head(voter))));
    }
    double mean =
        workers.runAll(votes).stream().mapToDouble(Double::doubleValue).average().orElse(0);
    return mean >= UPRIGHT && readsBetterOnItsHead(page, voters, reader, workers);
  }

  /// Letters that are small or blurred mislead the classifier: whoever can read them knows.
  private static boolean readsBetterOnItsHead(
      PagePixels page, List<LineBox> voters, LineReader reader, Workers workers) {
    List<Callable<Double>> gains = new ArrayList<>();
    for (LineBox voter : voters) {
      LineBox start = head(voter);
      gains.add(
          () ->
              confidence(reader.read(LineCutter.cut(page, start.read(2))))
                  - confidence(reader.read(LineCutter.cut(page, start))));
    }
    return workers.runAll(gains).stream().mapToDouble(Double::doubleValue).sum() > 0;
  }

  static double confidence(List<ReadWord> words) {
    return words.stream().mapToDouble(ReadWord::confidence).average().orElse(0);
  }

  /// The classifier sees no more than 4 times the height: the middle of the line says as much.
  private static LineBox head(LineBox line) {
    double width = Math.min(line.width(), 4 * line.height());
    return new LineBox(
        line.centerX(), line.centerY(), width, line.height(), line.angle(), line.score());
  }

  static int directionOf(LineImage downwards, OrientationClassifier classifier) {
    return classifier.upsideDown(downwards) > 0.5 ? 270 : 90;
  }
}
