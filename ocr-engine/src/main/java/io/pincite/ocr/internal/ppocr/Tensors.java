package io.pincite.ocr.internal.ppocr;

import java.nio.FloatBuffer;

/// Pictures as the networks take them: scaled, blue first, three planes of floats.
final class Tensors {
  private Tensors() {}

  /// Scales a picture into the upper left of the planes of a tensor; what it does not cover stays.
  ///
  /// Bilinear as in PaddleOCR; where the picture shrinks to less than half, the mean over the
  /// pixels that fall together instead, or thin strokes would be lost between samples.
  ///
  /// @param rgb 3 bytes a pixel
  /// @param width of the picture
  /// @param height of the picture
  /// @param offset of the first plane in the tensor
  /// @param planeWidth pixels of a row of the tensor
  /// @param planeHeight rows of the tensor
  /// @param toWidth of the scaled picture
  /// @param toHeight of the scaled picture
  /// @param mean subtracted, for blue, green, red, of values 0..1
  /// @param deviation divided by
  static void put(
      byte[] rgb,
      int width,
      int height,
      FloatBuffer tensor,
      int offset,
      int planeWidth,
      int planeHeight,
      int toWidth,
      int toHeight,
      float[] mean,
      float[] deviation) {
    Axis across = Axis.of(width, toWidth);
    Axis down = Axis.of(height, toHeight);
    int plane = planeWidth * planeHeight;
    float[][] row = new float[3][toWidth];
    float[][] scaled = new float[3][width];
    float[] factor = new float[3];
    float[] addend = new float[3];
    for (int c = 0; c < 3; c++) {
      factor[c] = 1 / (255 * deviation[c]);
      addend[c] = -mean[c] / deviation[c];
    }
    for (int y = 0; y < toHeight; y++) {
      for (float[] channel : scaled) {
        java.util.Arrays.fill(channel, 0);
      }
      for (int k = 0; k < down.taps; k++) {
        float weight = down.weights[y * down.taps + k];
        if (weight == 0) {
          continue;
        }
        int from = 3 * width * down.sources[y * down.taps + k];
        for (int x = 0, p = from; x < width; x++, p += 3) {
          scaled[0][x] += weight * (rgb[p + 2] & 0xFF);
          scaled[1][x] += weight * (rgb[p + 1] & 0xFF);
          scaled[2][x] += weight * (rgb[p] & 0xFF);
        }
      }
      for (int c = 0; c < 3; c++) {
        float[] source = scaled[c];
        float[] target = row[c];
        for (int x = 0; x < toWidth; x++) {
          float sum = 0;
          for (int k = x * across.taps; k < (x + 1) * across.taps; k++) {
            sum += across.weights[k] * source[across.sources[k]];
          }
          target[x] = sum * factor[c] + addend[c];
        }
        tensor.put(offset + c * plane + y * planeWidth, target);
      }
    }
  }

  /// Which source pixels make a target pixel, and with what weight.
  private record Axis(int taps, int[] sources, float[] weights) {

    static Axis of(int from, int to) {
      double scale = (double) from / to;
      return scale > 2 ? means(from, to, scale) : bilinear(from, to, scale);
    }

    private static Axis bilinear(int from, int to, double scale) {
      int[] sources = new int[2 * to];
      float[] weights = new float[2 * to];
      for (int i = 0; i < to; i++) {
        double at = Math.clamp((i + 0.5) * scale - 0.5, 0, from - 1);
        int first = (int) at;
        sources[2 * i] = first;
        sources[2 * i + 1] = Math.min(first + 1, from - 1);
        weights[2 * i + 1] = (float) (at - first);
        weights[2 * i] = 1 - weights[2 * i + 1];
      }
      return new Axis(2, sources, weights);
    }

    private static Axis means(int from, int to, double scale) {
      int taps = (int) Math.ceil(scale) + 1;
      int[] sources = new int[taps * to];
      float[] weights = new float[taps * to];
      for (int i = 0; i < to; i++) {
        double start = i * scale;
        double end = Math.min(start + scale, from);
        int first = (int) start;
        for (int k = 0; k < taps; k++) {
          int source = first + k;
          double covered = Math.min(source + 1, end) - Math.max(source, start);
          sources[i * taps + k] = Math.min(source, from - 1);
          weights[i * taps + k] = (float) Math.max(0, covered / (end - start));
        }
      }
      return new Axis(taps, sources, weights);
    }
  }
}
