package io.pincite.ocr.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.PpOcrSettings.Device;
import io.pincite.ocr.internal.lines.DrawnLine;
import io.pincite.ocr.internal.lines.LineReader;
import io.pincite.ocr.internal.lines.LineReaderContract;
import io.pincite.ocr.internal.ppocr.Accelerator;
import io.pincite.ocr.internal.ppocr.ModelFiles;
import io.pincite.ocr.internal.ppocr.ReadCharacter;
import io.pincite.ocr.internal.ppocr.Recogniser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PpOcrLinesTest extends LineReaderContract {

  private static Recogniser recogniser;

  @BeforeAll
  static void start() {
    recogniser = Recogniser.load(ModelFiles.builtIn(), Accelerator.of(new Device.Cpu()), 1);
  }

  @AfterAll
  static void close() {
    recogniser.close();
  }

  @Override
  protected LineReader reader() {
    return new PpOcrLines(recogniser::characters);
  }

  @Test
  void spacesThatWereNotSeenAreTakenFromThePaperBetweenWords() {
    DrawnLine line = DrawnLine.of("the Base Rent payable during the preceding twelve months");
    List<ReadCharacter> withoutSpaces =
        recogniser.characters(line.image()).stream().filter(read -> !read.isSpace()).toList();

    assertThat(text(PpOcrLines.words(line.image(), withoutSpaces))).isEqualTo(line.text());
  }

  @Test
  void numbersAreNotTornApart() {
    DrawnLine line = DrawnLine.of("a sum of 1,111,111.11 on page 11");

    assertThat(text(reader().read(line.image()))).isEqualTo(line.text());
  }

  @Test
  void marksHaveTheWidthOfTheLettersBesideThem() {
    assertThat(folded("（750,000） shares；or，if")).isEqualTo("(750,000) shares;or,if");
    assertThat(folded("金额(元),税率:")).isEqualTo("金额（元），税率：");
    assertThat(folded("第3(a)条：Acme, Inc.，总价")).isEqualTo("第3(a)条：Acme, Inc.，总价");
    assertThat(folded("人民币￥12,600")).isEqualTo("人民币¥12,600");
    assertThat(folded("；")).isEqualTo("；");
    assertThat(folded("(1）预付款（a)")).isEqualTo("（1）预付款（a）");
  }

  @Test
  void anOhAmongDigitsIsAZero() {
    assertThat(zeros("(10,0oo,ooo) shares, 9o days")).isEqualTo("(10,000,000) shares, 90 days");
    assertThat(zeros("O2 or CO2 to 5G oo")).isEqualTo("O2 or CO2 to 5G oo");
  }

  private static String folded(String text) {
    return join(Marks.folded(characters(text)));
  }

  private static String zeros(String text) {
    return join(Zeros.restored(characters(text)));
  }

  private static List<ReadCharacter> characters(String text) {
    List<ReadCharacter> characters = new ArrayList<>();
    text.codePoints()
        .forEach(
            character ->
                characters.add(
                    new ReadCharacter(
                        Character.toString(character),
                        10 * characters.size(),
                        10 * characters.size() + 8,
                        1)));
    return characters;
  }

  private static String join(List<ReadCharacter> characters) {
    var text = new StringBuilder();
    characters.forEach(character -> text.append(character.text()));
    return text.toString();
  }
}
