package io.pincite.web;

import static io.pincite.web.Api.ROOT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.pincite.samples.ScannedSample;
import io.pincite.samples.ScriptedModel;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the API sends is what `/q/openapi` says it sends.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class OpenApiTest {
  private ApiDescription description;

  @BeforeEach
  void describe() throws IOException {
    description = new ApiDescription(given().get("/q/openapi?format=json").asString());
    RestAssured.filters(description);
  }

  @AfterEach
  void forget() {
    RestAssured.replaceFiltersWith(List.of());
  }

  @Test
  void everyOperationAnswersAsDescribed() throws IOException {
    String lease = Api.uploaded("lease.pdf", Sample.LEASE.pdf()).getString("id");
    String services = Api.uploaded("services.pdf", Sample.SERVICES.pdf()).getString("id");
    String damaged = Api.uploaded("none.pdf", Pdfs.withoutPages()).getString("id");

    Api.upload("lease.pdf", Sample.LEASE.pdf());
    lookInto(lease);
    lookInto(services);
    correct(lease);
    change(services);
    work(damaged);
    ask(lease);
    collect();
    chooseModel();
    handIn();
    haveFiguresRead();
    haveSomethingLocated(lease);
    given().get(ROOT + "/documents/no-id");

    assertThat(operationsWithoutAResponse())
        .containsExactly(
            "GET " + ROOT + "/answers/{id}/events",
            "GET " + ROOT + "/jobs/events",
            "GET " + ROOT + "/jobs/{id}/events",
            "GET " + ROOT + "/ocr/{job}/events");
  }

  @Test
  void whatIsNotDescribedIsNoticed() throws IOException {
    String document = Api.uploaded("lease.pdf", Sample.LEASE.pdf()).getString("id");
    RestAssured.replaceFiltersWith(List.of());
    String openApi = given().get("/q/openapi?format=json").asString();
    RestAssured.filters(new ApiDescription(openApi.replace("\"sourceReason\"", "\"why\"")));

    assertThatThrownBy(() -> given().get(ROOT + "/documents/" + document + "/pages/1"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("required property 'why' not found")
        .hasMessageContaining("property 'sourceReason' is not defined");
  }

  /// `State1` says whose state it is to nobody.
  @Test
  void everyTypeIsCalledByWhatItIs() {
    RestAssured.replaceFiltersWith(List.of());
    Map<String, Map<String, Object>> schemas =
        given().get("/q/openapi?format=json").jsonPath().getMap("components.schemas");

    assertThat(schemas.keySet())
        .contains("DocumentState", "JobState", "JobType", "IndexGenerationPart")
        .noneMatch(name -> name.matches("(State|Type|Kind|Part|Source|Unit|Role)|.*[0-9]"));
    schemas.forEach(
        (name, schema) ->
            assertThat(schema.toString())
                .as(name)
                .doesNotContainPattern("schemas/(State|Type|Kind|Part|Source|Unit|Role)\\b"));
  }

  private static void lookInto(String document) {
    given().get(ROOT + "/documents?limit=2");
    for (String part :
        List.of(
            "",
            "/file",
            "/markdown",
            "/paper",
            "/chunks",
            "/brief",
            "/pages",
            "/pages/1",
            "/pages/2",
            "/pages/1/words",
            "/pages/1/image?width=200")) {
      given().get(ROOT + "/documents/" + document + part);
    }
  }

  private static void correct(String document) {
    String path = ROOT + "/documents/" + document;
    JsonPath word = given().get(path + "/pages/1/words").jsonPath();
    given()
        .contentType("application/json")
        .body(
            Map.of(
                "revision",
                1,
                "start",
                word.getInt("[0].start"),
                "end",
                word.getInt("[0].end"),
                "text",
                "Corrected"))
        .put(path + "/pages/1/corrections");
    given().get(path + "/corrections");
    given().get(path + "/pages/1/proposals");
    String collection = given().get(path).jsonPath().getString("collection");
    given().get(ROOT + "/collections/" + collection + "/corrections");
    Api.finished(document);
  }

  private static void change(String document) {
    given()
        .contentType("application/json")
        .body(Map.of("name", "renamed.pdf"))
        .patch(ROOT + "/documents/" + document);
    Api.post("/documents/" + document + "/read", Map.of());
    Api.post("/documents/needing-ocr/read", Map.of());
    given().delete(ROOT + "/documents/" + document);
  }

  private static void work(String damaged) {
    JsonPath jobs = given().get(ROOT + "/jobs?document=" + damaged).jsonPath();
    String job = ROOT + "/jobs/" + jobs.getString("items[0].id");
    given().get(job);
    given().post(job + "/cancel");
    given().post(job + "/retry");
    given().get(ROOT + "/jobs?limit=100");
    given().get(ROOT + "/admin/status");
    given().get(ROOT + "/admin/generations");
    Api.post("/admin/generations", Map.of("from", "INDEX"));
  }

  private static void ask(String document) {
    Api.post("/search", Map.of("query", "lease term", "documents", List.of(document)));
    Api.post(
        "/formulas", Map.of("formulas", List.of(Map.of("latex", "x^2"), Map.of("latex", "^"))));
    String conversation =
        Api.post("/conversations", Map.of("title", "")).jsonPath().getString("id");
    for (String question : List.of("How long is the lease term?", "Who walks the dog?")) {
      Api.post("/answers", Map.of("question", question, "conversation", conversation));
    }
    JsonPath answer = Api.ask("How long is the lease term?", document);
    String id = ROOT + "/answers/" + answer.getString("id");
    given()
        .contentType("application/json")
        .body(Map.of("verdict", "RIGHT", "note", "as it says"))
        .put(id + "/feedback");
    given().get(id);
    given().get(ROOT + "/citations/" + answer.getString("citations[0].id"));
    String path = ROOT + "/conversations/" + conversation;
    given().get(path);
    given().get(ROOT + "/conversations");
    given().contentType("application/json").body(Map.of("title", "Lease")).patch(path);
    given().delete(path);
  }

  private static void collect() {
    String id = Api.post("/collections", Map.of("name", "Leases")).jsonPath().getString("id");
    String path = ROOT + "/collections/" + id;
    given().get(ROOT + "/collections");
    given().contentType("application/json").body(Map.of("name", "Old leases")).patch(path);
    given().delete(path);
  }

  private static void handIn() {
    String job =
        given()
            .multiPart("file", "invoice.png", ScannedSample.INVOICE.bytes())
            .multiPart("format", "json")
            .post(ROOT + "/ocr")
            .jsonPath()
            .getString("job.id");
    await()
        .atMost(Duration.ofSeconds(180))
        .until(
            () -> given().get(ROOT + "/ocr/" + job).jsonPath().getString("job.state"),
            "DONE"::equals);
    given().get(ROOT + "/ocr/" + job + "/pages/1/image?width=200");
    given().multiPart("file", "none.pdf", Pdfs.withoutPages()).post(ROOT + "/ocr");
  }

  private static void haveSomethingLocated(String document) {
    String job =
        given()
            .contentType("application/json")
            .body(Map.of("phrase", "the signatures"))
            .post(ROOT + "/documents/" + document + "/pages/1/locate")
            .jsonPath()
            .getString("job.id");
    await()
        .atMost(Duration.ofSeconds(180))
        .until(
            () -> given().get(ROOT + "/ocr/" + job).jsonPath().getString("job.state"),
            "DONE"::equals);
  }

  private static void haveFiguresRead() {
    String document = Api.uploaded("report.pdf", Pdfs.withFigures()).getString("id");
    String figures = ROOT + "/documents/" + document + "/pages/1/figures";
    given().get(figures + "/1");
    String job = parsed(figures + "/1/reading").getString("job.id");
    await()
        .atMost(Duration.ofSeconds(180))
        .until(
            () -> given().get(ROOT + "/jobs/" + job).jsonPath().getString("state"), "DONE"::equals);
    given().get(figures);
    given().get(ROOT + "/documents/" + document + "/pages/1");
    given().get(ROOT + "/documents/" + document + "/pages/1/words");
    given().delete(figures + "/1/reading");
    String read =
        given()
            .multiPart("file", "report.pdf", Pdfs.withFigures())
            .multiPart("engine", Draughtsman.NAME)
            .post(ROOT + "/ocr")
            .jsonPath()
            .getString("job.id");
    await()
        .atMost(Duration.ofSeconds(180))
        .until(
            () -> given().get(ROOT + "/ocr/" + read).jsonPath().getString("job.state"),
            "DONE"::equals);
    given().get(ROOT + "/ocr/" + read + "/pages/1/figures/1");
    parsed(ROOT + "/ocr/" + read + "/pages/1/figures/1/reading");
  }

  private static JsonPath parsed(String reading) {
    return given()
        .contentType("application/json")
        .body(Map.of("task", "PARSE_FIGURE"))
        .post(reading)
        .jsonPath();
  }

  private static void chooseModel() throws IOException {
    String path = ROOT + "/settings/model";
    given().get(path);
    try (ScriptedModel model = ScriptedModel.start()) {
      var endpoint = Map.of("baseUrl", model.baseUrl(), "model", "scripted");
      Api.post("/settings/model/test", endpoint);
      given().contentType("application/json").body(endpoint).put(path);
      given().get(path);
      Api.ask("How long is the lease term?");
    } finally {
      given().delete(path);
    }
  }

  private TreeSet<String> operationsWithoutAResponse() {
    var without = description.operations();
    without.removeIf(operation -> !operation.contains(ROOT));
    without.removeAll(description.seen());
    return without;
  }
}
