package io.pincite.web.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.DeepSeekOutput;
import io.pincite.samples.ReplayScript;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.ReplayServer.Kind;
import io.pincite.samples.Sample;
import io.pincite.samples.ScannedSample;
import io.pincite.samples.ScriptedModel;
import io.pincite.samples.Truth;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What people do, done in a browser: they add contracts, ask, and look where the answer stands.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(AskInBrowserTest.WithModelServer.class)
class AskInBrowserTest {

  /// The second engine may be asked; its server listens where a test needs it.
  public static final class WithModelServer implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return Map.of("pincite.ocr.vllm.base-urls", "http://localhost:" + socket.getLocalPort());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final String QUESTION = "How long is the lease term?";

  /// Reading and embedding a sample, or a scan of it, on a busy machine; a test that waits
  /// this long has failed.
  private static final double PATIENCE = 180_000;

  private static Chromium chromium;

  /// Set by the test framework.
  @TestHTTPResource("/")
  @SuppressWarnings("NullAway")
  URL url;

  @Inject OcrSettings ocr;

  private final List<BrowserContext> contexts = new ArrayList<>();
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

  @AfterEach
  void close() {
    contexts.forEach(BrowserContext::close);
  }

  enum Screen {
    LAPTOP(1280, 800),
    PHONE(390, 844);

    final int width;
    final int height;

    Screen(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  @ParameterizedTest
  @EnumSource(Screen.class)
  void aLongContractIsAddedWatchedAskedAboutAndItsCitationsWalkedThrough(Screen screen)
      throws IOException {
    Sample sample = Sample.PURCHASE_ZH;
    Truth.Question asked = sample.truth().question("term");
    Truth.Expected term = asked.expected().orElseThrow();
    Truth.Expected renewal = sample.truth().question("renewal").expected().orElseThrow();
    int pages = 400 + screen.ordinal();
    String name = "%s with annex, %s.pdf".formatted(sample.fileName(), screen);
    Page page = open(screen, "");
    try (ScriptedModel model = modelThatQuotes(term.quote(), renewal.quote())) {
      use(page, model);
      watchUploads(page);
      page.locator("pin-chat input[type=file]")
          .setInputFiles(new FilePayload(name, "application/pdf", withAnnex(sample.pdf(), pages)));
      Locator item = page.locator("pin-uploads li").filter(having(name));
      assertThat(item.locator(".state")).hasText("Ready", patientText());
      assertPagesWereCounted(page, pages);

      item.locator("a.name").click();
      page.locator("pin-document a.button.primary").click();
      ask(page, asked.text());
      page.locator("pin-answer figure .chip").first().click();
      assertThat(page.locator("pin-viewer .name")).hasText(name);
      Locator at = page.locator(".foot .at");
      assertThat(at).hasText("1 of 2");
      assertBoxed(page, sample.truth(), term);

      page.locator(".foot .next").click();
      assertThat(at).hasText("2 of 2");
      assertBoxed(page, sample.truth(), renewal);
      page.locator(".foot .previous").click();
      assertThat(at).hasText("1 of 2");
      assertBoxed(page, sample.truth(), term);
    } finally {
      withoutModel();
    }
    assertNoComplaints();
  }

  /// The oracle is the generator: it wrote down where each word stands when it drew it.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"LEASE, term", "PURCHASE_ZH, term", "AMENDMENT, support-fee"})
  void theBoxesDrawnAreThoseOfTheWords(Sample sample, String id) {
    Page page = open(Screen.LAPTOP, "");
    add(page, sample);
    askAbout(page, sample.fileName() + ".pdf");
    Truth.Question question = sample.truth().question(id);

    ask(page, question.text());
    page.locator("pin-answer figure .chip").first().click();

    assertBoxed(page, sample.truth(), question.expected().orElseThrow());
    assertNoComplaints();
  }

  /// The same questions as of the originals, of pictures without a letter of text, a degree askew.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "LEASE_SCAN, term year-two, parking president",
    "PURCHASE_ZH_SCAN, term price lathe warranty late late-payment, president",
  })
  void aScanIsReadAndItsBoxesLieOnTheLinesOfTheQuotes(
      ScannedSample sample, String answered, String silent) {
    Page page = open(Screen.LAPTOP, "");
    upload(page, sample.fileName(), sample.bytes());

    for (String id : answered.split(" ", -1)) {
      Truth.Question question = sample.truth().question(id);
      askAbout(page, sample.fileName());
      ask(page, question.text());
      page.locator("pin-answer figure .chip").first().click();
      Locator box = page.locator("pin-page .mark.active").first();
      assertThat(box).isVisible(patient());
      assertInView(page, box);
      assertLinesBoxed(drawn(page), sample.truth(), question.expected().orElseThrow());
    }
    assertThat(page.locator("pin-page .source").first()).containsText("read from the image");
    page.locator("pin-viewer .head .tool[aria-expanded]").click();
    assertThat(page.locator("pin-viewer .read")).containsText("ppocr");
    for (String id : silent.split(" ", -1)) {
      askAbout(page, sample.fileName());
      ask(page, sample.truth().question(id).text());
      assertThat(page.locator("pin-answer"))
          .containsText(Pattern.compile("The documents do not say|文档中没有说明"));
      assertThat(page.locator("pin-answer figure .chip")).hasCount(0);
    }
    assertNoComplaints();
  }

  /// What the scan really says does not matter to the one who corrects it.
  @Test
  void aWordCorrectedOnAScanIsQuotedAndBoxedFromThenOn() throws IOException {
    ScannedSample sample = ScannedSample.LEASE_SCAN;
    Page page = open(Screen.LAPTOP, "");
    String name = "corrected pages of " + sample.fileName();
    upload(page, name, firstPages(sample.bytes(), 2, name));
    askAbout(page, name);
    Truth.Question question = sample.truth().question("term");
    Truth.Expected expected = question.expected().orElseThrow();
    ask(page, question.text());
    page.locator("pin-answer figure .chip").first().click();
    assertThat(page.locator("pin-page .mark.active").first()).isVisible(patient());

    // A mark lies over the word.
    page.locator("pin-page .text span")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^five\\s*$")))
        .first()
        .dblclick(new Locator.DblclickOptions().setForce(true));
    Locator line = page.locator("pin-correction input");
    assertThat(line).isVisible(patient());
    line.fill(line.inputValue().replace("five", "seven"));
    line.press("Enter");
    assertThat(page.locator("pin-correction")).hasCount(0, patientCount());
    assertThat(page.locator("pin-page .source").filter(having("corrected"))).hasCount(1);
    awaitIndexed(page, name);

    ask(page, question.text());
    Locator second = page.locator("pin-answer").nth(1);
    second.locator("figure .chip").first().click();
    assertThat(second.locator("figure").first()).containsText("seven", containing());
    Locator box = page.locator("pin-page .mark.active").first();
    assertThat(box).isVisible(patient());
    assertInView(page, box);
    Truth.Place corrected = expected.answerWords().getFirst();
    assertThat(drawn(page))
        .as("the place of the word that was corrected")
        .anyMatch(mark -> mark.page() == corrected.page() && covers(mark.box(), corrected.box()));
    page.locator("pin-viewer .head .tool[aria-expanded]").click();
    page.locator("pin-viewer .menu label").filter(having("Uncertain words")).click();
    assertThat(page.locator("pin-page rect.corrected")).hasCount(1);
    assertThat(page.locator("pin-viewer .read")).containsText("1 word corrected by a reader.");
    assertNoComplaints();
  }

  @ParameterizedTest
  @EnumSource(Screen.class)
  void linesAreCorrectedWithKeysOrFingersAsWell(Screen screen) throws IOException {
    Page page = open(screen, "");
    String name = "lines on %s.pdf".formatted(screen);
    upload(page, name, pdf("Lines on " + screen, "The tenant pays a rent of 500 EUR a month."));
    page.navigate(url + "#/library");
    page.locator("pin-library a.name").filter(having(name)).first().click();
    if (screen == Screen.PHONE) {
      page.locator("pin-document .actions button").click();
    }
    assertThat(page.locator("pin-page .text span").first()).isVisible(patient());
    // As the server says it of a word that was read weakly; in this file no word was.
    page.route(
        "**/pages/1/proposals",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        """
                        {"revision": 1, "items": [{"start": 0, "end": 5, "box": [0.1, 0.1, 0.2, 0.12],
                          "read": "Lines", "proposed": "Rents", "exact": true}]}
                        """)));

    if (screen == Screen.PHONE) {
      page.locator("pin-viewer .head .tool[aria-expanded]").click();
      page.locator("pin-viewer .menu .correct").click();
      page.locator("pin-page .line").first().click();
    } else {
      page.locator("pin-viewer .scroller").focus();
      page.keyboard().press("e");
      assertThat(page.locator("pin-page .line").first()).isFocused();
      page.keyboard().press("Enter");
    }
    assertReachable(page, "pin-correction input");
    assertReachable(page, "pin-correction button[type=submit]");
    Locator line = page.locator("pin-correction input");
    page.locator("pin-correction .proposal").click();
    assertThat(line).hasValue("Rents on " + screen);
    line.fill("Rents on paper");
    page.locator("pin-correction button[type=submit]").click();

    assertThat(page.locator("pin-correction")).hasCount(0, patientCount());
    assertThat(page.locator("pin-page .source")).hasText("corrected");
    assertThat(page.locator("pin-page .line").first())
        .hasAttribute("aria-label", "Correct: Rents on paper");
    if (screen == Screen.LAPTOP) {
      assertThat(page.locator("pin-page .line").first()).isFocused();
    }
    assertNoComplaints();
  }

  /// A model on a server writes the words of a scan; where they stand, the engine of this process
  /// saw.
  @Test
  void aScanThatAModelServerReadsIsAskedAboutAndItsBoxesLieOnTheLinesOfTheQuote()
      throws IOException {
    ScannedSample sample = ScannedSample.LEASE_SCAN;
    Truth.Question question = sample.truth().question("term");
    Page page = open(Screen.LAPTOP, "");
    String name = "written by a model, " + sample.fileName();
    URI server = URI.create(ocr.vllm().baseUrls().orElseThrow().getFirst());
    try (ReplayServer model = ReplayServer.start(Kind.VLLM, server.getPort()).knowing(sample)) {
      page.request()
          .post(
              url + "api/v1/documents",
              RequestOptions.create()
                  .setMultipart(
                      FormData.create()
                          .set(
                              "file",
                              new FilePayload(
                                  name,
                                  "application/pdf",
                                  differently(firstPages(sample.bytes(), 2, name))))
                          .set("engine", "vllm")));
      page.navigate(url + "#/library");
      assertThat(page.locator("pin-library .row").filter(having(name)).locator(".state"))
          .containsText("Ready", containing());
      assertThat(model.asked()).isEqualTo(2);
    }
    askAbout(page, name);

    ask(page, question.text());
    page.locator("pin-answer figure .chip").first().click();

    Locator box = page.locator("pin-page .mark.active").first();
    assertThat(box).isVisible(patient());
    assertInView(page, box);
    assertLinesBoxed(drawn(page), sample.truth(), question.expected().orElseThrow());
    page.locator("pin-viewer .head .tool[aria-expanded]").click();
    assertThat(page.locator("pin-viewer .read")).containsText("vllm");
    assertNoComplaints();
  }

  /// The model misreads one figure of a page; the engine of this process reads what stands there.
  @Test
  void aFigureThatTwoReadersSeeDifferentlyIsMarkedAndItsQuoteSaysWhatEitherSaw() {
    ScannedSample sample = ScannedSample.INVOICE;
    Truth.Question question = sample.truth().question("payment");
    String misread =
        DeepSeekOutput.of(sample.truth().pages().getFirst()).replace("(30) days", "(80) days");
    Page page = open(Screen.LAPTOP, "");
    String name = "misread " + sample.fileName();
    String seen = "One reader saw (80), the other (30).";
    URI server = URI.create(ocr.vllm().baseUrls().orElseThrow().getFirst());
    try (ReplayServer model = ReplayServer.start(Kind.VLLM, server.getPort()).knowing(sample)) {
      model.follow(new ReplayScript.Step.Says(misread));
      uploadTo(page, "vllm", new FilePayload(name, "image/png", dotted(sample.bytes(), 1)));
      page.navigate(url + "#/library");
      assertThat(page.locator("pin-library .row").filter(having(name)).locator(".state"))
          .containsText("Ready", containing());
    }
    askAbout(page, name);

    ask(page, question.text());

    Locator quote = page.locator("pin-answer figure").first();
    assertThat(quote.locator("blockquote")).containsText("(80) days", containing());
    assertThat(quote.locator(".badge").first()).hasText("read at 50%");
    assertThat(quote.locator(".badge.disputed")).hasText("two readings");
    assertThat(quote.locator(".why"))
        .hasText(
            seen
                + " Rests on words that were hard to read. Compare it with the page before you rely on it.");
    quote.locator(".chip").click();
    Locator doubt = page.locator("pin-page .doubt button[title='" + seen + "']");
    assertThat(doubt).isVisible(patient());
    doubt.click();
    assertThat(page.locator("pin-viewer .read .disputed")).hasText(seen);
    assertNoComplaints();
  }

  @Test
  void whatAModelPointsAtOnAPageIsDrawnApartFromWhereTheWordsStand() {
    ScannedSample sample = ScannedSample.INVOICE;
    Truth.Page truth = sample.truth().pages().getFirst();
    Page page = open(Screen.LAPTOP, "");
    String name = "looked at " + sample.fileName();
    Locator reading = page.locator("pin-compare");
    URI server = URI.create(ocr.vllm().baseUrls().orElseThrow().getFirst());
    try (ReplayServer model = ReplayServer.start(Kind.VLLM, server.getPort()).knowing(sample)) {
      // Who read the page is asked first; another engine of the tests says that it can point too.
      uploadTo(page, "vllm", new FilePayload(name, "image/png", dotted(sample.bytes(), 2)));
      page.navigate(url + "#/library");
      Locator row = page.locator("pin-library .row").filter(having(name));
      assertThat(row.locator(".state")).containsText("Ready", containing());
      row.locator("a.name").click();
      page.locator("pin-viewer .head .find").click();
      assertThat(reading.locator(".find input")).isFocused();
      page.keyboard().type("Overdue");
      assertThat(reading.locator(".find span")).hasText("1 place", patiently());
      assertThat(reading.locator("rect.found")).hasCount(1);
      reading.locator(".point").click();

      assertThat(reading.locator(".located")).hasText("vllm points at 1 place", patiently());
      assertThat(reading.locator("rect.pointed")).hasCount(1);
      List<?> seen =
          (List<?>)
              reading
                  .locator("rect.pointed")
                  .evaluate(
                      "one => ['x', 'y', 'width', 'height'].map(name => one.getAttribute(name))");
      double x = Double.parseDouble(seen.get(0).toString());
      double y = Double.parseDouble(seen.get(1).toString());
      var drawn =
          new Truth.Box(
              x,
              y,
              x + Double.parseDouble(seen.get(2).toString()),
              y + Double.parseDouble(seen.get(3).toString()));
      Truth.Word word =
          truth.words().stream()
              .filter(each -> each.text().equals("Overdue"))
              .findFirst()
              .orElseThrow();
      assertThat(covers(drawn, word.box())).as("%s around %s", drawn, word).isTrue();
      assertThat(drawn.y1() - drawn.y0()).as("a line, not the page").isLessThan(0.05);

      reading.locator(".find input").fill("a whale");
      assertThat(reading.locator("rect.pointed")).hasCount(0);
      page.keyboard().press("Enter");
      assertThat(reading.locator(".located"))
          .hasText("vllm points at nothing on this page", patiently());
      assertThat(reading.locator(".find span")).hasText("Not found");
      reading.locator(".find input").fill("Overdue");
      page.keyboard().press("Enter");
      assertThat(reading.locator(".located")).hasText("vllm points at 1 place", patiently());
      assertThat(model.asked()).as("read once, and each phrase once").isEqualTo(3);
    }

    page.route(
        "**/admin/status",
        route -> {
          APIResponse status = route.fetch();
          route.fulfill(
              new Route.FulfillOptions()
                  .setResponse(status)
                  .setBody(status.text().replace("\"LOCATE\"", "\"OCR\"")));
        });
    page.reload();
    page.locator("pin-viewer .head .find").click();
    reading.locator(".find input").fill("Overdue");
    assertThat(reading.locator(".located"))
        .hasText("Only the words are searched: no engine here can be asked where something is.");
    assertThat(reading.locator("rect.found")).hasCount(1);
    assertNoComplaints();
  }

  @Test
  void whoClosesThePageEndsTheLookingForSomethingOnIt() {
    ScannedSample sample = ScannedSample.INVOICE;
    Page page = open(Screen.LAPTOP, "");
    String name = "given up " + sample.fileName();
    Locator reading = page.locator("pin-compare");
    URI server = URI.create(ocr.vllm().baseUrls().orElseThrow().getFirst());
    try (ReplayServer model = ReplayServer.start(Kind.VLLM, server.getPort()).knowing(sample)) {
      uploadTo(page, "vllm", new FilePayload(name, "image/png", dotted(sample.bytes(), 3)));
      page.navigate(url + "#/library");
      Locator row = page.locator("pin-library .row").filter(having(name));
      assertThat(row.locator(".state")).containsText("Ready", containing());
      row.locator("a.name").click();
      page.locator("pin-viewer .head .find").click();
      reading.locator(".find input").fill("Overdue");
      model.follow(new ReplayScript.Step.Slow(Duration.ofSeconds(5)));
      reading.locator(".point").click();
      assertThat(reading.locator(".located")).hasText("Looking…", patiently());
      page.waitForCondition(() -> model.answering() == 1);
      String job = looking(page, "RUNNING");
      assertThat(job).isNotEmpty();

      page.keyboard().press("Escape");

      assertThat(reading.locator("dialog")).hasCount(0);
      page.waitForCondition(() -> model.answering() == 0);
      page.waitForCondition(() -> looking(page, "CANCELLED").equals(job));
      // Whoever asks again gets an answer: of what was broken off nothing is kept.
      page.locator("pin-viewer .head .find").click();
      reading.locator(".find input").fill("Overdue");
      reading.locator(".point").click();
      assertThat(reading.locator(".located")).hasText("vllm points at 1 place", patiently());
    }
    assertNoComplaints();
  }

  /// The latest file that is only read, if it is in a state; empty otherwise.
  private String looking(Page page, String state) {
    JsonObject latest =
        new Gson()
            .fromJson(page.request().get(url + "api/v1/jobs?type=OCR").text(), JsonObject.class)
            .getAsJsonArray("items")
            .get(0)
            .getAsJsonObject();
    return latest.get("state").getAsString().equals(state) ? latest.get("id").getAsString() : "";
  }

  private void uploadTo(Page page, String engine, FilePayload file) {
    page.request()
        .post(
            url + "api/v1/documents",
            RequestOptions.create()
                .setMultipart(FormData.create().set("file", file).set("engine", engine)));
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

  /// The same PDF as a file of its own: what stands behind its end is no part of it.
  private static byte[] differently(byte[] pdf) {
    byte[] remark = "\n% another file\n".getBytes(StandardCharsets.US_ASCII);
    byte[] all = java.util.Arrays.copyOf(pdf, pdf.length + remark.length);
    System.arraycopy(remark, 0, all, pdf.length, remark.length);
    return all;
  }

  @Test
  void photographsBecomeOneDocumentInTheOrderTheyWerePut() throws IOException {
    Page page = open(Screen.PHONE, "#/library");
    page.locator("pin-library .photos").click();
    page.locator("pin-photos input.files")
        .setInputFiles(
            new FilePayload[] {
              new FilePayload("wide.png", "image/png", picture(400, 300)),
              new FilePayload("tall.png", "image/png", picture(300, 400)),
            });
    page.locator("pin-photos li").nth(1).locator(".earlier").click();
    page.locator("pin-photos #name").fill("two photographs");
    page.locator("pin-photos button[type=submit]").click();

    Locator row = page.locator("pin-library .row").filter(having("two photographs.pdf"));
    assertThat(row).containsText("2 pages", containing());
    String document = row.getAttribute("data-document");
    assertThat(row.locator(".state")).containsText("Ready", containing());
    JsonObject pages =
        new Gson()
            .fromJson(
                page.request().get(url + "api/v1/documents/" + document + "/pages").text(),
                JsonObject.class);
    assertThat(pages.getAsJsonArray("items").asList())
        .extracting(
            item ->
                item.getAsJsonObject().get("width").getAsDouble()
                    < item.getAsJsonObject().get("height").getAsDouble())
        .containsExactly(true, false);
    assertNoComplaints();
  }

  @Test
  void theScheduleOfFeesLiesOnATurnedPage() {
    int page = Sample.AMENDMENT.truth().question("support-fee").expected().orElseThrow().page();

    Truth.Page turned = Sample.AMENDMENT.truth().pages().get(page - 1);
    assertThat(turned.rotation()).isEqualTo(90);
    assertThat(turned.width()).isGreaterThan(turned.height());
  }

  @ParameterizedTest
  @EnumSource(Screen.class)
  void whatIsBeingUploadedCoversNothing(Screen screen) {
    Page page = open(screen, "");
    page.locator("pin-chat input[type=file]")
        .setInputFiles(new FilePayload("nda.pdf", "application/pdf", Sample.NDA.pdf()));
    Locator tray = page.locator("pin-uploads .tray");
    assertThat(tray).containsText(Pattern.compile("Ready|Already in the library"), containing());

    assertReachable(page, "pin-question textarea");
    assertReachable(page, "pin-question .go");
    ask(page, "How long does the agreement last?");
    page.locator("pin-answer figure .chip").first().click();

    assertThat(page.locator("pin-page .mark.active").first()).isVisible(patient());
    assertReachable(page, "pin-chat .foot .quote");
  }

  @ParameterizedTest
  @EnumSource(Screen.class)
  void nextWalksFromQuoteToQuoteAndPassesOverTheOneThatStandsNowhere(Screen screen)
      throws IOException {
    try (ScriptedModel model = modelWithTwoQuotesAndOneInvented()) {
      Page page = open(screen, "");
      askAboutTwoClauses(page, model);

      Locator invented = page.locator("pin-answer figure.NOT_FOUND");
      assertThat(invented).containsText("every third Thursday");
      assertThat(invented).containsText("Not verified");
      invented.click();
      page.locator("pin-answer figure .chip").first().click();
      Locator box = page.locator("pin-page .mark.active").first();
      assertThat(box).isVisible(patient());
      assertInView(page, box);
      assertThat(page.locator(".foot .at")).hasText("1 of 2");

      page.locator(".foot .next").click();
      assertThat(page.locator(".foot .quote")).containsText("two (2) years");
      assertThat(page.locator(".foot .at")).hasText("2 of 2");
      assertInView(page, box);
      page.locator(".foot .next").click();
      assertThat(page.locator(".foot .quote")).containsText("nine (9) years");
    } finally {
      withoutModel();
    }
    assertNoComplaints();
  }

  @Test
  void everythingCanBeDoneWithTheKeyboardAlone() throws IOException {
    try (ScriptedModel model = modelWithTwoQuotesAndOneInvented()) {
      Page page = open(Screen.LAPTOP, "");
      askAboutTwoClauses(page, model);
      page.keyboard().press("Escape");
      page.keyboard().press("Escape");
      assertThat(page.locator("pin-viewer")).hasCount(0);

      page.keyboard().press("n");
      assertThat(page.locator(".foot .quote")).containsText("nine (9) years");
      Locator box = page.locator("pin-page .mark.active").first();
      assertThat(box).isVisible(patient());
      page.keyboard().press("n");
      assertThat(page.locator(".foot .quote")).containsText("two (2) years");
      page.keyboard().press("p");
      assertThat(page.locator(".foot .quote")).containsText("nine (9) years");
      assertInView(page, box);

      page.keyboard().press("?");
      assertThat(page.locator("pin-shortcuts dialog")).isVisible();
      page.keyboard().press("Escape");
      assertThat(page.locator("pin-shortcuts")).hasCount(0);
      page.keyboard().press("c");
      assertThat(page.locator("pin-question textarea")).isFocused();
      page.keyboard().type("How long is the term?");
      page.keyboard().press("Enter");
      assertThat(page.locator("pin-answer .foot").last()).isVisible(patient());
      page.keyboard().press("Escape");
      page.keyboard().press("g");
      page.keyboard().press("l");
      assertThat(page.locator("pin-library")).isVisible();
    } finally {
      withoutModel();
    }
    assertNoComplaints();
  }

  @Test
  void aFileThatIsNoDocumentShowsItsReason() {
    Page page = open(Screen.LAPTOP, "#/library");

    page.locator("pin-library input[type=file]")
        .setInputFiles(
            new FilePayload(
                "invoice.pdf",
                "application/pdf",
                "This is not a PDF.".getBytes(StandardCharsets.UTF_8)));

    Locator reason = page.locator("pin-library .uploads .reason");
    assertThat(reason).isVisible(patient());
    assertThat(reason).containsText("invoice.pdf");
    assertThat(reason.innerText()).doesNotContain("{").doesNotContain("Exception");
  }

  @Test
  void aDocumentThatCannotBeReadShowsItsReasonInTheLibrary() {
    Page page = open(Screen.LAPTOP, "#/library");
    byte[] whole = Sample.NDA.pdf();
    byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);

    page.locator("pin-library input[type=file]")
        .setInputFiles(new FilePayload("half.pdf", "application/pdf", half));

    Locator row = page.locator("pin-library .row").filter(having("half.pdf"));
    assertThat(row.locator(".reason")).containsText("half.pdf", containing());
    assertThat(row.locator(".state")).containsText("Could not be read");
  }

  @Test
  void namesAndTextsFromDocumentsAreNeverMarkup() throws IOException {
    Page page = open(Screen.LAPTOP, "");
    String name = "<img src=x onerror=window.hacked=1>.pdf";
    String clause =
        "1. The term of the <script>window.hacked=1</script> agreement is nine (9) years "
            + "<img src=x onerror=window.hacked=1>.";
    upload(
        page, name, pdf("1. TERM", clause, "<table><tr><td onclick=hacked()>x</td></tr></table>"));

    page.navigate(url + "#/library");
    page.locator("pin-library a.name").filter(having("onerror")).first().click();
    assertThat(page.locator("pin-document h1")).hasText(name);
    page.locator("pin-document #tab-text").click();
    assertThat(page.locator("pin-document #panel .text")).containsText("<script>", containing());
    assertThat(page.locator("pin-document #panel script, pin-document #panel img")).hasCount(0);
    page.locator("pin-document a.button.primary").click();
    assertThat(page.locator("pin-question .scope")).containsText(name);

    ask(page, "How long is the term of the agreement?");
    assertThat(page.locator("pin-answer")).containsText("nine (9) years", containing());
    page.locator("pin-answer .chip, pin-answer .passage").first().click();
    assertThat(page.locator("pin-page .mark").first()).isVisible(patient());

    assertThat(page.evaluate("window.hacked === undefined")).isEqualTo(true);
  }

  @Test
  void wordsAndBlocksStayDrawnWhenThePagesAreToldAnew() throws IOException {
    Page page = open(Screen.LAPTOP, "");
    upload(page, "told anew.pdf", pdf("1. TERM", "The term is eleven (11) years."));
    page.navigate(url + "#/library");
    page.locator("pin-library a.name").filter(having("told anew")).first().click();
    page.locator("pin-viewer .head .tool[aria-expanded]").click();
    page.locator("pin-viewer .menu input").first().check();
    page.locator("pin-viewer .menu input").nth(1).check();
    Locator drawn = page.locator("pin-page svg.shapes rect");
    // Eight words, and one block or more around them.
    assertThat(drawn.nth(8)).isVisible(patient());
    int before = drawn.count();

    page.locator("pin-viewer")
        .evaluate(
            """
            async (viewer) => {
              await viewer.refresh();
              await viewer.updateComplete;
              await viewer.renderRoot.querySelector('pin-page').updateComplete;
            }
            """);

    assertThat(drawn).hasCount(before);
    assertNoComplaints();
  }

  @Test
  void darkAndChineseAreFollowedFromTheSystem() {
    BrowserContext context =
        context(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 800)
                .setLocale("zh-CN")
                .setColorScheme(ColorScheme.DARK));
    Page page = page(context, "");

    assertThat(page.locator("nav").first()).containsText("文档库");
    assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
    assertThat(lightness(page)).isLessThan(60);

    page.locator(".below .language").click();
    assertThat(page.locator("nav").first()).containsText("Library");
    page.locator(".below .tool").first().click();
    assertThat(lightness(page)).isGreaterThan(200);
    page.reload();
    assertThat(page.locator("nav").first()).containsText("Library");
    assertThat(lightness(page)).isGreaterThan(200);
    assertNoComplaints();
  }

  @Test
  void aQuestionTheDocumentsAreSilentOnShowsTheNearestPassages() {
    Page page = open(Screen.LAPTOP, "");
    add(page, Sample.LEASE);

    ask(page, "What is the boiling point of tungsten?");

    Locator passages = page.locator("pin-answer .passage");
    assertThat(passages.first()).isVisible(patient());
    passages.first().click();
    assertThat(page.locator("pin-page .mark.active").first()).isVisible(patient());
    assertNoComplaints();
  }

  @Test
  void onAPhoneTheNameOfADocumentIsWholeAndItsToolsAreOnTheScreen() {
    Page page =
        page(
            context(
                new Browser.NewContextOptions()
                    .setViewportSize(390, 844)
                    .setHasTouch(true)
                    .setLocale("en-US")),
            "");
    String name = "lease of the warehouse.pdf";
    upload(page, name, differently(Sample.NDA.pdf()));
    awaitIndexed(page, name);
    page.navigate(url + "#/library");
    page.locator("pin-library a.name").filter(having(name)).first().click();
    page.locator("pin-document .actions button").click();
    Locator head = page.locator("pin-viewer .head");
    Locator tools = head.locator(".tool:visible");
    assertThat(head.locator(".find")).isVisible(patient());
    for (int width : new int[] {390, 375, 360}) {
      page.setViewportSize(width, 844);

      assertThat(
              (boolean)
                  head.locator(".name").evaluate("name => name.scrollWidth <= name.clientWidth"))
          .as("all of the name is to be seen, %d pixels wide", width)
          .isTrue();
      for (Locator tool : tools.all()) {
        BoundingBox box = tool.boundingBox();
        assertThat(box.x + box.width).isLessThanOrEqualTo(width);
        assertThat(box.width).as("room for a finger").isGreaterThanOrEqualTo(40);
      }
    }
    head.locator("[aria-expanded]").click();
    BoundingBox menu = page.locator("pin-viewer .menu").boundingBox();
    BoundingBox above = head.boundingBox();
    assertThat(menu.y).as("beneath the tools").isGreaterThanOrEqualTo(above.y + above.height - 8);
    assertNoComplaints();
  }

  @Test
  void aLanguageModelIsTriedChosenNamedUnderItsAnswersAndLeftAgain() {
    try (ScriptedModel model = ScriptedModel.start()) {
      Page page = open(Screen.LAPTOP, "");
      add(page, Sample.LEASE);
      page.navigate(url + "#/settings");
      page.locator("pin-settings #url").fill(model.baseUrl().toString());
      page.locator("pin-settings #name").fill("scripted");
      page.locator("pin-settings .try").click();
      assertThat(page.locator("pin-settings .outcome")).containsText("It works", containing());
      page.locator("pin-settings button[type=submit]").click();
      assertThat(page.locator("pin-settings .now")).containsText("scripted", containing());

      page.navigate(url + "#/");
      ask(page, QUESTION);
      assertThat(page.locator("pin-answer .answerer")).containsText("Written by scripted");

      page.navigate(url + "#/settings");
      page.locator("pin-settings .actions .quiet").click();
      assertThat(page.locator("pin-settings .now")).containsText("No model is set", containing());
    }
    assertNoComplaints();
  }

  @Test
  void anAnswerThatIsStoppedEndsThereAndLeavesNoEmptyConversation() {
    try (ScriptedModel model =
        ScriptedModel.start().when("", new ScriptedModel.Reply.Slowly(Duration.ofMillis(400)))) {
      Page page = open(Screen.LAPTOP, "");
      add(page, Sample.LEASE);
      use(page, model);
      // The words of QUESTION, which the scripted model finds in any library, in a row of its own.
      String question = "How long is the term of this lease?";
      page.locator("pin-question textarea").fill(question);
      page.keyboard().press("Enter");
      assertThat(page.locator("pin-answer figure").first()).isVisible(patient());

      page.locator("pin-question .stop").click();

      Locator answer = page.locator("pin-answer");
      assertThat(answer).containsText("You stopped this answer.");
      assertThat(answer.locator(".actions button")).hasText("Ask again");
      assertThat(page.locator("pin-question .send")).isVisible();
      assertThat(page.locator("pin-conversations li").filter(having(question))).hasCount(1);
      page.locator("pin-conversations .new").click();
      assertThat(page.locator("pin-answer")).hasCount(0);
      assertThat(page.locator("pin-conversations li").filter(having(question))).hasCount(0);
      assertThat(page.request().get(url + "api/v1/conversations").text()).doesNotContain(question);
    } finally {
      withoutModel();
    }
    assertNoComplaints();
  }

  @Test
  void anUploadThatIsCancelledLeavesNothing() {
    Page page = open(Screen.LAPTOP, "");
    JsonObject slow = new JsonObject();
    slow.addProperty("offline", false);
    slow.addProperty("latency", 0);
    slow.addProperty("downloadThroughput", -1);
    slow.addProperty("uploadThroughput", 20_000);
    page.context().newCDPSession(page).send("Network.emulateNetworkConditions", slow);
    byte[] large = java.util.Arrays.copyOf(Sample.NDA.pdf(), 4_000_000);
    page.locator("pin-chat input[type=file]")
        .setInputFiles(new FilePayload("cancelled.pdf", "application/pdf", large));
    Locator item = page.locator("pin-uploads li").filter(having("cancelled.pdf"));
    assertThat(item.locator(".bar")).isVisible();

    item.locator("button").click();

    assertThat(page.locator("pin-uploads li")).hasCount(0);
    assertThat(page.request().get(url + "api/v1/documents?name=cancelled").text())
        .doesNotContain("cancelled.pdf");
    assertNoComplaints();
  }

  private Page open(Screen screen, String fragment) {
    return page(
        context(
            new Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setLocale("en-US")),
        fragment);
  }

  private BrowserContext context(Browser.NewContextOptions options) {
    BrowserContext context = chromium.browser().newContext(options);
    contexts.add(context);
    return context;
  }

  private Page page(BrowserContext context, String fragment) {
    Page page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.navigate(url + fragment);
    return page;
  }

  private void assertNoComplaints() {
    assertThat(complaints).as("errors of the browser's console").isEmpty();
  }

  private static ScriptedModel modelThatQuotes(String first, String second) {
    return ScriptedModel.start()
        .when(
            "",
            ScriptedModel.Reply.says(
                """
                CITE 1 P1: %s
                First. [1]
                CITE 2 P1: %s
                Second. [2]
                """
                    .formatted(first, second)));
  }

  private static ScriptedModel modelWithTwoQuotesAndOneInvented() {
    return ScriptedModel.start()
        .when(
            "",
            ScriptedModel.Reply.says(
                """
                CITE 1 P1: The term of this agreement is nine (9) years from May 4, 2026
                It runs for nine years. [1]
                CITE 2 P1: It is renewed for two (2) years unless a party objects
                It is renewed for two years. [2]
                CITE 3 P1: the parties shall meet every third Thursday at the old observatory
                The parties meet on Thursdays. [3]
                """));
  }

  /// One clause with two sentences, so that the passage with both is the first.
  private void askAboutTwoClauses(Page page, ScriptedModel model) throws IOException {
    use(page, model);
    upload(
        page,
        "two-sentences.pdf",
        pdf(
            "1. The term of this agreement is nine (9) years from May 4, 2026. It is renewed for two (2) years unless a party objects."));
    askAbout(page, "two-sentences.pdf");
    ask(page, "How long is the term, and is it renewed?");
  }

  private void use(Page page, ScriptedModel model) {
    page.request()
        .put(
            url + "api/v1/settings/model",
            RequestOptions.create()
                .setData(Map.of("baseUrl", model.baseUrl().toString(), "model", "scripted")));
  }

  private void withoutModel() {
    BrowserContext context = context(new Browser.NewContextOptions());
    context.request().delete(url + "api/v1/settings/model");
  }

  private static void add(Page page, Sample sample) {
    upload(page, sample.fileName() + ".pdf", sample.pdf());
  }

  /// Adds a file from the page of questions and waits until it can be asked about.
  private static void upload(Page page, String name, byte[] pdf) {
    page.locator("pin-chat input[type=file]")
        .setInputFiles(new FilePayload(name, "application/pdf", pdf));
    Locator item = page.locator("pin-uploads li").filter(having(name));
    assertThat(item).isVisible();
    assertThat(item)
        .containsText(
            Pattern.compile("Ready|Already in the library"),
            new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    page.locator("pin-uploads header .tool").last().click();
    assertThat(page.locator("pin-uploads li")).hasCount(0);
  }

  private static void awaitIndexed(Page page, String name) {
    page.waitForFunction(
        """
        async (name) => {
          const answer = await fetch('/api/v1/documents?name=' + encodeURIComponent(name));
          const [document] = (await answer.json()).items;
          return document.state === 'INDEXED' && document.searchable === 'FULL';
        }
        """,
        name,
        new Page.WaitForFunctionOptions().setTimeout(PATIENCE));
  }

  /// Limits questions to one document, from its own page.
  private void askAbout(Page page, String name) {
    page.navigate(url + "#/library");
    page.locator("pin-library a.name").filter(having(name)).first().click();
    page.locator("pin-document a.button.primary").click();
    assertThat(page.locator("pin-question .scope")).containsText(name);
  }

  private static void ask(Page page, String question) {
    page.locator("pin-question textarea").fill(question);
    page.keyboard().press("Enter");
    assertThat(page.locator("pin-answer .foot").last()).isVisible(patient());
  }

  private static void assertInView(Page page, Locator box) {
    page.waitForFunction(
        """
        () => {
          const find = (root, selector) => {
            const here = root.querySelector(selector);
            if (here) return here;
            for (const element of root.querySelectorAll('*')) {
              const inside = element.shadowRoot && find(element.shadowRoot, selector);
              if (inside) return inside;
            }
            return null;
          };
          const mark = find(document, '.mark.active');
          const pane = find(document, '.scroller');
          if (!mark || !pane) return false;
          const a = mark.getBoundingClientRect();
          const b = pane.getBoundingClientRect();
          return a.height > 2 && a.top >= b.top && a.bottom <= b.bottom && a.left >= b.left && a.right <= b.right + 1;
        }
        """);
    BoundingBox shown = box.boundingBox();
    assertThat(shown.y).isBetween(0.0, (double) page.viewportSize().height);
  }

  /// Waits until the chosen citation is drawn and in view, then holds what is drawn to the truth:
  /// the short answer is boxed on its page, and every box is as large as the words in it.
  private static void assertBoxed(Page page, Truth truth, Truth.Expected expected) {
    Locator box = page.locator("pin-page .mark.active").first();
    assertThat(box).isVisible(patient());
    assertInView(page, box);
    List<Drawn> drawn = drawn(page);
    for (Truth.Place word : expected.answerWords()) {
      assertThat(drawn)
          .as("a box around a word of '%s' on page %d", expected.shortAnswer(), word.page())
          .anyMatch(mark -> mark.page() == word.page() && covers(mark.box(), word.box()));
    }
    for (Drawn mark : drawn) {
      Truth.Box words =
          truth.pages().get(mark.page() - 1).words().stream()
              .map(Truth.Word::box)
              .filter(word -> covers(mark.box(), word))
              .reduce(Truth.Box::union)
              .orElseThrow(() -> new AssertionError("no word in " + mark));
      assertThat(iou(mark.box(), words))
          .as("%s against its words %s", mark, words)
          .isGreaterThanOrEqualTo(0.9);
    }
  }

  /// Every box is as large as the words of one line that it spans, and the lines so boxed hold the
  /// short answer. A line that runs askew has a box that reaches into its neighbours, so a box is
  /// held to one line, not to all the words in it.
  private static void assertLinesBoxed(List<Drawn> drawn, Truth truth, Truth.Expected expected) {
    var boxed = new ArrayList<Truth.Place>();
    for (Drawn box : drawn) {
      List<Truth.Box> best = List.of();
      double most = 0;
      for (Truth.Line line : linesOf(truth.pages().get(box.page() - 1))) {
        List<Truth.Box> words =
            line.words().stream()
                .map(Truth.Word::box)
                .filter(word -> box.box().x0() <= middle(word) && middle(word) <= box.box().x1())
                .toList();
        double fit =
            words.stream().reduce(Truth.Box::union).map(all -> iou(box.box(), all)).orElse(0.0);
        if (fit > most) {
          most = fit;
          best = words;
        }
      }
      assertThat(most).as("%s against the line it lies on", box).isGreaterThanOrEqualTo(0.7);
      best.forEach(word -> boxed.add(new Truth.Place(box.page(), word)));
    }
    assertThat(boxed)
        .as("words boxed, of '%s'", expected.shortAnswer())
        .containsAll(expected.answerWords());
  }

  private static List<Truth.Line> linesOf(Truth.Page page) {
    return page.blocks().stream()
        .flatMap(
            block ->
                Stream.concat(
                    block.lines().stream(),
                    block.cells().stream().flatMap(cell -> cell.lines().stream())))
        .toList();
  }

  private static double middle(Truth.Box word) {
    return (word.x0() + word.x1()) / 2;
  }

  /// A box on the screen, in fractions of its page.
  private record Drawn(int page, Truth.Box box) {}

  private static List<Drawn> drawn(Page page) {
    // Measured in one step: between two the page may still be moving into place.
    Object measured =
        page.locator("pin-viewer")
            .evaluate(
                """
                viewer => [...viewer.shadowRoot.querySelectorAll('pin-page')].flatMap(page => {
                  const sheet = page.shadowRoot.querySelector('.sheet').getBoundingClientRect();
                  return [...page.shadowRoot.querySelectorAll('.mark.active')].map(mark => {
                    const box = mark.getBoundingClientRect();
                    return [Number(page.dataset.page),
                      (box.left - sheet.left) / sheet.width, (box.top - sheet.top) / sheet.height,
                      (box.right - sheet.left) / sheet.width, (box.bottom - sheet.top) / sheet.height];
                  });
                })
                """);
    return ((List<?>) measured)
        .stream()
            .map(
                mark -> {
                  List<Double> numbers =
                      ((List<?>) mark)
                          .stream().map(number -> ((Number) number).doubleValue()).toList();
                  return new Drawn(
                      numbers.get(0).intValue(),
                      new Truth.Box(
                          numbers.get(1), numbers.get(2), numbers.get(3), numbers.get(4)));
                })
            .toList();
  }

  private static boolean covers(Truth.Box box, Truth.Box word) {
    double x = (word.x0() + word.x1()) / 2;
    double y = (word.y0() + word.y1()) / 2;
    return box.x0() <= x && x <= box.x1() && box.y0() <= y && y <= box.y1();
  }

  private static double iou(Truth.Box a, Truth.Box b) {
    double width = Math.min(a.x1(), b.x1()) - Math.max(a.x0(), b.x0());
    double height = Math.min(a.y1(), b.y1()) - Math.max(a.y0(), b.y0());
    double shared = Math.max(0, width) * Math.max(0, height);
    return shared / (area(a) + area(b) - shared);
  }

  private static double area(Truth.Box box) {
    return (box.x1() - box.x0()) * (box.y1() - box.y0());
  }

  /// Keeps every state the uploads have shown, so that one that passed is not missed.
  private static void watchUploads(Page page) {
    page.locator("pin-uploads")
        .evaluate(
            """
            tray => {
              window.seen = [];
              const look = () => {
                const text = tray.shadowRoot.querySelector('li .state')?.textContent.trim();
                if (text && text !== window.seen.at(-1)) window.seen.push(text);
              };
              new MutationObserver(look).observe(tray.shadowRoot, { subtree: true, childList: true, characterData: true });
            }
            """);
  }

  /// Between the upload and "Ready" the pages were counted up.
  private static void assertPagesWereCounted(Page page, int pages) {
    List<String> seen =
        ((List<?>) page.evaluate("window.seen")).stream().map(String::valueOf).toList();
    List<Integer> counts =
        seen.stream()
            .map(Pattern.compile("Reading page (\\d+) of " + pages)::matcher)
            .filter(Matcher::matches)
            .map(matcher -> Integer.valueOf(matcher.group(1)))
            .toList();
    assertThat(counts).as("states shown: %s", seen).isSorted();
    assertThat(counts).as("states shown: %s", seen).anyMatch(n -> 0 < n && n < pages);
    assertThat(seen.getLast()).isEqualTo("Ready");
  }

  /// Whether a click in its middle would reach it, rather than something that lies over it.
  private static void assertReachable(Page page, String selector) {
    Object reached =
        page.locator(selector)
            .evaluate(
                """
                element => {
                  const box = element.getBoundingClientRect();
                  let there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                  while (there?.shadowRoot) {
                    const inside = there.shadowRoot.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                    if (!inside || inside === there) break;
                    there = inside;
                  }
                  for (let at = there; at; at = at.parentNode ?? at.host) if (at === element) return 'itself';
                  return there ? there.localName + '.' + there.className : 'nothing';
                }
                """);
    assertThat(reached).as("what lies at the middle of %s", selector).isEqualTo("itself");
  }

  /// Of the page's ground, 0 to 255.
  private static int lightness(Page page) {
    Object value =
        page.evaluate(
            "() => Math.round(getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0) / 3)");
    return ((Number) value).intValue();
  }

  private static LocatorAssertions.HasCountOptions patientCount() {
    return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE);
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

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static LocatorAssertions.HasTextOptions patientText() {
    return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
  }

  /// Long enough for its reading to be watched, and of hardly more text than before.
  private static byte[] withAnnex(byte[] pdf, int pages) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      while (document.getNumberOfPages() < pages) {
        var page = new PDPage();
        document.addPage(page);
        try (var content = new PDPageContentStream(document, page)) {
          content.beginText();
          content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
          content.newLineAtOffset(60, 400);
          content.showText("This page of the annex is left blank on purpose.");
          content.endText();
        }
      }
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  /// @param title makes it another file than that of other tests
  private static byte[] firstPages(byte[] pdf, int pages, String title) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      document.getDocumentInformation().setTitle(title);
      while (document.getNumberOfPages() > pages) {
        document.removePage(document.getNumberOfPages() - 1);
      }
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  private static byte[] picture(int width, int height) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  private static byte[] pdf(String... lines) throws IOException {
    try (var document = new PDDocument()) {
      var page = new PDPage();
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 9);
        content.setLeading(24);
        content.newLineAtOffset(60, 700);
        for (String line : lines) {
          content.showText(line);
          content.newLine();
        }
        content.endText();
      }
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }
}
