package io.pincite.ocr.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.PpOcrSettings.Device;
import io.pincite.ocr.internal.lines.DrawnLine;
import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.LineReader;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import io.pincite.ocr.internal.ppocr.Accelerator;
import io.pincite.ocr.internal.ppocr.ModelFiles;
import io.pincite.ocr.internal.ppocr.Recogniser;
import io.pincite.ocr.internal.tesseract.Tesseract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LineChoiceTest {

  private static final List<String> ENGLISH =
      List.of(
          "The tenant shall pay the rent of USD 4,250.00 on the first day of each month.",
          "Either party may terminate this agreement with thirty days' written notice.",
          "3.1",
          "This agreement is governed by the laws of the Commonwealth of Massachusetts.");

  private static final List<String> CHINESE =
      List.of(
          "本合同有效期为三年，自二〇二六年四月一日起至二〇二九年三月三十一日止。",
          "甲方应当在收到发票后三十日内向乙方支付全部合同价款。",
          "因本合同引起的争议，由合同签订地有管辖权的人民法院管辖。");

  private static Recogniser recogniser;
  private static Tesseract tesseract;
  private static Workers workers;

  @BeforeAll
  static void start() {
    recogniser = Recogniser.load(ModelFiles.builtIn(), Accelerator.of(new Device.Cpu()), 1);
    tesseract = Tesseract.start();
    workers = new Workers(2);
  }

  @AfterAll
  static void close() {
    workers.close();
    tesseract.close();
    recogniser.close();
  }

  @Test
  void anEnglishPageIsReadToTheLetterAndHardlyByTheThoroughReader() {
    var thorough = new Counting();

    assertThat(read(ENGLISH, thorough, Optional.of(tesseract))).isEqualTo(ENGLISH);

    // The clause number alone is too short for the quick reader.
    assertThat(thorough.lines.get()).isEqualTo(1);
  }

  @Test
  void aChinesePageIsReadByTheThoroughReader() {
    var thorough = new Counting();

    assertThat(read(CHINESE, thorough, Optional.of(tesseract))).isEqualTo(CHINESE);

    assertThat(thorough.lines.get()).isEqualTo(CHINESE.size());
  }

  @Test
  void aChinesePageIsReadWithItsLettersWhole() {
    List<LineImage> whole = drawn(CHINESE);
    List<LineImage> cut = whole.stream().map(LineChoiceTest::headless).toList();

    assertThat(read(cut, cut::get, new Counting(), Optional.of(tesseract))).isNotEqualTo(CHINESE);
    assertThat(read(cut, whole::get, new Counting(), Optional.of(tesseract))).isEqualTo(CHINESE);
  }

  @Test
  void anEnglishPageIsReadAsItWasCut() {
    assertThat(
            read(drawn(ENGLISH), LineChoiceTest::notWhole, new Counting(), Optional.of(tesseract)))
        .isEqualTo(ENGLISH);
  }

  @Test
  void aChineseNameInAnEnglishLineIsReadToo() {
    List<String> lines = new ArrayList<>(ENGLISH);
    lines.add("The seller is 深圳市华远科技有限公司, a company established in Shenzhen in 2011.");

    assertThat(read(lines, new Counting(), Optional.of(tesseract)).getLast())
        .contains("The seller is")
        .contains("深圳市华远科技有限公司")
        .contains("a company established in Shenzhen in 2011.");
  }

  @Test
  void anEnglishLineOnAChinesePageKeepsItsSpaces() {
    List<String> lines = new ArrayList<>(CHINESE);
    lines.add("Governing language: this contract is made in Chinese and in English.");

    assertThat(read(lines, new Counting(), Optional.of(tesseract))).isEqualTo(lines);
  }

  @Test
  void withoutTheQuickReaderTheThoroughOneReadsAlone() {
    assertThat(read(drawn(ENGLISH), LineChoiceTest::notWhole, new Counting(), Optional.empty()))
        .isEqualTo(ENGLISH);
  }

  @Test
  void aPageWithoutLinesHasNoWords() {
    assertThat(read(List.of(), new Counting(), Optional.of(tesseract))).isEmpty();
  }

  private static List<String> read(
      List<String> lines, LineReader thorough, Optional<Tesseract> quick) {
    List<LineImage> images = drawn(lines);
    return read(images, images::get, thorough, quick);
  }

  private static List<String> read(
      List<LineImage> lines,
      IntFunction<LineImage> whole,
      LineReader thorough,
      Optional<Tesseract> quick) {
    return new LineChoice(thorough, quick)
        .read(lines, whole, workers).stream().map(LineChoiceTest::text).toList();
  }

  private static LineImage notWhole(int line) {
    throw new AssertionError("line " + line + " was asked for whole");
  }

  private static List<LineImage> drawn(List<String> lines) {
    return lines.stream().map(line -> DrawnLine.of(line).image()).toList();
  }

  /// Without the heads of its letters, as the detector's boxes cut them at 150 dpi.
  private static LineImage headless(LineImage line) {
    int rows = line.height() / 3;
    return new LineImage(
        line.width(),
        line.height() - rows,
        Arrays.copyOfRange(line.rgb(), 3 * rows * line.width(), line.rgb().length));
  }

  private static String text(List<ReadWord> words) {
    var text = new StringBuilder();
    for (ReadWord word : words) {
      if (!text.isEmpty() && word.spaceBefore()) {
        text.append(' ');
      }
      text.append(word.text());
    }
    return text.toString();
  }

  /// PP-OCR, and how many lines it was given.
  private static final class Counting implements LineReader {
    final AtomicInteger lines = new AtomicInteger();
    private final LineReader reader = new PpOcrLines(recogniser::characters);

    @Override
    public List<ReadWord> read(LineImage line) {
      lines.incrementAndGet();
      return reader.read(line);
    }
  }
}
