package io.pincite.web;

import static io.pincite.web.Api.ROOT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Pages while they are read, by a model that is replayed, and what becomes of their events where
/// something is read again.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class OcrOverHttpLiveTest {
  @TestHTTPResource("/")
  URI server;

  @AfterEach
  void goOn() {
    Replayed.goOn();
  }

  /// What a client has of a page, as the API's description says to put it together.
  private static final class Sheet {
    private final List<JsonNode> blocks = new ArrayList<>();
    private String written = "";
    private int restarts;
  }

  @Test
  void blocksComeWithTheirBoxesBeforeTheirPageIsReadAndTextWithoutTags() throws Exception {
    Replayed.pauseAfter(2);
    String id = submit(Sample.NDA.pdf(), "engine", "replayed", "mode", "gundam");
    Map<Integer, Sheet> sheets = new HashMap<>();
    Set<Integer> done = new HashSet<>();
    List<String> names = new ArrayList<>();
    try (Events events = events(id)) {
      // The answer cannot end while the engine waits in the middle of it.
      while (sheets.values().stream().noneMatch(sheet -> sheet.blocks.size() >= 2)) {
        take(events.next().orElseThrow(), sheets, done, names);
      }
      assertThat(done).isEmpty();
      Replayed.goOn();
      Optional<Events.Event> event;
      while ((event = events.next()).isPresent()) {
        take(event.get(), sheets, done, names);
      }
    }

    assertThat(names.getLast()).isEqualTo("done");
    assertThat(done).containsExactlyInAnyOrder(1, 2);
    JsonPath read = ended(id);
    for (int page = 1; page <= 2; page++) {
      Sheet sheet = sheets.get(page);
      assertThat(sheet.restarts).isZero();
      List<Map<String, Object>> last = read.getList("pages[%d].blocks".formatted(page - 1));
      assertThat(sheet.blocks)
          .extracting(block -> block.get("text").asText())
          .isEqualTo(last.stream().map(block -> block.get("text")).toList());
      assertThat(sheet.blocks)
          .extracting(block -> block.get("label").asText())
          .isEqualTo(last.stream().map(block -> block.get("label")).toList());
      assertThat(sheet.blocks).allSatisfy(block -> assertThat(block.get("box")).hasSize(4));
    }
  }

  /// The oracle is the generator: it wrote down where each word stands on the page when it is
  /// upright.
  @Test
  void boxesOfAPageThatLiesOnItsSideFitThePageTurnedAsTheirEventsSay() throws Exception {
    Replayed.pauseAfter(2);
    String id = submit(Sideways.png(Sample.NDA), "engine", "replayed", "mode", "gundam");
    List<JsonNode> heard = new ArrayList<>();
    List<JsonNode> heardLate = new ArrayList<>();
    List<JsonNode> pages = new ArrayList<>();
    try (Events events = events(id)) {
      while (heard.size() < 2) {
        take(events.next().orElseThrow(), heard);
      }
      assertThat(heard).allSatisfy(event -> assertThat(event.get("turn").asInt()).isEqualTo(90));
      try (Events late = events(id)) {
        assertThat(late.next().orElseThrow().name()).isEqualTo("progress");
        Replayed.goOn();
        late.all().forEach(event -> take(event, heardLate));
      }
      for (Events.Event event : events.all()) {
        take(event, heard);
        if (event.name().equals("page")) {
          pages.add(event.data());
        }
      }
    }

    assertThat(pages).singleElement().extracting(page -> page.get("turn").asInt()).isEqualTo(90);
    assertThat(heardLate).isNotEmpty().isEqualTo(heard.subList(2, heard.size()));
    List<Truth.Word> words = Sample.NDA.truth().pages().getFirst().words();
    for (JsonNode event : heard) {
      JsonNode block = event.get("block");
      assertThat(
              letters(
                  words.stream()
                      .filter(word -> isIn(block.get("box"), word))
                      .map(Truth.Word::text)))
          .as("words of the page, turned by %s, in the box of %s", event.get("turn"), block)
          .isEqualTo(letters(Stream.of(block.get("text").asText())));
    }
    BufferedImage image =
        ImageIO.read(
            given().get(ROOT + "/ocr/" + id + "/pages/1/image?turn=90").body().asInputStream());
    assertThat(image.getWidth()).isLessThan(image.getHeight());
  }

  /// A client that keeps what it is told as the API's description says.
  private static void take(Events.Event event, List<JsonNode> blocks) {
    switch (event.name()) {
      case "block" -> blocks.add(event.data());
      case "restart" -> blocks.clear();
      default -> {}
    }
  }

  @Test
  void aPageWhoseAnswerBreaksOffIsRestartedOnce() throws Exception {
    Replayed.pauseAfter(0);
    Replayed.breakOffAfter(150);
    String id = submit(Sample.NDA.pdf(), "engine", "replayed", "mode", "base-640");
    Map<Integer, Sheet> sheets = new HashMap<>();
    Set<Integer> done = new HashSet<>();
    List<String> names = new ArrayList<>();
    try (Events events = events(id)) {
      assertThat(events.next().orElseThrow().name()).isEqualTo("progress");
      Replayed.goOn();
      Optional<Events.Event> event;
      while ((event = events.next()).isPresent()) {
        take(event.get(), sheets, done, names);
      }
    }

    assertThat(names.getLast()).isEqualTo("done");
    assertThat(names).filteredOn("restart"::equals).hasSize(1);
    JsonPath read = ended(id);
    for (int page = 1; page <= 2; page++) {
      assertThat(sheets.get(page).blocks)
          .extracting(block -> block.get("text").asText())
          .isEqualTo(read.getList("pages[%d].blocks.text".formatted(page - 1)));
    }
  }

  @Test
  void idsGoOnWhereAJobIsTriedAgainAndAClientThatComesBackMissesNothing() throws Exception {
    String id = submit(unreadablePage());
    List<Events.Event> first;
    try (Events events = events(id)) {
      first = events.all();
    }
    assertThat(pages(first)).containsExactly(1);
    assertThat(first.getLast().data().get("code").asText()).isEqualTo("picture-unreadable");
    assertThat(first)
        .filteredOn(event -> !event.name().equals("page"))
        .allSatisfy(event -> assertThat(event.id()).isEmpty());

    given().post(ROOT + "/jobs/" + id + "/retry").then().statusCode(200);
    List<Events.Event> second;
    try (Events events = events(id, "Last-Event-ID", ids(first).getLast().toString())) {
      second = events.all();
    }

    assertThat(pages(second)).containsExactly(1);
    assertThat(ids(second)).isEqualTo(List.of(ids(first).getLast() + 1));
  }

  /// A page that is nothing but a picture that cannot be shown.
  private static byte[] unreadablePage() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (PDDocument document = Loader.loadPDF(Pdfs.withJpeg2000OnSecondPage())) {
      document.removePage(0);
      document.save(bytes);
    }
    return bytes.toByteArray();
  }

  @Test
  void resultsComeInPartsInTheOrderOfTheFile() {
    String id = submit(Sample.NDA.pdf(), "engine", Typist.NAME);
    ended(id);

    JsonPath first = given().get(ROOT + "/ocr/" + id + "?limit=1").jsonPath();
    JsonPath second = given().get(ROOT + "/ocr/" + id + "?limit=1&after=1").jsonPath();

    assertThat(first.getList("pages.number")).isEqualTo(List.of(1));
    assertThat(first.getInt("next")).isEqualTo(1);
    assertThat(second.getList("pages.number")).isEqualTo(List.of(2));
    assertThat(second.getMap("")).doesNotContainKey("next");
    for (String wrong : List.of("limit=0", "limit=101", "after=-1", "after=x")) {
      Response refused = given().get(ROOT + "/ocr/" + id + "?" + wrong);
      assertThat(refused.statusCode()).as(wrong).isEqualTo(422);
      assertThat(refused.jsonPath().getString("code")).isEqualTo("invalid-parameter");
    }
  }

  // --- helpers ----------------------------------------------------------------------------------

  private static void take(
      Events.Event event, Map<Integer, Sheet> sheets, Set<Integer> done, List<String> names) {
    names.add(event.name());
    JsonNode data = event.data();
    Sheet sheet =
        data.has("page")
            ? sheets.computeIfAbsent(data.get("page").asInt(), _ -> new Sheet())
            : new Sheet();
    if (data.has("page")) {
      assertThat(done).doesNotContain(data.get("page").asInt());
    }
    switch (event.name()) {
      case "block" -> {
        sheet.blocks.add(data.get("block"));
        sheet.written = "";
      }
      case "delta" -> {
        sheet.written += data.get("text").asText();
        assertThat(sheet.written).doesNotContain("<|", "|>");
      }
      case "restart" -> {
        sheet.blocks.clear();
        sheet.written = "";
        sheet.restarts++;
      }
      case "page" -> {
        int page = data.get("number").asInt();
        done.add(page);
        // Of a page that is done a client that is behind hears no more than this.
        List<JsonNode> last = new ArrayList<>();
        data.get("blocks").forEach(last::add);
        Sheet heard = sheets.computeIfAbsent(page, _ -> new Sheet());
        assertThat(last.stream().map(OcrOverHttpLiveTest::said).toList())
            .containsSubsequence(heard.blocks.stream().map(OcrOverHttpLiveTest::said).toList());
        heard.blocks.clear();
        heard.blocks.addAll(last);
      }
      default -> {}
    }
  }

  private static String said(JsonNode block) {
    return block.get("label").asText() + ": " + block.get("text").asText();
  }

  private static boolean isIn(JsonNode box, Truth.Word word) {
    double x = (word.box().x0() + word.box().x1()) / 2;
    double y = (word.box().y0() + word.box().y1()) / 2;
    return box.get(0).asDouble() <= x
        && x <= box.get(2).asDouble()
        && box.get(1).asDouble() <= y
        && y <= box.get(3).asDouble();
  }

  private static String letters(Stream<String> texts) {
    return texts.collect(Collectors.joining()).replaceAll("[\\s\\p{Z}]+", "");
  }

  private static List<Integer> ids(List<Events.Event> events) {
    return events.stream()
        .filter(event -> event.name().equals("page"))
        .map(event -> Integer.valueOf(event.id()))
        .toList();
  }

  private static List<Integer> pages(List<Events.Event> events) {
    return events.stream()
        .filter(event -> event.name().equals("page"))
        .map(event -> event.data().get("number").asInt())
        .toList();
  }

  private Events events(String id, String... headers) throws IOException, InterruptedException {
    return Events.get(server.resolve(ROOT + "/ocr/" + id + "/events"), headers);
  }

  private static String submit(byte[] pdf, String... fields) {
    var request = given().multiPart("file", "file.pdf", pdf);
    for (int i = 0; i < fields.length; i += 2) {
      request.multiPart(fields[i], fields[i + 1]);
    }
    Response response = request.post(ROOT + "/ocr");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
    return response.jsonPath().getString("job.id");
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
