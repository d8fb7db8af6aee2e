package io.pincite.web.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.RequestOptions;
import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.pincite.samples.ScriptedModel;
import io.pincite.samples.Truth;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
import org.junit.jupiter.params.provider.EnumSource;

/// What people do, done in a browser: they add contracts, ask, and look where the answer stands.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AskInBrowserTest {
  private static final String QUESTION = "How long is the lease term?";

  /// Reading and embedding a sample on a busy machine; a test that waits this long has failed.
  private static final double PATIENCE = 90_000;

  private static Chromium chromium;

  /// Set by the test framework.
  @TestHTTPResource("/")
  @SuppressWarnings("NullAway")
  URL url;

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
  void aContractIsAddedReadAskedAboutAndItsAnswerBoxedOnThePage(Screen screen) {
    Page page = open(screen, "");
    add(page, Sample.LEASE);

    ask(page, QUESTION);
    page.locator("pin-answer figure").filter(having("lease.pdf")).locator(".chip").first().click();

    Locator boxes = page.locator("pin-page .mark.active");
    assertThat(boxes.first()).isVisible(patient());
    assertInView(page, boxes.first());
    assertThat(page.locator("pin-viewer .name")).hasText("lease.pdf");
    assertCovers(page, Sample.LEASE.truth().question("term").expected().orElseThrow());
    assertNoComplaints();
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
    page.request()
        .put(
            url + "api/v1/settings/model",
            RequestOptions.create()
                .setData(Map.of("baseUrl", model.baseUrl().toString(), "model", "scripted")));
    upload(
        page,
        "two-sentences.pdf",
        pdf(
            "1. The term of this agreement is nine (9) years from May 4, 2026. It is renewed for two (2) years unless a party objects."));
    page.navigate(url + "#/library");
    page.locator("pin-library a.name").filter(having("two-sentences")).first().click();
    page.locator("pin-document a.button.primary").click();
    assertThat(page.locator("pin-question .scope")).containsText("two-sentences.pdf");
    ask(page, "How long is the term, and is it renewed?");
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

  /// Every word of the short answer lies within a box that is drawn, on the page where it stands.
  private static void assertCovers(Page page, Truth.Expected expected) {
    Truth.Place place = expected.answerWords().getFirst();
    Locator sheet = page.locator("pin-page[data-page='%d'] .sheet".formatted(place.page()));
    // Measured in one step: between two the page may still be moving into place.
    List<BoundingBox> measured =
        ((List<?>)
                sheet.evaluate(
                    """
                    sheet => [sheet, ...sheet.querySelectorAll('.mark.active')].map(element => {
                      const box = element.getBoundingClientRect();
                      return [box.x, box.y, box.width, box.height];
                    })
                    """))
            .stream().map(AskInBrowserTest::box).toList();
    BoundingBox paper = measured.getFirst();
    List<BoundingBox> boxes = measured.subList(1, measured.size());
    for (Truth.Place word : expected.answerWords()) {
      double middleX = paper.x + paper.width * (word.box().x0() + word.box().x1()) / 2;
      double middleY = paper.y + paper.height * (word.box().y0() + word.box().y1()) / 2;
      assertThat(boxes)
          .as("boxes around (%f, %f)", middleX, middleY)
          .anyMatch(
              box ->
                  box.x <= middleX
                      && middleX <= box.x + box.width
                      && box.y <= middleY
                      && middleY <= box.y + box.height);
      double height = paper.height * (word.box().y1() - word.box().y0());
      assertThat(boxes).anySatisfy(box -> assertThat(box.height).isCloseTo(height, within(2.0)));
    }
  }

  private static BoundingBox box(Object sides) {
    List<Double> numbers =
        ((List<?>) sides).stream().map(side -> ((Number) side).doubleValue()).toList();
    var box = new BoundingBox();
    box.x = numbers.get(0);
    box.y = numbers.get(1);
    box.width = numbers.get(2);
    box.height = numbers.get(3);
    return box;
  }

  /// Of the page's ground, 0 to 255.
  private static int lightness(Page page) {
    Object value =
        page.evaluate(
            "() => Math.round(getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0) / 3)");
    return ((Number) value).intValue();
  }

  private static LocatorAssertions.IsVisibleOptions patient() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.ContainsTextOptions containing() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
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
