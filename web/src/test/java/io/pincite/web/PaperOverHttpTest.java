package io.pincite.web;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.pincite.samples.SamplePaper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PaperOverHttpTest {

  @Test
  void thePartsOfAPaperHaveTheirPlaces() {
    JsonPath parts = parts("paper.pdf", SamplePaper.pdf());
    assertThat(parts.getList("items.part", String.class))
        .containsExactly(
            "TITLE", "AUTHOR", "AUTHOR", "ABSTRACT", "REFERENCE", "REFERENCE", "REFERENCE");
    assertThat(parts.getString("items[0].text")).isEqualTo(SamplePaper.title());
    assertThat(parts.getString("items[3].text")).isEqualTo(SamplePaper.abstractText());
    assertThat(parts.getList("items.spans.boxes.flatten()")).hasSizeGreaterThan(7);
  }

  @Test
  void aContractHasNone() {
    assertThat(parts("nda.pdf", Sample.NDA.pdf()).getList("items")).isEmpty();
  }

  private static JsonPath parts(String name, byte[] pdf) {
    String document = Api.uploaded(name, pdf).getString("id");
    return get("/api/v1/documents/" + document + "/paper").jsonPath();
  }
}
