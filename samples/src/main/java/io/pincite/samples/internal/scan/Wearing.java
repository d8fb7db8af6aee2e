package io.pincite.samples.internal.scan;

import io.pincite.samples.Placement;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Wears a drawn page, step by step.
public final class Wearing {
  /// Ink of a seal.
  private static final int[] RED = {190, 30, 45};

  /// Of a company's round seal (40 mm across in China), in inches.
  private static final double SEAL_RADIUS = 20 / 25.4;

  private Wearing() {}

  /// Twice as fine where the page is laid askew: drawing again between pixels blurs, and that is
  /// to come from the wear alone.
  public static double renderingDpi(Wear wear) {
    return wear.dpi() * (wear.skewDegrees() == 0 && !wear.isPhotograph() ? 1 : 2);
  }

  public static Scan wear(Rendering rendering, Wear wear, long seed) {
    var random = new SplittableRandom(seed);
    SplittableRandom ofStamp = random.split();
    SplittableRandom ofStand = random.split();
    SplittableRandom ofLight = random.split();
    SplittableRandom ofNoise = random.split();
    Picture picture = rendering.picture();
    if (!wear.isPhotograph() && !wear.isStamped()) {
      picture = picture.grey();
    }
    if (wear.isStamped()) {
      stamp(picture, rendering.dpi(), ofStamp);
    }
    Placement placement = Placement.WHOLE;
    double heightByWidth = (double) picture.height() / picture.width();
    if (wear.isPhotograph()) {
      placement = photographersStand(wear.skewDegrees(), heightByWidth, ofStand);
    } else if (wear.skewDegrees() != 0) {
      placement = Placement.turned(wear.skewDegrees(), heightByWidth);
    }
    double scale = wear.dpi() / rendering.dpi();
    if (placement != Placement.WHOLE || scale != 1) {
      // A photographer leaves some table around the sheet; the sheet keeps its resolution.
      double room = wear.isPhotograph() ? 1.22 : 1;
      int width = Math.toIntExact(Math.round(picture.width() * scale * room));
      int height = Math.toIntExact(Math.round(picture.height() * scale * room));
      picture = laid(picture, placement, width, height, wear.isPhotograph() ? ofStand : null);
    }
    if (wear.shadow() > 0) {
      shade(picture, wear.shadow(), ofLight);
    }
    if (wear.blur() > 0) {
      blur(picture, wear.blur());
    }
    if (wear.noise() > 0 || wear.specks() > 0) {
      roughen(picture, wear.noise(), wear.specks(), ofNoise);
    }
    if (wear.isOneBit()) {
      picture = picture.grey();
    }
    BufferedImage image = picture.image(wear.isOneBit());
    if (wear.jpegQuality() > 0) {
      image = Jpeg.read(Jpeg.write(image, wear.jpegQuality(), wear.dpi()));
    }
    if (wear.quarterTurns() > 0) {
      image = Picture.of(image).turned(wear.quarterTurns()).image(wear.isOneBit());
    }
    return new Scan(image, wear.dpi(), placement);
  }

  /// The camera is held a little off the middle, so that the sheet narrows away from it.
  private static Placement photographersStand(
      double degrees, double heightByWidth, SplittableRandom random) {
    double[][] corners = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    Placement turned = Placement.turned(degrees, heightByWidth);
    double narrowing = random.nextDouble(0.03, 0.06);
    double leaning = random.nextDouble(-0.02, 0.02);
    for (double[] corner : corners) {
      boolean top = corner[1] == 0;
      boolean left = corner[0] == 0;
      double[] place = turned.point(corner[0], corner[1]);
      double inset = (top ? narrowing : 0) + random.nextDouble(0, 0.008);
      // Into the middle of a picture 1.22 times as large as the sheet.
      corner[0] = 0.5 + (place[0] + (left ? inset : -inset) - 0.5) / 1.22;
      corner[1] = 0.5 + (place[1] + (left ? leaning : -leaning) / 2 - 0.5) / 1.22;
    }
    return Placement.ofCorners(corners[0], corners[1], corners[2], corners[3]);
  }

  /// The page in a picture of a given size; around it a white lid, or a table.
  private static Picture laid(
      Picture page, Placement placement, int width, int height, @Nullable SplittableRandom table) {
    Picture laid = Picture.blank(width, height, page.planes().length);
    Placement back = placement.inverse();
    double grain = table == null ? 0 : table.nextDouble(0, 100);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        for (int plane = 0; plane < page.planes().length; plane++) {
          double sum = 0;
          // Four points of every pixel: the source is twice as fine.
          for (int sub = 0; sub < 4; sub++) {
            double px = (x + 0.25 + 0.5 * (sub & 1)) / width;
            double py = (y + 0.25 + 0.5 * (sub >> 1)) / height;
            double[] source = back.point(px, py);
            boolean isOnPage = source[0] >= 0 && source[0] < 1 && source[1] >= 0 && source[1] < 1;
            if (isOnPage) {
              sum +=
                  page.sample(
                      plane, source[0] * page.width() - 0.5, source[1] * page.height() - 0.5);
            } else {
              sum += table == null ? 255 : wood(plane, x, y, grain);
            }
          }
          laid.planes()[plane][at] = (byte) Math.round(sum / 4);
        }
      }
    }
    return laid;
  }

  private static double wood(int plane, int x, int y, double grain) {
    double wave =
        StrictMath.sin(y * 0.11 + 3 * StrictMath.sin(x * 0.0021 + grain))
            + 0.6 * StrictMath.sin(y * 0.53 + x * 0.004 + grain);
    double[] brown = {122, 84, 55};
    return brown[plane % 3] + 9 * wave;
  }

  /// Loses light towards one side, as near the fold of a book, and in a soft spot.
  private static void shade(Picture picture, double loss, SplittableRandom random) {
    boolean left = random.nextBoolean();
    double spotX = random.nextDouble(0.2, 0.8);
    double spotY = random.nextDouble(0.1, 0.9);
    double reach = random.nextDouble(0.25, 0.4);
    double[] across = bell(picture.width(), spotX);
    double[] down = bell(picture.height(), spotY);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        double u = (x + 0.5) / picture.width();
        double toEdge = left ? u : 1 - u;
        double fold = toEdge >= reach ? 0 : (1 - toEdge / reach) * (1 - toEdge / reach);
        double light = 1 - loss * Math.min(1, fold + 0.5 * across[x] * down[y]);
        int at = y * picture.width() + x;
        for (byte[] plane : picture.planes()) {
          plane[at] = (byte) Math.round((plane[at] & 0xFF) * light);
        }
      }
    }
  }

  private static double[] bell(int length, double middle) {
    double[] bell = new double[length];
    for (int i = 0; i < length; i++) {
      double far = (i + 0.5) / length - middle;
      bell[i] = StrictMath.exp(-far * far / 0.045);
    }
    return bell;
  }

  private static void blur(Picture picture, double deviation) {
    int reach = (int) Math.ceil(3 * deviation);
    double[] weights = new double[2 * reach + 1];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      weights[i + reach] = StrictMath.exp(-i * i / (2 * deviation * deviation));
      sum += weights[i + reach];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    int width = picture.width();
    int height = picture.height();
    float[] across = new float[width * height];
    for (byte[] plane : picture.planes()) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double value = 0;
          for (int i = -reach; i <= reach; i++) {
            value +=
                weights[i + reach] * (plane[y * width + Math.clamp(x + i, 0, width - 1)] & 0xFF);
          }
          across[y * width + x] = (float) value;
        }
      }
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double value = 0;
          for (int i = -reach; i <= reach; i++) {
            value += weights[i + reach] * across[Math.clamp(y + i, 0, height - 1) * width + x];
          }
          plane[y * width + x] = (byte) Math.round(value);
        }
      }
    }
  }

  private static void roughen(
      Picture picture, double deviation, double specks, SplittableRandom random) {
    if (deviation > 0) {
      for (byte[] plane : picture.planes()) {
        for (int at = 0; at < plane.length; at++) {
          plane[at] = level((plane[at] & 0xFF) + deviation * nearlyNormal(random.nextLong()));
        }
      }
    }
    int width = picture.width();
    long count = Math.round(specks * width * picture.height());
    for (long speck = 0; speck < count; speck++) {
      int x = random.nextInt(width - 1);
      int y = random.nextInt(picture.height() - 1);
      int size = random.nextInt(1, 3);
      byte value = (byte) (random.nextInt(4) == 0 ? 255 : random.nextInt(60));
      for (int at = 0; at < size * size; at++) {
        for (byte[] plane : picture.planes()) {
          plane[(y + at / size) * width + x + at % size] = value;
        }
      }
    }
  }

  /// The sum of eight bytes, less its mean, over its deviation: normal enough, and one number of
  /// the generator a pixel.
  private static double nearlyNormal(long bits) {
    int sum = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      sum += (int) (bits >>> shift) & 0xFF;
    }
    // Eight bytes of mean 127.5 and variance (256² - 1) / 12.
    return (sum - 1020) / 209.0;
  }

  private static byte level(double value) {
    return (byte) Math.round(Math.clamp(value, 0, 255));
  }

  /// A round seal with a star and an empty double frame, such as a date stamp has, in the body of
  /// the page.
  private static void stamp(Picture picture, double dpi, SplittableRandom random) {
    var mask = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D ink = mask.createGraphics();
    ink.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    ink.setColor(Color.WHITE);
    double sealX = picture.width() * random.nextDouble(0.55, 0.75);
    double sealY = picture.height() * random.nextDouble(0.5, 0.75);
    double radius = SEAL_RADIUS * dpi;
    ink.setStroke(new BasicStroke((float) (0.045 * dpi)));
    ink.draw(new Ellipse2D.Double(sealX - radius, sealY - radius, 2 * radius, 2 * radius));
    ink.fill(star(sealX, sealY, radius * 0.34, random.nextDouble(-0.2, 0.2)));
    double frameX = picture.width() * random.nextDouble(0.25, 0.4);
    double frameY = picture.height() * random.nextDouble(0.2, 0.4);
    AffineTransform askew =
        AffineTransform.getRotateInstance(random.nextDouble(-0.2, 0.2), frameX, frameY);
    ink.setStroke(new BasicStroke((float) (0.02 * dpi)));
    for (double grown : new double[] {0, 0.07}) {
      double halfWidth = (0.85 + grown) * dpi;
      double halfHeight = (0.35 + grown) * dpi;
      ink.draw(
          askew.createTransformedShape(
              new RoundRectangle2D.Double(
                  frameX - halfWidth,
                  frameY - halfHeight,
                  2 * halfWidth,
                  2 * halfHeight,
                  0.1 * dpi,
                  0.1 * dpi)));
    }
    ink.dispose();
    byte[] cover = ((DataBufferByte) mask.getRaster().getDataBuffer()).getData();
    for (int plane = 0; plane < picture.planes().length; plane++) {
      byte[] values = picture.planes()[plane];
      for (int at = 0; at < values.length; at++) {
        if (cover[at] != 0) {
          // Ink lets what is below it through, and is never quite even.
          double thickness = 0.85 * (cover[at] & 0xFF) / 255;
          double through = 1 - thickness * (1 - RED[plane % 3] / 255.0);
          values[at] = level((values[at] & 0xFF) * through);
        }
      }
    }
  }

  private static Path2D star(double x, double y, double radius, double turn) {
    var star = new Path2D.Double();
    for (int point = 0; point < 10; point++) {
      double angle = turn + StrictMath.PI * (point / 5.0 - 0.5);
      double reach = point % 2 == 0 ? radius : radius * 0.382;
      double px = x + reach * StrictMath.cos(angle);
      double py = y + reach * StrictMath.sin(angle);
      if (point == 0) {
        star.moveTo(px, py);
      } else {
        star.lineTo(px, py);
      }
    }
    star.closePath();
    return star;
  }
}
