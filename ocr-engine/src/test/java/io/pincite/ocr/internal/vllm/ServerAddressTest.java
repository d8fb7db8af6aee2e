package io.pincite.ocr.internal.vllm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://gpu:8000,            http://gpu:8000",
    "HTTP://gpu:8000/v1/,        http://gpu:8000",
    "https://models.example/v1,  https://models.example",
    "https://models.example/ocr/v1//, https://models.example/ocr",
    "http://[::1]:8000/,         http://[::1]:8000"
  })
  void isReadAsPeopleWriteIt(String written, String address) {
    assertThat(ServerAddress.of(written)).hasToString(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpu:8000 | a model server's URL begins with http:// or https:// and names a host; write it like http://host:8000",
        "file:///etc/passwd | a model server's URL begins with http:// or https:// and names a host; write it like http://host:8000",
        "http://gp u | a model server's URL cannot be read at character 10; write it like http://host:8000",
        "http://gpu/v1?key=abc | the URL of the model server at gpu has a part behind ? or #; leave it out"
      })
  void isRefusedWhenItIsNone(String written, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerAddress.of(written))
        .withMessage(message);
  }

  @Test
  void aPasswordIsRefusedAndNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerAddress.of("http://me:secret@gpu:8000"))
        .withMessage(
            "the URL of the model server at gpu holds a name or password; leave it out and set the API key");
  }
}
