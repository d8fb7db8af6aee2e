package io.pincite.web;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.pincite.samples.Truth;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the tests over HTTP say again and again.
final class Api {
  static final String ROOT = "/api/v1";

  private Api() {}

  static Response upload(String name, byte[] bytes) {
    return given().multiPart("file", name, bytes, "application/pdf").post(ROOT + "/documents");
  }

  /// Uploads and waits until everything of it can be searched, or it has failed.
  static JsonPath uploaded(String name, byte[] bytes) {
    Response response = upload(name, bytes);
    if (response.statusCode() != 202 && response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.asString());
    }
    return finished(response.jsonPath().getString("document.id"));
  }

  static JsonPath finished(String document) {
    return await()
        .atMost(Duration.ofSeconds(180))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> given().get(ROOT + "/documents/" + document).jsonPath(),
            json ->
                switch (json.getString("state")) {
                  case "INDEXED" -> json.getString("searchable").equals("FULL");
                  case "FAILED", "CANCELLED" -> true;
                  default -> false;
                });
  }

  static Response post(String path, Object body) {
    return given().contentType("application/json").body(body).post(ROOT + path);
  }

  static JsonPath ask(String question, String... documents) {
    Response response =
        post("/answers", Map.of("question", question, "documents", List.of(documents)));
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.asString());
    }
    return response.jsonPath();
  }

  static double iou(Truth.Box a, Truth.Box b) {
    double width = Math.min(a.x1(), b.x1()) - Math.max(a.x0(), b.x0());
    double height = Math.min(a.y1(), b.y1()) - Math.max(a.y0(), b.y0());
    double shared = Math.max(0, width) * Math.max(0, height);
    return shared / (area(a) + area(b) - shared);
  }

  private static double area(Truth.Box box) {
    return (box.x1() - box.x0()) * (box.y1() - box.y0());
  }

  static boolean covers(Truth.Box box, Truth.Box word) {
    double x = (word.x0() + word.x1()) / 2;
    double y = (word.y0() + word.y1()) / 2;
    return box.x0() <= x && x <= box.x1() && box.y0() <= y && y <= box.y1();
  }

  /// A box drawn on a page by a span of the API.
  record Drawn(int page, Truth.Box box) {}

  static List<Drawn> boxes(List<Map<String, Object>> spans) {
    var boxes = new ArrayList<Drawn>();
    for (Map<String, Object> span : spans) {
      for (Object box : (List<?>) span.get("boxes")) {
        List<?> n = (List<?>) box;
        boxes.add(
            new Drawn(
                (Integer) span.get("page"),
                new Truth.Box(number(n, 0), number(n, 1), number(n, 2), number(n, 3))));
      }
    }
    return boxes;
  }

  private static double number(List<?> numbers, int index) {
    return ((Number) numbers.get(index)).doubleValue();
  }
}
