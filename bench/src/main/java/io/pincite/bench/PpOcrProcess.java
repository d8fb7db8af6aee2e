package io.pincite.bench;

import io.pincite.ocr.Block;
import io.pincite.ocr.ImageFile;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageText;
import io.pincite.ocr.PpOcr;
import io.pincite.ocr.PpOcrSettings;
import io.pincite.ocr.Word;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Our engine, alone in its process, as the product runs it.
///
/// Arguments: `name=value` for [PpOcrSettings]: `device`, `workers`, `pages` (in flight), `batch`.
final class PpOcrProcess {
  private static final ImageFile.Limits LIMITS = new ImageFile.Limits(40_000_000, 1_000);

  private PpOcrProcess() {}

  public static void main(String... arguments) throws Exception {
    PpOcrSettings settings = settings(arguments);
    try (PpOcr engine = PpOcr.start(settings)) {
      EngineProcess.serve(settings.pagesInFlight(), picture -> read(engine, picture));
    }
  }

  static PpOcrSettings settings(String... arguments) {
    PpOcrSettings settings = PpOcrSettings.DEFAULTS;
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      settings =
          switch (parts[0]) {
            case "device" ->
                settings.withDevice(
                    parts[1].equals("cuda")
                        ? new PpOcrSettings.Device.Cuda(0, 0)
                        : new PpOcrSettings.Device.Cpu());
            case "workers" -> settings.withWorkers(Integer.parseInt(parts[1]));
            case "pages" -> settings.withPagesInFlight(Integer.parseInt(parts[1]));
            case "batch" -> settings.withBatch(Integer.parseInt(parts[1]));
            default -> throw new IllegalArgumentException("no setting " + argument);
          };
    }
    return settings;
  }

  private static ReadPage read(PpOcr engine, Path picture) {
    PageImage image;
    try (ImageFile file = ImageFile.open(picture, LIMITS)) {
      image = file.page(1);
    }
    long start = System.nanoTime();
    PageText page = engine.read(image);
    return of(page, (System.nanoTime() - start) / 1e9);
  }

  static ReadPage of(PageText page, double seconds) {
    var text = new StringBuilder();
    var lines = new ArrayList<ReadPage.ReadLine>();
    var words = new ArrayList<ReadPage.ReadWord>();
    var tables = new ArrayList<ReadPage.ReadTable>();
    for (Block block : page.blocks()) {
      var of = new ArrayList<Line>(block.lines());
      if (block instanceof Block.Table table) {
        table.cells().forEach(cell -> of.addAll(cell.lines()));
        tables.add(
            new ReadPage.ReadTable(
                table.box(),
                table.cells().stream()
                    .map(
                        cell ->
                            new ReadPage.ReadCell(
                                cell.row(),
                                cell.column(),
                                cell.rowSpan(),
                                cell.colSpan(),
                                cell.header(),
                                String.join(" ", cell.lines().stream().map(Line::text).toList())))
                    .toList()));
      }
      for (Line line : of) {
        text.append(line.text()).append('\n');
        lines.add(new ReadPage.ReadLine(line.text(), line.box()));
        for (Word word : line.words()) {
          words.add(new ReadPage.ReadWord(word.text(), word.box(), word.confidence()));
        }
      }
    }
    return new ReadPage(
        text.toString(), page.markdown(), lines, words, List.copyOf(tables), seconds);
  }
}
