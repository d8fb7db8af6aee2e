package io.pincite.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// With an access token, nobody comes in without it.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(AccessOverHttpTest.WithToken.class)
class AccessOverHttpTest {
  private static final String TOKEN = "a-token-of-our-own-choosing";

  public static final class WithToken implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("pincite.access.token", TOKEN);
    }
  }

  @Test
  void programsSendTheTokenAndPeopleAreSentToTheLoginPage() {
    Response program = given().get("/api/v1/documents");
    assertThat(program.statusCode()).isEqualTo(401);
    assertThat(program.contentType()).isEqualTo("application/problem+json");
    assertThat(program.jsonPath().getString("code")).isEqualTo("access-token-required");
    assertThat(program.header("WWW-Authenticate")).startsWith("Bearer");

    Response person = given().redirects().follow(false).accept("text/html").get("/");
    assertThat(person.statusCode()).isEqualTo(303);
    assertThat(person.header("Location")).endsWith("/login?next=%2F");

    given()
        .header("Authorization", "Bearer " + TOKEN)
        .get("/api/v1/documents")
        .then()
        .statusCode(200);
    for (String path : new String[] {"/q/metrics", "/q/openapi", "/api/v1/jobs", "/index.html"}) {
      assertThat(given().get(path).statusCode()).as(path).isEqualTo(401);
    }
    for (String path :
        new String[] {
          "/API/v1/documents",
          "//api/v1/documents",
          "/q/health/../../api/v1/documents",
          "/login/../api/v1/documents"
        }) {
      assertThat(given().urlEncodingEnabled(false).get(path).statusCode())
          .as(path)
          .isNotEqualTo(200);
    }
  }

  @Test
  void healthIsOpen() {
    given().get("/q/health/live").then().statusCode(200);
    given().get("/q/health/ready").then().statusCode(200);
  }

  @Test
  void theLoginPageGivesACookieThatOnlyTheBrowserSees() {
    Response login =
        given()
            .redirects()
            .follow(false)
            .formParam("token", TOKEN)
            .formParam("next", "/#/library")
            .post("/login");
    assertThat(login.statusCode()).isEqualTo(303);
    assertThat(login.header("Location")).endsWith("/#/library");
    String cookie = login.header("Set-Cookie");
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);

    given()
        .cookie("pincite-session", login.getCookie("pincite-session"))
        .get("/api/v1/documents")
        .then()
        .statusCode(200);
    String later = login.getCookie("pincite-session").replaceFirst("^\\d", "9");
    given().cookie("pincite-session", later).get("/api/v1/documents").then().statusCode(401);
  }

  @Test
  void theLoginPageNeverLeadsElsewhere() {
    for (String next : new String[] {"//evil.example", "https://evil.example", "/\\evil.example"}) {
      Response login =
          given()
              .redirects()
              .follow(false)
              .formParam("token", TOKEN)
              .formParam("next", next)
              .post("/login");
      assertThat(login.header("Location")).doesNotContain("evil");
    }
    assertThat(given().get("/login?next=\"><script>").asString()).doesNotContain("<script>");
  }

  @Test
  void guessingBecomesSlow() {
    long before = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      given()
          .header("Authorization", "Bearer wrong" + i)
          .get("/api/v1/jobs")
          .then()
          .statusCode(401);
    }
    assertThat(System.nanoTime() - before).isGreaterThan(1_500_000_000L);
    given().header("Authorization", "Bearer " + TOKEN).get("/api/v1/jobs").then().statusCode(200);
  }
}
