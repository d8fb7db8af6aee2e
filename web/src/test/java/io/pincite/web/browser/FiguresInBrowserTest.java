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
    BrowserContext context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale("en-US"));
    page = context.newPage();
    page.onPageError(complaints::add);
  }

  @AfterEach
  void close() {
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

  // --- helpers ----------------------------------------------------------------------------------

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

  private static LocatorAssertions.HasCountOptions patientCount() {
    return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE);
  }
}
