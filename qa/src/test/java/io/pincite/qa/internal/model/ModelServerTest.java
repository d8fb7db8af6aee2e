package io.pincite.qa.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.pincite.qa.LanguageModelSettings.Endpoint;
import io.pincite.samples.ScriptedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people are told when a model server does not answer: where, what, and what to do.
class ModelServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_CHARACTERS = 1_000;

  @Test
  void aServerThatIsNotThereIsSaidToBeNotThere() throws IOException {
    String url = "http://127.0.0.1:" + freePort() + "/v1";

    assertThat(reasonOf(url, "qwen3:8b"))
        .isEqualTo(
            "["
                + url
                + "] Nothing answers there. Start the model server, or correct the server URL in Settings.");
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() {
    assertThat(reasonOf("http://no-such-machine.invalid/v1", "qwen3:8b"))
        .isEqualTo(
            "[http://no-such-machine.invalid/v1] No machine of that name is known. Correct the server URL in Settings, or check this machine's network.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | The server did not accept the API key (status 401). Correct the key in Settings.",
        "403 | The server did not accept the API key (status 403). Correct the key in Settings.",
        "404 | The server knows no model 'qwen3:8b', or speaks its protocol elsewhere (status 404). Correct the model's name, or the server URL: it usually ends in /v1.",
        "429 | The server takes no more requests for now (status 429). Try again later, or raise the limit of the account the key belongs to.",
        "500 | The server failed (status 500). Look into its log, and try again."
      })
  void aStatusIsSaidInWords(int status, String words) {
    try (ScriptedModel model =
        ScriptedModel.start().when("", ScriptedModel.Reply.refuses(status))) {
      assertThat(reasonOf(model.baseUrl().toString(), "qwen3:8b"))
          .startsWith("[" + model.baseUrl() + "] " + words);
    }
  }

  @Test
  void aServerThatHangsUpInTheMiddleIsSaidToHaveHungUp() {
    try (ScriptedModel model =
        ScriptedModel.start().when("", ScriptedModel.Reply.breaksOff("It is"))) {
      assertThat(reasonOf(model.baseUrl().toString(), "qwen3:8b"))
          .startsWith("[" + model.baseUrl() + "] The server broke off its answer.")
          .doesNotContain("Exception");
    }
  }

  @Test
  void aServerThatSpeaksSomethingElseIsSaidToSpeakIt() throws IOException {
    try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (true) {
                    try (var client = socket.accept()) {
                      client.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes());
                    }
                  }
                } catch (IOException closed) {
                  // The test is over.
                }
              });
      String url = "http://127.0.0.1:" + socket.getLocalPort() + "/v1";

      assertThat(reasonOf(url, "qwen3:8b"))
          .startsWith("[" + url + "] ")
          .doesNotContain("Exception");
    }
  }

  @Test
  void aModelThatWritesWithoutEndIsCutOff() {
    try (ScriptedModel model =
        ScriptedModel.start().when("", new ScriptedModel.Reply.WithoutEnd("and so on "))) {
      assertThat(reasonOf(model.baseUrl().toString(), "qwen3:8b"))
          .isEqualTo(
              "[%s] The model wrote more than 1000 characters and was cut off. Choose a model that is made for chat, or raise pincite.llm.max-answer-characters.",
              model.baseUrl());
      assertHungUpOn(model);
    }
  }

  @Test
  void aModelThatThinksWithoutEndIsCutOffWhenItsTimeIsUp() {
    try (ScriptedModel model =
        ScriptedModel.start().when("", new ScriptedModel.Reply.Thinks("hmm "))) {
      var endpoint = new Endpoint(model.baseUrl().toString(), Optional.empty(), "qwen3:8b");
      var failed =
          catchThrowableOfType(
              ModelServer.Failed.class,
              () ->
                  ModelServer.ask(
                      endpoint,
                      "Be brief.",
                      "Say: ready",
                      Duration.ofSeconds(2),
                      MOST_CHARACTERS,
                      piece -> {}));
      assertThat(failed)
          .hasMessageStartingWith(
              "[%s] The model did not finish within 2 seconds.", model.baseUrl());
      assertHungUpOn(model);
    }
  }

  /// Nobody leaves a server writing for nobody.
  private static void assertHungUpOn(ScriptedModel model) {
    await().atMost(PATIENCE).until(() -> model.writing() == 0);
  }

  @Test
  void aKeyIsNeverRepeated() {
    try (ScriptedModel model = ScriptedModel.start().when("", ScriptedModel.Reply.refuses(401))) {
      assertThat(
              reasonOf(
                  new Endpoint(
                      model.baseUrl().toString(), Optional.of("sk-secret-42"), "qwen3:8b")))
          .doesNotContain("sk-secret-42");
    }
  }

  private static String reasonOf(String url, String model) {
    return reasonOf(new Endpoint(url, Optional.empty(), model));
  }

  private static String reasonOf(Endpoint endpoint) {
    var failed =
        catchThrowableOfType(
            ModelServer.Failed.class,
            () ->
                ModelServer.ask(
                    endpoint, "Be brief.", "Say: ready", PATIENCE, MOST_CHARACTERS, piece -> {}));
    return String.valueOf(failed.getMessage());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
