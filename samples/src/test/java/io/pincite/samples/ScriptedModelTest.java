package io.pincite.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.samples.ScriptedModel.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptedModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROMPT =
      """
      =====77 begin P1 from lease.pdf
      (under: 1. PREMISES)
      1.2 Use. Tenant shall use the Premises for offices.
      =====77 end
      =====77 begin P2 from lease.pdf
      2.1 Term. The term of this Lease shall be five (5) years, beginning
      on March 1, 2026. Time is of the essence.
      =====77 end

      Question: How long is the lease term?
      """;

  private final ScriptedModel model = ScriptedModel.start();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.close();
    model.close();
  }

  @Test
  void itQuotesTheSentenceThatAnswers() throws Exception {
    assertThat(content(ask(PROMPT, false).body()))
        .isEqualTo(
            """
            CITE 1 P2: The term of this Lease shall be five (5) years, beginning on March 1, 2026.
            Under Section 2.1: The term of this Lease shall be five (5) years, beginning on March 1, 2026. [1]
            """);
  }

  @Test
  void theStreamSaysWhatTheWholeAnswerSays() throws Exception {
    var streamed = new StringBuilder();
    for (String line : ask(PROMPT, true).body().split("\n", -1)) {
      if (line.startsWith("data: {")) {
        streamed.append(JSON.readTree(line.substring(6)).at("/choices/0/delta/content").asText(""));
      }
    }
    assertThat(streamed.toString()).isEqualTo(content(ask(PROMPT, false).body()));
  }

  @Test
  void whatThePassagesAreSilentOnIsNotFound() throws Exception {
    String prompt = PROMPT.replace("How long is the lease term?", "Who waters the plants?");
    assertThat(content(ask(prompt, false).body())).isEqualTo("NOT FOUND");
  }

  @Test
  void theFirstRuleThatFitsDecides() throws Exception {
    model.when("lease term", Reply.refuses(429)).when("Question", Reply.says("one ", "two"));
    assertThat(ask(PROMPT, false).statusCode()).isEqualTo(429);
    assertThat(content(ask("Question: another", false).body())).isEqualTo("one two");
    assertThat(model.requests()).hasSize(2);
  }

  @Test
  void aBrokenStreamIsNotAWholeOne() {
    model.when("lease term", Reply.breaksOff("CITE 1 P1: the "));
    assertThatThrownBy(() -> ask(PROMPT, true)).isInstanceOf(IOException.class);
  }

  @Test
  void itListsItself() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(model.baseUrl() + "/models")).build();
    String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    assertThat(JSON.readTree(body).at("/data/0/id").asText()).isEqualTo("scripted");
  }

  private HttpResponse<String> ask(String prompt, boolean stream) throws Exception {
    var body = JSON.createObjectNode().put("model", "scripted").put("stream", stream);
    body.putArray("messages").addObject().put("role", "user").put("content", prompt);
    var request =
        HttpRequest.newBuilder(URI.create(model.baseUrl() + "/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String content(String body) throws IOException {
    JsonNode answer = JSON.readTree(body);
    return answer.at("/choices/0/message/content").asText();
  }
}
