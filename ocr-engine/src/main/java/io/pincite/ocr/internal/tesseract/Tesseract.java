package io.pincite.ocr.internal.tesseract;

import static org.bytedeco.tesseract.global.tesseract.OEM_LSTM_ONLY;
import static org.bytedeco.tesseract.global.tesseract.PSM_SINGLE_LINE;
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

  /// Pixels of paper around a line. Tesseract drops letters that touch an edge of the image, whole
  /// words at times. Of 335 lines as the detector cuts them 56 had errors without it, 29 with it; a
  /// wider cut shows it the neighbouring lines and is worse than none (decision 032).
  private static final int BORDER = 10;

  private static final String NOWHERE = File.separatorChar == '\\' ? "NUL" : "/dev/null";

  /// Between the darkest and the brightest pixel, in steps of 255. An even surface is cut into
  /// "ink" and paper as well and would be read as letters.
  private static final int LEAST_CONTRAST = 16;

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
    byte[] gray = gray(line);
    if (contrast(gray) < LEAST_CONTRAST) {
      return List.of();
    }
    TessBaseAPI api = take();
    var event = new ModelRun();
    event.model = "tesseract";
    event.begin();
    try {
      int width = line.width() + 2 * BORDER;
      int height = line.height() + 2 * BORDER;
      api.SetImage(bordered(gray, line.width(), line.height()), width, height, 1, width);
      api.SetSourceResolution(DPI);
      return api.Recognize((ETEXT_DESC) null) == 0 ? words(api, line) : List.of();
    } finally {
      event.commit();
      api.Clear();
      giveBack(api);
    }
  }

  private static List<ReadWord> words(TessBaseAPI api, LineImage line) {
    ResultIterator at = api.GetIterator();
    if (at == null || at.isNull()) {
      return List.of();
    }
    List<ReadWord> words = new ArrayList<>();
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
        words.add(
            new ReadWord(
                text,
                Math.clamp(left[0] - BORDER, 0, line.width()),
                Math.clamp(right[0] - BORDER, 0, line.width()),
                confidence,
                !words.isEmpty()));
      } while (at.Next(RIL_WORD));
    } finally {
      at.deallocate();
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

  /// Luma of the pixels (ITU-R BT.601), in 1/256.
  private static byte[] gray(LineImage line) {
    byte[] rgb = line.rgb();
    byte[] gray = new byte[line.width() * line.height()];
    for (int i = 0, at = 0; i < gray.length; i++, at += 3) {
      int red = rgb[at] & 0xff;
      int green = rgb[at + 1] & 0xff;
      int blue = rgb[at + 2] & 0xff;
      gray[i] = (byte) ((77 * red + 151 * green + 28 * blue + 128) >> 8);
    }
    return gray;
  }

  /// The line on paper as bright as its own: the nine tenths brightest of its pixels' shades.
  private static byte[] bordered(byte[] gray, int width, int height) {
    int[] pixels = new int[256];
    for (byte pixel : gray) {
      pixels[pixel & 0xff]++;
    }
    int paper = 255;
    for (int brighter = 0; brighter < gray.length / 10 && paper > 0; paper--) {
      brighter += pixels[paper];
    }
    int outerWidth = width + 2 * BORDER;
    byte[] bordered = new byte[outerWidth * (height + 2 * BORDER)];
    Arrays.fill(bordered, (byte) paper);
    for (int y = 0; y < height; y++) {
      System.arraycopy(gray, y * width, bordered, (y + BORDER) * outerWidth + BORDER, width);
    }
    return bordered;
  }

  private static int contrast(byte[] gray) {
    int darkest = 255;
    int brightest = 0;
    for (byte pixel : gray) {
      darkest = Math.min(darkest, pixel & 0xff);
      brightest = Math.max(brightest, pixel & 0xff);
    }
    return brightest - darkest;
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
    api.SetPageSegMode(PSM_SINGLE_LINE);
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
