package io.pincite.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScannedSampleTest {

  @ParameterizedTest
  @EnumSource(ScannedSample.class)
  void everyWordHasInkInItsBox(ScannedSample sample) throws IOException {
    List<BufferedImage> pictures = pictures(sample);
    assertThat(sample.truth().pages()).hasSameSizeAs(pictures);
    for (Truth.Page page : sample.truth().pages()) {
      BufferedImage picture = pictures.get(page.number() - 1);
      for (Truth.Word word : page.words()) {
        assertThat(darkest(picture, word.box()))
            .as("page %d: %s", page.number(), word.text())
            .isLessThan(150);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ScannedSample.class)
  void theFilesAreSmallAndHaveNoText(ScannedSample sample) throws IOException {
    assertThat(sample.bytes().length / sample.truth().pages().size()).isLessThan(350_000);
    if (sample.mediaType().equals("application/pdf")) {
      try (PDDocument document = Loader.loadPDF(sample.bytes())) {
        assertThat(new PDFTextStripper().getText(document)).isBlank();
      }
    }
  }

  @Test
  void aScanIsAskedWhatItsOriginalIsAsked() {
    assertThat(ScannedSample.LEASE_SCAN.truth().questions())
        .extracting(Truth.Question::text)
        .isEqualTo(Sample.LEASE.truth().questions().stream().map(Truth.Question::text).toList());
    assertThat(ScannedSample.PURCHASE_ZH_SCAN.truth().questions())
        .extracting(Truth.Question::text)
        .isEqualTo(
            Sample.PURCHASE_ZH.truth().questions().stream().map(Truth.Question::text).toList());
  }

  @ParameterizedTest
  @EnumSource(ScannedSample.class)
  void somethingCanBeAskedAndItsWordsStandOnThePictures(ScannedSample sample) {
    assertThat(sample.truth().questions()).anyMatch(question -> question.expected().isPresent());
    assertThat(sample.truth().questions()).anyMatch(question -> question.expected().isEmpty());
    for (Truth.Question question : sample.truth().questions()) {
      for (Truth.Place place : question.expected().map(Truth.Expected::words).orElse(List.of())) {
        assertThat(sample.truth().pages().get(place.page() - 1).words())
            .extracting(Truth.Word::box)
            .as(question.text())
            .contains(place.box());
      }
    }
  }

  @Test
  void theAmountsOfTheInvoiceAddUp() {
    Truth.Block table =
        ScannedSample.INVOICE.truth().pages().getFirst().blocks().stream()
            .filter(block -> block.type() == Truth.BlockType.TABLE)
            .findFirst()
            .orElseThrow();
    long subtotal = 0;
    for (int row = 1; row <= 6; row++) {
      assertThat(cents(table, row, 2) * cents(table, row, 3) / 100)
          .as("row %d", row)
          .isEqualTo(cents(table, row, 4));
      subtotal += cents(table, row, 4);
    }
    assertThat(subtotal).isEqualTo(cents(table, 7, 4));
    assertThat(Math.round(subtotal * 0.0625)).isEqualTo(cents(table, 8, 4));
    assertThat(cents(table, 7, 4) + cents(table, 8, 4)).isEqualTo(cents(table, 9, 4));
  }

  private static long cents(Truth.Block table, int row, int column) {
    String text =
        table.cells().stream()
            .filter(cell -> cell.row() == row && cell.column() == column)
            .findFirst()
            .orElseThrow()
            .text();
    return Math.round(Double.parseDouble(text.replaceAll("[$,]", "")) * 100);
  }

  private static int darkest(BufferedImage picture, Truth.Box box) {
    int darkest = 255;
    for (int y = (int) (box.y0() * picture.getHeight()); y < box.y1() * picture.getHeight(); y++) {
      for (int x = (int) (box.x0() * picture.getWidth()); x < box.x1() * picture.getWidth(); x++) {
        darkest = Math.min(darkest, picture.getRGB(x, y) >> 8 & 0xFF);
      }
    }
    return darkest;
  }

  private static List<BufferedImage> pictures(ScannedSample sample) throws IOException {
    if (!sample.mediaType().equals("application/pdf")) {
      return List.of(ImageIO.read(new ByteArrayInputStream(sample.bytes())));
    }
    var pictures = new ArrayList<BufferedImage>();
    try (PDDocument document = Loader.loadPDF(sample.bytes())) {
      for (int page = 0; page < document.getNumberOfPages(); page++) {
        pictures.add(new PDFRenderer(document).renderImageWithDPI(page, 150));
      }
    }
    return pictures;
  }
}
