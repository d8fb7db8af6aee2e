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
class IngestSettingsTest {
  @Inject IngestSettings settings;

  @Test
  void theDefaultsAreAsDocumented() {
    assertThat(settings.maxFileSize().asLongValue()).isEqualTo(200L << 20);
    assertThat(settings.maxPagePoints()).isEqualTo(14_400);
    assertThat(settings.pdf().maxPages()).isEqualTo(5_000);
    assertThat(settings.pdf().maxPageImagePixels()).isEqualTo(64_000_000);
    assertThat(settings.pdf().maxContent().asLongValue()).isEqualTo(64L << 20);
    assertThat(settings.pdf().maxOperators()).isEqualTo(10_000_000);
    assertThat(settings.pdf().maxGlyphs()).isEqualTo(500_000);
    assertThat(settings.pdf().pageTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.pdf().scratchMemory().asLongValue()).isEqualTo(16L << 20);
    assertThat(settings.office().command()).isEqualTo("soffice");
    assertThat(settings.office().timeout()).isEqualTo(Duration.ofSeconds(120));
    assertThat(settings.maxImageWidth()).isEqualTo(4_000);
    assertThat(settings.imageCacheSize().asLongValue()).isEqualTo(1L << 30);
    assertThat(settings.jobThreads()).isEmpty();
    assertThat(settings.jobAttempts()).isEqualTo(5);
    assertThat(settings.jobRetryPause()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.idempotencyKeyAge()).isEqualTo(Duration.ofHours(24));
  }
}
