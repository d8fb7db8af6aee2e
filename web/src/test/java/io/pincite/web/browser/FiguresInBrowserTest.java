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
import io.pincite.ingest.PostgresForTests;
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

    assertThat(panel.locator(".problem")).hasText("引擎未能说出此图的内容。", patiently());
    assertThat(looks).hasValue(0);
  }

  // --- helpers ----------------------------------------------------------------------------------

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
    String document =
        given()
            .multiPart("file", "report.pdf", Pdfs.withFigures(), "application/pdf")
            .multiPart("ocr", "never")
            .post("/api/v1/documents")
            .jsonPath()
            .getString("document.id");
    await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () ->
                given()
                    .get("/api/v1/documents/" + document)
                    .jsonPath()
                    .getString("state")
                    .equals("INDEXED"));
    return document;
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
