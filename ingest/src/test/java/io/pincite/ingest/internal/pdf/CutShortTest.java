package io.pincite.ingest.internal.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Scans in PDF files whose data end before the picture does.
class CutShortTest {
  @TempDir Path folder;

  private enum Form {
    JPEG,
    FAX,
    FLATE_GRAY,
    FLATE_ONE_BIT,
    JBIG2;

    PDImageXObject picture(PDDocument document) throws IOException {
      return switch (this) {
        case JPEG -> JPEGFactory.createFromImage(document, scan(BufferedImage.TYPE_INT_RGB), 0.8f);
        case FAX -> CCITTFactory.createFromImage(document, scan(BufferedImage.TYPE_BYTE_BINARY));
        case FLATE_GRAY ->
            LosslessFactory.createFromImage(document, scan(BufferedImage.TYPE_BYTE_GRAY));
        case FLATE_ONE_BIT ->
            LosslessFactory.createFromImage(document, scan(BufferedImage.TYPE_BYTE_BINARY));
        case JBIG2 ->
            new PDImageXObject(
                document,
                new ByteArrayInputStream(
                    PictureCodecsTest.jbig2(PictureCodecsTest.WIDTH, PictureCodecsTest.HEIGHT)),
                COSName.JBIG2_DECODE,
                PictureCodecsTest.WIDTH,
                PictureCodecsTest.HEIGHT,
                1,
                PDDeviceGray.INSTANCE);
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aWholePictureIsShown(Form form) throws IOException {
    DrawnPage drawn = drawn(form, 1);

    assertThat(drawn.leftOut()).isEmpty();
    assertThat(dark(drawn.image())).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void ofAPictureThatIsCutShortNothingIsShownAndItIsSaid(Form form) throws IOException {
    for (double kept : new double[] {0.3, 0.6, 0.9, 0.97}) {
      DrawnPage drawn = drawn(form, kept);

      assertThat(drawn.leftOut())
          .as("%s, %.0f %% kept", form, 100 * kept)
          .singleElement()
          .satisfies(
              picture -> {
                assertThat(picture.reason()).startsWith("it is damaged (");
                assertThat(picture.box().area()).isGreaterThan(0.99);
              });
      assertThat(dark(drawn.image())).isZero();
    }
  }

  /// Some senders leave the end out: the number of rows says it too.
  @Test
  void aFaxWithoutItsEndMarkIsWhole() throws IOException {
    Path path = Files.createTempFile(folder, "fax", ".pdf");
    try (var document = new PDDocument()) {
      PDImageXObject fax = Form.FAX.picture(document);
      byte[] data = raw(fax.getCOSObject());
      int end = data.length;
      while (data[end - 1] == 0) {
        end--;
      }
      // 000000000001 twice, with the rest of a byte on either side.
      write(fax.getCOSObject(), Arrays.copyOf(data, end - 3));
      save(document, fax, path);
    }
    try (PdfFile pdf = PdfFile.open(path, PdfLimits.DEFAULTS)) {
      assertThat(pdf.draw(1, 600).leftOut()).isEmpty();
    }
  }

  @Test
  void aJpegWithoutItsEndMarkIsWhole() throws IOException {
    Path path = Files.createTempFile(folder, "jpeg", ".pdf");
    try (var document = new PDDocument()) {
      PDImageXObject jpeg = Form.JPEG.picture(document);
      byte[] data = raw(jpeg.getCOSObject());
      write(jpeg.getCOSObject(), Arrays.copyOf(data, data.length - 2));
      save(document, jpeg, path);
    }
    try (PdfFile pdf = PdfFile.open(path, PdfLimits.DEFAULTS)) {
      assertThat(pdf.draw(1, 600).leftOut()).isEmpty();
    }
  }

  /// A line end that the stream's length counts in.
  @Test
  void aJbig2WithPaddingBehindItIsWhole() throws IOException {
    Path path = Files.createTempFile(folder, "jbig2", ".pdf");
    try (var document = new PDDocument()) {
      PDImageXObject jbig2 = Form.JBIG2.picture(document);
      byte[] data = raw(jbig2.getCOSObject());
      byte[] padded = Arrays.copyOf(data, data.length + 3);
      padded[data.length] = '\r';
      padded[data.length + 1] = '\n';
      write(jbig2.getCOSObject(), padded);
      save(document, jbig2, path);
    }
    try (PdfFile pdf = PdfFile.open(path, PdfLimits.DEFAULTS)) {
      assertThat(pdf.draw(1, 600).leftOut()).isEmpty();
    }
  }

  @Test
  void aPictureInThePageItselfIsHeldToTheSame() throws IOException {
    for (int kept : List.of(64, 20)) {
      Path path = Files.createTempFile(folder, "inline", ".pdf");
      try (var document = new PDDocument()) {
        var page = new PDPage(new PDRectangle(80, 80));
        document.addPage(page);
        var content = new PDStream(document);
        try (var out = content.createOutputStream()) {
          out.write("q 80 0 0 80 0 0 cm BI /W 8 /H 8 /CS /G /BPC 8 ID ".getBytes(ascii()));
          byte[] gray = new byte[kept];
          Arrays.fill(gray, (byte) 40);
          out.write(gray);
          out.write("\nEI Q\n".getBytes(ascii()));
        }
        page.setContents(content);
        document.save(path.toFile());
      }
      try (PdfFile pdf = PdfFile.open(path, PdfLimits.DEFAULTS)) {
        assertThat(pdf.draw(1, 80).leftOut())
            .as("%d bytes of 64", kept)
            .hasSize(kept == 64 ? 0 : 1);
      }
    }
  }

  private static Charset ascii() {
    return StandardCharsets.US_ASCII;
  }

  private DrawnPage drawn(Form form, double kept) throws IOException {
    Path path = Files.createTempFile(folder, "page", ".pdf");
    try (var document = new PDDocument()) {
      PDImageXObject picture = form.picture(document);
      byte[] data = raw(picture.getCOSObject());
      write(picture.getCOSObject(), Arrays.copyOf(data, (int) (kept * data.length)));
      save(document, picture, path);
    }
    try (PdfFile pdf = PdfFile.open(path, PdfLimits.DEFAULTS)) {
      return pdf.draw(1, 600);
    }
  }

  private static void save(PDDocument document, PDImageXObject picture, Path path)
      throws IOException {
    var page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    try (var content = new PDPageContentStream(document, page)) {
      content.drawImage(picture, 0, 0, PDRectangle.A4.getWidth(), PDRectangle.A4.getHeight());
    }
    document.save(path.toFile());
  }

  private static byte[] raw(COSStream stream) throws IOException {
    try (var in = stream.createRawInputStream()) {
      return in.readAllBytes();
    }
  }

  private static void write(COSStream stream, byte[] data) throws IOException {
    try (var out = stream.createRawOutputStream()) {
      out.write(data);
    }
  }

  private static BufferedImage scan(int type) {
    BufferedImage scan = Scan.of(Sample.LEASE.pdf(), 1, Wear.none(100), 1).pixels();
    var image = new BufferedImage(scan.getWidth(), scan.getHeight(), type);
    var graphics = image.createGraphics();
    graphics.drawImage(scan, 0, 0, null);
    graphics.dispose();
    return image;
  }

  private static int dark(BufferedImage page) {
    int dark = 0;
    for (int y = 0; y < page.getHeight(); y++) {
      for (int x = 0; x < page.getWidth(); x++) {
        dark += (page.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
      }
    }
    return dark;
  }
}
