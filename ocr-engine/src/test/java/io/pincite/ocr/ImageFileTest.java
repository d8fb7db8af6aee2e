package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Picture files of every kind show the same four quarters: red, green / blue, white with a black
/// middle. How the files under `pictures` were made is in `make.py` there.
class ImageFileTest {
  private static final ImageFile.Limits LIMITS = new ImageFile.Limits(20_000_000, 1_000);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cmyk.jpg",
        "cmyk.tif",
        "big.tif",
        "lossy.webp",
        "transparent.webp",
        "animated.webp",
        "animated.png",
        "animated.gif",
        "turned.jpg",
        "turned.png",
        "turned.webp"
      })
  void everyKindShowsItsPicture(String name) throws IOException {
    try (var file = open(resource(name))) {
      assertThat(file.pages()).isOne();
      assertThat(file.size(1).width()).isEqualTo(96);
      assertThat(file.size(1).height()).isEqualTo(64);
      assertShowsQuarters(file.page(1).pixels(), 96, 64, 40);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "progressive.jpg", "png", "gif", "bmp.tif"})
  void whatJavaWritesIsRead(String ending) throws IOException {
    try (var file = open(written(quarters(BufferedImage.TYPE_INT_RGB, 96, 64), ending))) {
      assertShowsQuarters(file.page(1).pixels(), 96, 64, 20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CCITT RLE", "CCITT T.4", "CCITT T.6", "LZW", "PackBits", "ZLib"})
  void blackAndWhiteTiffIsReadInEveryCompression(String compression) throws IOException {
    BufferedImage picture = quarters(BufferedImage.TYPE_BYTE_BINARY, 96, 64);
    try (var file = open(tiff(List.of(picture), compression, false, 0))) {
      BufferedImage pixels = file.page(1).pixels();
      assertThat(new Color(pixels.getRGB(80, 40))).isEqualTo(Color.WHITE);
      assertThat(new Color(pixels.getRGB(72, 48))).isEqualTo(Color.BLACK);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "JPEG", "ZLib", "Deflate", "PackBits"})
  void colourTiffIsReadInEveryCompressionAndInTiles(String compression) throws IOException {
    BufferedImage picture = quarters(BufferedImage.TYPE_3BYTE_BGR, 96, 64);
    for (boolean tiled : List.of(false, true)) {
      try (var file = open(tiff(List.of(picture), compression, tiled, 0))) {
        assertShowsQuarters(file.page(1).pixels(), 96, 64, 20);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tif"})
  void sixteenBitsOfGrayKeepTheirBrightness(String ending) throws IOException {
    var deep = new BufferedImage(32, 32, BufferedImage.TYPE_USHORT_GRAY);
    for (int x = 0; x < 32; x++) {
      for (int y = 0; y < 32; y++) {
        deep.getRaster().setSample(x, y, 0, x * 257 * 8);
      }
    }
    Path path = folder.resolve("deep." + ending);
    ImageIO.write(deep, ending.equals("tif") ? "tiff" : ending, path.toFile());
    try (var file = open(path)) {
      BufferedImage pixels = file.page(1).pixels();
      for (int x = 0; x < 32; x++) {
        assertThat(new Color(pixels.getRGB(x, 5))).isEqualTo(new Color(x * 8, x * 8, x * 8));
      }
    }
  }

  @Test
  void eightBitsOfGrayKeepTheirBrightness() throws IOException {
    var gray = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    gray.getRaster().setSample(3, 3, 0, 128);
    Path path = folder.resolve("gray.png");
    ImageIO.write(gray, "png", path.toFile());
    try (var file = open(path)) {
      assertThat(new Color(file.page(1).pixels().getRGB(3, 3))).isEqualTo(new Color(128, 128, 128));
    }
  }

  @Test
  void transparencyStandsOnWhite() throws IOException {
    var clear = new BufferedImage(10, 10, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(1, 1, 0xFF000000);
    clear.setRGB(2, 2, 0x80000000);
    Path path = folder.resolve("clear.png");
    ImageIO.write(clear, "png", path.toFile());
    try (var file = open(path)) {
      BufferedImage pixels = file.page(1).pixels();
      assertThat(new Color(pixels.getRGB(0, 0))).isEqualTo(Color.WHITE);
      assertThat(new Color(pixels.getRGB(1, 1))).isEqualTo(Color.BLACK);
      assertThat(new Color(pixels.getRGB(2, 2)).getRed()).isBetween(126, 128);
    }
  }

  @Test
  void aFaxOfManyPagesIsADocumentOfManyPages() throws IOException {
    List<BufferedImage> pages =
        java.util.stream.IntStream.range(0, 7)
            .mapToObj(i -> numbered(i, BufferedImage.TYPE_BYTE_BINARY))
            .toList();
    try (var file = open(tiff(pages, "CCITT T.6", false, 200))) {
      assertThat(file.pages()).isEqualTo(7);
      for (int i = 6; i >= 0; i--) {
        assertThat(blackPixels(file.page(i + 1).pixels())).isEqualTo(10 * (i + 1));
        assertThat(file.size(i + 1).dpi()).isEqualTo(200);
      }
    }
  }

  @Test
  void pixelsOfACoarseFaxAreMadeSquare() throws IOException {
    try (var file = open(resource("coarse-fax.tif"))) {
      assertThat(file.size(1)).isEqualTo(new ImageFile.Size(1728, 2379, 204));
      BufferedImage pixels = file.page(1).pixels();
      assertThat(pixels.getHeight()).isEqualTo(2379);
      assertThat(new Color(pixels.getRGB(1300, 1800))).isEqualTo(Color.BLACK);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyOrientationIsShownUpright(int orientation) throws IOException {
    BufferedImage upright = quarters(BufferedImage.TYPE_3BYTE_BGR, 96, 64);
    boolean turned = orientation >= 5;
    var stored = new BufferedImage(turned ? 64 : 96, turned ? 96 : 64, upright.getType());
    for (int y = 0; y < stored.getHeight(); y++) {
      for (int x = 0; x < stored.getWidth(); x++) {
        int right = stored.getWidth() - 1 - x;
        int below = stored.getHeight() - 1 - y;
        // TIFF 6.0: what the first row and the first column of the stored picture are.
        int rgb =
            switch (orientation) {
              case 1 -> upright.getRGB(x, y);
              case 2 -> upright.getRGB(right, y);
              case 3 -> upright.getRGB(right, below);
              case 4 -> upright.getRGB(x, below);
              case 5 -> upright.getRGB(y, x);
              case 6 -> upright.getRGB(below, x);
              case 7 -> upright.getRGB(below, right);
              default -> upright.getRGB(y, right);
            };
        stored.setRGB(x, y, rgb);
      }
    }
    Path path = tiff(List.of(stored), "LZW", false, 0, orientation);
    try (var file = open(path)) {
      assertThat(file.size(1).width()).isEqualTo(96);
      assertShowsQuarters(file.page(1).pixels(), 96, 64, 5);
    }
  }

  @Test
  void ofAnAnimationTheFirstPictureIsReadAndThatIsSaid() throws IOException {
    for (String name : List.of("animated.webp", "animated.png", "animated.gif")) {
      try (var file = open(resource(name))) {
        assertThat(file.remark()).contains("an animation of 3 pictures; only the first is read");
      }
    }
  }

  @Test
  void resolutionIsTheFilesWhereItCanBeTrue() throws IOException {
    assertThat(dpi(2480, 3508, 300)).isEqualTo(300);
    assertThat(dpi(1654, 2339, 200)).isEqualTo(200);
    assertThat(dpi(595, 842, 72)).isEqualTo(72);
  }

  @Test
  void anAbsurdResolutionGivesWayToAGuess() throws IOException {
    double a4At300 = 3508 / (297 / 25.4);
    assertThat(dpi(2480, 3508, 72)).isEqualTo(a4At300);
    assertThat(dpi(2480, 3508, 1_000_000)).isEqualTo(a4At300);
    assertThat(dpi(2480, 3508, 1)).isEqualTo(a4At300);
  }

  @Test
  void aLargePictureIsDecodedAsSmallAsItIsNeeded() throws IOException {
    BufferedImage large = quarters(BufferedImage.TYPE_3BYTE_BGR, 960, 640);
    try (var file = open(written(large, "jpg"))) {
      PageImage page = file.page(1, 96);
      assertShowsQuarters(page.pixels(), 96, 64, 20);
      assertThat(page.dpi()).isEqualTo(file.size(1).dpi() / 10);
      assertThat(file.page(1, 5000).pixels().getWidth()).isEqualTo(960);
    }
  }

  @Test
  void onePixelIsAPage() throws IOException {
    try (var file = open(written(quarters(BufferedImage.TYPE_3BYTE_BGR, 1, 1), "png"))) {
      assertThat(file.page(1).pixels().getWidth()).isOne();
      assertThat(file.page(1).dpi()).isPositive();
    }
  }

  @Test
  void aBombIsRefusedByItsHeader() throws IOException {
    Path bomb = folder.resolve("bomb.png");
    Files.write(bomb, png(30_000, 30_000, new byte[0]));
    try (var file = open(bomb)) {
      assertThatExceptionOfType(OcrException.UnreadableImage.class)
          .isThrownBy(() -> file.page(1))
          .withMessage(
              "[p.1] the picture is 30,000 x 30,000 px; the limit is 20,000,000 px in all. Scan at 300 dpi, or raise the limit of pixels.");
    }
  }

  @Test
  void aCommentThatUnpacksToGigabytesCostsNothing() throws IOException {
    var deflater = new Deflater(9);
    byte[] zeros = new byte[1 << 20];
    var packed = new ByteArrayOutputStream();
    packed.write("comment\0\0".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    byte[] buffer = new byte[1 << 16];
    for (int i = 0; i < 4096; i++) {
      deflater.setInput(zeros);
      int count;
      while ((count = deflater.deflate(buffer)) > 0) {
        packed.write(buffer, 0, count);
      }
    }
    deflater.finish();
    packed.write(buffer, 0, deflater.deflate(buffer));
    var palette = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
    var whole = new ByteArrayOutputStream();
    ImageIO.write(palette, "png", whole);
    byte[] plain = whole.toByteArray();
    var bombed = new ByteArrayOutputStream();
    bombed.write(plain, 0, 33);
    writeChunk(bombed, "zTXt", packed.toByteArray());
    bombed.write(plain, 33, plain.length - 33);
    Path path = folder.resolve("comment.png");
    Files.write(path, bombed.toByteArray());
    try (var file = open(path)) {
      assertThat(file.page(1).pixels().getWidth()).isEqualTo(4);
    }
  }

  @Test
  void aJpegOfEndlessLayersIsRefused() throws IOException {
    byte[] jpeg = Files.readAllBytes(written(quarters(BufferedImage.TYPE_3BYTE_BGR, 9, 9), "jpg"));
    byte[] layers = Arrays.copyOf(jpeg, jpeg.length + 2000);
    for (int i = jpeg.length; i < layers.length; i += 2) {
      layers[i] = (byte) 0xFF;
      layers[i + 1] = (byte) 0xDA;
    }
    Path path = folder.resolve("layers.jpg");
    Files.write(path, layers);
    assertThatExceptionOfType(OcrException.UnreadableImage.class)
        .isThrownBy(() -> open(path))
        .withMessage(
            "the picture file is damaged (it is drawn in more than 100 layers). Save it again from the program it came from, or scan it again.");
  }

  @Test
  void halfABaselineJpegIsNotTakenForAPage() throws IOException {
    byte[] jpeg = Files.readAllBytes(written(noise(640, 640), "jpg"));
    Path path = folder.resolve("half.jpg");
    Files.write(path, Arrays.copyOf(jpeg, jpeg.length / 2));
    try (var file = open(path)) {
      assertThatExceptionOfType(OcrException.UnreadableImage.class)
          .isThrownBy(() -> file.page(1))
          .withMessageContaining("[p.1] the picture is damaged (it ends too early, the lower ");
    }
  }

  @Test
  void aJpegThatLostItsEndMarkerIsRead() throws IOException {
    byte[] jpeg =
        Files.readAllBytes(written(quarters(BufferedImage.TYPE_3BYTE_BGR, 96, 64), "jpg"));
    Path path = folder.resolve("end.jpg");
    Files.write(path, Arrays.copyOf(jpeg, jpeg.length - 2));
    try (var file = open(path)) {
      assertShowsQuarters(file.page(1).pixels(), 96, 64, 20);
    }
  }

  @Test
  void tooManyPagesAreRefused() throws IOException {
    List<BufferedImage> pages = java.util.Collections.nCopies(5, numbered(0, 12));
    Path path = tiff(pages, "CCITT T.6", false, 0);
    assertThatExceptionOfType(OcrException.UnreadableImage.class)
        .isThrownBy(() -> ImageFile.open(path, new ImageFile.Limits(1_000_000, 4)))
        .withMessage(
            "the picture file has more than 4 pages, the limit. Split it, or raise the limit of pages.");
  }

  @Test
  void pagesInACircleAreRefused() throws IOException {
    Path path = tiff(java.util.Collections.nCopies(3, numbered(0, 12)), "LZW", false, 0);
    byte[] bytes = Files.readAllBytes(path);
    var buffer = java.nio.ByteBuffer.wrap(bytes);
    buffer.order(
        bytes[0] == 'I' ? java.nio.ByteOrder.LITTLE_ENDIAN : java.nio.ByteOrder.BIG_ENDIAN);
    int first = buffer.getInt(4);
    int directory = first;
    while (true) {
      int link = directory + 2 + 12 * buffer.getShort(directory);
      if (buffer.getInt(link) == 0) {
        buffer.putInt(link, first);
        break;
      }
      directory = buffer.getInt(link);
    }
    Files.write(path, bytes);
    assertThatExceptionOfType(OcrException.UnreadableImage.class)
        .isThrownBy(() -> open(path))
        .withMessageContaining("its list of pages runs in a circle");
  }

  @Test
  void whatIsNoPictureIsRefusedWithAWayOut() throws IOException {
    Path text = Files.writeString(folder.resolve("letter.jpg"), "Dear Sir");
    assertThatExceptionOfType(OcrException.UnreadableImage.class)
        .isThrownBy(() -> open(text))
        .withMessage(
            "by its content the file is none of JPEG, PNG, WebP, GIF and TIFF. Save the picture as one of them.");
    Path heic = Files.writeString(folder.resolve("photo.heic"), "\0\0\0\u0018ftypheic\0\0\0\0");
    assertThatExceptionOfType(OcrException.UnreadableImage.class)
        .isThrownBy(() -> open(heic))
        .withMessageContaining("HEIC or AVIF");
  }

  private double dpi(int width, int height, int said) throws IOException {
    var blank = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
    try (var file = open(tiff(List.of(blank), "CCITT T.6", false, said))) {
      return file.size(1).dpi();
    }
  }

  private static ImageFile open(Path path) {
    return ImageFile.open(path, LIMITS);
  }

  private Path resource(String name) throws IOException {
    Path path = folder.resolve(name);
    try (var in = ImageFileTest.class.getResourceAsStream("/pictures/" + name)) {
      Files.copy(in, path);
    }
    return path;
  }

  static BufferedImage quarters(int type, int width, int height) {
    var image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    int x = width / 2;
    int y = height / 2;
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, x, y);
    graphics.setColor(Color.GREEN);
    graphics.fillRect(x, 0, width - x, y);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(0, y, x, height - y);
    graphics.setColor(Color.BLACK);
    graphics.fillRect(x + x / 3, y + y / 3, x / 3, y / 3);
    graphics.dispose();
    return image;
  }

  private static BufferedImage noise(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    var random = new java.util.Random(7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }

  private static BufferedImage numbered(int number, int type) {
    var image = new BufferedImage(200, 100, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 200, 100);
    graphics.setColor(Color.BLACK);
    graphics.fillRect(20, 20, 10, number + 1);
    graphics.dispose();
    return image;
  }

  private static int blackPixels(BufferedImage image) {
    int black = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        black += (image.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
      }
    }
    return black;
  }

  private static void assertShowsQuarters(
      BufferedImage image, int width, int height, int tolerance) {
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getHeight()).isEqualTo(height);
    assertColor(image, width / 4, height / 4, Color.RED, tolerance);
    assertColor(image, 3 * width / 4, height / 4, Color.GREEN, tolerance);
    assertColor(image, width / 4, 3 * height / 4, Color.BLUE, tolerance);
    assertColor(image, 9 * width / 10, 9 * height / 10, Color.WHITE, tolerance);
  }

  private static void assertColor(BufferedImage image, int x, int y, Color color, int tolerance) {
    var there = new Color(image.getRGB(x, y));
    assertThat(
            Math.abs(there.getRed() - color.getRed())
                + Math.abs(there.getGreen() - color.getGreen())
                + Math.abs(there.getBlue() - color.getBlue()))
        .as("%s at %d, %d, wanted %s", there, x, y, color)
        .isLessThanOrEqualTo(3 * tolerance);
  }

  private Path written(BufferedImage image, String ending) throws IOException {
    Path path = folder.resolve("picture." + ending);
    if (ending.equals("progressive.jpg")) {
      ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      try (var out = ImageIO.createImageOutputStream(path.toFile())) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(image, null, null), param);
      }
      writer.dispose();
      return path;
    }
    String format = ending.substring(ending.lastIndexOf('.') + 1);
    assertThat(ImageIO.write(image, format.equals("tif") ? "tiff" : format, path.toFile()))
        .isTrue();
    return path;
  }

  private Path tiff(List<BufferedImage> pages, String compression, boolean tiled, int dpi)
      throws IOException {
    return tiff(pages, compression, tiled, dpi, 1);
  }

  private Path tiff(
      List<BufferedImage> pages, String compression, boolean tiled, int dpi, int orientation)
      throws IOException {
    Path path = folder.resolve("pages.tif");
    Files.deleteIfExists(path);
    ImageWriter writer = jdkTiffWriter();
    try (var out = ImageIO.createImageOutputStream(path.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (BufferedImage page : pages) {
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType(compression);
        if (tiled) {
          param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
          param.setTiling(32, 32, 0, 0);
        }
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(page), param);
        var directory = TIFFDirectory.createFromMetadata(metadata);
        var tags = BaselineTIFFTagSet.getInstance();
        if (dpi > 0) {
          long[][] rational = {{dpi, 1}};
          for (int tag : new int[] {282, 283}) {
            directory.addTIFFField(
                new TIFFField(tags.getTag(tag), TIFFTag.TIFF_RATIONAL, 1, rational));
          }
          directory.addTIFFField(
              new TIFFField(tags.getTag(296), TIFFTag.TIFF_SHORT, 1, new char[] {2}));
        }
        directory.addTIFFField(
            new TIFFField(
                tags.getTag(274), TIFFTag.TIFF_SHORT, 1, new char[] {(char) orientation}));
        writer.writeToSequence(new IIOImage(page, null, directory.getAsMetadata()), param);
      }
      writer.endWriteSequence();
    }
    writer.dispose();
    return path;
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

  private static byte[] png(int width, int height, byte[] data) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    var header = new ByteArrayOutputStream();
    var out = new DataOutputStream(header);
    out.writeInt(width);
    out.writeInt(height);
    out.write(new byte[] {8, 2, 0, 0, 0});
    writeChunk(bytes, "IHDR", header.toByteArray());
    writeChunk(bytes, "IDAT", data);
    writeChunk(bytes, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  private static void writeChunk(ByteArrayOutputStream to, String type, byte[] data)
      throws IOException {
    byte[] name = type.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    var crc = new CRC32();
    crc.update(name);
    crc.update(data);
    var out = new DataOutputStream(to);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) crc.getValue());
  }
}
