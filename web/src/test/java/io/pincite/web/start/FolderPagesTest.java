package io.pincite.web.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.FileReader;
import io.pincite.samples.ReplayScript.Step;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.Sample;
import io.pincite.samples.ScannedSample;
import io.pincite.web.Pdfs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pincite ocr FOLDER --out DIR`, with the real engine.
class FolderPagesTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));

  @TempDir Path folder;
  @TempDir Path out;

  /// What a run printed.
  private record Printed(int code, String out, String err) {}

  @BeforeEach
  void fill() throws IOException {
    Files.write(folder.resolve("nda.pdf"), Sample.NDA.pdf());
    Files.createDirectories(folder.resolve("bills"));
    Files.write(folder.resolve("bills/invoice.png"), ScannedSample.INVOICE.bytes());
    Files.writeString(folder.resolve("notes.txt"), "neither PDF nor picture");
  }

  @Test
  void everyPdfAndPictureBecomesMarkdownWordsAndAnnotatedPages() throws IOException {
    Printed printed = read();

    assertThat(printed.code()).isZero();
    assertThat(outcomes())
        .containsExactly(
            "bills/invoice.png.json",
            "bills/invoice.png.md",
            "bills/invoice.png.pages/001.png",
            "nda.pdf.json",
            "nda.pdf.md",
            "nda.pdf.pages/001.png",
            "nda.pdf.pages/002.png");
    assertThat(printed.err())
        .isEqualTo("[1 of 2] bills/invoice.png: 1 page\n[2 of 2] nda.pdf: 2 pages\n");
    assertThat(printed.out())
        .isEqualTo("2 files: 2 read (3 pages), 0 unchanged, 0 with problems. " + out + "\n");
    assertThat(Files.readString(out.resolve("bills/invoice.png.md"))).contains("INVOICE");
    JsonNode json = json("bills/invoice.png.json");
    assertThat(json.get("name").asText()).isEqualTo("invoice.png");
    assertThat(json.get("pages").get(0).get("page").get("blocks")).isNotEmpty();
    JsonNode word = json.get("pages").get(0).get("words").get(0);
    assertThat(word.get("text").asText()).isNotBlank();
    assertThat(word.get("box")).hasSize(4);
  }

  @Test
  void figuresLieBesideTheMarkdownThatLinksThem() throws IOException {
    Files.write(folder.resolve("the report.pdf"), Pdfs.withFigures());

    assertThat(read().code()).isZero();

    assertThat(outcomes())
        .contains("the report.pdf.figures/001-1.png", "the report.pdf.figures/001-2.png");
    assertThat(Files.readString(out.resolve("the report.pdf.md")))
        .contains(
            "![Figure 1: Revenue in thousands](the%20report.pdf.figures/001-1.png)\n",
            "![figure](the%20report.pdf.figures/001-2.png)\n");
    BufferedImage figure = ImageIO.read(out.resolve("the report.pdf.figures/001-2.png").toFile());
    assertThat(figure.getRGB(830, 300) & 0xFFFFFF).isEqualTo(0xB4530A);
  }

  @Test
  void boxesAreDrawnInTheColourOfTheirType() throws IOException {
    read();

    BufferedImage page = ImageIO.read(out.resolve("bills/invoice.png.pages/001.png").toFile());
    JsonNode table =
        json("bills/invoice.png.json")
            .get("pages")
            .get(0)
            .get("page")
            .get("blocks")
            .valueStream()
            .filter(block -> block.get("type").asText().equals("TABLE"))
            .findFirst()
            .orElseThrow();
    BufferedImage original = ImageIO.read(folder.resolve("bills/invoice.png").toFile());
    double height = 1_200.0 * original.getHeight() / original.getWidth();
    int x = (int) Math.round(table.get("box").get(0).asDouble() * 1_200);
    int middle =
        (int)
            Math.round(
                (table.get("box").get(1).asDouble() + table.get("box").get(3).asDouble())
                    / 2
                    * height);
    assertThat(page.getWidth()).isEqualTo(1_200);
    assertThat(page.getHeight()).as("with a legend").isGreaterThan((int) height);
    assertThat(page.getRGB(x, middle) & 0xFFFFFF).isEqualTo(0xB4530A);
  }

  @Test
  void whatIsThereAndUnchangedIsNotReadAgain() throws IOException {
    read();
    for (String outcome : List.of("nda.pdf.json", "bills/invoice.png.json")) {
      Files.setLastModifiedTime(out.resolve(outcome), LONG_AGO);
    }
    Files.write(folder.resolve("nda.pdf"), Sample.LEASE.pdf());

    Printed printed = read();

    assertThat(printed.out()).startsWith("2 files: 1 read (");
    assertThat(printed.out()).contains(" pages), 1 unchanged, 0 with problems.");
    assertThat(Files.getLastModifiedTime(out.resolve("bills/invoice.png.json")))
        .isEqualTo(LONG_AGO);
    assertThat(Files.getLastModifiedTime(out.resolve("nda.pdf.json"))).isNotEqualTo(LONG_AGO);
    assertThat(read(OcrChoice.NEVER).out()).as("read in another way").contains("2 read");
  }

  @Test
  void aFileThatCannotBeReadStopsNoOtherAndLeavesNothing() throws IOException {
    Files.writeString(folder.resolve("broken.png"), "\u0089PNG no more than that");

    Printed printed = read();

    assertThat(printed.code()).isEqualTo(2);
    assertThat(printed.err()).contains("[2 of 3] broken.png: not read\n");
    assertThat(printed.err()).contains("[broken.png");
    assertThat(printed.out()).contains("2 read (3 pages), 0 unchanged, 1 with problems.");
    assertThat(outcomes()).noneMatch(outcome -> outcome.startsWith("broken"));
    assertThat(out.resolve(".unfinished")).doesNotExist();
  }

  @Test
  void whatAStandInReadIsCountedAndReadAgain() throws IOException {
    Files.delete(folder.resolve("nda.pdf"));
    var how = new FileReader.How(OcrChoice.AUTO, Optional.of("vllm"), Optional.empty());
    var asked = new CommandLine.OcrFolder(folder, out, how);
    try (ReplayServer server = ReplayServer.start().knowing(ScannedSample.INVOICE)) {
      System.setProperty("pincite.ocr.vllm.base-urls", server.baseUrl().toString());
      server.follow(new Step.Truncates(40));

      Printed first = read(asked);

      assertThat(first.err()).isEqualTo("[1 of 1] bills/invoice.png: 1 page, 1 by a stand-in\n");
      assertThat(first.out())
          .isEqualTo(
              "1 files: 1 read (1 page, 1 by a stand-in), 0 unchanged, 0 with problems. %s\n"
                  .formatted(out));
      assertThat(first.code()).isZero();
      assertThat(json("bills/invoice.png.json").get("made").get("whole").asBoolean()).isFalse();

      Printed second = read(asked);

      assertThat(second.out())
          .isEqualTo("1 files: 1 read (1 page), 0 unchanged, 0 with problems. %s\n".formatted(out));
      assertThat(json("bills/invoice.png.json").get("made").get("whole").asBoolean()).isTrue();
      assertThat(read(asked).out()).startsWith("1 files: 0 read (0 pages), 1 unchanged, ");
    } finally {
      System.clearProperty("pincite.ocr.vllm.base-urls");
    }
  }

  @Test
  void anOutcomeFolderThatHoldsTheFolderIsRefused() throws IOException {
    for (Path holding : List.of(folder, folder.resolve("bills/.."))) {
      Printed printed =
          read(
              new CommandLine.OcrFolder(
                  folder.resolve("bills"), holding, asked(OcrChoice.AUTO).how()));

      assertThat(printed)
          .isEqualTo(
              new Printed(
                  1,
                  "",
                  "[%s] the outcome folder holds the folder that is read; give another --out.\n"
                      .formatted(holding)));
    }
    assertThat(read(new CommandLine.OcrFolder(folder, folder, asked(OcrChoice.AUTO).how())).code())
        .as("the folder itself")
        .isEqualTo(1);
    assertThat(folder.resolve(".unfinished")).doesNotExist();
  }

  @Test
  void aBarMovesOnATerminal() {
    var err = new ByteArrayOutputStream();
    FolderPages.read(
        asked(OcrChoice.NEVER), stream(new ByteArrayOutputStream()), stream(err), true);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("[############------------] 2 of 2  nda.pdf")
        .endsWith("\r\u001b[K");
  }

  @Test
  void theCommandLineIsUnderstood() {
    assertThat(CommandLine.parse("ocr", "in", "--out", "out", "--engine=ppocr", "--ocr", "always"))
        .isEqualTo(
            new CommandLine.OcrFolder(
                Path.of("in"),
                Path.of("out"),
                new FileReader.How(OcrChoice.ALWAYS, Optional.of("ppocr"), Optional.empty())));
  }

  @Test
  void aFolderThatIsNotThereAndAnEngineThatIsNotThereAreSaid() throws IOException {
    Printed none =
        read(
            new CommandLine.OcrFolder(folder.resolve("nowhere"), out, asked(OcrChoice.AUTO).how()));
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("nowhere] cannot be read or written: ");

    Printed magic =
        read(
            new CommandLine.OcrFolder(
                folder,
                out,
                new FileReader.How(OcrChoice.AUTO, Optional.of("magic"), Optional.empty())));
    assertThat(magic.code()).isEqualTo(1);
    assertThat(magic.err()).contains("[engine] 'magic' is not there. Ask for 'ppocr'.");
  }

  // --- helpers ----------------------------------------------------------------------------------

  private CommandLine.OcrFolder asked(OcrChoice choice) {
    return new CommandLine.OcrFolder(
        folder, out, new FileReader.How(choice, Optional.empty(), Optional.empty()));
  }

  private Printed read() {
    return read(OcrChoice.AUTO);
  }

  private Printed read(OcrChoice choice) {
    return read(asked(choice));
  }

  private static Printed read(CommandLine.OcrFolder asked) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code = FolderPages.read(asked, stream(out), stream(err), false);
    return new Printed(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(out.resolve(name).toFile());
  }

  private TreeSet<String> outcomes() throws IOException {
    var outcomes = new TreeSet<String>();
    try (var files = Files.walk(out)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> outcomes.add(out.relativize(file).toString()));
    }
    return outcomes;
  }
}
