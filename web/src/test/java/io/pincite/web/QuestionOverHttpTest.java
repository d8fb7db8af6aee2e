package io.pincite.web;

import static io.pincite.web.Api.ROOT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From the upload of a contract to the boxes on its page, as a program sees it.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class QuestionOverHttpTest {
  @TestHTTPResource(ROOT)
  URI api;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"LEASE, term", "LEASE, rent", "PURCHASE_ZH, term", "NDA, law"})
  void anAnswerIsBoxedOnTheRightWordsOfTheRightPage(Sample sample, String questionId) {
    String document = uploaded(sample);
    Truth.Question question = sample.truth().question(questionId);
    Truth.Expected expected = question.expected().orElseThrow();

    JsonPath answer = Api.ask(question.text(), document);

    assertThat(answer.getString("kind")).as(answer.prettify()).isEqualTo("GROUNDED");
    assertThat(answer.getString("text")).contains("[1]");
    List<Map<String, Object>> citations = answer.getList("citations");
    for (Map<String, Object> citation : citations) {
      assertThat(citation.get("state")).isIn("EXACT", "NORMALIZED");
      everyBoxIsTightAroundWords(sample.truth(), spans(citation));
    }
    List<Api.Drawn> first = Api.boxes(spans(citations.getFirst()));
    for (Truth.Place word : expected.answerWords()) {
      assertThat(first)
          .as("box around '%s' on page %d", expected.shortAnswer(), word.page())
          .anyMatch(drawn -> drawn.page() == word.page() && Api.covers(drawn.box(), word.box()));
    }
  }

  /// A box of a quote is the box of the words in it: nothing more, nothing less.
  private static void everyBoxIsTightAroundWords(Truth truth, List<Map<String, Object>> spans) {
    List<Api.Drawn> boxes = Api.boxes(spans);
    assertThat(boxes).isNotEmpty();
    for (Api.Drawn drawn : boxes) {
      Truth.Box around =
          truth.pages().get(drawn.page() - 1).words().stream()
              .map(Truth.Word::box)
              .filter(word -> Api.covers(drawn.box(), word))
              .reduce(Truth.Box::union)
              .orElseThrow(() -> new AssertionError("no word in " + drawn));
      assertThat(Api.iou(drawn.box(), around)).as(drawn.toString()).isGreaterThanOrEqualTo(0.9);
    }
  }

  @Test
  void whatTheDocumentIsSilentOnIsUnsupportedAndNamesTheNearestPassages() {
    String document = uploaded(Sample.LEASE);

    JsonPath answer = Api.ask(Sample.LEASE.truth().question("arbitration").text(), document);

    assertThat(answer.getString("kind")).isEqualTo("UNSUPPORTED");
    assertThat(answer.getList("citations")).isEmpty();
    assertThat(answer.getList("nearest")).isNotEmpty();
    assertThat(answer.getInt("searched.documents")).isEqualTo(1);
    assertThat(answer.getInt("searched.chunks")).isPositive();
  }

  @Test
  void progressIsToldUntilTheJobIsDone() throws Exception {
    JsonPath added =
        Api.upload("progress.pdf", io.pincite.samples.GeneratedContract.of(71, 12).pdf())
            .jsonPath();

    try (var events = Events.get(api("/jobs/" + added.getString("job.id") + "/events"))) {
      assertThat(events.status()).isEqualTo(200);
      assertThat(events.contentType()).startsWith("text/event-stream");
      List<Events.Event> all = events.all();
      assertThat(all).isNotEmpty().allMatch(event -> event.name().equals("progress"));
      assertThat(all).extracting(event -> event.data().get("type").asText()).containsOnly("READ");
      assertThat(all.getLast().data().get("state").asText()).isEqualTo("DONE");
    }
  }

  @Test
  void anAnswerStreamsItsEventsInOrderAndCanBeReplayed() throws Exception {
    String document = uploaded(Sample.LEASE);
    String question =
        "{\"question\":\"How long is the lease term?\",\"documents\":[\"%s\"]}".formatted(document);

    List<Events.Event> live;
    try (var events = Events.post(api("/answers"), question)) {
      assertThat(events.status()).isEqualTo(200);
      live = events.all();
    }

    assertThat(live).extracting(Events.Event::name).startsWith("accepted", "retrieval");
    assertThat(live.getLast().name()).isEqualTo("done");
    List<String> names = live.stream().map(Events.Event::name).toList();
    assertThat(names.indexOf("citation")).isLessThan(names.indexOf("delta"));
    for (int i = 0; i < live.size(); i++) {
      assertThat(live.get(i).id()).isEqualTo(Integer.toString(i + 1));
    }
    String id = live.getFirst().data().get("id").asText();
    assertThat(live.getLast().data().get("id").asText()).isEqualTo(id);
    StringBuilder text = new StringBuilder();
    live.stream()
        .filter(event -> event.name().equals("delta"))
        .forEach(event -> text.append(event.data().get("text").asText()));
    assertThat(live.getLast().data().get("text").asText()).isEqualTo(text.toString());

    try (var events = Events.get(api("/answers/" + id + "/events"))) {
      assertThat(events.all()).isEqualTo(live);
    }
    try (var events = Events.get(api("/answers/" + id + "/events"), "Last-Event-ID", "2")) {
      assertThat(events.all()).isEqualTo(live.subList(2, live.size()));
    }
  }

  @Test
  void aQuestionThatIsRefusedIsAProblemAndNoStream() throws Exception {
    try (var events = Events.post(api("/answers"), "{\"question\":\"  \"}")) {
      assertThat(events.status()).isEqualTo(422);
      assertThat(events.contentType()).isEqualTo("application/problem+json");
    }
  }

  @Test
  void aClientThatHangsUpLeavesNothingBehind() throws Exception {
    String document = uploaded(Sample.LEASE);
    String question =
        "{\"question\":\"How long is the lease term?\",\"documents\":[\"%s\"]}".formatted(document);
    for (int i = 0; i < 10; i++) {
      try (var events = Events.post(api("/answers"), question)) {
        assertThat(events.next()).isPresent();
      }
    }

    assertThat(Api.ask("How long is the lease term?", document).getString("kind"))
        .isEqualTo("GROUNDED");
  }

  @Test
  void anAnswerStaysOnRecordWithItsCitationsAndFeedback() {
    String document = uploaded(Sample.LEASE);
    JsonPath answer = Api.ask("How long is the lease term?", document);
    String id = answer.getString("id");
    String citation = answer.getString("citations[0].id");

    JsonPath record = given().get(ROOT + "/answers/" + id).jsonPath();
    assertThat(record.getString("question")).isEqualTo("How long is the lease term?");
    assertThat(record.getMap("answer").get("text")).isEqualTo(answer.getString("text"));

    JsonPath link = given().get(ROOT + "/citations/" + citation).jsonPath();
    assertThat(link.getString("quote")).isEqualTo(answer.getString("citations[0].quote"));
    assertThat(link.getList("spans")).isEqualTo(answer.getList("citations[0].spans"));

    given()
        .contentType("application/json")
        .body(Map.of("verdict", "PARTLY", "note", "ends a day early", "citation", citation))
        .put(ROOT + "/answers/" + id + "/feedback")
        .then()
        .statusCode(204);
    assertThat(given().get(ROOT + "/answers/" + id).jsonPath().getString("feedback.verdict"))
        .isEqualTo("PARTLY");
  }

  @Test
  void questionsOfAConversationKnowEachOther() {
    String document = uploaded(Sample.LEASE);
    String conversation = Api.post("/conversations", Map.of()).jsonPath().getString("id");

    for (String question : List.of("How long is the lease term?", "How much is the rent?")) {
      Api.post(
              "/answers",
              Map.of(
                  "question",
                  question,
                  "documents",
                  List.of(document),
                  "conversation",
                  conversation))
          .then()
          .statusCode(200);
    }

    JsonPath whole = given().get(ROOT + "/conversations/" + conversation).jsonPath();
    assertThat(whole.getList("items.question"))
        .containsExactly("How long is the lease term?", "How much is the rent?");
    assertThat(whole.getString("title")).isEqualTo("How long is the lease term?");
    given().delete(ROOT + "/conversations/" + conversation).then().statusCode(204);
    given().get(ROOT + "/conversations/" + conversation).then().statusCode(404);
  }

  @Test
  void searchExplainsEveryHitAndSaysWhereItStands() {
    String document = uploaded(Sample.LEASE);

    JsonPath found =
        Api.post(
                "/search",
                Map.of("query", "security deposit", "documents", List.of(document), "limit", 3))
            .jsonPath();

    assertThat(found.getList("items")).hasSizeBetween(1, 3);
    assertThat(found.getString("items[0].text")).containsIgnoringCase("security deposit");
    assertThat(found.getFloat("items[0].explanation.value"))
        .isEqualTo(found.getFloat("items[0].score"));
    assertThat(found.getList("items[0].spans[0].boxes")).isNotEmpty();
  }

  @Test
  void theBriefIsVerifiedQuotes() {
    String document = uploaded(Sample.LEASE);

    JsonPath brief =
        org.awaitility.Awaitility.await()
            .atMost(java.time.Duration.ofSeconds(60))
            .until(
                () -> given().get(ROOT + "/documents/" + document + "/brief").jsonPath(),
                json -> json.getBoolean("ready"));

    assertThat(brief.getList("items.topic")).contains("TERM", "GOVERNING_LAW", "PARTIES");
    assertThat(brief.getString("items.find { it.topic == 'TERM' }.text"))
        .contains("five (5) years");
    assertThat(brief.getList("items.findAll { it.text != null }.citation.state"))
        .isNotEmpty()
        .allMatch(state -> state.equals("EXACT") || state.equals("NORMALIZED"));
  }

  private URI api(String path) {
    return URI.create(api.toString() + path);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> spans(Map<String, Object> citation) {
    return (List<Map<String, Object>>) citation.get("spans");
  }

  private static String uploaded(Sample sample) {
    JsonPath document = Api.uploaded(sample.fileName() + ".pdf", sample.pdf());
    assertThat(document.getString("state")).as(document.prettify()).isEqualTo("INDEXED");
    return document.getString("id");
  }
}
