package io.pincite.web;

import static io.pincite.web.Api.ROOT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Figures as a program gets them.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FiguresOverHttpTest {
  private static final Pattern LINK = Pattern.compile("!\\[([^\\]]*)\\]\\(([^)]*)\\)");

  @Test
  void everyFigureOfADocumentIsLinkedAndCutOutOfItsPage() throws IOException {
    String document = added();
    String page = ROOT + "/documents/" + document + "/pages/1";

    String markdown = given().get(ROOT + "/documents/" + document + "/markdown").asString();
    Matcher link = LINK.matcher(markdown);
    assertThat(link.find()).as(markdown).isTrue();
    assertThat(link.group(1)).isEqualTo("Figure 1: Revenue in thousands");
    assertThat(link.group(2))
        .isEqualTo(
            ROOT + "/documents/%s/pages/1/figures/1?version=1&revision=1".formatted(document));
    Response first = given().get(link.group(2));
    assertThat(first.header("Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
    BufferedImage cut = picture(first);
    // 220 by 140 points at 300 dpi, and what its box is rounded by.
    assertThat(cut.getWidth()).isBetween(914, 920);
    assertThat(cut.getHeight()).isBetween(580, 587);
    assertThat(cut.getRGB(830, 300) & 0xFFFFFF).isEqualTo(0x2B6CB0);
    assertThat(link.find()).isTrue();
    assertThat(picture(given().get(link.group(2))).getRGB(830, 300) & 0xFFFFFF).isEqualTo(0xB4530A);
    assertThat(given().get(page).jsonPath().getString("markdown"))
        .contains("](" + page + "/figures/2?version=1&revision=1)");

    Response current = given().get(page + "/figures/2");
    assertThat(current.header("Cache-Control")).isEqualTo("private, no-cache");
    given()
        .header("If-None-Match", current.header("ETag"))
        .get(page + "/figures/2")
        .then()
        .statusCode(304);
    assertThat(given().get(page).jsonPath().getInt("figures")).isEqualTo(2);
    assertThat(
            given()
                .get(ROOT + "/documents/" + document + "/pages")
                .jsonPath()
                .getList("items.figures"))
        .isEqualTo(List.of(2));

    isMissing(given().get(page + "/figures/3"), "There is no figure 3, or you may not see it.");
    isMissing(given().get(page + "/figures/0"), "There is no figure '0', or you may not see it.");
    isMissing(
        given().get(page.replace("/1", "/2") + "/figures/1"),
        "There is no page 2, or you may not see it.");
  }

  @Test
  void figuresOfAFileThatIsOnlyReadAreThereWhileItIs() throws IOException {
    Response submitted =
        given()
            .multiPart("file", "report.pdf", Pdfs.withFigures(), "application/pdf")
            .multiPart("engine", "draughtsman")
            .post(ROOT + "/ocr");
    assertThat(submitted.statusCode()).as(submitted.asString()).isEqualTo(202);
    String id = submitted.jsonPath().getString("job.id");

    String markdown = ended(id).getString("pages[0].markdown");
    Matcher link = LINK.matcher(markdown);
    assertThat(link.find()).as(markdown).isTrue();
    assertThat(link.group(2)).isEqualTo(ROOT + "/ocr/" + id + "/pages/1/figures/1");
    BufferedImage cut = picture(given().get(link.group(2)));
    assertThat(cut.getWidth()).isBetween(914, 920);
    assertThat(
            given().get(ROOT + "/ocr/" + id + "?format=html").jsonPath().getString("pages[0].html"))
        .contains("<figure><img src=\"" + link.group(2) + "\" alt=\"\"></figure>");
    Response read = asked(link.group(2) + "/reading", Map.of("task", "PARSE_FIGURE"));
    assertThat(read.statusCode()).as(read.asString()).isEqualTo(202);
    String reading = read.jsonPath().getString("job.id");
    assertThat(read.header("Location")).endsWith(ROOT + "/ocr/" + reading);
    JsonPath said = ended(reading);
    assertThat(said.getString("name")).isEqualTo("report.pdf p.1 figure 1.png");
    assertThat(said.getString("task")).isEqualTo("PARSE_FIGURE");
    assertThat(said.getList("pages[0].blocks.type")).isEqualTo(List.of("TABLE"));
    assertThat(said.getList("pages[0].blocks[0].cells.text"))
        .isEqualTo(List.of("Quarter", "Revenue", "Q3", "7,431"));
    assertThat(said.getString("pages[0].markdown"))
        .isEqualTo("| Quarter | Revenue |\n| --- | --- |\n| Q3 | 7,431 |\n");
    isMissing(
        given().get(ROOT + "/ocr/" + id + "/pages/1/figures/2"),
        "There is no figure 2, or you may not see it.");
    isMissing(
        given().get(ROOT + "/ocr/" + id + "/pages/7/figures/1"),
        "There is no page 7, or you may not see it.");
  }

  @Test
  void whatAModelSaysOfAChartIsFoundAndQuotedAtTheChart() {
    String document = added();
    String figure = ROOT + "/documents/" + document + "/pages/1/figures";
    JsonPath before = given().get(figure).jsonPath();
    assertThat(before.getString("items[0].caption")).isEqualTo("Figure 1: Revenue in thousands");
    assertThat(before.getList("items[0].readings")).isEmpty();

    Response asked = asked(figure + "/1/reading", Map.of("task", "PARSE_FIGURE"));

    assertThat(asked.statusCode()).as(asked.asString()).isEqualTo(202);
    assertThat(asked.jsonPath().getString("job.type")).isEqualTo("FIGURE");
    assertThat(jobEnded(asked).getString("state")).isEqualTo("DONE");
    Api.finished(document);
    List<Object> box = before.getList("items[0].box");
    JsonPath found =
        Api.post("/search", Map.of("query", "7,431", "documents", List.of(document))).jsonPath();
    assertThat(found.getString("items[0].text")).contains("7,431");
    assertThat(found.getList("items[0].spans[0].boxes")).isEqualTo(List.of(box));
    assertThat(found.getBoolean("items[0].spans[0].described")).isTrue();
    JsonPath answer = Api.ask("What is the revenue of Q3?", document);
    assertThat(answer.getString("kind")).as(answer.prettify()).isEqualTo("GROUNDED");
    assertThat(answer.getString("citations[0].quote")).contains("7,431");
    assertThat(answer.getString("citations[0].state")).isEqualTo("NORMALIZED");
    assertThat(answer.getList("citations[0].spans[0].boxes")).isEqualTo(List.of(box));
    assertThat(answer.getBoolean("citations[0].spans[0].described")).isTrue();
    JsonPath after = given().get(figure).jsonPath();
    assertThat(after.getString("items[0].readings[0].engine")).isEqualTo("draughtsman");
    assertThat(after.getString("items[0].readings[0].model")).isEqualTo("pencil");

    assertThat(given().delete(figure + "/1/reading").statusCode()).isEqualTo(204);
    isMissing(
        given().delete(figure + "/1/reading"),
        "There is no reading of figure 1, or you may not see it.");
    Api.finished(document);
    assertThat(given().get(ROOT + "/documents/" + document + "/markdown").asString())
        .doesNotContain("7,431");
  }

  @Test
  void aFigureThatNobodyCanReadIsRefused() {
    String reading = ROOT + "/documents/" + added() + "/pages/1/figures/%d/reading";

    isProblem(
        asked(reading.formatted(1), Map.of("task", "DESCRIBE", "engine", "ppocr")),
        "ocr-mode-not-served",
        "[task] 'ppocr' does not do DESCRIBE; ask for DOCUMENT.");
    isProblem(
        asked(reading.formatted(1), Map.of("task", "OCR")),
        "invalid-field",
        "[task] a figure is read by PARSE_FIGURE or DESCRIBE, not by OCR.");
    isProblem(
        asked(reading.formatted(1), Map.of()), "missing-field", "'task' is missing from the body.");
    isMissing(
        asked(reading.formatted(9), Map.of("task", "PARSE_FIGURE")),
        "There is no figure 9, or you may not see it.");
  }

  // --- helpers ----------------------------------------------------------------------------------

  private static String added() {
    String document =
        given()
            .multiPart("file", "report.pdf", Pdfs.withFigures(), "application/pdf")
            .multiPart("ocr", "never")
            .post(ROOT + "/documents")
            .jsonPath()
            .getString("document.id");
    Api.finished(document);
    return document;
  }

  private static Response asked(String path, Map<String, String> body) {
    return given().contentType("application/json").body(body).post(path);
  }

  private static JsonPath jobEnded(Response asked) {
    String job = ROOT + "/jobs/" + asked.jsonPath().getString("job.id");
    return await()
        .atMost(Duration.ofSeconds(180))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> given().get(job).jsonPath(),
            json -> List.of("DONE", "FAILED", "CANCELLED").contains(json.getString("state")));
  }

  private static void isProblem(Response response, String code, String detail) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(422);
    assertThat(response.jsonPath().getString("code")).isEqualTo(code);
    assertThat(response.jsonPath().getString("detail")).isEqualTo(detail);
  }

  private static void isMissing(Response response, String detail) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(404);
    assertThat(response.jsonPath().getString("code")).isEqualTo("not-found");
    assertThat(response.jsonPath().getString("detail")).isEqualTo(detail);
  }

  private static BufferedImage picture(Response response) throws IOException {
    assertThat(response.contentType()).as(response.asString()).isEqualTo("image/png");
    return ImageIO.read(new ByteArrayInputStream(response.asByteArray()));
  }

  private static JsonPath ended(String job) {
    return await()
        .atMost(Duration.ofSeconds(180))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> given().get(ROOT + "/ocr/" + job).jsonPath(),
            json -> List.of("DONE", "FAILED", "CANCELLED").contains(json.getString("job.state")));
  }
}
