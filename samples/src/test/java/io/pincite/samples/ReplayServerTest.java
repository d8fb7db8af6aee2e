package io.pincite.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pincite.samples.ReplayScript.Step;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Truth.Page PAGE = Sample.NDA.truth().pages().getFirst();
  private static final BufferedImage IMAGE =
      Scan.of(Sample.NDA.pdf(), 1, Wear.none(72), 0).pixels();
  private static final String CONVERT = "<|grounding|>Convert the document to markdown.";

  private final ReplayServer server = ReplayServer.start().knowing(Sample.NDA);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void aKnownPageIsAnsweredWithWhatStandsOnIt() throws Exception {
    assertThat(content(ask(CONVERT, IMAGE, true).body())).isEqualTo(DeepSeekOutput.of(PAGE));
    assertThat(content(ask("Free OCR.", IMAGE, true).body())).isEqualTo(DeepSeekOutput.text(PAGE));
    assertThat(content(ask("Locate <|ref|>Purpose<|/ref|> in the image.", IMAGE, true).body()))
        .isEqualTo(DeepSeekOutput.located(PAGE, "Purpose"))
        .isNotEmpty();
  }

  @Test
  void specialTokensAreLeftOutUnlessAskedFor() throws Exception {
    assertThat(content(ask(CONVERT, IMAGE, false).body()))
        .doesNotContain("<|ref|>", "<|det|>")
        .contains("[[");
  }

  @Test
  void aPageThatIsNotKnownIsNotInvented() throws Exception {
    var white = new BufferedImage(200, 300, BufferedImage.TYPE_BYTE_GRAY);
    HttpResponse<String> answer = ask(CONVERT, white, true);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(answer.body()).at("/error/message").asText())
        .isEqualTo(
            "no page is known that looks like this picture of 200 × 300 px: the nearest is nda p.1 with 0.00, 0.94 is needed");
  }

  @Test
  void aRecordedOutputIsSaidWhateverThePage() throws Exception {
    server.follow(ReplayScript.parse("output table-spans"));
    assertThat(content(ask(CONVERT, IMAGE, true).body()))
        .isEqualTo(ReplayScript.output("table-spans"))
        .contains("<table><tr><td rowspan=\"2\">");
  }

  @Test
  void aScriptIsReadLineByLine() {
    assertThat(
            ReplayScript.parse(
                """
                # trouble
                status 429 retry-after 1
                status 503

                whitelist
                reset
                reset after 5
                stall after 3
                slow 50ms
                truncate after 40
                loop
                garbage
                long line
                answer
                """))
        .isEqualTo(
            ReplayScript.of(
                new Step.Status(429, Optional.of("1")),
                new Step.Status(503, Optional.empty()),
                new Step.RefusesWhitelist(),
                new Step.Resets(0),
                new Step.Resets(5),
                new Step.Stalls(3),
                new Step.Slow(Duration.ofMillis(50)),
                new Step.Truncates(40),
                new Step.Loops(),
                new Step.Garbage(),
                new Step.LongLine(),
                new Step.Answers()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReplayScript.parse("answer\nstatus many\n"))
        .withMessage("line 2 is no step: status many");
  }

  /// As the model's makers count for vLLM: at most six tiles.
  @ParameterizedTest
  @CsvSource({
    "595, 842, 903", "1240, 1754, 903", "800, 600, 893", "1920, 1080, 483", "641, 641, 693",
    "2000, 2000, 693", "3000, 500, 883", "500, 5000, 933", "640, 640, 273", "400, 640, 273"
  })
  void picturesTakeAsManyTokensAsTheModelSpends(int width, int height, int tokens) {
    assertThat(ReplayServer.visionTokens(width, height)).isEqualTo(tokens);
  }

  private HttpResponse<String> ask(String prompt, BufferedImage image, boolean special)
      throws Exception {
    ObjectNode body = JSON.createObjectNode().put("max_tokens", 7_000);
    if (special) {
      body.put("skip_special_tokens", false);
    }
    var content = body.putArray("messages").addObject().put("role", "user").putArray("content");
    content
        .addObject()
        .put("type", "image_url")
        .putObject("image_url")
        .put("url", "data:image/png;base64," + Base64.getEncoder().encodeToString(png(image)));
    content.addObject().put("type", "text").put("text", prompt);
    var request =
        HttpRequest.newBuilder(URI.create(server.baseUrl() + "/v1/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static byte[] png(BufferedImage image) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static String content(String body) throws IOException {
    JsonNode answer = JSON.readTree(body);
    return answer.at("/choices/0/message/content").asText();
  }
}
