package io.pincite.web.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.pincite.web.Draughtsman;
import io.pincite.web.Pdfs;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Figures of a page, and having a model say what they show, in a browser.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FiguresInBrowserTest {
  private static final double PATIENCE = 120_000;

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
    open("en-US");
  }

  private void open(String locale) {
    BrowserContext context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale(locale));
    page = context.newPage();
    page.onPageError(complaints::add);
  }

  @AfterEach
  void close() {
    Draughtsman.saying(Draughtsman.REVENUE);
    page.context().close();
  }

  @Test
  void aChartIsReadOnRequestByKeyboardAndIsTextOfThePage() {
    String document = added();
    page.navigate(url + "#/d/" + document + "/p/1");
    Locator sign = page.locator("pin-figures .sign");
    assertThat(sign).hasCount(2, patientCount());
    assertThat(sign.first()).hasAttribute("aria-label", "Figure 1: what it shows");

    sign.first().press("Enter");
    Locator panel = page.locator("pin-figures .panel");
    assertThat(panel.locator("strong")).hasText("Figure 1: Revenue in thousands");
    panel.locator("button[data-task=PARSE_FIGURE]").press("Enter");

    assertThat(panel.locator(".said table")).containsText("7,431", patient());
    assertThat(panel.locator(".said .how"))
        .containsText("Said by a model: Chart, formula or drawing · " + Draughtsman.NAME);
    assertThat(page.locator("pin-figures .sign.answered")).hasCount(1);
    BoundingBox drawn = sign.first().boundingBox();
    BoundingBox sheet = page.locator("pin-page").first().boundingBox();
    // In the corner of the picture, which ends at 292 of 595 points.
    assertThat((drawn.x + drawn.width - sheet.x) / sheet.width).isBetween(0.45, 0.50);
    panel.locator("button").first().press("Escape");
    assertThat(panel).hasCount(0);
    assertThat(sign.first()).isFocused();
    // It stands nowhere on the page to be selected.
    assertThat(page.locator("pin-page .text span").filter(having("7,431"))).hasCount(0);
    assertThat(given().get("/api/v1/documents/" + document + "/markdown").asString())
        .contains("| Q3 | 7,431 |");
    assertThat(complaints).isEmpty();
  }

  @Test
  void whereNoEngineCanTheButtonsSayWhy() {
    page.route("**/api/v1/admin/status", FiguresInBrowserTest::withoutAbleEngines);
    page.navigate(url + "#/d/" + added() + "/p/1");

    page.locator("pin-figures .sign").last().click(patientClick());

    Locator panel = page.locator("pin-figures .panel");
    assertThat(panel.locator("button[data-task]")).hasCount(2, patientCount());
    assertThat(panel.locator("button[data-task]:disabled")).hasCount(2);
    assertThat(panel.locator("#unable"))
        .hasText(
            "No engine here does this (Chart, formula or drawing, Describe what is to be seen). Set up a server of DeepSeek-OCR (pincite.ocr.vllm.base-urls).");
  }

  @Test
  void whatAModelSaidIsDrawnAsItMeantIt() {
    page.route("**/pages/1/figures", FiguresInBrowserTest::withMoneyAndFormulas);
    page.navigate(url + "#/d/" + added() + "/p/1");

    page.locator("pin-figures .sign").first().click(patientClick());

    Locator text = page.locator("pin-figures .said .text");
    assertThat(text.locator("p").first()).hasText("Revenue rose from $5M to $6M.");
    assertThat(text.locator("math[display=block] msup")).hasCount(1);
    assertThat(text.locator("math")).hasCount(1);
    // What is only heard lies out of sight.
    assertThat(text.locator(".tex")).hasCSS("position", "absolute");
    assertThat(complaints).isEmpty();
  }

  @Test
  void whatFailedIsSaidInTheLanguageOfThePageAndNobodyPollsForIt() {
    page.context().close();
    open("zh-CN");
    var looks = new AtomicInteger();
    page.onRequest(
        request -> {
          if (request.url().matches(".*/api/v1/jobs/[0-9a-f-]{36}")) {
            looks.incrementAndGet();
          }
        });
    Draughtsman.saying("");
    page.navigate(url + "#/d/" + added() + "/p/1");
    // Nobody has read this one: what is read once is not asked again.
    page.locator("pin-figures .sign").last().click(patientClick());
    Locator panel = page.locator("pin-figures .panel");

    panel.locator("button[data-task=PARSE_FIGURE]").click(patientClick());

    assertThat(panel.locator(".problem")).hasText("引擎未能说出此图的内容。请再问一次，或换一个引擎。", patiently());
    assertThat(looks).hasValue(0);
  }

  @Test
  void onlyPagesThatHaveFiguresAreAskedForThem() {
    var asked = new ArrayList<String>();
    page.onRequest(
        request -> {
          if (request.url().endsWith("/figures")) {
            asked.add(request.url());
          }
        });

    page.navigate(url + "#/d/" + added("nda.pdf", Sample.NDA.pdf()) + "/p/1");
    // The words are asked for at the same moment.
    assertThat(page.locator("pin-page[data-page='1'] .text span").filter(having("Agreement")))
        .not()
        .hasCount(0, patientCount());
    assertThat(asked).isEmpty();

    page.navigate(url + "#/d/" + added() + "/p/1");
    assertThat(page.locator("pin-figures .sign")).hasCount(2, patientCount());
    assertThat(asked).hasSize(1);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aFigureOfAFileThatIsOnlyReadIsReadUnderItsPicture() {
    read();
    Locator figure = page.locator("pin-read .text pin-figure");
    assertThat(figure).hasCount(1);
    Locator picture = page.locator("pin-read .text img.figure");
    // 220 by 140 points at 300 dpi.
    page.waitForCondition(() -> (int) picture.evaluate("img => img.naturalWidth") > 900);
    // Tags alone say nothing.
    Draughtsman.saying("<table></table>");

    figure.locator("button[data-task=PARSE_FIGURE]").press("Enter");

    assertThat(figure.locator(".problem"))
        .hasText(
            "The engine had nothing to say of the figure. Ask again, or have another engine asked.",
            patiently());
    assertThat(figure.locator("button[data-task=PARSE_FIGURE]")).isFocused();
    assertThat(figure.locator(".said")).hasCount(0);
    Draughtsman.saying(Draughtsman.REVENUE);
    page.keyboard().press("Enter");
    assertThat(figure.locator(".said td").last()).hasText("7,431", patiently());
    assertThat(figure.locator(".said .how"))
        .hasText("Said by a model: Chart, formula or drawing · " + Draughtsman.NAME);
    assertThat(figure.locator(".problem")).hasCount(0);
    assertThat(figure.locator("#unable"))
        .hasText("What a model says of a figure is shown here only. Nothing is indexed.");

    figure.locator("button[data-task=DESCRIBE]").click();
    // By the other engine, which writes what might be markup.
    assertThat(figure.locator(".said").first().locator(".text"))
        .hasText("Hello <world>", patiently());
    assertThat(figure.locator(".said")).hasCount(2);
    // It is there when one comes back from another form of the text.
    page.locator("pin-read [role=tab]").filter(having("Markdown")).click();
    assertThat(figure).hasCount(0);
    page.locator("pin-read [role=tab]").filter(having("Text")).last().click();
    assertThat(figure.locator(".said")).hasCount(2);
    assertThat(complaints).isEmpty();
  }

  @Test
  void whereNoEngineCanAFileThatIsOnlyReadSaysWhy() {
    page.route("**/api/v1/admin/status", FiguresInBrowserTest::withoutAbleEngines);
    read();

    Locator figure = page.locator("pin-read .text pin-figure");
    assertThat(figure.locator("button[data-task]:disabled")).hasCount(2);
    assertThat(figure.locator("#unable"))
        .hasText(
            "No engine here does this (Chart, formula or drawing, Describe what is to be seen). Set up a server of DeepSeek-OCR (pincite.ocr.vllm.base-urls).");
  }

  @Test
  void anAnswerThatRestsOnAFigureSaysSoInItsFooter() {
    String document = added();
    page.navigate(url + "#/d/" + document + "/p/1");
    page.locator("pin-figures .sign").first().click(patientClick());
    Locator panel = page.locator("pin-figures .panel");
    panel.locator("button[data-task=PARSE_FIGURE]").click(patientClick());
    assertThat(panel.locator(".said table")).containsText("7,431", patient());
    indexed(document);
    page.navigate(url + "#/?document=" + document);

    page.locator("pin-question textarea").fill("What is the revenue of Q3?");
    page.keyboard().press("Enter");

    Locator foot = page.locator("pin-answer .answerer");
    assertThat(foot)
        .hasText(
            Pattern.compile("^Rests on what a model says a figure shows · [\\d,.]+ \\S+$"),
            patiently());
    // The same answer, had it also quoted the page, or been a model's.
    page.locator("pin-answer")
        .evaluate(
            """
            (answer) => {
              const plain = { ...answer.answer.citations[0], id: 'x', marker: 9, spans: [{ page: 1, boxes: [] }] };
              answer.answer = { ...answer.answer, millis: undefined, citations: [...answer.answer.citations, plain] };
            }
            """);
    assertThat(foot)
        .hasText(
            "Answered from the documents’ own words · In part it rests on what a model says a figure shows");
    page.locator("pin-answer")
        .evaluate(
            """
            (answer) => {
              const citations = answer.answer.citations.filter(({ id }) => id !== 'x');
              answer.answer = { ...answer.answer, answerer: 'MODEL', model: 'm', citations };
            }
            """);
    assertThat(foot)
        .hasText("Written by m, every quote checked · Rests on what a model says a figure shows");
    assertThat(complaints).isEmpty();
  }

  // --- helpers ----------------------------------------------------------------------------------

  /// A file whose figure no other test has had read.
  private void read() {
    page.navigate(url + "#/read");
    page.locator("pin-engines #engine").selectOption(Draughtsman.NAME);
    page.locator("pin-read input[type=file]")
        .setInputFiles(
            new FilePayload("report.pdf", "application/pdf", Pdfs.withFigures(0x5B6B00)));
    assertThat(page.locator("pin-read .standing")).containsText("1 page read.", patient());
  }

  private static void withMoneyAndFormulas(Route route) {
    APIResponse figures = route.fetch();
    String reading =
        "\"readings\":[{\"task\":\"DESCRIBE\",\"engine\":\"vllm\",\"at\":\"2026-11-30T00:00:00Z\",\"written\":\"Revenue rose from $5M to $6M.\\n\\n\\\\[ E=mc^2 \\\\]\"}]";
    String body = figures.text().replace("\"readings\":[]", reading);
    route.fulfill(new Route.FulfillOptions().setResponse(figures).setBody(body));
  }

  private static void withoutAbleEngines(Route route) {
    APIResponse status = route.fetch();
    String body =
        status.text().replace("\"PARSE_FIGURE\"", "\"OCR\"").replace("\"DESCRIBE\"", "\"OCR\"");
    route.fulfill(new Route.FulfillOptions().setResponse(status).setBody(body));
  }

  private static String added() {
    return added("report.pdf", Pdfs.withFigures());
  }

  private static String added(String name, byte[] pdf) {
    String document =
        given()
            .multiPart("file", name, pdf, "application/pdf")
            .multiPart("ocr", "never")
            .post("/api/v1/documents")
            .jsonPath()
            .getString("document.id");
    indexed(document);
    return document;
  }

  private static void indexed(String document) {
    await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () ->
                given()
                    .get("/api/v1/documents/" + document)
                    .jsonPath()
                    .getString("state")
                    .equals("INDEXED"));
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Locator.ClickOptions patientClick() {
    return new Locator.ClickOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.ContainsTextOptions patient() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.HasTextOptions patiently() {
    return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.HasCountOptions patientCount() {
    return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE);
  }
}
