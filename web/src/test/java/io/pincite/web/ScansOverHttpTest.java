package io.pincite.web;

import static io.pincite.web.Api.ROOT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.ScannedSample;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Pictures as documents, from the upload to the words, with the real engine.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ScansOverHttpTest {

  @Test
  void aPictureIsADocumentWhoseWordsHaveBoxesAndConfidence() throws IOException {
    JsonPath document =
        Api.uploaded(ScannedSample.INVOICE.fileName(), ScannedSample.INVOICE.bytes());

    assertThat(document.getString("mediaType")).isEqualTo("image/png");
    assertThat(document.getInt("pagesReadByOcr")).isEqualTo(1);
    assertThat(document.getInt("pagesNeedingOcr")).isZero();
    String path = ROOT + "/documents/" + document.getString("id") + "/pages/1";
    JsonPath page = given().get(path).jsonPath();
    assertThat(page.getString("source")).isEqualTo("OCR");
    assertThat(page.getString("sourceCode")).isEqualTo("PICTURE");
    assertThat(page.getString("sourceReason")).isEqualTo("The document is a picture.");
    assertThat(page.getString("engine")).isEqualTo("ppocr");
    assertThat(page.getString("unit")).isEqualTo("px");
    assertThat(page.getInt("turn")).isZero();
    assertThat(page.getDouble("confidence")).isBetween(0.6, 1.0);
    assertThat(page.getString("text")).contains("INVOICE");
    List<Number> confidences = given().get(path + "/words").jsonPath().getList("confidence");
    assertThat(confidences)
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.doubleValue()).isBetween(0.0, 1.0));
    BufferedImage image =
        ImageIO.read(
            new ByteArrayInputStream(given().get(path + "/image?width=300").asByteArray()));
    assertThat(image.getWidth()).isEqualTo(300);
    JsonPath ocr = given().get(ROOT + "/admin/status").jsonPath();
    assertThat(ocr.getString("ocr.state")).isEqualTo("READY");
    assertThat(ocr.getString("ocr.deviceAsked")).isEqualTo("cpu");
    assertThat(ocr.getString("ocr.device")).isEqualTo("cpu");
  }

  @Test
  void aPageThatCannotBeReadSaysWhyInTheListOfPages() {
    JsonPath document = Api.uploaded("annex.pdf", Pdfs.withJpeg2000OnSecondPage());
    String path = ROOT + "/documents/" + document.getString("id") + "/pages";

    JsonPath pages = given().get(path).jsonPath();

    assertThat(document.getInt("pagesFailed")).isEqualTo(1);
    assertThat(pages.getList("items.number")).isEqualTo(List.of(1));
    assertThat(pages.getList("problems.page")).isEqualTo(List.of(2));
    assertThat(pages.getString("problems[0].problem.code")).isEqualTo("picture-unreadable");
    assertThat(pages.getString("problems[0].problem.detail"))
        .startsWith("[annex.pdf p.2] the page is a picture that cannot be shown: ");
  }

  @Test
  void photographsAreUploadedAsThePagesOfOneDocument() throws IOException {
    Response added = together("First", picture(60), picture(61));

    assertThat(added.statusCode()).isEqualTo(202);
    assertThat(added.jsonPath().getString("document.name")).isEqualTo("First.pdf");
    assertThat(Api.finished(added.jsonPath().getString("document.id")).getInt("pages"))
        .isEqualTo(2);
    Response again = together("First", picture(60), picture(61));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.jsonPath().getBoolean("duplicate")).isTrue();
    Response mixed = together("Mixed", picture(62), "%PDF-1.4 no picture".getBytes());
    assertThat(mixed.statusCode()).isEqualTo(415);
    assertThat(mixed.jsonPath().getString("detail")).startsWith("[page-2.jpg] ");
  }

  @Test
  void anEngineModeOrPageThatIsNotThereIsSaid() throws IOException {
    String id = Api.uploaded("small.png", picture(63)).getString("id");
    String read = "/documents/" + id + "/read";

    isProblem(Api.post(read, Map.of("engine", "magic")), "ocr-mode-not-served");
    isProblem(Api.post(read, Map.of("mode", "large")), "ocr-mode-not-served");
    isProblem(Api.post(read, Map.of("pages", List.of(7))), "invalid-field");
    isProblem(Api.post(read, Map.of("pages", List.of(0))), "invalid-field");
    isProblem(Api.post(read, Map.of("ocr", "sometimes")), "invalid-parameter");
  }

  @Test
  void whatIsUnreadIsReadWhenTheChoiceChanges() throws IOException {
    Response added =
        given()
            .multiPart("file", "never.png", picture(64), "image/png")
            .multiPart("ocr", "never")
            .post(ROOT + "/documents");
    String id = added.jsonPath().getString("document.id");
    assertThat(Api.finished(id).getInt("pagesNeedingOcr")).isEqualTo(1);

    Response all = Api.post("/documents/needing-ocr/read", Map.of());
    assertThat(all.statusCode()).isEqualTo(202);
    assertThat(all.jsonPath().getList("jobs.document")).contains(id);
    Api.finished(id);
    Response changed =
        given()
            .contentType("application/json")
            .body(Map.of("ocr", "auto"))
            .patch(ROOT + "/documents/" + id);

    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.jsonPath().getString("ocr")).isEqualTo("AUTO");
    assertThat(Api.finished(id).getInt("pagesNeedingOcr")).isZero();
  }

  @Test
  void anEarlierReadingOfAPageCanStillBeSeen() throws IOException {
    String id = Api.uploaded("twice.png", picture(66)).getString("id");
    String page = ROOT + "/documents/" + id + "/pages/1";
    String first = given().get(page).jsonPath().getString("text");

    Api.post("/documents/" + id + "/read", Map.of("engine", Typist.NAME, "pages", List.of(1)));
    Api.finished(id);

    assertThat(given().get(page).jsonPath().getInt("revision")).isEqualTo(2);
    assertThat(given().get(page).jsonPath().getString("text")).isEqualTo("Hello <world>");
    var earlier = given().get(page + "?revision=1").jsonPath();
    assertThat(earlier.getInt("revision")).isEqualTo(1);
    assertThat(earlier.getString("text")).isEqualTo(first).isNotEqualTo("Hello <world>");
    assertThat(given().get(page + "/words?revision=2").jsonPath().getList("text"))
        .isEqualTo(List.of("Hello", "<world>"));
    assertThat(given().get(page + "/words?revision=1").jsonPath().getList("text"))
        .doesNotContain("<world>");
    assertThat(given().get(page + "?revision=3").statusCode()).isEqualTo(404);
  }

  private static void isProblem(Response response, String code) {
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.jsonPath().getString("code")).isEqualTo(code);
  }

  private static Response together(String name, byte[]... pictures) {
    var request = given().multiPart("together", "true").multiPart("name", name);
    for (int i = 0; i < pictures.length; i++) {
      request.multiPart("file", "page-" + (i + 1) + ".jpg", pictures[i], "image/jpeg");
    }
    return request.post(ROOT + "/documents");
  }

  /// White with a black bar, as wide as asked for: quickly read.
  private static byte[] picture(int width) throws IOException {
    var image = new BufferedImage(width, 50, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, 50);
    graphics.setColor(Color.BLACK);
    graphics.fillRect(10, 10, 20, 5);
    graphics.dispose();
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
