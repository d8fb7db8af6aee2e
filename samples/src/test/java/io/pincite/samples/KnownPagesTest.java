package io.pincite.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;

class KnownPagesTest {
  private static final KnownPages KNOWN = new KnownPages();

  static {
    for (Sample sample : Sample.values()) {
      KNOWN.add(sample.pdf(), sample.truth());
    }
    for (ScannedSample sample : ScannedSample.values()) {
      KNOWN.add(sample);
    }
  }

  @Test
  void noTwoPagesOfTheSamplesAreTakenForEachOther() {
    List<KnownPages.Known> pages = KNOWN.pages();
    var tooLike = new ArrayList<String>();
    for (int one = 0; one < pages.size(); one++) {
      for (int other = 0; other < one; other++) {
        double likeness = pages.get(one).picture().likeness(pages.get(other).picture());
        double most = hasSameText(pages.get(one), pages.get(other)) ? 0.925 : 0.87;
        if (likeness > most) {
          tooLike.add(
              "%s and %s: %.3f".formatted(name(pages.get(one)), name(pages.get(other)), likeness));
        }
      }
    }
    assertThat(tooLike).isEmpty();
  }

  /// A page and its scan.
  private static boolean hasSameText(KnownPages.Known one, KnownPages.Known other) {
    return DeepSeekOutput.text(one.page()).equals(DeepSeekOutput.text(other.page()));
  }

  @Test
  void aPageIsFoundAgainAtAnyResolution() throws IOException {
    var wrong = new ArrayList<String>();
    int[] resolutions = {40, 72, 100, 144, 200};
    int next = 0;
    for (Sample sample : Sample.values()) {
      try (var document = Loader.loadPDF(sample.pdf())) {
        var renderer = new PDFRenderer(document);
        for (Truth.Page page : sample.truth().pages()) {
          int dpi = resolutions[next++ % resolutions.length];
          var image =
              renderer.renderImageWithDPI(
                  page.number() - 1, dpi, next % 2 == 0 ? ImageType.RGB : ImageType.GRAY);
          KnownPages.Found found = KNOWN.nearest(image).orElseThrow();
          String asked = sample.truth().name() + " p." + page.number();
          if (!found.isIt() || !name(found.known()).equals(asked)) {
            wrong.add(
                "%s at %d dpi is %s with %.3f"
                    .formatted(asked, dpi, name(found.known()), found.likeness()));
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String name(KnownPages.Known known) {
    return known.document() + " p." + known.page().number();
  }
}
