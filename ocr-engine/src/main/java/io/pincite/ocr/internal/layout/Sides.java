package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Tells columns of a page from columns of a table by what stands left and right of a gutter.
final class Sides {

  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?i)(?:by|name|title|date|its|signature|signed|print(?:ed)? name|address|attn|attention|fax|email|telephone|witness)\\s?:.*"
              + "|(?:print(?:ed)? name|name|title|date|signature|authori[sz]ed signature|by)\\.?|-{12,}.*"
              + "|[_/s\\s]*_{5,}.*"
              + "|.{0,24}(?:盖章|签字|签章|签名|法定代表人|授权代表|委托代理人|签订日期|住所|电话|开户银行|账号|地址).{0,6}[：:_].*|.{0,12}[（(](?:盖章|公章|签字)[)）].*");

  /// One side of a gutter.
  private static final class Side {
    int rows;
    int full;
    int labels;
    int characters;
    double x0 = Double.MAX_VALUE;
    double x1 = -Double.MAX_VALUE;
    double size;
    boolean thing;
    final List<double[]> extents = new ArrayList<>();
    int[] lengths = new int[16];

    void add(List<Piece> pieces) {
      double from = pieces.getFirst().x0;
      double to = from;
      int length = 0;
      for (Piece piece : pieces) {
        to = Math.max(to, piece.x1);
        thing |= !piece.isText();
        for (Token token : piece.tokens) {
          length += token.cjk ? 2 : token.text().length();
          size = Math.max(size, token.size);
        }
        if (piece.isText()
            && piece.tokens.size() < 24
            && SIGNATURE.matcher(piece.text()).matches()) {
          labels++;
        }
      }
      if (rows == lengths.length) {
        lengths = Arrays.copyOf(lengths, 2 * rows);
      }
      lengths[rows] = length;
      rows++;
      characters += length;
      x0 = Math.min(x0, from);
      x1 = Math.max(x1, to);
      extents.add(new double[] {from, to});
    }

    void finish() {
      for (double[] extent : extents) {
        if (extent[1] - extent[0] >= 0.72 * (x1 - x0)) {
          full++;
        }
      }
      Arrays.sort(lengths, 0, rows);
    }

    int median() {
      return rows == 0 ? 0 : lengths[rows / 2];
    }

    boolean isProse() {
      return rows >= 3 && full >= 0.5 * rows && median() >= 20 && x1 - x0 >= 9 * size;
    }
  }

  private Sides() {}

  /// Whether the left side is read before the right one; otherwise rows go across.
  static boolean areColumns(Gutter gutter, List<Row> rows) {
    Side left = new Side();
    Side right = new Side();
    int both = 0;
    for (Row row : rows) {
      int split = split(row, gutter);
      if (split > 0) {
        left.add(row.pieces.subList(0, split));
      }
      if (split < row.pieces.size()) {
        right.add(row.pieces.subList(split, row.pieces.size()));
      }
      both += split > 0 && split < row.pieces.size() ? 1 : 0;
    }
    left.finish();
    right.finish();
    int labels = left.labels + right.labels;
    if (left.labels >= 1 && right.labels >= 1 && labels >= 3) {
      return true;
    }
    if (left.isProse() && right.isProse()) {
      return true;
    }
    if ((left.thing && right.isProse()) || (right.thing && left.isProse())) {
      return true;
    }
    int fewer = Math.min(left.rows, right.rows);
    boolean ownGrids =
        fewer >= 4 && both < 0.4 * fewer && both + staggered(gutter, rows) >= 0.5 * fewer;
    return ownGrids && left.median() >= 12 && right.median() >= 12;
  }

  /// Rows of one side whose height reaches into the next row, of the other side.
  private static int staggered(Gutter gutter, List<Row> rows) {
    int count = 0;
    for (int i = 1; i < rows.size(); i++) {
      Row upper = rows.get(i - 1);
      Row lower = rows.get(i);
      boolean apart =
          upper.x1 < gutter.middle() ? lower.x0 > gutter.middle() : lower.x1 < gutter.middle();
      count += apart && lower.y0 < upper.y1 - 0.2 * upper.size ? 1 : 0;
    }
    return count;
  }

  /// Whether a piece is where someone signs or says who signs.
  static boolean isSignature(Piece piece) {
    return piece.isText() && piece.tokens.size() < 24 && SIGNATURE.matcher(piece.text()).matches();
  }

  /// Number of pieces left of the gutter.
  static int split(Row row, Gutter gutter) {
    int split = 0;
    while (split < row.pieces.size() && row.pieces.get(split).x0 < gutter.middle()) {
      split++;
    }
    return split;
  }
}
