package io.pincite.ingest.internal.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pincite.ingest.IngestException;
import io.pincite.ocr.PictureCodecs;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.jbig2.JBIG2ImageReaderSpi;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.color.PDColorSpace;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures in PDF files, in the formats the JDK cannot decode. Beside each stands a plain black
/// square: what a damaged picture costs is that picture only.
class PictureCodecsTest {
  static final int WIDTH = 96;
  static final int HEIGHT = 64;

  @TempDir Path folder;

  @Test
  void jbig2IsShown() throws IOException {
    BufferedImage page = page(jbig2(WIDTH, HEIGHT), COSName.JBIG2_DECODE, PDDeviceGray.INSTANCE, 1);
    assertThat(color(page, 24, 16)).isEqualTo(Color.BLACK);
    assertThat(color(page, 72, 16)).isEqualTo(Color.WHITE);
    assertBlackSquare(page);
  }

  @Test
  void aJbig2BombIsLeftOutByItsHeader() throws IOException {
    BufferedImage page =
        page(jbig2(2_000_000_000, 2_000_000_000), COSName.JBIG2_DECODE, PDDeviceGray.INSTANCE, 1);
    assertThat(color(page, 24, 16)).isEqualTo(Color.WHITE);
    assertBlackSquare(page);
  }

  /// The first pages of a process are drawn at once: none may fail over the list of codecs, on
  /// which others put theirs meanwhile.
  @Test
  void manyThreadsMayTakeTheCodecWithoutBoundsOffTheList() throws Exception {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    var over = new AtomicBoolean();
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<Object>> all = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        all.add(
            threads.submit(
                () -> {
                  while (!over.get()) {
                    PictureCodecs.register();
                  }
                  return ImageIO.getImageReadersByFormatName("JPEG").next();
                }));
      }
      for (int time = 0; time < 20_000; time++) {
        registry.registerServiceProvider(new JBIG2ImageReaderSpi(), ImageReaderSpi.class);
      }
      over.set(true);
      for (Future<Object> each : all) {
        assertThat(each.get()).isNotNull();
      }
    }
    PictureCodecs.register();
    assertThat(registry.getServiceProviderByClass(JBIG2ImageReaderSpi.class)).isNull();
  }

  /// Whoever has ImageIO look through the class path puts the plain codec on its list again, by its
  /// own class loader even: neither may bring a codec back that knows no bound.
  @Test
  void theCodecWithoutBoundsIsFoundByNobodyWhicheverLoaderRegisteredIt() throws Exception {
    URL jar = JBIG2ImageReaderSpi.class.getProtectionDomain().getCodeSource().getLocation();
    try (var other = new URLClassLoader(new URL[] {jar}, ImageIO.class.getClassLoader())) {
      Class<?> plain = other.loadClass(JBIG2ImageReaderSpi.class.getName());
      assertThat(plain).isNotSameAs(JBIG2ImageReaderSpi.class);
      IIORegistry registry = IIORegistry.getDefaultInstance();
      registry.registerServiceProvider(
          (ImageReaderSpi) plain.getConstructor().newInstance(), ImageReaderSpi.class);
      registry.registerServiceProvider(new JBIG2ImageReaderSpi(), ImageReaderSpi.class);
      PictureCodecs.register();
      List<String> found = new ArrayList<>();
      ImageIO.getImageReadersByFormatName("JBIG2")
          .forEachRemaining(
              reader -> found.add(reader.getOriginatingProvider().getClass().getName()));
      assertThat(found).isNotEmpty().doesNotContain(JBIG2ImageReaderSpi.class.getName());
    }
  }

  @Test
  void drawingInstructionsInTheFormOfAPictureAreDamage() throws IOException {
    Path path = folder.resolve("bomb.pdf");
    try (var document = new PDDocument()) {
      var page = new PDPage(new PDRectangle(200, HEIGHT));
      document.addPage(page);
      var contents = new PDStream(document, new ByteArrayInputStream(jbig2(WIDTH, HEIGHT)));
      contents.getCOSObject().setItem(COSName.FILTER, COSName.JBIG2_DECODE);
      page.setContents(contents);
      document.save(path.toFile());
    }
    try (PdfFile pdf = PdfFile.open(path, PdfLimits.DEFAULTS)) {
      assertThatThrownBy(() -> pdf.page(1))
          .isInstanceOf(IngestException.Permanent.class)
          .hasMessageContaining("drawing instructions are compressed as a picture (JBIG2Decode)");
    }
  }

  /// Left black, right white above red: made by `opj_compress` (OpenJPEG 2.5) from a PPM of 96 x 64
  /// px.
  @ParameterizedTest
  @ValueSource(strings = {"j2k", "jp2"})
  void jpeg2000IsShown(String form) throws IOException {
    assumeOpenJpeg();
    BufferedImage page = page(jpeg2000(form), COSName.JPX_DECODE, PDDeviceRGB.INSTANCE, 8);
    assertThat(color(page, 24, 16)).isEqualTo(Color.BLACK);
    assertThat(color(page, 72, 16)).isEqualTo(Color.WHITE);
    assertThat(color(page, 72, 48)).isEqualTo(new Color(200, 30, 60));
    assertBlackSquare(page);
  }

  @Test
  void aJpeg2000BombIsLeftOutByItsHeader() throws IOException {
    assumeOpenJpeg();
    byte[] bomb = jpeg2000("j2k");
    ByteBuffer.wrap(bomb).putInt(8, 2_000_000_000).putInt(12, 2_000_000_000);
    assertThat(leftOut(bomb)).startsWith("it is damaged");
    ImageReader reader = ImageIO.getImageReadersByFormatName("JPEG2000").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(bomb)));
    assertThatThrownBy(() -> reader.read(0))
        .hasMessageContaining("2,000,000,000 x 2,000,000,000 px");
  }

  @Test
  void whereOpenJpegIsNotInstalledThePageSaysSo() throws IOException {
    PictureCodecs.register();
    List<ImageReaderSpi> installed = new ArrayList<>();
    ImageIO.getImageReadersByFormatName("JPEG2000")
        .forEachRemaining(reader -> installed.add(reader.getOriginatingProvider()));
    var registry = IIORegistry.getDefaultInstance();
    installed.forEach(registry::deregisterServiceProvider);
    try {
      assertThat(leftOut(jpeg2000("jp2"))).contains("opj_decompress").contains("not installed");
    } finally {
      installed.forEach(registry::registerServiceProvider);
    }
  }

  /// CI installs it; elsewhere the tests of JPEG 2000 say what they left out.
  private static void assumeOpenJpeg() {
    PictureCodecs.register();
    Assumptions.assumeTrue(
        System.getenv("CI") != null || ImageIO.getImageReadersByFormatName("JPEG2000").hasNext(),
        "OpenJPEG (opj_decompress) is not installed");
  }

  private static byte[] jpeg2000(String form) throws IOException {
    try (var in =
        PictureCodecsTest.class.getResourceAsStream("/pictures/black-white-red." + form)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "DCTDecode", "FlateDecode"})
  void aDamagedPictureCostsNothingElse(String filter) throws IOException {
    long seed = Long.getLong("tests.seed", new Random().nextLong());
    var random = new Random(seed);
    byte[] whole =
        switch (filter) {
          case "JBIG2Decode" -> jbig2(WIDTH, HEIGHT);
          case "JPXDecode" -> jpeg2000("j2k");
          default -> new byte[400];
        };
    boolean colored = filter.equals("JPXDecode");
    // Each JPEG 2000 picture is a process.
    for (int round = 0; round < (colored ? 8 : 25); round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i < 1 + random.nextInt(12); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      if (random.nextInt(4) == 0) {
        damaged = java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      BufferedImage page =
          page(
              damaged,
              COSName.getPDFName(filter),
              colored ? PDDeviceRGB.INSTANCE : PDDeviceGray.INSTANCE,
              filter.equals("JBIG2Decode") || filter.equals("CCITTFaxDecode") ? 1 : 8);
      assertThat(color(page, 172, 22)).as("-Dtests.seed=%d", seed).isEqualTo(Color.BLACK);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pdfjs__bitmap-mmr.pdf", "pdfjs__jbig2_file_header.pdf"})
  void realFilesAreShown(String name) throws IOException {
    String data = System.getenv("PINCITE_EVAL_DATA");
    Assumptions.assumeTrue(data != null, "PINCITE_EVAL_DATA is not set");
    try (PdfFile pdf = PdfFile.open(Path.of(data, "hostile/image", name), PdfLimits.DEFAULTS)) {
      BufferedImage page = pdf.render(1, 400);
      int dark = 0;
      for (int y = 0; y < page.getHeight(); y++) {
        for (int x = 0; x < page.getWidth(); x++) {
          dark += (page.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
        }
      }
      assertThat(dark).isGreaterThan(100);
    }
  }

  private static void assertBlackSquare(BufferedImage page) {
    assertThat(color(page, 172, 22)).isEqualTo(Color.BLACK);
  }

  private static Color color(BufferedImage page, int x, int y) {
    return new Color(page.getRGB(x, y));
  }

  private String leftOut(byte[] jpeg2000) throws IOException {
    Path path = pdf(jpeg2000, COSName.JPX_DECODE, PDDeviceRGB.INSTANCE, 8);
    try (PdfFile pdf = PdfFile.open(path, PdfLimits.DEFAULTS)) {
      DrawnPage drawn = pdf.draw(1, 200);
      assertBlackSquare(drawn.image());
      return drawn.leftOut().getFirst().reason();
    }
  }

  private BufferedImage page(byte[] stream, COSName filter, PDColorSpace space, int bits)
      throws IOException {
    try (PdfFile pdf = PdfFile.open(pdf(stream, filter, space, bits), PdfLimits.DEFAULTS)) {
      return pdf.render(1, 200);
    }
  }

  private Path pdf(byte[] stream, COSName filter, PDColorSpace space, int bits) throws IOException {
    Path path = Files.createTempFile(folder, "page", ".pdf");
    try (var document = new PDDocument()) {
      var page = new PDPage(new PDRectangle(200, HEIGHT));
      document.addPage(page);
      var image =
          new PDImageXObject(
              document, new ByteArrayInputStream(stream), filter, WIDTH, HEIGHT, bits, space);
      try (var content = new PDPageContentStream(document, page)) {
        content.drawImage(image, 0, 0, WIDTH, HEIGHT);
        content.addRect(160, 30, 24, 24);
        content.fill();
      }
      document.save(path.toFile());
    }
    return path;
  }

  /// The left half black, coded as a fax (MMR), in the segments of JBIG2 (ITU-T T.88, 7.2, 7.4.8,
  /// 7.4.6).
  static byte[] jbig2(int saidWidth, int saidHeight) throws IOException {
    var fax = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        fax.setRGB(x, y, x < WIDTH / 2 ? 0xFF000000 : 0xFFFFFFFF);
      }
    }
    byte[] mmr = groupFour(fax);
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    segment(out, 0, 48, 19);
    out.writeInt(saidWidth);
    out.writeInt(saidHeight);
    out.writeInt(0);
    out.writeInt(0);
    out.writeByte(0);
    out.writeShort(0);
    segment(out, 1, 38, 18 + mmr.length);
    out.writeInt(WIDTH);
    out.writeInt(HEIGHT);
    out.writeInt(0);
    out.writeInt(0);
    out.writeByte(0);
    out.writeByte(1);
    out.write(mmr);
    return bytes.toByteArray();
  }

  private static void segment(DataOutputStream out, int number, int type, int length)
      throws IOException {
    out.writeInt(number);
    out.writeByte(type);
    out.writeByte(0);
    out.writeByte(1);
    out.writeInt(length);
  }

  /// One strip of a TIFF file that the JDK writes, with black as 1.
  private static byte[] groupFour(BufferedImage fax) throws IOException {
    ImageWriter writer = jdkTiffWriter();
    var bytes = new ByteArrayOutputStream();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionType("CCITT T.6");
    param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
    param.setTiling(WIDTH, HEIGHT, 0, 0);
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(fax, null, null), param);
    }
    writer.dispose();
    byte[] tiff = bytes.toByteArray();
    var readers = ImageIO.getImageReadersByFormatName("tiff");
    while (readers.hasNext()) {
      var reader = readers.next();
      if (reader.getClass().getModule() == ImageIO.class.getModule()) {
        try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(tiff))) {
          reader.setInput(in);
          var directory = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0));
          boolean tiled = directory.getTIFFField(324) != null;
          int offset = (int) directory.getTIFFField(tiled ? 324 : 273).getAsLong(0);
          int length = (int) directory.getTIFFField(tiled ? 325 : 279).getAsLong(0);
          assertThat(directory.getTIFFField(262).getAsInt(0)).as("white is 0").isZero();
          return java.util.Arrays.copyOfRange(tiff, offset, offset + length);
        }
      }
    }
    throw new AssertionError("the JDK reads TIFF");
  }

  private static ImageWriter jdkTiffWriter() {
    var writers = ImageIO.getImageWritersByFormatName("tiff");
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getModule() == ImageIO.class.getModule()) {
        return writer;
      }
    }
    throw new AssertionError("the JDK writes TIFF");
  }
}
