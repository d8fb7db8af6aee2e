package io.pincite.ocr;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Words as a pen writes them: letters of one stroke, joined to the next one or not, no two alike
/// in shape, size, slant, place above the line and breadth of the pen. No font is behind it.
final class Handwriting {

  /// The way of the pen through each letter: pairs of how far on, in heights of small letters, and
  /// how far above the line.
  private static final Map<Character, double[]> LETTERS =
      Map.ofEntries(
          Map.entry(
              'a',
              new double[] {.7, .9, .3, 1, .05, .5, .3, 0, .65, .4, .72, .95, .7, .2, .95, .05}),
          Map.entry('c', new double[] {.6, .85, .35, 1, .08, .5, .35, 0, .75, .2}),
          Map.entry(
              'd', new double[] {.6, .9, .3, 1, .05, .5, .3, 0, .6, .5, .7, 2, .65, .2, .95, .05}),
          Map.entry('e', new double[] {0, .4, .5, .6, .6, .95, .3, 1, .1, .4, .4, 0, .85, .2}),
          Map.entry(
              'g',
              new double[] {
                .65, .9, .3, 1, .05, .5, .3, .1, .65, .6, .6, -.9, .2, -1, .25, -.5, .95, .2
              }),
          Map.entry(
              'h', new double[] {0, .2, .4, 1.6, .25, 1.9, .2, 0, .3, .7, .6, 1, .7, .2, .95, .05}),
          Map.entry('i', new double[] {0, .3, .2, 1, .22, .2, .45, .05}),
          Map.entry('l', new double[] {0, .2, .45, 1.4, .4, 2, .2, 1.8, .2, .3, .4, 0, .65, .2}),
          Map.entry(
              'm',
              new double[] {
                0, .7, .12, 1, .15, 0, .2, .7, .45, 1, .52, 0, .58, .7, .85, 1, .95, .2, 1.2, .05
              }),
          Map.entry(
              'n', new double[] {0, .7, .15, 1, .2, 0, .25, .7, .5, 1, .65, .7, .65, .1, .9, .1}),
          Map.entry('o', new double[] {.4, 1, .1, .7, .15, .1, .5, 0, .7, .5, .4, 1, .9, .9}),
          Map.entry(
              'p', new double[] {0, .6, .2, 1, .15, -.9, .2, .7, .5, 1, .7, .6, .4, .05, .9, .1}),
          Map.entry('r', new double[] {0, .5, .2, 1, .25, .9, .5, .95, .45, .2, .75, .05}),
          Map.entry('s', new double[] {0, .1, .4, .95, .3, .7, .55, .3, .3, 0, .05, .15, .8, .1}),
          Map.entry('t', new double[] {0, .2, .3, 1.2, .32, 1.7, .28, .3, .45, 0, .75, .2}),
          Map.entry(
              'u', new double[] {0, .8, .12, 1, .15, .2, .4, 0, .65, .5, .7, 1, .7, .2, .95, .05}),
          Map.entry(
              'y',
              new double[] {0, 1, .15, .3, .4, .1, .65, .9, .6, -.8, .25, -1, .3, -.4, .95, .2}));

  private final Random random;
  private final double height;
  private final double breadth;
  private final double slant;
  private final boolean joined;

  /// @param height of small letters, in pixels
  /// @param joined whether the pen stays on the paper within a word
  Handwriting(long seed, double height, boolean joined) {
    this.random = new Random(seed);
    this.height = height;
    this.breadth = height * between(0.1, 0.18);
    this.slant = between(-0.1, 0.55);
    this.joined = joined;
  }

  /// Writes words, in the letters there are above, from a place on the line to the right.
  void write(Graphics2D graphics, String words, double x, double baseline) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    double right = x;
    for (String word : words.split(" ")) {
      double lift = height * between(-0.25, 0.25);
      double size = height * between(0.85, 1.2);
      double climb = between(-0.05, 0.05);
      double start = right;
      List<double[]> way = new ArrayList<>();
      for (char letter : word.toCharArray()) {
        double wide = size * between(0.75, 1.15);
        double high = size * between(0.75, 1.2);
        double[] points = LETTERS.get(letter);
        for (int i = 0; i < points.length; i += 2) {
          double above = high * (points[i + 1] + between(-0.1, 0.1));
          double along = right + wide * (points[i] + between(-0.06, 0.06)) + slant * above;
          way.add(new double[] {along, baseline + lift - above - climb * (along - start)});
        }
        right += wide * points[points.length - 2];
        if (!joined) {
          draw(graphics, way);
          way.clear();
          right += size * between(0.1, 0.35);
        }
      }
      draw(graphics, way);
      right += size * between(0.8, 1.4);
    }
  }

  /// A smooth curve through the points (Catmull and Rom 1974), by a pen that is pressed more or
  /// less.
  private void draw(Graphics2D graphics, List<double[]> way) {
    double pressure = 1;
    for (int i = 0; i + 1 < way.size(); i++) {
      double[] before = way.get(Math.max(0, i - 1));
      double[] from = way.get(i);
      double[] to = way.get(i + 1);
      double[] after = way.get(Math.min(way.size() - 1, i + 2));
      double[] last = from;
      for (int step = 1; step <= 8; step++) {
        double t = step / 8.0;
        double[] next = new double[2];
        for (int k = 0; k < 2; k++) {
          next[k] =
              0.5
                  * (2 * from[k]
                      + (to[k] - before[k]) * t
                      + (2 * before[k] - 5 * from[k] + 4 * to[k] - after[k]) * t * t
                      + (3 * from[k] - before[k] - 3 * to[k] + after[k]) * t * t * t);
        }
        pressure = Math.clamp(pressure + between(-0.08, 0.08), 0.6, 1.4);
        graphics.setStroke(
            new BasicStroke(
                (float) (breadth * pressure), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(new Line2D.Double(last[0], last[1], next[0], next[1]));
        last = next;
      }
    }
  }

  private double between(double least, double most) {
    return least + (most - least) * random.nextDouble();
  }
}
