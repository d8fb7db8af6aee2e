package io.pincite.ingest.internal.routing;

import static io.pincite.ingest.internal.routing.DrawnPdf.page;
import static io.pincite.ingest.internal.routing.DrawnPdf.picture;
import static io.pincite.ingest.internal.routing.DrawnPdf.text;
import static io.pincite.ingest.internal.routing.DrawnPdf.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.internal.pages.PdfPages;
import io.pincite.ingest.internal.pdf.PdfFile;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.samples.Sample;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages made for each kind of evidence, and the samples, none of which needs its image.
class RouterTest {
  private static final String[] LINES = {
    "The Tenant shall pay the Landlord a monthly rent of 4,200 dollars,",
    "payable in advance on the first day of each calendar month during",
    "the term of this Lease, without any deduction or set-off whatsoever.",
    "Any amount not paid within five days of its due date bears interest",
    "at the rate of one percent per month until it has been paid in full.",
    "The Landlord may apply the security deposit to amounts that are due."
  };

  @TempDir Path folder;

  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void theSamplesAreReadByTheirTextWithoutBeingLookedAt() throws IOException {
    for (Sample sample : Sample.values()) {
      try (PdfFile file = open(sample.pdf())) {
        for (int page = 1; page <= file.pages(); page++) {
          assertThat(route(file, page))
              .as("%s p.%d", sample, page)
              .isInstanceOf(Route.TextLayer.class);
        }
      }
    }
    assertThat(looks).hasValue(0);
  }

  @Test
  void aPictureOfTextBesideTextIsReadToo() throws IOException {
    byte[] pdf =
        page(
            (document, content) -> {
              text(content, 72, 700, LINES);
              picture(document, content, written(LINES), 72, 200, 450, 300);
            });

    assertThat(routeOf(pdf))
        .isInstanceOfSatisfying(
            Route.Areas.class,
            areas -> {
              assertThat(areas.areas()).hasSize(1);
              assertThat(areas.areas().getFirst().y0()).isBetween(0.3, 0.45);
              assertThat(areas.reason().text())
                  .startsWith("The page has text, and a picture with about ");
            });
  }

  @Test
  void aPictureWithoutTextIsLeftAlone() throws IOException {
    var photograph = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 300; x++) {
      for (int y = 0; y < 200; y++) {
        int wave = (int) (120 + 100 * Math.sin(x / 23.0) * Math.cos(y / 31.0));
        photograph.setRGB(x, y, wave << 16 | wave << 8 | 80);
      }
    }
    byte[] pdf =
        page(
            (document, content) -> {
              text(content, 72, 700, LINES);
              picture(document, content, photograph, 72, 200, 450, 300);
            });

    assertThat(routeOf(pdf)).isInstanceOf(Route.TextLayer.class);
  }

  @Test
  void invisibleTextThatLiesOnThePictureIsConfirmedByItsLines() throws IOException {
    assertThat(routeOf(scanOver(0, LINES)))
        .isInstanceOfSatisfying(
            Route.IfConfirmed.class, sampled -> assertThat(sampled.lines()).hasSize(3));
  }

  @Test
  void invisibleTextThatIsShiftedIsNotTrusted() throws IOException {
    assertThat(routeOf(scanOver(-260, LINES)))
        .isInstanceOfSatisfying(
            Route.Whole.class,
            whole ->
                assertThat(whole.reason().text())
                    .startsWith(
                        "The invisible text of an earlier OCR does not lie on the picture:"));
  }

  @Test
  void invisibleTextThatLeavesMostOutIsNotTrusted() throws IOException {
    assertThat(routeOf(scanOver(0, LINES[0])))
        .isInstanceOfSatisfying(
            Route.Whole.class,
            whole ->
                assertThat(whole.reason().text())
                    .startsWith("The invisible text of an earlier OCR leaves out "));
  }

  @Test
  void textInNoLanguageIsNotTrusted() throws IOException {
    var shifted = new String[LINES.length];
    for (int i = 0; i < LINES.length; i++) {
      var line = new StringBuilder();
      LINES[i]
          .chars()
          .forEach(c -> line.append((char) (c >= 'a' && c <= 'z' ? 'a' + (c - 'a' + 1) % 26 : c)));
      shifted[i] = line.toString();
    }

    assertThat(routeOf(page((document, content) -> text(content, 72, 700, shifted))))
        .isInstanceOfSatisfying(
            Route.Whole.class,
            whole ->
                assertThat(whole.reason().text())
                    .matches(
                        "The page's own text is no language: the letters that are frequent in every language are \\d+ % of it\\."));
  }

  @Test
  void theUsersChoiceStandsAboveTheEvidence() throws IOException {
    byte[] digital = page((document, content) -> text(content, 72, 700, LINES));
    byte[] scan =
        page((document, content) -> picture(document, content, written(LINES), 0, 0, 612, 792));

    assertThat(routeOf(digital, OcrChoice.ALWAYS)).isInstanceOf(Route.Whole.class);
    assertThat(routeOf(scan, OcrChoice.NEVER)).isInstanceOf(Route.Unread.class);
    assertThat(routeOf(scan, OcrChoice.AUTO)).isInstanceOf(Route.Whole.class);
  }

  @Test
  void chineseTextIsLanguageAndRareIdeographsAreNot() {
    var common =
        "甲方应当在合同签订之日起十日内向乙方支付合同总价款的百分之三十作为预付款乙方收到预付款后开始组织生产并在三个月内交付全部设备安装调试完毕后由双方共同验收".repeat(2);
    var rare = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      rare.appendCodePoint(0x4E00 + 37 * i % 0x5100);
    }

    assertThat(Plausibility.objection(java.util.List.of(common))).isEmpty();
    assertThat(Plausibility.objection(java.util.List.of(rare.toString())))
        .hasValueSatisfying(
            objection -> assertThat(objection).startsWith("only ").endsWith("common ones"));
  }

  // --- pages ------------------------------------------------------------------------------------

  /// A scan of all lines over the invisible text of some, moved by so many points.
  private static byte[] scanOver(float moved, String... recognised) throws IOException {
    return DrawnPdf.scan(LINES, moved, recognised);
  }

  private Route routeOf(byte[] pdf) throws IOException {
    return routeOf(pdf, OcrChoice.AUTO);
  }

  private Route routeOf(byte[] pdf, OcrChoice choice) throws IOException {
    try (PdfFile file = open(pdf)) {
      return route(file, 1, choice);
    }
  }

  private PdfFile open(byte[] pdf) throws IOException {
    Path path = Files.createTempFile(folder, "page", ".pdf");
    Files.write(path, pdf);
    return PdfFile.open(path, PdfLimits.DEFAULTS);
  }

  private Route route(PdfFile file, int page) {
    return route(file, page, OcrChoice.AUTO);
  }

  private Route route(PdfFile file, int page, OcrChoice choice) {
    return Router.route(
        file.page(page),
        choice,
        dpi -> {
          looks.incrementAndGet();
          return new PdfPages(file).image(page, dpi, 64_000_000).image().pixels();
        });
  }
}
