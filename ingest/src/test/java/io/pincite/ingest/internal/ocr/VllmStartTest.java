package io.pincite.ingest.internal.ocr;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pincite.ingest.OcrSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VllmStartTest {

  private record Settings(
      Optional<List<String>> baseUrls, int gundamTiles, int concurrency, Duration silence)
      implements OcrSettings.Vllm {
    @Override
    public Optional<String> model() {
      return Optional.empty();
    }

    @Override
    public Optional<String> apiKey() {
      return Optional.empty();
    }

    @Override
    public boolean allModes() {
      return false;
    }

    @Override
    public int attempts() {
      return 4;
    }

    @Override
    public Duration pageTime() {
      return Duration.ofMinutes(5);
    }
  }

  @Test
  void allThatIsWrongIsToldAtOnceAndNoPasswordWithIt() {
    var settings =
        new Settings(
            Optional.of(List.of("ftp://gpu:8000", "http://me:secret@gpu", "http://g pu")),
            12,
            0,
            Duration.ZERO);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> VllmStart.requireUsable(settings))
        .withMessage(
            """
            [pincite.ocr.vllm.base-urls] a model server's URL begins with http:// or https:// and names a host; write it like http://host:8000.
            [pincite.ocr.vllm.base-urls] the URL of the model server at gpu holds a name or password; leave it out and set the API key.
            [pincite.ocr.vllm.base-urls] a model server's URL cannot be read at character 9; write it like http://host:8000.
            [pincite.ocr.vllm.gundam-tiles] it is set to 12. The model knows 2 to 9 tiles; leave it out for 6, as vLLM comes.
            [pincite.ocr.vllm.concurrency] it is set to 0. Give more than nothing, or leave it out.
            [pincite.ocr.vllm.silence] it is set to PT0S. Give more than nothing, or leave it out.""");
  }

  @Test
  void nothingIsWrongWithoutServersOrWithAGoodOne() {
    assertThatCode(
            () ->
                VllmStart.requireUsable(
                    new Settings(Optional.empty(), 6, 64, Duration.ofSeconds(60))))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                VllmStart.requireUsable(
                    new Settings(
                        Optional.of(List.of("http://gpu:8000/v1")), 6, 64, Duration.ofSeconds(60))))
        .doesNotThrowAnyException();
  }
}
