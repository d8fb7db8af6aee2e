package io.pincite.ocr.internal.deepseek;

/// A way of looking at a page: in how many pixels, and so in how many tokens, the model sees it.
/// Numbers are those of DeepSeek's `config.py` and paper (arXiv 2510.18234, section 3.2.2).
public sealed interface Resolution {
  /// Gundam as vLLM serves it, and DeepSeek's own scripts for it.
  Gundam GUNDAM = new Gundam(6);

  /// Gundam as DeepSeek's `infer` and the paper have it; vLLM serves it only where it was changed.
  Gundam GUNDAM_9 = new Gundam(9);

  /// Pixels of the page that stand behind one token: patches of 16, joined four by four.
  int TOKEN_SIDE = 64;

  /// What people and servers call it.
  String label();

  /// Tokens that see something of the page.
  int viewTokens(int width, int height);

  /// Whether an image of that size can be looked at so: one that is too large has to be shrunk
  /// before.
  default boolean isPossible(int width, int height) {
    return true;
  }

  /// Places that the image takes in the prompt: the views' tokens, one more after each of their
  /// rows, and one at the end.
  int imageTokens(int width, int height);

  /// View tokens without those that see padding only, by the paper's formula (section 3.2.2):
  /// `⌈N (1 - (longer - shorter) / longer)⌉` of a padded view. In whole numbers, where rounding
  /// errors cannot add one.
  int validTokens(int width, int height);

  /// How many pixels of a view one pixel of the page becomes, in the direction where they are
  /// fewer.
  double scale(int width, int height);

  /// The whole page in one square.
  enum OneView implements Resolution {
    /// 64 tokens: a preview.
    TINY("tiny", 512, false, Integer.MAX_VALUE),
    SMALL("small", 640, false, Integer.MAX_VALUE),
    /// Base's view and tokens of a page that has been shrunk to 640 px: what a server that knows
    /// only Gundam can be brought to look at once. It sees no more than those 640 px.
    BASE_640("base-640", 1024, true, Tiling.SIDE),
    BASE("base", 1024, true, Integer.MAX_VALUE),
    LARGE("large", 1280, true, Integer.MAX_VALUE);

    private final String label;
    private final int side;
    private final boolean padded;
    private final int longest;

    /// @param side pixels of the view
    /// @param padded whether the page keeps its proportions, or is stretched to the square
    /// @param longest pixels of the page's longer side, to which it is shrunk before
    OneView(String label, int side, boolean padded, int longest) {
      this.label = label;
      this.side = side;
      this.padded = padded;
      this.longest = longest;
    }

    @Override
    public String label() {
      return label;
    }

    public int side() {
      return side;
    }

    public boolean isPadded() {
      return padded;
    }

    public int longest() {
      return longest;
    }

    @Override
    public boolean isPossible(int width, int height) {
      return width <= longest && height <= longest;
    }

    @Override
    public int viewTokens(int width, int height) {
      return Resolution.squared(side);
    }

    @Override
    public int imageTokens(int width, int height) {
      return Resolution.withLineEnds(1, 1, side) + 1;
    }

    @Override
    public int validTokens(int width, int height) {
      return padded ? Resolution.unpadded(squared(side), width, height) : squared(side);
    }

    @Override
    public double scale(int width, int height) {
      return (double) Math.min(side, longest) / Math.max(width, height);
    }
  }

  /// The page cut into tiles, and the whole of it in a view like Base's. A page within one tile is
  /// not cut: then it is Base.
  ///
  /// @param mostTiles 2 to 9
  record Gundam(int mostTiles) implements Resolution {
    public Gundam {
      if (mostTiles < Tiling.FEWEST || mostTiles > Tiling.MOST) {
        throw new IllegalArgumentException(
            "Gundam has 2 to 9 tiles at most, not " + mostTiles + ": the model knows no more");
      }
    }

    @Override
    public String label() {
      return "gundam";
    }

    public Tiling tiling(int width, int height) {
      return Tiling.of(width, height, mostTiles);
    }

    @Override
    public int viewTokens(int width, int height) {
      return tileTokens(width, height) + OneView.BASE.viewTokens(width, height);
    }

    @Override
    public int imageTokens(int width, int height) {
      Tiling tiling = tiling(width, height);
      int tiles =
          tiling.isCut()
              ? Resolution.withLineEnds(tiling.columns(), tiling.rows(), Tiling.SIDE)
              : 0;
      return tiles + OneView.BASE.imageTokens(width, height);
    }

    @Override
    public int validTokens(int width, int height) {
      return tileTokens(width, height) + OneView.BASE.validTokens(width, height);
    }

    private int tileTokens(int width, int height) {
      Tiling tiling = tiling(width, height);
      return tiling.isCut() ? tiling.count() * squared(Tiling.SIDE) : 0;
    }

    @Override
    public double scale(int width, int height) {
      Tiling tiling = tiling(width, height);
      double whole = OneView.BASE.scale(width, height);
      if (!tiling.isCut()) {
        return whole;
      }
      double across = (double) Tiling.SIDE * tiling.columns() / width;
      double down = (double) Tiling.SIDE * tiling.rows() / height;
      return Math.max(whole, Math.min(across, down));
    }
  }

  private static int squared(int side) {
    return side / TOKEN_SIDE * (side / TOKEN_SIDE);
  }

  private static int withLineEnds(int columns, int rows, int side) {
    int tokens = side / TOKEN_SIDE;
    return rows * tokens * (columns * tokens + 1);
  }

  private static int unpadded(int tokens, int width, int height) {
    int longer = Math.max(width, height);
    return Math.ceilDiv(tokens * Math.min(width, height), longer);
  }
}
