package io.pincite.web.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.pincite.samples.ScannedSample;
import io.pincite.samples.Truth;
import io.pincite.web.Replayed;
import io.pincite.web.Sideways;
import io.pincite.web.Typist;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files that are only read, and pages that are read again, done in a browser.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ReadInBrowserTest {
  /// Reading a scan on a busy machine; a test that waits this long has failed.
  private static final double PATIENCE = 180_000;

  private static Chromium chromium;

  /// Set by the test framework.
  @TestHTTPResource("/")
  @SuppressWarnings("NullAway")
  URL url;

  /// Opened before each test.
  @SuppressWarnings("NullAway")
  private Page page;

  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void open() {
    BrowserContext context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(1280, 800)
                    .setLocale("en-US")
                    .setPermissions(List.of("clipboard-read", "clipboard-write")));
    page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.navigate(url + "#/read");
  }

  @AfterEach
  void close() {
    Typist.goOn();
    Replayed.goOn();
    page.context().close();
  }

  /// The oracle is the generator: it wrote down where each word stands when it drew the scan.
  @Test
  void aDroppedScanShowsItsBlocksWhereItsWordsAreAndGivesItsMarkdown() {
    String before = documents();
    assertThat(page.locator("pin-read .kept")).containsText("File and result stay");
    assertThat(page.locator("pin-read .kept")).containsText("24 hours");

    drop("scan of an invoice.png", ScannedSample.INVOICE.bytes());

    assertThat(page.locator("pin-read .standing")).containsText("1 page read.", containing());
    assertThat(page.locator("pin-read h1")).hasText("scan of an invoice.png");
    assertThat(page.locator("pin-blocks .legend")).containsText("Table");
    List<Truth.Word> words = ScannedSample.INVOICE.truth().pages().getFirst().words();
    List<Truth.Box> drawn = drawn();
    long covered =
        words.stream()
            .filter(word -> drawn.stream().anyMatch(box -> covers(box, word.box())))
            .count();
    assertThat(covered)
        .as("of %d words in blocks drawn", words.size())
        .isGreaterThanOrEqualTo(words.size() * 9L / 10);

    page.locator("pin-read .copy").click();
    assertThat(page.locator(".notice")).containsText("Copied.");
    String copied = (String) page.evaluate("navigator.clipboard.readText()");
    assertThat(copied).isEqualTo(read().get("markdown").getAsString().strip() + "\n");
    assertThat(copied).contains("INVOICE");
    assertThat(documents()).as("documents in the library").isEqualTo(before);
    assertNoComplaints();
  }

  @Test
  void whatAnEngineWritesIsSeenAsItComesAndPagesCanBeTurned() {
    Typist.pause();
    page.locator("pin-engines #engine").selectOption(Typist.NAME);
    page.locator("pin-engines #prompt").fill("Type again: " + System.nanoTime());
    assertThat(page.locator("pin-engines .untrained")).hasText("untrained");

    choose("nda.pdf", Sample.NDA.pdf());

    assertThat(page.locator("pin-read .writing")).hasText("Hello ", patiently());
    assertThat(page.locator("pin-read .stop")).isVisible();
    Typist.goOn();
    assertThat(page.locator("pin-read .standing")).containsText("2 pages read.", containing());
    assertThat(page.locator("pin-read .stop")).hasCount(0);
    assertThat(page.locator("pin-read .took")).containsText("100 vision tokens");
    Locator at = page.locator("pin-read .body .pager span");
    assertThat(at).hasText("Page 1 of 2");
    page.keyboard().press("ArrowRight");
    assertThat(at).hasText("Page 2 of 2");
    assertThat(page.locator("pin-read [role=tabpanel]")).hasText("Hello <world>");
    page.locator("pin-blocks .block").click();
    assertThat(page.locator("pin-read .blocks [aria-pressed=true]")).containsText("Hello <world>");

    page.reload();
    assertThat(page.locator("pin-read h1")).hasText("nda.pdf");
    assertThat(page.locator("pin-read [role=tabpanel]")).hasText("Hello <world>");
    assertNoComplaints();
  }

  /// Watches for what must never be seen: the model's tags.
  private static final String WATCH =
      """
      () => {
        window.tags = [];
        const text = (root) => [...root.childNodes].map((node) =>
          node.nodeName === 'STYLE' ? '' : node.nodeType === 3 ? node.data : (node.shadowRoot ? text(node.shadowRoot) : '') + text(node)).join('');
        const look = () => {
          const seen = text(document.body);
          if (/<\\||\\|>|<\\/?t[dr]/.test(seen)) window.tags.push(seen.slice(-400));
          window.looking = requestAnimationFrame(look);
        };
        look();
      }
      """;

  @Test
  void boxesAppearWhileAModelWritesAndItsTagsNever() {
    Replayed.pauseAfter(3);
    page.evaluate(WATCH);
    page.locator("pin-engines #engine").selectOption(Replayed.NAME);

    choose("employment.pdf", Sample.EMPLOYMENT.pdf());

    assertThat(page.locator("pin-blocks rect.block").nth(2)).isVisible(patient());
    assertThat(page.locator("pin-read .writing")).isVisible();
    assertThat(page.locator("pin-read .stop")).isVisible();
    assertThat(page.locator("pin-read .took")).hasCount(0);
    List<Truth.Box> drawn = drawn();
    List<Truth.Word> words = Sample.EMPLOYMENT.truth().pages().getFirst().words();
    assertThat(
            words.stream().filter(word -> drawn.stream().anyMatch(box -> covers(box, word.box()))))
        .as("words in the boxes so far")
        .hasSizeGreaterThan(3);
    Replayed.goOn();
    assertThat(page.locator("pin-read .standing")).containsText("pages read.", containing());
    assertThat(page.locator("pin-read .took")).isVisible();
    assertThat(page.evaluate("window.tags")).isEqualTo(List.of());
    assertNoComplaints();
  }

  /// The oracle is the generator: it wrote down where each word stands on the upright page.
  @Test
  void aPageThatLiesOnItsSideStandsUprightUnderItsBoxesWhileAModelWrites() {
    Replayed.pauseAfter(3);
    page.locator("pin-engines #engine").selectOption(Replayed.NAME);

    page.locator("pin-read input[type=file]")
        .setInputFiles(new FilePayload("lying.png", "image/png", Sideways.png(Sample.EMPLOYMENT)));

    assertThat(page.locator("pin-blocks rect.block").nth(2)).isVisible(patient());
    assertThat(page.locator("pin-read .took")).hasCount(0);
    List<Truth.Box> drawn = drawn();
    List<Truth.Box> words =
        Sample.EMPLOYMENT.truth().pages().getFirst().words().stream()
            .map(Truth.Word::box)
            .filter(word -> drawn.stream().anyMatch(box -> covers(box, word)))
            .toList();
    assertThat(words).as("words in the boxes so far").hasSizeGreaterThan(20);
    assertThat(inked(words)).as("of %d words on the image shown", words.size()).isEqualTo(1);
    Replayed.goOn();
    assertThat(page.locator("pin-read .standing")).containsText("1 page read.", containing());
    assertThat(inked(words)).isEqualTo(1);
    assertNoComplaints();
  }

  /// Of the places on the image that is shown, the share that has ink.
  private double inked(List<Truth.Box> places) {
    Object share =
        page.locator("pin-blocks")
            .evaluate(
                """
                async (blocks, places) => {
                  const image = blocks.renderRoot.querySelector('img');
                  await image.decode();
                  const canvas = document.createElement('canvas');
                  canvas.width = image.naturalWidth;
                  canvas.height = image.naturalHeight;
                  const drawing = canvas.getContext('2d');
                  drawing.drawImage(image, 0, 0);
                  const hasInk = ([x0, y0, x1, y1]) => drawing.getImageData(
                    Math.round(x0 * canvas.width), Math.round(y0 * canvas.height),
                    Math.max(1, Math.round((x1 - x0) * canvas.width)), Math.max(1, Math.round((y1 - y0) * canvas.height)),
                  ).data.some((value) => value < 128);
                  return String(places.filter(hasInk).length / places.length);
                }
                """,
                places.stream()
                    .map(box -> List.of(box.x0(), box.y0(), box.x1(), box.y1()))
                    .toList());
    return Double.parseDouble(share.toString());
  }

  @Test
  void formulasAreDrawnAndCopiedAsTheyWereWritten() {
    page.locator("pin-engines #engine").selectOption(Typist.NAME);
    page.locator("pin-engines #prompt").fill(Typist.FORMULAS + ": " + System.nanoTime());
    choose("nda.pdf", Sample.NDA.pdf());
    assertThat(page.locator("pin-read .standing")).containsText("2 pages read.", containing());

    Locator text = page.locator("pin-read [role=tabpanel] .text");
    assertThat(text.locator("math")).hasCount(4);
    assertThat(text.locator("math[display=block] munderover")).hasCount(1);
    assertThat(text.locator("mtd.r")).hasCount(2);
    assertThat(text.locator("p em math mi")).hasText("α");
    assertThat(text.locator("code")).hasText("\\unknown{x} \\lt b\\gt");
    assertThat(text.locator("p").first()).containsText(" cost $5 and $6.");
    Locator fraction = text.locator("math mfrac");
    double height = fraction.boundingBox().height / fraction.locator("mn").boundingBox().height;
    assertThat(height).as("one stands over the other").isGreaterThan(1.8);

    text.locator("p").first().evaluate("p => getSelection().selectAllChildren(p)");
    page.keyboard().press("Control+c");
    assertThat(page.evaluate("navigator.clipboard.readText()").toString().replaceAll("\\s+", " "))
        .isEqualTo("Let \\(x_{i} \\lt \\hat{y}\\) cost $5 and $6.");
    assertNoComplaints();
  }

  @Test
  void whatAPromptThatIsNotTrainedGivesIsTextAndNeverMarkup() {
    page.locator("pin-engines #engine").selectOption(Typist.NAME);
    page.locator("pin-engines #prompt").fill(Typist.UNTRAINED + ": " + System.nanoTime());
    choose("nda.pdf", Sample.NDA.pdf());
    assertThat(page.locator("pin-read .standing")).containsText("2 pages read.", containing());

    Locator panel = page.locator("pin-read [role=tabpanel]");
    Locator text = panel.locator(".text");
    assertThat(text)
        .containsText(
            "<h2>Not one</h2> <b>nor bold</b> 1 < 2 * $5 <img src=\"x\" onerror=\"window.harmed = 1\">");
    assertThat(text)
        .containsText("<script>window.harmed = 1</script> [a link](javascript:window.harmed=1)");
    assertThat(text.locator("[role=heading]")).hasText("A heading & bold");
    // Of a table its cells are left, and no pictures but the server's are shown: a model has none.
    assertThat(text.locator("td")).hasText("cell ");
    assertThat(text.locator("img, script, h2, b, a, [onclick], pin-figure")).hasCount(0);
    page.locator("pin-read [role=tab]").filter(having("Markdown")).click();
    assertThat(panel.locator("pre")).hasText(Typist.RAW.strip());
    assertThat(panel.locator("pre *")).hasCount(0);
    page.locator("pin-read [role=tab]").filter(having("Blocks")).click();
    assertThat(panel).hasText("No blocks: what was asked for has no places on the page.");
    assertThat(page.locator("pin-blocks rect.block")).hasCount(0);
    assertThat(page.evaluate("window.harmed")).isNull();
    // The browser says so while a table is cleaned, in a document that is never shown.
    assertThat(complaints)
        .allMatch(one -> one.startsWith("Executing inline event handler violates"));
  }

  @Test
  void aReadingThatIsCancelledSaysSoAndGoesOnWhenAsked() {
    Typist.pause();
    page.locator("pin-engines #engine").selectOption(Typist.NAME);
    page.locator("pin-engines #prompt").fill("Cancelled: " + System.nanoTime());
    choose("nda.pdf", Sample.NDA.pdf());
    assertThat(page.locator("pin-read .writing")).isVisible(patient());

    page.locator("pin-read .stop").click();
    Typist.goOn();

    assertThat(page.locator("pin-read .head .note")).containsText("Cancelled.", containing());
    page.locator("pin-read .head .note button").click();
    assertThat(page.locator("pin-read .standing")).containsText("2 pages read.", containing());
    assertNoComplaints();
  }

  @Test
  void onlyWhatAnEngineDoesCanBeAskedFor() {
    assertThat(page.locator("pin-engines #engine")).isVisible();
    assertThat(page.locator("pin-engines #task, pin-engines #prompt")).hasCount(0);

    page.locator("pin-engines #engine").selectOption(Typist.NAME);
    assertThat(page.locator("pin-engines #task option"))
        .hasText(
            new String[] {
              "Document: text, structure, boxes", "Describe what is to be seen", "Find something"
            });
    page.locator("pin-engines #task").selectOption("LOCATE");
    choose("nda.pdf", Sample.NDA.pdf());

    assertThat(page.locator("pin-read .problem"))
        .hasText("Say what to find first, then choose the file.");
    assertThat(page.locator("pin-engines #target")).isFocused();
    assertNoComplaints();
  }

  @Test
  void aPageReadAgainByAnotherEngineIsComparedWithWhatItWas() {
    String name = "an invoice, read twice.png";
    page.navigate(url + "#/library");
    page.locator("pin-library input[type=file]")
        .setInputFiles(
            new FilePayload(name, "image/png", dotted(ScannedSample.INVOICE.bytes(), 0)));
    Locator row =
        page.locator("pin-library .row").filter(new Locator.FilterOptions().setHasText(name));
    assertThat(row.locator(".state")).containsText("Ready", containing());
    row.locator("a.name").click();
    page.locator("pin-viewer .head .tool[aria-expanded]").click();
    page.locator("pin-effort .open").click();
    Locator reading = page.locator("pin-compare");
    assertThat(reading.locator(".beside")).containsText("INVOICE", containing());

    reading.locator(".find input").fill("invoice");
    assertThat(reading.locator(".find span")).containsText(Pattern.compile("\\d+ place"));
    assertThat(reading.locator("pin-blocks .found").first()).isVisible();

    reading.locator("#engine").selectOption(Typist.NAME);
    reading.locator(".again").click();

    assertThat(reading.locator(".old h3")).hasText("Reading 1", patiently());
    assertThat(reading.locator(".new h3")).hasText("Reading 2");
    assertThat(reading.locator(".new ins")).hasText("Hello <world>");
    assertThat(reading.locator(".old del").first()).containsText("INVOICE");
    assertThat(reading.locator("pin-blocks .block")).hasCount(1);

    reading.locator(".again").click();
    assertThat(reading.locator(".tell")).containsText("It came out the same", containing());
    page.keyboard().press("Escape");
    assertThat(reading.locator("dialog")).hasCount(0);
    assertNoComplaints();
  }

  @Test
  void keysDoNothingBeneathADialog() {
    String name = "keys beneath a dialog.png";
    page.navigate(url + "#/library");
    page.locator("pin-library input[type=file]")
        .setInputFiles(
            new FilePayload(name, "image/png", dotted(ScannedSample.INVOICE.bytes(), 1)));
    Locator row =
        page.locator("pin-library .row").filter(new Locator.FilterOptions().setHasText(name));
    assertThat(row.locator(".state")).containsText("Ready", containing());
    row.locator("a.name").click();
    Locator zoom = page.locator("pin-viewer .percent");
    assertThat(zoom).hasText("100%");
    String place = page.url();
    page.locator("pin-document pin-menu button").first().click();
    page.locator("pin-document pin-menu .item.danger").click();
    Locator dialog = page.locator("pin-dialogs dialog");
    assertThat(dialog).isVisible();

    page.keyboard().press("+");
    page.keyboard().press("c");

    assertThat(dialog).isVisible();
    assertThat(zoom).hasText("100%");
    assertThat(page.url()).isEqualTo(place);
    page.keyboard().press("Escape");
    assertThat(dialog).hasCount(0);
    page.keyboard().press("+");
    assertThat(zoom).not().hasText("100%");
    assertNoComplaints();
  }

  /// The stream of all work may tell the end of a job before the request that began it is answered.
  @Test
  void anAnswerThatComesLateDoesNotBringAnEndedJobBack() {
    Typist.pause();
    page.locator("pin-engines #engine").selectOption(Typist.NAME);
    page.locator("pin-engines #prompt").fill("Late: " + System.nanoTime());
    choose("nda.pdf", Sample.NDA.pdf());
    assertThat(page.locator("pin-read .writing")).isVisible(patient());
    page.locator("pin-read .stop").click();
    Typist.goOn();
    assertThat(page.locator("pin-read .head .note")).containsText("Cancelled.", containing());
    page.navigate(url + "#/admin");
    Locator job = page.locator("pin-admin .job").first();
    assertThat(job).containsText("Cancelled");
    var held = new AtomicReference<Route>();
    page.route("**/retry", held::set);

    job.locator("button").click();
    page.waitForCondition(() -> held.get() != null);
    Route route = Objects.requireNonNull(held.get());
    APIResponse answer = route.fetch();
    assertThat(answer.text()).contains("QUEUED");
    assertThat(job).containsText("Done", containing());
    page.waitForResponse(
        "**/admin/status", () -> route.fulfill(new Route.FulfillOptions().setResponse(answer)));

    assertThat(job).containsText("Done");
    assertNoComplaints();
  }

  /// Another file than the one that other tests have put into the library: a dot in its corner.
  private static byte[] dotted(byte[] png, int x) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      image.setRGB(x, 0, Color.GRAY.getRGB());
      var out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void drop(String name, byte[] bytes) {
    JSHandle files =
        page.evaluateHandle(
            """
            ([name, base64]) => {
              const files = new DataTransfer();
              const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
              files.items.add(new File([bytes], name, { type: 'image/png' }));
              return files;
            }
            """,
            List.of(name, Base64.getEncoder().encodeToString(bytes)));
    page.dispatchEvent("pin-read .drop", "drop", Map.of("dataTransfer", files));
  }

  private void choose(String name, byte[] bytes) {
    page.locator("pin-read input[type=file]")
        .setInputFiles(new FilePayload(name, "application/pdf", bytes));
  }

  /// The first page of what is shown, as the API tells it.
  private JsonObject read() {
    String job = page.url().replaceAll(".*#/read/", "");
    return new Gson()
        .fromJson(page.request().get(url + "api/v1/ocr/" + job).text(), JsonObject.class)
        .getAsJsonArray("pages")
        .get(0)
        .getAsJsonObject();
  }

  private String documents() {
    return page.request().get(url + "api/v1/documents").text();
  }

  /// The blocks on the screen, in fractions of the page.
  private List<Truth.Box> drawn() {
    Object measured =
        page.locator("pin-blocks")
            .evaluate(
                """
                async (blocks) => {
                  await blocks.renderRoot.querySelector('img').decode();
                  const sheet = blocks.renderRoot.querySelector('.sheet').getBoundingClientRect();
                  return [...blocks.renderRoot.querySelectorAll('rect.block')].map((rect) => {
                    const box = rect.getBoundingClientRect();
                    return [(box.left - sheet.left) / sheet.width, (box.top - sheet.top) / sheet.height,
                      (box.right - sheet.left) / sheet.width, (box.bottom - sheet.top) / sheet.height].map(String);
                  });
                }
                """);
    return ((List<?>) measured)
        .stream()
            .map(
                box -> {
                  List<Double> at =
                      ((List<?>) box)
                          .stream().map(number -> Double.valueOf(number.toString())).toList();
                  return new Truth.Box(at.get(0), at.get(1), at.get(2), at.get(3));
                })
            .toList();
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static boolean covers(Truth.Box box, Truth.Box word) {
    double x = (word.x0() + word.x1()) / 2;
    double y = (word.y0() + word.y1()) / 2;
    return box.x0() <= x && x <= box.x1() && box.y0() <= y && y <= box.y1();
  }

  private void assertNoComplaints() {
    assertThat(complaints).as("errors of the browser's console").isEmpty();
  }

  private static LocatorAssertions.IsVisibleOptions patient() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.HasTextOptions patiently() {
    return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.ContainsTextOptions containing() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }
}
