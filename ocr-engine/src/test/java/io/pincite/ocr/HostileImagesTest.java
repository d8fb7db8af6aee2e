package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a picture file claims or lacks, each page of it ends in a picture or in a problem that
/// says what to do, at a bounded cost. What memory decoding takes is what its thread allocates,
/// counted by the JVM, so it is the same on every machine.
class HostileImagesTest {
  private static final ImageFile.Limits LIMITS = new ImageFile.Limits(20_000_000, 2_000);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /// Nothing is decoded here that is larger than 160 x 160.
  private static final long MOST_BYTES = 64L << 20;

  @TempDir Path folder;

  // --- sizes that are lies --------------------------------------------------------------------

  static Stream<Map.Entry<String, byte[]>> giants() {
    return HostilePictures.giants().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("giants")
  void aGiantIsRefusedBeforeItIsDecoded(Map.Entry<String, byte[]> giant) throws Exception {
    Outcome outcome = outcome(giant);

    assertThat(outcome.problem()).hasValueSatisfying(it -> assertThat(it).contains("the limit is"));
    assertThat(outcome.allocated()).isLessThan(MOST_BYTES);
  }

  static Stream<Map.Entry<String, byte[]>> liars() {
    return HostilePictures.liars().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("liars")
  void aLieCostsNoMoreThanThePictureItIsTold(Map.Entry<String, byte[]> liar) throws Exception {
    Outcome outcome = outcome(liar);

    assertThat(outcome.allocated()).isLessThan(MOST_BYTES);
  }

  // --- files that are cut or damaged ----------------------------------------------------------

  static Stream<Map.Entry<String, byte[]>> wholes() {
    return HostilePictures.wholes().entrySet().stream();
  }

  /// What is missing could be the clause someone asks for.
  @ParameterizedTest
  @MethodSource("wholes")
  void halfAPictureIsNoPage(Map.Entry<String, byte[]> whole) throws Exception {
    assertThat(outcome(whole).problem()).as("whole").isEmpty();

    byte[] half = halfOf(whole.getValue());
    Outcome outcome = outcome(Map.entry(whole.getKey(), half));

    assertThat(outcome.problem()).as("half of %s", whole.getKey()).isPresent();
  }

  /// In a TIFF that the JDK writes, directories stand before the pixels they speak of.
  private static byte[] halfOf(byte[] whole) {
    return Arrays.copyOf(whole, whole.length / 2);
  }

  @ParameterizedTest
  @MethodSource("wholes")
  void damageEndsInAPictureOrAProblem(Map.Entry<String, byte[]> whole) throws Exception {
    long seed = Long.getLong("tests.seed", new Random().nextLong());
    var random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      byte[] damaged = whole.getValue().clone();
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        // Headers are a small part of a file, and the part that matters.
        int reach = random.nextBoolean() ? Math.min(200, damaged.length) : damaged.length;
        damaged[random.nextInt(reach)] = (byte) random.nextInt();
      }
      if (random.nextInt(4) == 0) {
        damaged = Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length));
      }
      assertThat(outcome(Map.entry(whole.getKey(), damaged)).hangs())
          .as("%s, -Dtests.seed=%d, round %d", whole.getKey(), seed, round)
          .isFalse();
    }
  }

  // --- colours ----------------------------------------------------------------------------------

  /// Without Adobe's marker the numbers are ink as they stand; with it, they are inverted
  /// (`cmyk.jpg` in [ImageFileTest]).
  @Test
  void cmykWithoutAdobesMarkerIsInkAsItStands() throws Exception {
    WritableRaster ink = Raster.createInterleavedRaster(0, 64, 64, 4, null);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        ink.setPixel(x, y, x < 32 ? new int[] {0, 255, 255, 0} : new int[] {0, 0, 0, 0});
      }
    }
    BufferedImage shown = onlyPage(write("cmyk.jpg", jpegOf(ink)));

    assertThat(near(new Color(shown.getRGB(10, 30)), Color.RED)).as("left").isLessThan(30);
    assertThat(near(new Color(shown.getRGB(50, 30)), Color.WHITE)).as("right").isLessThan(30);
  }

  private static byte[] jpegOf(Raster raster) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    }
    writer.dispose();
    return bytes.toByteArray();
  }

  private static int near(Color one, Color other) {
    return Math.abs(one.getRed() - other.getRed())
        + Math.abs(one.getGreen() - other.getGreen())
        + Math.abs(one.getBlue() - other.getBlue());
  }

  @ParameterizedTest
  @CsvSource({"png", "gif"})
  void aTransparentColourOfAPaletteIsWhite(String format) throws Exception {
    byte[] black = {0, 0};
    var palette = new IndexColorModel(1, 2, black, black, black, 1);
    var image = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setSample(5, 5, 0, 0);
    image.getRaster().setSample(6, 6, 0, 1);

    BufferedImage shown =
        onlyPage(write("palette." + format, HostilePictures.written(image, format)));

    assertThat(new Color(shown.getRGB(5, 5))).isEqualTo(Color.BLACK);
    assertThat(new Color(shown.getRGB(6, 6))).isEqualTo(Color.WHITE);
  }

  // --- resolutions ------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "0, 0, 2",
    "0, 1, 2",
    "1, 0, 2",
    "4294967295, 1, 2",
    "1, 4294967295, 2",
    "300, 1, 1",
    "300, 1, 9",
    "4294967295, 1, 3"
  })
  void noResolutionIsBelievedThatCannotBeTrue(long numerator, long denominator, int unit)
      throws Exception {
    byte[] file = HostilePictures.tiffOfResolution(numerator, denominator, unit);

    try (var picture = ImageFile.open(write("resolution.tif", file), LIMITS)) {
      assertThat(picture.size(1)).isEqualTo(new ImageFile.Size(40, 30, 50));
      assertThat(picture.page(1).pixels().getWidth()).isEqualTo(40);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, -1", "1, 1", "2147483647, 1"})
  void norThatOfAPng(int across, int down) throws Exception {
    byte[] plain =
        HostilePictures.written(new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY), "png");
    byte[] density = ByteBuffer.allocate(9).putInt(across).putInt(down).put((byte) 1).array();

    try (var picture =
        ImageFile.open(
            write("density.png", HostilePictures.pngWith(plain, "pHYs", density)), LIMITS)) {
      assertThat(picture.size(1)).isEqualTo(new ImageFile.Size(40, 30, 50));
    }
  }

  // --- many pages -------------------------------------------------------------------------------

  @Test
  void aFaxOfAThousandPagesIsDecodedPageByPage() throws Exception {
    Path fax = write("fax.tif", HostilePictures.fax(1_000, 432, 559));
    long page = 432 * 559 * 3;
    long before = allocated();
    try (var file = ImageFile.open(fax, LIMITS)) {
      assertThat(file.pages()).isEqualTo(1_000);
      assertThat(allocated() - before).as("opened").isLessThan(8L << 20);
      for (int number : List.of(1_000, 1, 500)) {
        long start = allocated();
        assertThat(darkPixels(file.page(number).pixels())).isEqualTo(number);
        assertThat(allocated() - start).as("page %d", number).isLessThan(20 * page);
      }
    }
  }

  // --- the evaluation data ----------------------------------------------------------------------

  @Test
  void everyHostilePictureOfTheEvaluationDataEndsInPagesOrAProblem() throws Exception {
    Optional<Path> data = Optional.ofNullable(System.getenv("PINCITE_EVAL_DATA")).map(Path::of);
    Assumptions.assumeTrue(
        data.isPresent() && Files.isDirectory(data.get().resolve("hostile")),
        "left out: the hostile pictures of the evaluation data; set PINCITE_EVAL_DATA to the folder that has them");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(data.orElseThrow().resolve("hostile"))) {
      files =
          walk.filter(file -> file.toString().matches(".*\\.(png|jpe?g|tiff?|gif|webp|jp2|j2k)"))
              .sorted()
              .toList();
    }
    assertThat(files).isNotEmpty();
    var hanging = new ArrayList<Path>();
    for (Path file : files) {
      if (outcome(file).hangs()) {
        hanging.add(file);
      }
    }
    assertThat(hanging).isEmpty();
  }

  // --- helpers ----------------------------------------------------------------------------------

  /// @param problem of the file or of its first page that has one
  /// @param allocated bytes
  private record Outcome(Optional<String> problem, long allocated, boolean hangs) {}

  private Outcome outcome(Map.Entry<String, byte[]> file) throws Exception {
    return outcome(write(file.getKey(), file.getValue()));
  }

  /// Anything but a page or an [OcrException.UnreadableImage] ends the test.
  private static Outcome outcome(Path path) throws Exception {
    var outcome = new AtomicReference<Outcome>(new Outcome(Optional.empty(), 0, true));
    var failure = new AtomicReference<Throwable>();
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .uncaughtExceptionHandler((_, e) -> failure.set(e))
            .start(() -> outcome.set(read(path)));
    reader.join(LONGEST);
    if (failure.get() != null) {
      throw new AssertionError(path.getFileName() + ": " + failure.get(), failure.get());
    }
    return outcome.get();
  }

  private static Outcome read(Path path) {
    long before = allocated();
    Optional<String> problem = Optional.empty();
    try (var file = ImageFile.open(path, LIMITS)) {
      for (int page = 1; page <= file.pages() && problem.isEmpty(); page++) {
        try {
          BufferedImage pixels = file.page(page).pixels();
          assertThat((long) pixels.getWidth() * pixels.getHeight())
              .isLessThanOrEqualTo(LIMITS.maxPixels());
          assertThat(file.page(page).dpi()).isBetween(50.0, 2400.0);
        } catch (OcrException.UnreadableImage e) {
          assertThat(e.getMessage()).startsWith("[p." + page + "] the picture is ");
          problem = Optional.ofNullable(e.getMessage());
        }
      }
    } catch (OcrException.UnreadableImage e) {
      assertThat(e.getMessage()).isNotBlank();
      problem = Optional.ofNullable(e.getMessage());
    }
    return new Outcome(problem, allocated() - before, false);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static BufferedImage onlyPage(Path path) {
    try (var file = ImageFile.open(path, LIMITS)) {
      assertThat(file.pages()).isOne();
      return file.page(1).pixels();
    }
  }

  private static int darkPixels(BufferedImage image) {
    int dark = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        dark += (image.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
      }
    }
    return dark;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path path = folder.resolve(name);
    Files.write(path, bytes);
    return path;
  }
}
