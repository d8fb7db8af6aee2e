package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every engine that reads page images promises; each engine's test extends this class.
public abstract class PageReaderContract {

  /// The engine under test; may be the same one for all tests.
  protected abstract PageReader reader();

  /// A page on which the engine finds words.
  protected abstract PageImage pageWithWords();

  /// An image beyond what the engine accepts.
  protected abstract PageImage tooLarge();

  @Test
  void whatIsReadHoldsTheContractOfPageTexts() {
    PageText text = reader().read(pageWithWords());

    assertThat(text.blocks()).isNotEmpty();
    PageTextContract.assertHolds(text);
  }

  @Test
  void theSameImageGivesTheSameText() {
    PageReader reader = reader();

    assertThat(reader.read(pageWithWords())).isEqualTo(reader.read(pageWithWords()));
  }

  @Test
  void aBlankImageIsAnEmptyPageText() {
    assertThat(reader().read(blank()).blocks()).isEmpty();
  }

  @Test
  void manyThreadsAtOnceReadTheSame() throws Exception {
    PageReader reader = reader();
    PageText alone = reader.read(pageWithWords());
    List<Callable<PageText>> readings = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readings.add(() -> reader.read(pageWithWords()));
    }

    try (var threads = Executors.newFixedThreadPool(8)) {
      for (Future<PageText> reading : threads.invokeAll(readings)) {
        assertThat(reading.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void anImageTooLargeIsRefusedWithItsSizeAndTheLimit() {
    PageImage page = tooLarge();
    int longest = Math.max(page.pixels().getWidth(), page.pixels().getHeight());
    String size = String.format(Locale.ROOT, "%,d", longest);

    assertThatThrownBy(() -> reader().read(page))
        .isInstanceOf(OcrException.UnreadableImage.class)
        .hasMessageContaining(size)
        .hasMessageContaining("limit");
  }

  @Test
  void readingLeavesTheImageAsItWas() {
    PageImage page = pageWithWords();
    int[] before = pixels(page);

    reader().read(page);

    assertThat(pixels(page)).isEqualTo(before);
  }

  @Test
  void capabilitiesNameTheEngineAndItsLanguages() {
    PageReader.PageReaderCapabilities capabilities = reader().capabilities();

    assertThat(capabilities.engine()).isNotBlank();
    assertThat(capabilities.languages()).isNotEmpty().allSatisfy(PageReaderContract::assertTag);
    assertThat(capabilities.modes()).allSatisfy(mode -> assertThat(mode).isNotBlank());
    assertThat(reader().read(blank()).provenance().engine()).isEqualTo(capabilities.engine());
  }

  @Test
  void whatItIsNotCapableOfIsRefused() {
    var asked =
        new PageRequest(
            pageWithWords(),
            OcrTask.DOCUMENT,
            Optional.of("no such mode"),
            Optional.empty(),
            Optional.empty(),
            List.of());

    assertThatThrownBy(() -> reader().read(asked, ReadingListener.NONE))
        .isInstanceOf(OcrException.NotServed.class)
        .hasMessageContaining("no such mode")
        .hasMessageContaining(reader().capabilities().engine());
  }

  @Test
  void whatIsReadIsHeardBlockByBlock() {
    var heard = new ArrayList<Block>();
    PageText text =
        reader()
            .read(
                PageRequest.of(pageWithWords()),
                new ReadingListener() {
                  @Override
                  public void block(Block block) {
                    heard.add(block);
                  }

                  @Override
                  public void delta(String more) {}
                });

    assertThat(heard).hasSameSizeAs(text.blocks());
  }

  private static void assertTag(String tag) {
    try {
      assertThat(new Locale.Builder().setLanguageTag(tag).build().toLanguageTag()).isEqualTo(tag);
    } catch (IllformedLocaleException e) {
      throw new AssertionError("not a BCP 47 tag: " + tag, e);
    }
  }

  private static PageImage blank() {
    var pixels = new BufferedImage(850, 1100, BufferedImage.TYPE_INT_RGB);
    var graphics = pixels.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, pixels.getWidth(), pixels.getHeight());
    graphics.dispose();
    return new PageImage(pixels, 100);
  }

  private static int[] pixels(PageImage page) {
    BufferedImage image = page.pixels();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
