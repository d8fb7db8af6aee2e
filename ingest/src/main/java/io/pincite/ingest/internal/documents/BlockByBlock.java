package io.pincite.ingest.internal.documents;

import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.DocumentStructure.Element;
import io.pincite.ingest.DocumentStructure.Row;
import io.pincite.ingest.DocumentStructure.TableCell;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Span;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.TokenLayer.PlacedCell;
import io.pincite.ocr.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The simplest structure: every block of every page is an element, under the headings before it.
final class BlockByBlock {
  private BlockByBlock() {}

  static DocumentStructure of(int version, List<PageReading> pages) {
    var elements = new ArrayList<Element>();
    var above = new TreeMap<Integer, Integer>();
    for (PageReading page : pages) {
      for (PlacedBlock block : page.layer().blocks()) {
        if (!block.type().isInFlow()) {
          continue;
        }
        if (block.type() == Block.Type.HEADING) {
          above.tailMap(block.level().orElse(1), true).clear();
        }
        elements.add(
            new Element(
                block.type(),
                block.level(),
                List.of(span(page, block.start(), block.end())),
                text(page.layer(), block.start(), block.end()).replace('\n', ' '),
                List.copyOf(above.values()),
                rows(page, block)));
        if (block.type() == Block.Type.HEADING) {
          above.put(block.level().orElse(1), elements.size() - 1);
        }
      }
    }
    return new DocumentStructure(version, elements);
  }

  private static List<Row> rows(PageReading page, PlacedBlock block) {
    var rows = new TreeMap<Integer, List<PlacedCell>>();
    block
        .cells()
        .forEach(cell -> rows.computeIfAbsent(cell.row(), _ -> new ArrayList<>()).add(cell));
    return rows.values().stream()
        .map(
            cells ->
                new Row(
                    cells.stream().allMatch(PlacedCell::header),
                    cells.stream().map(cell -> cell(page, cell)).toList()))
        .toList();
  }

  private static TableCell cell(PageReading page, PlacedCell cell) {
    return new TableCell(
        cell.column(),
        cell.colSpan(),
        cell.rowSpan(),
        span(page, cell.start(), cell.end()),
        text(page.layer(), cell.start(), cell.end()));
  }

  private static Span span(PageReading page, int start, int end) {
    return new Span(page.page(), page.revision(), start, end);
  }

  private static String text(TokenLayer layer, int start, int end) {
    int from = layer.text().offsetByCodePoints(0, start);
    return layer.text().substring(from, layer.text().offsetByCodePoints(from, end - start));
  }
}
