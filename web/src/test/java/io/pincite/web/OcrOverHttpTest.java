package io.pincite.web;

import static io.pincite.web.Api.ROOT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.pincite.samples.ScannedSample;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// OCR as a service, with the real engine and one that types.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class OcrOverHttpTest {
  @TestHTTPResource("/")
  URI server;

  @Test
  void aPictureIsReadAndNothingIsIndexed() {
    List<String> before = given().get(ROOT + "/documents").jsonPath().getList("items.id");

    Response submitted =
        given()
            .multiPart("file", "invoice.png", ScannedSample.INVOICE.bytes(), "image/png")
            .multiPart("format", "json")
            .post(ROOT + "/ocr");

    assertThat(submitted.statusCode()).isEqualTo(202);
    assertThat(submitted.jsonPath().getString("job.type")).isEqualTo("OCR");
    String id = submitted.jsonPath().getString("job.id");
    assertThat(submitted.header("Location")).endsWith(ROOT + "/ocr/" + id);
    JsonPath read = ended(id);
    assertThat(read.getString("job.state")).isEqualTo("DONE");
    assertThat(read.getMap("job.result"))
        .isEqualTo(Map.of("pages", 1, "pagesRead", 1, "pagesFailed", 0));
    assertThat(read.getString("name")).isEqualTo("invoice.png");
    assertThat(read.getString("task")).isEqualTo("DOCUMENT");
    assertThat(read.getString("pages[0].engine")).isEqualTo("ppocr");
    assertThat(read.getString("pages[0].text")).contains("INVOICE");
    assertThat(read.getString("pages[0].markdown")).contains("INVOICE");
    assertThat(read.getList("pages[0].blocks.type")).contains("TABLE");
    assertThat(read.getList("pages[0].blocks[0].box")).hasSize(4);
    assertThat(read.getList("pages[0].words")).isNotEmpty();
    assertThat(read.getInt("pages[0].usage.millis")).isNotNegative();
    assertThat(read.getMap("pages[0].usage")).containsOnlyKeys("millis");
    assertThat(given().get(ROOT + "/documents").jsonPath().getList("items.id")).isEqualTo(before);
  }

  @Test
  void theFormatDecidesInWhichFormTheTextIs() {
    String id = submitted("typist", "format", "html");
    JsonPath html = ended(id);

    assertThat(html.getString("pages[0].html")).isEqualTo("<p>Hello &lt;world&gt;</p>\n");
    assertThat(html.getMap("pages[0]")).doesNotContainKeys("markdown", "text", "words", "raw");
    JsonPath text = given().get(ROOT + "/ocr/" + id + "?format=text").jsonPath();
    assertThat(text.getString("pages[0].text")).isEqualTo("Hello <world>");
    assertThat(text.getMap("pages[0]")).doesNotContainKeys("markdown", "html");
    JsonPath markdown = given().get(ROOT + "/ocr/" + id + "?format=markdown").jsonPath();
    assertThat(markdown.getString("pages[0].markdown")).isEqualTo("Hello \\<world\\>\n");
  }

  @Test
  void whatAModelSaysOfAPictureIsItsText() {
    JsonPath described = ended(submitted("typist", "task", "describe", "mode", "tiny"));

    assertThat(described.getString("task")).isEqualTo("DESCRIBE");
    assertThat(described.getString("pages[0].markdown")).isEqualTo("Hello <world>");
    assertThat(described.getList("pages[0].blocks")).isEmpty();
    assertThat(described.getMap("pages[0].usage"))
        .containsEntry("visionTokens", 100)
        .containsEntry("textTokens", 250)
        .containsEntry("compression", 2.5f)
        .containsEntry("effectiveMode", "tiny");
  }

  @Test
  void aPageCanBeSeenWhetherItIsReadOrNot() throws Exception {
    Typist.pause();
    String id = submitted("typist", "prompt", "Seen: " + System.nanoTime());
    String image = ROOT + "/ocr/" + id + "/pages/2/image";
    try {
      assertThat(size(given().get(image + "?width=400"))).isEqualTo(List.of(400, 518));
    } finally {
      Typist.goOn();
    }
    ended(id);

    assertThat(size(given().get(image + "?width=400"))).isEqualTo(List.of(400, 518));
    assertThat(size(given().get(image + "?width=400&turn=90"))).isEqualTo(List.of(400, 309));
    isProblem(given().get(ROOT + "/ocr/" + id + "/pages/3/image"), 404, "not-found");
    isProblem(given().get(image + "?turn=45"), 422, "invalid-parameter");
    isProblem(given().get(image + "?width=5"), 422, "invalid-parameter");
  }

  @Test
  void aTurnedPageIsSeenAsItWasRead() throws Exception {
    String id = submit("turned.png", quarterTurned(ScannedSample.INVOICE.bytes()));
    JsonPath read = ended(id);

    assertThat(read.getInt("pages[0].turn")).isEqualTo(270);
    List<Integer> seen = size(given().get(ROOT + "/ocr/" + id + "/pages/1/image?width=300"));
    assertThat(seen.get(0)).isLessThan(seen.get(1));
  }

  @Test
  void eventsTellOfBlocksTextAndPagesAndCanBeHeardAgain() throws Exception {
    String id = submitted("typist", "prompt", "Type: " + System.nanoTime());
    URI path = server.resolve(ROOT + "/ocr/" + id + "/events");

    List<Events.Event> live;
    try (Events events = Events.get(path)) {
      live = events.all();
    }
    assertThat(live.getLast().name()).isEqualTo("done");
    assertThat(live.getLast().data().get("state").asText()).isEqualTo("DONE");
    List<Events.Event> pages = live.stream().filter(one -> one.name().equals("page")).toList();
    assertThat(pages).hasSize(2);
    assertThat(pages).extracting(Events.Event::id).containsExactly("1", "2");
    assertThat(pages.getFirst().data().get("markdown").asText()).isEqualTo("Hello \\<world\\>\n");

    try (Events again = Events.get(path, "Last-Event-ID", "1")) {
      assertThat(again.all()).extracting(Events.Event::name).containsExactly("page", "done");
    }
  }

  @Test
  void aPageThatIsBeingReadIsHeardOf() throws Exception {
    Typist.pause();
    String id = submitted("typist", "prompt", "Slowly: " + System.nanoTime());
    try (Events events = Events.get(server.resolve(ROOT + "/ocr/" + id + "/events"))) {
      // Which comes first is chance: where the job stands, or what is typed already.
      var live = new ArrayList<>(List.of(events.next().orElseThrow()));
      Typist.goOn();
      live.addAll(events.all());

      Events.Event block = first(live, "block");
      assertThat(block.data().get("page").asInt()).isBetween(1, 2);
      assertThat(block.data().get("block").get("text").asText()).isEqualTo("Hello <world>");
      assertThat(block.data().get("block").get("box").toString()).isEqualTo("[0.1,0.1,0.6,0.2]");
      assertThat(live)
          .filteredOn(event -> event.name().equals("delta"))
          .extracting(event -> event.data().get("text").asText())
          .contains("<world>");
    } finally {
      Typist.goOn();
    }
  }

  @Test
  void somethingIsLookedForOnAPageOfADocument() {
    String document =
        given()
            .multiPart("file", "looked at.pdf", Sample.NDA.pdf(), "application/pdf")
            .post(ROOT + "/documents")
            .jsonPath()
            .getString("document.id");
    Api.finished(document);
    String place = "/documents/" + document + "/pages/2/locate";

    Response submitted = Api.post(place, Map.of("phrase", "the signatures", "mode", "tiny"));

    assertThat(submitted.statusCode()).as(submitted.asString()).isEqualTo(202);
    String id = submitted.jsonPath().getString("job.id");
    assertThat(submitted.header("Location")).endsWith(ROOT + "/ocr/" + id);
    JsonPath seen = ended(id);
    assertThat(seen.getString("job.state")).isEqualTo("DONE");
    assertThat(seen.getString("engine")).isEqualTo("typist");
    assertThat(seen.getString("task")).isEqualTo("LOCATE");
    assertThat(seen.getString("target")).isEqualTo("the signatures");
    assertThat(seen.getString("pages[0].usage.effectiveMode")).isEqualTo("tiny");
    assertThat(seen.getList("pages[0].blocks")).isEmpty();

    isProblem(Api.post(place, Map.of("phrase", " ")), 422, "missing-field");
    isProblem(Api.post(place, Map.of("phrase", "x".repeat(201))), 422, "invalid-parameter");
    isProblem(
        Api.post(place, Map.of("phrase", "a seal", "engine", "ppocr")), 422, "ocr-mode-not-served");
    isProblem(
        Api.post(place, Map.of("phrase", "a seal", "mode", "huge")), 422, "ocr-mode-not-served");
    isProblem(Api.post(place.replace("/2/", "/3/"), Map.of("phrase", "a seal")), 404, "not-found");
    isProblem(
        Api.post(
            "/documents/01900000-0000-7000-8000-000000000000/pages/1/locate",
            Map.of("phrase", "a seal")),
        404,
        "not-found");
  }

  @Test
  void whatIsNotServedOrNoDocumentIsRefused() {
    byte[] picture = ScannedSample.INVOICE.bytes();

    isProblem(post(picture, "engine", "magic"), 422, "ocr-mode-not-served");
    isProblem(post(picture, "mode", "huge"), 422, "ocr-mode-not-served");
    isProblem(post(picture, "task", "translate"), 422, "ocr-mode-not-served");
    isProblem(post(picture, "task", "describe"), 422, "ocr-mode-not-served");
    isProblem(post(picture, "prompt", "Read this."), 422, "ocr-mode-not-served");
    isProblem(post(picture, "target", "a seal"), 422, "invalid-field");
    isProblem(post(picture, "format", "docx"), 422, "invalid-parameter");
    isProblem(post(picture, "prompt", "x".repeat(2_001)), 422, "invalid-parameter");
    isProblem(post("no picture at all".getBytes(), "mode", ""), 415, "not-a-document");
    isProblem(given().multiPart("engine", "ppocr").post(ROOT + "/ocr"), 422, "missing-field");
    isProblem(given().get(ROOT + "/ocr/01900000-0000-7000-8000-000000000000"), 404, "not-found");
  }

  @Test
  void aPageThatCannotBeReadSaysWhyAndTheOthersAreThere() {
    JsonPath read = ended(submit("annex.pdf", Pdfs.withJpeg2000OnSecondPage()));

    assertThat(read.getString("job.state")).isEqualTo("DONE");
    assertThat(read.getString("pages[0].markdown")).isNotBlank();
    assertThat(read.getMap("pages[1]")).containsOnlyKeys("number", "problem", "blocks", "doubts");
    assertThat(read.getString("pages[1].problem.code")).isEqualTo("picture-unreadable");
  }

  // --- helpers ----------------------------------------------------------------------------------

  /// Width and height in pixels.
  private static List<Integer> size(Response image) throws IOException {
    assertThat(image.contentType()).isEqualTo("image/png");
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(image.asByteArray()));
    return List.of(picture.getWidth(), picture.getHeight());
  }

  /// Clockwise.
  private static byte[] quarterTurned(byte[] picture) throws IOException {
    BufferedImage from = ImageIO.read(new ByteArrayInputStream(picture));
    var to = new BufferedImage(from.getHeight(), from.getWidth(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = to.createGraphics();
    graphics.translate(from.getHeight(), 0);
    graphics.rotate(Math.PI / 2);
    graphics.drawImage(from, 0, 0, null);
    graphics.dispose();
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(to, "png", bytes);
    return bytes.toByteArray();
  }

  private static Events.Event first(List<Events.Event> events, String name) {
    return events.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static String submit(String name, byte[] bytes) {
    return given()
        .multiPart("file", name, bytes)
        .post(ROOT + "/ocr")
        .jsonPath()
        .getString("job.id");
  }

  /// A file of two pages, by this engine.
  private static String submitted(String engine, String... fields) {
    var request =
        given().multiPart("file", "nda.pdf", Sample.NDA.pdf()).multiPart("engine", engine);
    for (int i = 0; i < fields.length; i += 2) {
      request.multiPart(fields[i], fields[i + 1]);
    }
    Response response = request.post(ROOT + "/ocr");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
    return response.jsonPath().getString("job.id");
  }

  private static Response post(byte[] file, String field, String value) {
    return given().multiPart("file", "file.png", file).multiPart(field, value).post(ROOT + "/ocr");
  }

  private static void isProblem(Response response, int status, String code) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.jsonPath().getString("code")).isEqualTo(code);
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
