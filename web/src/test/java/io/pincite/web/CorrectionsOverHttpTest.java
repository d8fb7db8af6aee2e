package io.pincite.web;

import static io.pincite.web.Api.ROOT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A correction as a program makes it, and what it changes from there to the answer.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CorrectionsOverHttpTest {

  @Test
  void whatWasCorrectedIsWhatIsSearchedQuotedAndTaught() throws Exception {
    String collection =
        Api.post("/collections", Map.of("name", "corrected")).jsonPath().getString("id");
    String document =
        given()
            .multiPart("file", "lease.pdf", Sample.LEASE.pdf(), "application/pdf")
            .multiPart("collection", collection)
            .post(ROOT + "/documents")
            .jsonPath()
            .getString("document.id");
    Api.finished(document);
    JsonPath before = Api.ask("How long is the lease term?", document);
    Map<String, Object> span = before.getMap("citations[0].spans[0]");
    int number = (Integer) span.get("page");
    String page = ROOT + "/documents/" + document + "/pages/" + number;
    Map<String, Integer> word =
        wordOf(page, "five", (Integer) span.get("start"), (Integer) span.get("end"));

    Response put = correct(page, 1, word.get("start"), word.get("end"), "seven");

    assertThat(put.statusCode()).as(put.asString()).isEqualTo(200);
    assertThat(put.jsonPath().getInt("page.revision")).isEqualTo(2);
    assertThat(put.jsonPath().getInt("page.corrected")).isEqualTo(1);
    assertThat(put.jsonPath().getString("corrections[0].read")).isEqualTo("five");
    assertThat(put.jsonPath().getString("corrections[0].state")).isEqualTo("APPLIED");
    Api.finished(document);
    JsonPath after = Api.ask("How long is the lease term?", document);
    assertThat(after.getString("citations[0].quote"))
        .isEqualTo(before.getString("citations[0].quote").replace("five", "seven"));
    assertThat(given().get(ROOT + "/documents/" + document + "/markdown").asString())
        .contains("seven");
    assertThat(
            given()
                .get(ROOT + "/citations/" + before.getString("citations[0].id"))
                .jsonPath()
                .getMap("spans[0]")
                .get("revision"))
        .as("what was cited before")
        .isEqualTo(1);
    assertThat(
            given()
                .get(ROOT + "/documents/" + document + "/corrections")
                .jsonPath()
                .getList("items.corrected"))
        .isEqualTo(List.of("seven"));

    Response lines = given().get(ROOT + "/collections/" + collection + "/corrections?format=jsonl");
    assertThat(lines.contentType()).startsWith("application/jsonl");
    JsonNode pair = new ObjectMapper().readTree(lines.asString());
    assertThat(lines.asString().lines()).hasSize(1);
    assertThat(pair.get("read").asText()).isEqualTo("five");
    assertThat(pair.get("corrected").asText()).isEqualTo("seven");
    assertThat(pair.get("line").get("text").asText()).contains("seven");
    assertThat(given().get(pair.get("image").asText() + "&width=200").contentType())
        .isEqualTo("image/png");
    assertThat(given().get(page + "/proposals").jsonPath().getList("items")).isEmpty();
  }

  @Test
  void whatCannotBeCorrectedSaysWhy() {
    String document = Api.uploaded("nda.pdf", Sample.NDA.pdf()).getString("id");
    String page = ROOT + "/documents/" + document + "/pages/1";

    isProblem(correct(page, 7, 0, 3, "x"), 409, "page-changed");
    isProblem(correct(page, 1, 0, 100_000, "x"), 422, "invalid-field");
    isProblem(correct(page, 1, 0, 3, "two\nlines"), 422, "invalid-field");
    isProblem(correct(page, 1, 0, 3, "x".repeat(2001)), 422, "invalid-parameter");
    isProblem(
        given()
            .contentType("application/json")
            .body(Map.of("text", "x"))
            .put(page + "/corrections"),
        422,
        "missing-field");
    isProblem(correct(page.replace("/1", "/99"), 1, 0, 3, "x"), 404, "not-found");
    isProblem(given().get(ROOT + "/collections/" + document + "/corrections"), 404, "not-found");
    isProblem(
        given().get(ROOT + "/collections/" + document + "/corrections?format=csv"),
        422,
        "invalid-parameter");
  }

  private static Map<String, Integer> wordOf(String page, String text, int from, int to) {
    return given().get(page + "/words").jsonPath().<Map<String, Object>>getList("$").stream()
        .filter(word -> word.get("text").equals(text))
        .map(word -> Map.of("start", (Integer) word.get("start"), "end", (Integer) word.get("end")))
        .filter(word -> word.get("start") >= from && word.get("end") <= to)
        .findFirst()
        .orElseThrow();
  }

  private static Response correct(String page, int revision, int start, int end, String text) {
    return given()
        .contentType("application/json")
        .body(Map.of("revision", revision, "start", start, "end", end, "text", text))
        .put(page + "/corrections");
  }

  private static void isProblem(Response response, int status, String code) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.jsonPath().getString("code")).isEqualTo(code);
  }
}
