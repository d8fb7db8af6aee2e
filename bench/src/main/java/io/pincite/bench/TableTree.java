package io.pincite.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A table as a tree of rows and cells, and how alike two of them are.
///
/// TEDS (Zhong and others, arXiv 1911.10683): one less the distance of the trees over the size of
/// the larger one; changing a cell's text costs the texts' edit distance over the longer one's
/// length. `thead` and `tbody` are left out of the trees, as OmniDocBench leaves them out.
record TableTree(String label, String text, List<TableTree> children) {

  private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z0-9]+)([^>]*)>", Pattern.DOTALL);

  static TableTree of(ReadPage.ReadTable table) {
    Map<Integer, List<TableTree>> rows = new TreeMap<>();
    for (ReadPage.ReadCell cell : table.cells()) {
      rows.computeIfAbsent(cell.row(), _ -> new ArrayList<>())
          .add(cell(cell.rowSpan(), cell.colSpan(), cell.text()));
    }
    return new TableTree(
        "table", "", rows.values().stream().map(cells -> new TableTree("tr", "", cells)).toList());
  }

  private static TableTree cell(int rowSpan, int colSpan, String text) {
    return new TableTree(
        "td %d %d".formatted(rowSpan, colSpan), text.strip().replaceAll("\\s+", " "), List.of());
  }

  /// The first table of some HTML; its cells' own markup is left out.
  static TableTree of(String html) {
    var rows = new ArrayList<TableTree>();
    List<TableTree> row = new ArrayList<>();
    StringBuilder text = null;
    int rowSpan = 1;
    int colSpan = 1;
    int end = 0;
    Matcher tag = TAG.matcher(html);
    while (tag.find()) {
      if (text != null) {
        text.append(html, end, tag.start());
      }
      end = tag.end();
      String name = tag.group(2).toLowerCase(java.util.Locale.ROOT);
      boolean opens = tag.group(1).isEmpty();
      boolean isCell = name.equals("td") || name.equals("th");
      if (isCell && opens) {
        text = new StringBuilder();
        rowSpan = span(tag.group(3), "rowspan");
        colSpan = span(tag.group(3), "colspan");
      } else if (isCell && text != null) {
        row.add(cell(rowSpan, colSpan, plain(text.toString())));
        text = null;
      } else if (name.equals("br") && text != null) {
        text.append(' ');
      } else if (name.equals("tr") && !opens) {
        rows.add(new TableTree("tr", "", List.copyOf(row)));
        row = new ArrayList<>();
      } else if (name.equals("table") && !opens) {
        break;
      }
    }
    return new TableTree("table", "", rows);
  }

  private static int span(String attributes, String name) {
    Matcher span = Pattern.compile(name + "\\s*=\\s*[\"']?(\\d+)").matcher(attributes);
    return span.find() ? Math.max(1, Integer.parseInt(span.group(1))) : 1;
  }

  private static String plain(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  int size() {
    return 1 + children.stream().mapToInt(TableTree::size).sum();
  }

  /// 1 for equal tables, 0 for ones that have nothing in common.
  double likeness(TableTree other) {
    return 1 - distance(other) / Math.max(size(), other.size());
  }

  /// The same without texts: rows, cells and spans only.
  double likenessOfStructure(TableTree other) {
    return bare().likeness(other.bare());
  }

  private TableTree bare() {
    return new TableTree(label, "", children.stream().map(TableTree::bare).toList());
  }

  double costOfChanging(TableTree other) {
    if (!label.equals(other.label)) {
      return 1;
    }
    return text.isEmpty() && other.text.isEmpty() ? 0 : EditDistance.share(text, other.text);
  }

  /// Zhang and Shasha's distance of ordered trees (SIAM J. Comput. 18, 1989).
  double distance(TableTree other) {
    Ordered a = Ordered.of(this);
    Ordered b = Ordered.of(other);
    double[][] trees = new double[a.nodes.size()][b.nodes.size()];
    for (int i : a.keyRoots()) {
      for (int j : b.keyRoots()) {
        between(a, b, i, j, trees);
      }
    }
    return trees[a.nodes.size() - 1][b.nodes.size() - 1];
  }

  private static void between(Ordered a, Ordered b, int i, int j, double[][] trees) {
    int fromA = a.leftmost.get(i);
    int fromB = b.leftmost.get(j);
    double[][] forest = new double[i - fromA + 2][j - fromB + 2];
    for (int x = 1; x < forest.length; x++) {
      forest[x][0] = x;
    }
    for (int y = 1; y < forest[0].length; y++) {
      forest[0][y] = y;
    }
    for (int x = 1; x < forest.length; x++) {
      for (int y = 1; y < forest[0].length; y++) {
        int nodeA = fromA + x - 1;
        int nodeB = fromB + y - 1;
        double oneLess = 1 + Math.min(forest[x - 1][y], forest[x][y - 1]);
        boolean areTrees = a.leftmost.get(nodeA) == fromA && b.leftmost.get(nodeB) == fromB;
        if (areTrees) {
          double changed =
              forest[x - 1][y - 1] + a.nodes.get(nodeA).costOfChanging(b.nodes.get(nodeB));
          forest[x][y] = Math.min(oneLess, changed);
          trees[nodeA][nodeB] = forest[x][y];
        } else {
          double before = forest[a.leftmost.get(nodeA) - fromA][b.leftmost.get(nodeB) - fromB];
          forest[x][y] = Math.min(oneLess, before + trees[nodeA][nodeB]);
        }
      }
    }
  }

  /// A tree's nodes children first, each with the first leaf below it.
  private record Ordered(List<TableTree> nodes, List<Integer> leftmost) {
    static Ordered of(TableTree tree) {
      var ordered = new Ordered(new ArrayList<>(), new ArrayList<>());
      ordered.add(tree);
      return ordered;
    }

    private int add(TableTree tree) {
      int first = -1;
      for (TableTree child : tree.children()) {
        int leaf = add(child);
        first = first < 0 ? leaf : first;
      }
      int own = nodes.size();
      nodes.add(tree);
      leftmost.add(first < 0 ? own : first);
      return leftmost.get(own);
    }

    /// For every first leaf the highest node above it, in order.
    List<Integer> keyRoots() {
      var highest = new TreeMap<Integer, Integer>();
      for (int node = 0; node < nodes.size(); node++) {
        highest.put(leftmost.get(node), node);
      }
      return highest.values().stream().sorted().toList();
    }
  }
}
