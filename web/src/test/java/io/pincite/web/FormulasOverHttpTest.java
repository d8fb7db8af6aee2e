package io.pincite.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FormulasOverHttpTest {

  @Test
  void eachFormulaHasItsMathMlOrNone() {
    var response =
        Api.post(
            "/formulas",
            Map.of(
                "formulas",
                List.of(
                    Map.of("latex", "x^2", "display", true),
                    Map.of("latex", "\\input{/etc/passwd}"),
                    Map.of("latex", "x"))));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body().asString())
        .isEqualTo(
            "{\"items\":[{\"mathml\":\"<math display=\\\"block\\\"><msup><mi>x</mi><mn>2</mn></msup></math>\"},{},{\"mathml\":\"<math><mi>x</mi></math>\"}]}");
  }

  @Test
  void moreFormulasThanAPageHasAreRefused() {
    var response =
        Api.post("/formulas", Map.of("formulas", Collections.nCopies(201, Map.of("latex", "x"))));
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.jsonPath().getString("code")).isEqualTo("invalid-parameter");
    assertThat(Api.post("/formulas", Map.of()).statusCode()).isEqualTo(422);
  }
}
