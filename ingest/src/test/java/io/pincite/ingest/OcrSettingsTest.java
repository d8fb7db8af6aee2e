package io.pincite.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Pins what people rely on without having set it.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class OcrSettingsTest {
  @Inject OcrSettings settings;

  @Test
  void theDefaultsAreAsDocumented() {
    assertThat(settings.engine()).isEqualTo("ppocr");
    assertThat(settings.fallback()).isEqualTo("ppocr");
    assertThat(settings.models()).isEmpty();
    assertThat(settings.tesseract()).isTrue();
    assertThat(settings.device()).isEqualTo("cpu");
    assertThat(settings.deviceMemory().asLongValue()).isZero();
    assertThat(settings.workers()).isZero();
    assertThat(settings.pagesInFlight()).isZero();
    assertThat(settings.dpi()).isEqualTo(200);
    assertThat(settings.fineDpi()).isEqualTo(300);
    assertThat(settings.maxPagePixels()).isEqualTo(36_000_000);
    assertThat(settings.pageTime()).isEqualTo(Duration.ofSeconds(120));
    assertThat(settings.idle()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.keepResults()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void theDefaultsOfTheModelServersAreAsDocumented() {
    OcrSettings.Vllm vllm = settings.vllm();
    assertThat(vllm.baseUrls()).isEmpty();
    assertThat(vllm.model()).isEmpty();
    assertThat(vllm.apiKey()).isEmpty();
    assertThat(vllm.allModes()).isFalse();
    assertThat(vllm.gundamTiles()).isEqualTo(6);
    assertThat(vllm.concurrency()).isEqualTo(64);
    assertThat(vllm.attempts()).isEqualTo(4);
    assertThat(vllm.silence()).isEqualTo(Duration.ofSeconds(60));
    assertThat(vllm.pageTime()).isEqualTo(Duration.ofMinutes(5));
  }
}
