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
    isMissing(
        given().get(ROOT + "/ocr/" + id + "/pages/1/figures/2"),
        "There is no figure 2, or you may not see it.");
    isMissing(
        given().get(ROOT + "/ocr/" + id + "/pages/7/figures/1"),
        "There is no page 7, or you may not see it.");
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
