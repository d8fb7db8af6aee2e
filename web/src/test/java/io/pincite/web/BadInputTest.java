package io.pincite.web;

import static io.pincite.web.Api.ROOT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever comes in ends in a clear problem or a finished document: never a stack trace, never a
/// state that stays.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class BadInputTest {
  private static final String NOBODY = "01900000-0000-7000-8000-00000000abcd";

  @TestHTTPResource("/")
  URI server;

  @Test
  void anEmptyFileIsNoDocument() {
    isProblem(Api.upload("empty.pdf", new byte[0]), 415, "not-a-document");
  }

  @Test
  void aFileIsWhatItsContentSays() {
    isProblem(
        Api.upload("contract.pdf", "just some text".getBytes(StandardCharsets.UTF_8)),
        415,
        "not-a-document");
    JsonPath document =
        Api.uploaded("contract.exe", Pdfs.of(1, PDRectangle.A4, "A PDF by another name is a PDF."));
    assertThat(document.getString("state")).isEqualTo("INDEXED");
    assertThat(document.getString("mediaType")).isEqualTo("application/pdf");
  }

  @Test
  void anUploadWithoutAFileIsAProblem() {
    isProblem(given().multiPart("other", "text").post(ROOT + "/documents"), 422, "missing-field");
    isProblem(
        given().contentType("application/json").body("{}").post(ROOT + "/documents"),
        415,
        "unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no form at all",
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7"
      })
  void aFormThatDoesNotEndIsAProblem(String form) throws IOException {
    String answer = raw("POST", ROOT + "/documents", "multipart/form-data; boundary=x", form);
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"code\":\"malformed-form\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../../etc/passwd.pdf",
        "C:\\Users\\me\\lease.pdf",
        "📄 契约 ünïcode.pdf",
        "<script>alert(1)</script>.pdf",
        "a;b\"c.pdf",
        ".pdf",
        " "
      })
  void aNameIsNeverMoreThanAName(String name) {
    JsonPath document =
        Api.uploaded(name, Pdfs.of(1, PDRectangle.A4, "Named " + name.hashCode() + "."));

    assertThat(document.getString("state")).as(document.prettify()).isEqualTo("INDEXED");
    assertThat(document.getString("name")).isNotBlank().doesNotContain("/", "\\");
    Response file = given().get(ROOT + "/documents/" + document.getString("id") + "/file");
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.header("Content-Disposition"))
        .startsWith("attachment; filename=\"")
        .doesNotContain("\n", "..");
    assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void aNameOf300CharactersIsTaken() {
    JsonPath document =
        Api.uploaded("n".repeat(296) + ".pdf", Pdfs.of(1, PDRectangle.A4, "A long name."));
    assertThat(document.getString("state")).isEqualTo("INDEXED");
  }

  @Test
  void aFileWithoutANameIsTakenOrRefusedClearly() throws IOException {
    String answer =
        raw(
            "POST",
            "/api/v1/documents",
            "multipart/form-data; boundary=x",
            """
            --x\r
            Content-Disposition: form-data; name="file"; filename=""\r
            Content-Type: application/pdf\r
            \r
            %PDF-1.4 nothing more\r
            --x--\r
            """);
    assertThat(answer).containsPattern("HTTP/1.1 (202|415|422) ").doesNotContain("Exception");
  }

  @Test
  void aPasswordIsSaidOnTheDocument() {
    failsWith("pdf-password", Pdfs.withPassword());
  }

  @Test
  void aTruncatedFileIsDamagedOrReadAsFarAsItGoes() {
    byte[] whole = Sample.LEASE.pdf();
    JsonPath document = Api.uploaded("truncated.pdf", Arrays.copyOf(whole, whole.length / 3));
    if (document.getString("state").equals("FAILED")) {
      assertThat(document.getString("problem.code")).isIn("pdf-damaged", "pdf-no-pages");
    }
  }

  @Test
  void aFileWithoutPagesIsSaid() {
    failsWith("pdf-no-pages", Pdfs.withoutPages());
  }

  @Test
  void aPageOfTenByTenMetresIsSaid() {
    float tenMetres = 10_000 / 25.4f * 72;
    failsWith(
        "page-too-large",
        Pdfs.of(1, new PDRectangle(tenMetres, tenMetres), "Far away in a corner."));
  }

  @Test
  void twoThousandPagesAreRead() {
    String id =
        Api.upload("long.pdf", Pdfs.of(2000, PDRectangle.A4, "Page # says the number # only."))
            .jsonPath()
            .getString("document.id");

    JsonPath document =
        org.awaitility.Awaitility.await()
            .atMost(java.time.Duration.ofSeconds(120))
            .until(
                () -> given().get(ROOT + "/documents/" + id).jsonPath(),
                json -> !json.getString("state").matches("QUEUED|READING"));

    assertThat(document.getString("state")).as(document.prettify()).isIn("READABLE", "INDEXED");
    assertThat(document.getInt("pagesRead")).isEqualTo(2000);
    assertThat(given().get(ROOT + "/documents/" + id + "/pages").jsonPath().getList("items"))
        .hasSize(2000);
    // Its vectors would keep the machine busy for the rest of the tests.
    given().delete(ROOT + "/documents/" + id).then().statusCode(202);
  }

  @Test
  void aPageWithoutTextNeedsOcrAndFailsNothing() {
    JsonPath document = Api.uploaded("blank.pdf", Pdfs.blank());
    assertThat(document.getString("state")).isEqualTo("INDEXED");
    assertThat(document.getInt("pagesFailed")).isZero();
  }

  private static void failsWith(String code, byte[] pdf) {
    JsonPath document = Api.uploaded(code + ".pdf", pdf);
    assertThat(document.getString("state")).as(document.prettify()).isEqualTo("FAILED");
    assertThat(document.getString("problem.code")).isEqualTo(code);
    assertThat(document.getString("problem.detail")).contains(code + ".pdf");
  }

  @Test
  void anUploadThatAnnouncesTooMuchIsRefusedBeforeItIsTakenIn() throws IOException {
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          head("POST", "/api/v1/documents", "multipart/form-data; boundary=x", 500_000_000)
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      socket.setSoTimeout(10_000);
      InputStream in = socket.getInputStream();
      var answer = new StringBuilder();
      while (answer.indexOf("\"instance\"") < 0) {
        answer.append((char) in.read());
      }
      assertThat(answer.toString())
          .startsWith("HTTP/1.1 413 ")
          .contains("application/problem+json", "\"code\":\"file-too-large\"", "200 MB");
    }
  }

  @Test
  void sameBytesAreTheSameDocument() {
    byte[] pdf = Pdfs.of(1, PDRectangle.A4, "Uploaded twice.");
    Response first = Api.upload("first.pdf", pdf);
    Response second = Api.upload("second.pdf", pdf);

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.header("Location")).contains("/api/v1/jobs/");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.jsonPath().getBoolean("duplicate")).isTrue();
    assertThat(second.jsonPath().getString("document.id"))
        .isEqualTo(first.jsonPath().getString("document.id"));
  }

  @Test
  void aRepeatedRequestWithItsKeyIsAnsweredAgain() {
    byte[] pdf = Pdfs.of(1, PDRectangle.A4, "With a key.");
    byte[] other = Pdfs.of(1, PDRectangle.A4, "With the same key, another file.");

    Response first = keyed("key-1", pdf);
    Response again = keyed("key-1", pdf);
    Response misused = keyed("key-1", other);

    assertThat(again.jsonPath().getString("document.id"))
        .isEqualTo(first.jsonPath().getString("document.id"));
    assertThat(misused.statusCode()).isIn(409, 422);
    assertThat(misused.contentType()).isEqualTo("application/problem+json");
  }

  private static Response keyed(String key, byte[] pdf) {
    return given()
        .header("Idempotency-Key", key)
        .multiPart("file", "keyed.pdf", pdf, "application/pdf")
        .post(ROOT + "/documents");
  }

  @Test
  void severalFilesHaveAnOutcomeEach() {
    JsonPath outcomes =
        given()
            .multiPart("file", "good.pdf", Pdfs.of(1, PDRectangle.A4, "Good."), "application/pdf")
            .multiPart("file", "bad.pdf", new byte[] {1, 2, 3}, "application/pdf")
            .post(ROOT + "/documents")
            .jsonPath();

    assertThat(outcomes.getString("items[0].document.name")).isEqualTo("good.pdf");
    assertThat(outcomes.getString("items[1].name")).isEqualTo("bad.pdf");
    assertThat(outcomes.getString("items[1].problem.code")).isEqualTo("not-a-document");
  }

  @Test
  void questionsHaveALength() {
    isProblem(Api.post("/answers", Map.of("question", "")), 422);
    isProblem(Api.post("/answers", Map.of("question", " \n\t ")), 422);
    isProblem(Api.post("/answers", Map.of("question", "why ".repeat(2500))), 422);
    isProblem(Api.post("/answers", Map.of()), 422, "missing-field");
    isProblem(Api.post("/search", Map.of("query", "")), 422);
    isProblem(Api.post("/search", Map.of("query", "why ".repeat(2500))), 422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?", "\u0000", "((((((", "\"\"", "\\", "a AND OR NOT", "🙂🙂🙂", "%s{}<>*:^~"})
  void anyQuestionIsAnswered(String question) {
    assertThat(Api.post("/answers", Map.of("question", question)).statusCode()).isIn(200, 422);
    assertThat(Api.post("/search", Map.of("query", question)).statusCode()).isIn(200, 422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/documents/%s",
        "/documents/%s/file",
        "/documents/%s/markdown",
        "/documents/%s/chunks",
        "/documents/%s/brief",
        "/documents/%s/pages",
        "/documents/%s/pages/1",
        "/documents/%s/pages/1/words",
        "/documents/%s/pages/1/image",
        "/answers/%s",
        "/citations/%s",
        "/conversations/%s",
        "/jobs/%s",
        "/nothing/%s"
      })
  void anUnknownIdIsNotFound(String path) {
    isProblem(given().get(ROOT + path.formatted(NOBODY)), 404, "not-found");
    isProblem(given().get(ROOT + path.formatted("no-id")), 404, "not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "/jobs/ID/events",
    "/answers/ID/events",
  })
  void aStreamOfAnUnknownIdIsNotFound(String path) {
    isProblem(
        given().accept("text/event-stream").get(ROOT + path.replace("ID", NOBODY)),
        404,
        "not-found");
  }

  @ParameterizedTest
  @CsvSource({"documents, document", "collection, collection"})
  void whatIsUnknownCannotBeAskedOrSearched(String field, String what) {
    Object ids = field.equals("documents") ? List.of(NOBODY) : NOBODY;
    for (Response response :
        List.of(
            Api.post("/answers", Map.of("question", "How long is the term?", field, ids)),
            Api.post("/search", Map.of("query", "term", field, ids)))) {
      isProblem(response, 404, "not-found");
      assertThat(response.jsonPath().getString("detail"))
          .isEqualTo("There is no %s %s, or you may not see it.".formatted(what, NOBODY));
    }
  }

  @Test
  void anUnknownIdCannotBeChanged() {
    isProblem(given().delete(ROOT + "/documents/" + NOBODY), 404, "not-found");
    isProblem(given().delete(ROOT + "/collections/" + NOBODY), 404, "not-found");
    isProblem(given().delete(ROOT + "/conversations/" + NOBODY), 404, "not-found");
    isProblem(Api.post("/documents/" + NOBODY + "/read", Map.of()), 404, "not-found");
    isProblem(given().post(ROOT + "/jobs/" + NOBODY + "/cancel"), 404, "not-found");
    isProblem(given().post(ROOT + "/jobs/" + NOBODY + "/retry"), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "\"text\"", "{\"question\":}", "nonsense", "{\"question\":\"a\"", ""})
  void malformedJsonIsAProblem(String body) {
    for (String path : List.of("/answers", "/search", "/collections")) {
      Response response = given().contentType("application/json").body(body).post(ROOT + path);
      assertThat(response.statusCode()).isIn(400, 422);
      isProblem(response, response.statusCode());
    }
  }

  @Test
  void fieldsAreWhatTheyAreCalled() {
    isProblem(
        Api.post("/answers", Map.of("question", "x", "colection", "y")), 422, "unknown-field");
    isProblem(Api.post("/search", Map.of("query", "x", "limit", "many")), 422, "invalid-field");
    isProblem(Api.post("/search", Map.of("query", "x", "limit", 0)), 422, "invalid-parameter");
    isProblem(
        Api.post("/search", Map.of("query", "x", "documents", List.of("7"))),
        422,
        "invalid-parameter");
    isProblem(given().get(ROOT + "/documents?limit=0"), 422, "invalid-parameter");
    isProblem(given().get(ROOT + "/documents?state=SLEEPING"), 422, "invalid-parameter");
    isProblem(given().get(ROOT + "/documents?cursor=nonsense"), 422);
  }

  @Test
  void thePlatformSpeaksInProblemsToo() {
    isProblem(given().get("/no/such/page"), 404, "not-found");
    isProblem(given().put(ROOT + "/documents"), 405, "method-not-allowed");
    isProblem(
        given().contentType("text/plain").body("x").post(ROOT + "/answers"),
        415,
        "unsupported-media-type");
    isProblem(given().accept("image/gif").get(ROOT + "/documents"), 406, "not-acceptable");
  }

  @Test
  void aRangeThatIsNotThereIsSaid() {
    String id = Api.uploaded("range.pdf", Pdfs.of(1, PDRectangle.A4, "In parts.")).getString("id");
    String file = ROOT + "/documents/" + id + "/file";
    byte[] whole = given().get(file).asByteArray();

    Response part = given().header("Range", "bytes=5-9").get(file);
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.asByteArray()).isEqualTo(Arrays.copyOfRange(whole, 5, 10));
    assertThat(part.header("Content-Range")).isEqualTo("bytes 5-9/" + whole.length);
    Response last = given().header("Range", "bytes=-4").get(file);
    assertThat(last.asByteArray())
        .isEqualTo(Arrays.copyOfRange(whole, whole.length - 4, whole.length));
    isProblem(given().header("Range", "bytes=99999999-").get(file), 416, "range-not-satisfiable");
    String tag = given().get(file).header("ETag");
    given().header("If-None-Match", tag).get(file).then().statusCode(304);
  }

  @Test
  void anImageIsKeptAndItsWidthHasLimits() {
    String id =
        Api.uploaded("image.pdf", Pdfs.of(1, PDRectangle.A4, "As displayed.")).getString("id");
    String image = ROOT + "/documents/" + id + "/pages/1/image";

    Response first = given().get(image + "?width=300&version=1&revision=1");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.contentType()).isEqualTo("image/png");
    assertThat(first.header("Cache-Control")).contains("immutable");
    given()
        .header("If-None-Match", first.header("ETag"))
        .get(image + "?width=300&version=1&revision=1")
        .then()
        .statusCode(304);
    assertThat(given().get(image + "?width=300&version=1").header("Cache-Control"))
        .as("reading again may turn it")
        .doesNotContain("immutable");
    isProblem(given().get(image + "?width=0"), 422, "invalid-parameter");
    isProblem(given().get(image + "?width=100000"), 422, "invalid-parameter");
    isProblem(given().get(ROOT + "/documents/" + id + "/pages/2/image"), 404, "not-found");
    isProblem(given().get(image + "?version=9"), 404, "not-found");
  }

  @Test
  void aRemovedDocumentIsGoneAndItsJobCountsWhatWent() {
    String id =
        Api.uploaded("gone.pdf", Pdfs.of(2, PDRectangle.A4, "Soon gone, page #.")).getString("id");

    Response removal = given().delete(ROOT + "/documents/" + id);

    assertThat(removal.statusCode()).isEqualTo(202);
    String job = removal.jsonPath().getString("job.id");
    JsonPath done =
        org.awaitility.Awaitility.await()
            .until(
                () -> given().get(ROOT + "/jobs/" + job).jsonPath(),
                json -> json.getString("state").equals("DONE"));
    assertThat(done.getMap("result")).isNotEmpty();
    isProblem(given().get(ROOT + "/documents/" + id), 404, "not-found");
  }

  @Test
  void anotherSiteCannotUseTheBrowserOfThisOne() {
    isProblem(given().header("Host", "evil.example").get(ROOT + "/documents"), 403);
    isProblem(
        given().header("Origin", "http://evil.example").post(ROOT + "/documents/x/read"), 403);
    isProblem(given().header("Sec-Fetch-Site", "cross-site").get(ROOT + "/documents"), 403);
    given()
        .header("Origin", "http://" + server.getAuthority())
        .header("Sec-Fetch-Site", "same-origin")
        .contentType("application/json")
        .body("{\"name\":\"Same origin\"}")
        .post(ROOT + "/collections")
        .then()
        .statusCode(201);
  }

  private static void isProblem(Response response, int status, String code) {
    isProblem(response, status);
    assertThat(response.jsonPath().getString("code")).as(response.asString()).isEqualTo(code);
  }

  private static void isProblem(Response response, int status) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.contentType()).isEqualTo("application/problem+json");
    JsonPath problem = response.jsonPath();
    assertThat(problem.getString("type")).startsWith("urn:pincite:problem:");
    assertThat(problem.getInt("status")).isEqualTo(status);
    assertThat(problem.getString("title")).isNotBlank();
    assertThat(problem.getString("code")).matches("[a-z0-9-]+");
    assertThat(problem.getString("detail")).isNotBlank();
    assertThat(response.asString()).doesNotContain("Exception", "\tat ", "io.pincite.");
  }

  private String raw(String method, String path, String contentType, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          head(method, path, contentType, bytes.length)
              .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String head(String method, String path, String contentType, int length) {
    return "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
        .formatted(method, path, contentType, length);
  }
}
