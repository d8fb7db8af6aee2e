package io.pincite.ocr.internal.tesseract;

import static org.bytedeco.tesseract.global.tesseract.OEM_LSTM_ONLY;
import static org.bytedeco.tesseract.global.tesseract.PSM_RAW_LINE;
import static org.bytedeco.tesseract.global.tesseract.RIL_WORD;
import static org.bytedeco.tesseract.global.tesseract.TessDeleteText;

import io.pincite.ocr.OcrException;
import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.LineReader;
import io.pincite.ocr.internal.profile.ModelRun;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tesseract.ETEXT_DESC;
import org.bytedeco.tesseract.ResultIterator;
import org.bytedeco.tesseract.StringVector;
import org.bytedeco.tesseract.TessBaseAPI;

/// Tesseract's LSTM reader with its English model (the fast one). Safe for use by many threads at
/// once: as many recognisers are made as lines are read at the same time, some 15 MB each, and kept
/// until it is closed.
public final class Tesseract implements LineReader, AutoCloseable {

  /// What the recogniser is made of, for the provenance of a reading.
  public static final String VERSION = "tesseract 5.5.2 eng-fast";

  /// The line image says nothing of its resolution; without a number Tesseract guesses one and
  /// warns. LSTM lines are scaled to 36 px whatever it is.
  private static final int DPI = 300;

  private static final String NOWHERE = File.separatorChar == '\\' ? "NUL" : "/dev/null";

  private final byte[] model;
  private final Deque<TessBaseAPI> idle = new ArrayDeque<>();
  private boolean closed;

  private Tesseract(byte[] model) {
    this.model = model;
  }

  /// Loads the native libraries and makes a first recogniser.
  ///
  /// @throws OcrException.EngineFailed where this platform has no Tesseract
  public static Tesseract start() {
    NativeTesseract.load();
    var tesseract = new Tesseract(NativeTesseract.englishModel());
    tesseract.giveBack(tesseract.recogniser());
    return tesseract;
  }

  @Override
  public List<ReadWord> read(LineImage line) {
    TightLine tight = TightLine.of(line);
    if (tight.isEven()) {
      return List.of();
    }
    TessBaseAPI api = take();
    var event = new ModelRun();
    event.model = "tesseract";
    event.begin();
    try {
      api.SetImage(tight.gray(), tight.width(), tight.height(), 1, tight.width());
      api.SetSourceResolution(DPI);
      return api.Recognize((ETEXT_DESC) null) == 0 ? words(api, tight, line.width()) : List.of();
    } finally {
      event.commit();
      api.Clear();
      giveBack(api);
    }
  }

  /// @param width of the line
  private static List<ReadWord> words(TessBaseAPI api, TightLine tight, int width) {
    ResultIterator at = api.GetIterator();
    if (at == null || at.isNull()) {
      return List.of();
    }
    List<ReadWord> words = new ArrayList<>();
    int[] lefts = new int[16];
    int[] rights = new int[16];
    int[] left = new int[1];
    int[] top = new int[1];
    int[] right = new int[1];
    int[] bottom = new int[1];
    try {
      do {
        if (at.Empty(RIL_WORD) || !at.BoundingBox(RIL_WORD, left, top, right, bottom)) {
          continue;
        }
        String text = text(at);
        double confidence = Math.clamp(at.Confidence(RIL_WORD) / 100.0, 0, 1);
        if (text.isEmpty() || confidence == 0) {
          continue;
        }
        if (words.size() == lefts.length) {
          lefts = Arrays.copyOf(lefts, 2 * lefts.length);
          rights = Arrays.copyOf(rights, 2 * rights.length);
        }
        lefts[words.size()] = left[0];
        rights[words.size()] = right[0];
        words.add(new ReadWord(text, left[0], right[0], confidence, !words.isEmpty()));
      } while (at.Next(RIL_WORD));
    } finally {
      at.deallocate();
    }
    lefts = Arrays.copyOf(lefts, words.size());
    rights = Arrays.copyOf(rights, words.size());
    WordEdges.settle(lefts, rights, tight.inked(), tight.lettersHeight());
    for (int i = 0; i < words.size(); i++) {
      ReadWord word = words.get(i);
      words.set(
          i,
          new ReadWord(
              word.text(),
              Math.clamp(lefts[i] + tight.left(), 0, width),
              Math.clamp(rights[i] + tight.left(), 0, width),
              word.confidence(),
              word.spaceBefore()));
    }
    return List.copyOf(words);
  }

  private static String text(ResultIterator at) {
    BytePointer bytes = at.GetUTF8Text(RIL_WORD);
    if (bytes == null) {
      return "";
    }
    try {
      String text = new String(bytes.getStringBytes(), StandardCharsets.UTF_8);
      return Normalizer.normalize(text, Normalizer.Form.NFC).replaceAll("\\s+", "");
    } finally {
      TessDeleteText(bytes);
    }
  }

  private TessBaseAPI take() {
    synchronized (idle) {
      if (closed) {
        throw new IllegalStateException("Tesseract is closed");
      }
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return recogniser();
  }

  private void giveBack(TessBaseAPI api) {
    synchronized (idle) {
      if (!closed) {
        idle.push(api);
        return;
      }
    }
    release(api);
  }

  private TessBaseAPI recogniser() {
    var api = new TessBaseAPI();
    try (var data = new BytePointer(model);
        var language = new BytePointer("eng");
        // Reading an inverted line a second time costs time and made lines worse that were not.
        // What it has to say of its insides goes nowhere: it would go to standard error.
        var names = new StringVector("tessedit_do_invert", "debug_file");
        var values = new StringVector("0", NOWHERE)) {
      int outcome =
          api.Init(
              data,
              model.length,
              language,
              OEM_LSTM_ONLY,
              (BytePointer) null,
              0,
              names,
              values,
              false,
              null);
      if (outcome != 0) {
        api.deallocate();
        throw new OcrException.EngineFailed(
            "[Tesseract] its English model is not accepted (Init returned %d). The file %s on the class path is damaged: build Pincite again."
                .formatted(outcome, "tessdata/eng.traineddata"),
            new IllegalStateException("TessBaseAPI::Init"));
      }
    }
    // The line is cut out already: looking for lines in it costs time and finds the wrong ones.
    api.SetPageSegMode(PSM_RAW_LINE);
    return api;
  }

  private static void release(TessBaseAPI api) {
    api.End();
    api.deallocate();
  }

  /// Frees the recognisers; one that is reading is freed when it has finished its line.
  @Override
  public void close() {
    List<TessBaseAPI> unused;
    synchronized (idle) {
      closed = true;
      unused = List.copyOf(idle);
      idle.clear();
    }
    unused.forEach(Tesseract::release);
    TessBaseAPI.ClearPersistentCache();
  }
}
