package io.pincite.ocr.internal.deepseek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.Word;
import io.pincite.ocr.internal.deepseek.Resolution.OneView;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Truth;
import io.pincite.samples.Wear;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolutionChoiceTest {
  private static final ServedModes ALL = ServedModes.all().withTiles(9);

  @ParameterizedTest
  @CsvSource({
    "3, 0.985",
    "6.7, 0.985",
    "6.8, 0.973",
    "9.7, 0.968",
    "10.5, 0.965",
    "10.51, 0.915",
    // Tiny's 93.8 % at 11.8 stands behind Small's 89.8 % at 11.3.
    "11.5, 0.898",
    "15, 0.838",
    "19.7, 0.591"
  })
  void precisionIsThatOfTheNextPublishedCompression(double ratio, double precision) {
    assertThat(Compression.precision(ratio)).hasValue(precision);
  }

  @Test
  void nothingIsKnownBeyondWhatWasPublished() {
    assertThat(Compression.precision(19.8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {144, 200})
  void aDensePageIsReadInGundam(int dpi) {
    for (Sample sample : List.of(Sample.LEASE, Sample.AMENDMENT, Sample.PURCHASE_ZH)) {
      ResolutionChoice choice = ResolutionChoice.of(pixels(sample, 1, dpi), dpi, List.of(), ALL);
      assertThat(choice.resolution()).as(choice.reason()).isEqualTo(Resolution.GUNDAM_9);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {144, 200})
  void aChinesePageOfUsualSizeNeedsGundamEvenIfItsWordsAreKnown(int dpi) {
    PagePixels page = pixels(Sample.PURCHASE_ZH, 1, dpi);
    ResolutionChoice choice =
        ResolutionChoice.of(page, dpi, words(Sample.PURCHASE_ZH, 1, 10.5), ALL);
    assertThat(choice.resolution()).as(choice.reason()).isEqualTo(Resolution.GUNDAM_9);
    assertThat(choice.reason())
        .contains("large shows the smallest letters 8.0 px high of 8 needed")
        .startsWith("gundam: about ");
  }

  @ParameterizedTest
  @ValueSource(ints = {144, 200})
  void anEnglishPageOfLegibleSizeIsReadInOneView(int dpi) {
    PagePixels page = pixels(Sample.SERVICES, 1, dpi);
    ResolutionChoice choice = ResolutionChoice.of(page, dpi, words(Sample.SERVICES, 1, 11), ALL);
    assertThat(choice.resolution()).as(choice.reason()).isEqualTo(OneView.BASE);
    assertThat(choice.reason())
        .isEqualTo(
            "base: about 579 text tokens, 2.9 for each that sees, of which 98.5 % were read right on"
                + " Fox; the smallest letters are 7.1 px high, 5 are needed (small shows the smallest"
                + " letters 4.4 px high of 5 needed).");
  }

  @Test
  void theSamePageIsReadInGundamWhereNothingElseIsServedThatShowsItsLetters() {
    PagePixels page = pixels(Sample.SERVICES, 1, 200);
    ResolutionChoice choice =
        ResolutionChoice.of(page, 200, words(Sample.SERVICES, 1, 11), ServedModes.stockVllm());
    assertThat(choice.resolution()).isEqualTo(Resolution.GUNDAM);
    assertThat(choice.reason())
        .isEqualTo(
            "gundam: about 579 text tokens, 0.7 for each that sees, of which 98.5 % were read right"
                + " on Fox; the smallest letters are 11.5 px high, 5 are needed (base-640 shows the"
                + " smallest letters 4.4 px high of 5 needed).");
  }

  @Test
  void fewLargeLettersAreReadInTheSmallestModeThatIsServed() {
    PagePixels page = poster(28, 12);
    assertThat(ResolutionChoice.of(page, 144, List.of(), ALL).resolution())
        .isEqualTo(OneView.SMALL);
    assertThat(ResolutionChoice.of(page, 144, List.of(), ServedModes.stockVllm()).resolution())
        .isEqualTo(OneView.BASE_640);
  }

  @Test
  void aPreviewIsNeverChosen() {
    var little = new Density(10, 60, 5);
    assertThat(choice(little, ALL)).isEqualTo(OneView.SMALL);
    var previewAndGundam = new ServedModes(List.of(OneView.TINY, Resolution.GUNDAM));
    assertThat(choice(little, previewAndGundam)).isEqualTo(Resolution.GUNDAM);
  }

  @Test
  void manyTokensNeedMoreThatSee() {
    // 10.5 for each of 100, 182 (A4 in Base) and 283 (in Large).
    assertThat(choice(new Density(1050, 60, 5), ALL)).isEqualTo(OneView.SMALL);
    assertThat(choice(new Density(1051, 60, 5), ALL)).isEqualTo(OneView.BASE);
    assertThat(choice(new Density(1912, 60, 5), ALL)).isEqualTo(OneView.LARGE);
    assertThat(choice(new Density(2972, 60, 5), ALL)).isEqualTo(Resolution.GUNDAM_9);
  }

  @Test
  void moreIsAskedForWhereMoreIsToBeRight() {
    var density = new Density(750, 60, 5);
    assertThat(ResolutionChoice.of(density, 1654, 2339, ALL, 0.96).resolution())
        .isEqualTo(OneView.SMALL);
    assertThat(ResolutionChoice.of(density, 1654, 2339, ALL, 0.98).resolution())
        .isEqualTo(OneView.BASE);
  }

  @Test
  void enlargingAPageDoesNotMakeItsLettersLegible() {
    // 72 dpi: Gundam draws them twice as large and sees no more.
    ResolutionChoice choice =
        ResolutionChoice.of(new Density(500, 4, 5), 595, 842, ServedModes.stockVllm(), 0.96);
    assertThat(choice.resolution()).isEqualTo(Resolution.GUNDAM);
    assertThat(choice.reason())
        .isEqualTo(
            "gundam: the most that is served, though too little for about 500 text tokens (base-640"
                + " shows the smallest letters 3.0 px high of 5 needed; gundam shows the smallest"
                + " letters 4.0 px high of 5 needed).");
  }

  @Test
  void aNewspaperIsTooMuchEvenForGundamAndItSaysSo() {
    ResolutionChoice choice =
        ResolutionChoice.of(new Density(16_000, 20, 5), 1654, 2339, ServedModes.stockVllm(), 0.96);
    assertThat(choice.resolution()).isEqualTo(Resolution.GUNDAM);
    assertThat(choice.reason())
        .isEqualTo(
            "gundam: the most that is served, though too little for about 16000 text tokens (base-640"
                + " would write 87.9 text tokens for each that sees; gundam would write 20.5 text"
                + " tokens for each that sees).");
  }

  @Test
  void aPictureWithoutTextIsReadInGundam() {
    var random = new Random(1);
    byte[] clouds = new byte[3 * 800 * 1000];
    random.nextBytes(clouds);
    ResolutionChoice choice =
        ResolutionChoice.of(new PagePixels(800, 1000, clouds), 100, List.of(), ALL);
    assertThat(choice)
        .isEqualTo(
            new ResolutionChoice(
                Resolution.GUNDAM_9,
                "gundam: no lines of text were made out from which to tell how much there is."));
  }

  @Test
  void wordsThatLeaveMostOfTheInkUnexplainedAreNotBelieved() {
    PagePixels page = pixels(Sample.LEASE, 1, 200);
    List<StyledWord> few = words(Sample.LEASE, 1, 24).subList(0, 20);
    ResolutionChoice choice = ResolutionChoice.of(page, 200, few, ALL);
    assertThat(choice.resolution()).as(choice.reason()).isEqualTo(Resolution.GUNDAM_9);
  }

  @ParameterizedTest
  @CsvSource({"LEASE", "AMENDMENT", "NDA", "SERVICES", "EMPLOYMENT", "PURCHASE_ZH"})
  void inkTellsAsManyTokensAsTheWordsWithinAThird(Sample sample) {
    for (int dpi : new int[] {144, 200}) {
      int known = Density.of(words(sample, 1, 11), dpi).orElseThrow().textTokens();
      int seen = Density.of(pixels(sample, 1, dpi)).orElseThrow().textTokens();
      assertThat((double) seen / known).as("%s at %d dpi", sample, dpi).isBetween(0.98, 1.33);
    }
  }

  @Test
  void footnotesCountAndTheirMarksDoNot() {
    var words = new java.util.ArrayList<>(Collections.nCopies(300, word("seventy", 10)));
    words.add(word("1", 5));
    assertThat(Density.of(words, 144).orElseThrow().letterPixels()).isEqualTo(10);
    words.addAll(Collections.nCopies(12, word("seventy", 7)));
    assertThat(Density.of(words, 144).orElseThrow().letterPixels()).isEqualTo(7);
  }

  @Test
  void smallLettersAreFoundInTheInkOfAPage() {
    // 11 pt has an x-height of 5.1 pt in this face; the footnote is set smaller.
    Density density = Density.of(pixels(Sample.LEASE, 1, 200)).orElseThrow();
    assertThat(density.letterPixels()).isCloseTo(13, within(1.0));
  }

  private static Resolution choice(Density density, ServedModes served) {
    return ResolutionChoice.of(density, 1654, 2339, served, 0.96).resolution();
  }

  private static PagePixels pixels(Sample sample, int page, int dpi) {
    return PagePixels.of(Scan.of(sample.pdf(), page, Wear.none(dpi), 1).pixels());
  }

  private static List<StyledWord> words(Sample sample, int page, double size) {
    Stream<Truth.Word> words = sample.truth().pages().get(page - 1).words().stream();
    return words
        .map(
            word ->
                new StyledWord(
                    new Word(word.text(), BoundingBox.WHOLE_PAGE, 1, word.spaceBefore()),
                    size,
                    false,
                    false,
                    0,
                    0.5))
        .toList();
  }

  private static StyledWord word(String text, double size) {
    return new StyledWord(
        new Word(text, BoundingBox.WHOLE_PAGE, 1, true), size, false, false, 0, 0.5);
  }

  /// A4 at 144 dpi with lines of large letters.
  private static PagePixels poster(int points, int lines) {
    var image = new BufferedImage(1191, 1684, BufferedImage.TYPE_BYTE_GRAY);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 1191, 1684);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 2 * points));
    for (int i = 0; i < lines; i++) {
      graphics.drawString("Notice to all our tenants here", 80, 200 + i * 3 * points);
    }
    graphics.dispose();
    return PagePixels.of(image);
  }
}
