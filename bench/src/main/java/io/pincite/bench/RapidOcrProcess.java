package io.pincite.bench;

import com.benjaminwan.ocrlibrary.OcrResult;
import com.benjaminwan.ocrlibrary.Point;
import com.benjaminwan.ocrlibrary.TextBlock;
import io.github.mymonstercat.Model;
import io.github.mymonstercat.ocr.InferenceEngine;
import io.github.mymonstercat.ocr.config.HardwareConfig;
import io.github.mymonstercat.ocr.config.ParamConfig;
import io.pincite.ocr.BoundingBox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/// The native runner of RapidOCR with the PP-OCRv4 models, alone in its process: it brings an ONNX
/// Runtime of its own.
///
/// Argument: how many threads it takes.
final class RapidOcrProcess {
  private RapidOcrProcess() {}

  /// With a thread for each processor.
  static EngineProcess start() {
    return EngineProcess.start(
        "rapidocr",
        RapidOcrProcess.class,
        Integer.toString(Runtime.getRuntime().availableProcessors()));
  }

  public static void main(String... arguments) throws Exception {
    var hardware = new HardwareConfig(Integer.parseInt(arguments[0]), -1);
    InferenceEngine engine = InferenceEngine.getInstance(Model.ONNX_PPOCR_V4, hardware);
    ParamConfig settings = ParamConfig.getDefaultConfig();
    EngineProcess.serve(1, picture -> read(engine, settings, picture));
  }

  private static ReadPage read(InferenceEngine engine, ParamConfig settings, Path picture)
      throws IOException {
    double width;
    double height;
    try (var in = ImageIO.createImageInputStream(picture.toFile())) {
      var reader = ImageIO.getImageReaders(in).next();
      reader.setInput(in);
      width = reader.getWidth(0);
      height = reader.getHeight(0);
      reader.dispose();
    }
    long start = System.nanoTime();
    OcrResult result = engine.runOcr(picture.toString(), settings);
    double seconds = (System.nanoTime() - start) / 1e9;
    var lines = new ArrayList<ReadPage.ReadLine>();
    var text = new StringBuilder();
    for (TextBlock block : result.getTextBlocks()) {
      var corners = new ArrayList<BoundingBox>();
      for (Point point : block.getBoxPoint()) {
        double x = point.getX() / width;
        double y = point.getY() / height;
        corners.add(BoundingBox.clamped(x, y, x, y));
      }
      lines.add(new ReadPage.ReadLine(block.getText(), BoundingBox.around(corners)));
      text.append(block.getText()).append('\n');
    }
    return new ReadPage(text.toString(), "", lines, List.of(), List.of(), seconds);
  }
}
