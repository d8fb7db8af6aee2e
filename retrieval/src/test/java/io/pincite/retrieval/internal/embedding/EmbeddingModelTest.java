package io.pincite.retrieval.internal.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.retrieval.internal.embedding.Embedder.Urgency;
import io.pincite.retrieval.internal.embedding.EmbeddingModel.Kind;
import io.pincite.retrieval.internal.index.ChunkIndex.Space;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Oracle: `golden.json`, made by other implementations (see golden.py beside it).
class EmbeddingModelTest {
  private record Golden(Kind kind, String text, long[] pieces, float[] vector) {}

  private static List<Golden> golden() throws IOException {
    try (InputStream json =
        EmbeddingModelTest.class.getResourceAsStream("/embedding/golden.json")) {
      var golden = new ArrayList<Golden>();
      for (JsonNode row : new ObjectMapper().readTree(json)) {
        golden.add(
            new Golden(
                row.path("language").asText().equals("zh") ? Kind.CHINESE : Kind.ENGLISH,
                row.path("text").asText(),
                stream(row.path("pieces")).mapToLong(JsonNode::asLong).toArray(),
                floats(row.path("vector"))));
      }
      return golden;
    }
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(array::get);
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }

  @Test
  void wordPiecesAreThoseOfTheReferenceTokenizer() throws IOException {
    for (Kind kind : Kind.values()) {
      try (InputStream json =
          EmbeddingModelTest.class.getResourceAsStream("/" + kind.resource() + "-tokenizer.json")) {
        WordPieces pieces = WordPieces.read(json);
        for (Golden golden : golden()) {
          if (golden.kind() == kind) {
            assertThat(pieces.of(golden.text(), 512)).as(golden.text()).isEqualTo(golden.pieces());
          }
        }
      }
    }
  }

  /// Not equal bit by bit: processors with and without VNNI round differently.
  @Test
  void vectorsAreThoseOfTheReferenceRuntime() throws IOException {
    for (Kind kind : Kind.values()) {
      try (EmbeddingModel model = EmbeddingModel.load(kind)) {
        for (Golden golden : golden()) {
          if (golden.kind() == kind) {
            float[] vector = model.embed(golden.text());
            assertThat(vector).hasSize(kind.space().dimensions());
            assertThat(dot(vector, vector)).isBetween(0.999, 1.001);
            assertThat(dot(vector, golden.vector())).as(golden.text()).isGreaterThan(0.98);
          }
        }
      }
    }
  }

  @Test
  void theNameOfAModelIsTheDigestOfItsFile() throws Exception {
    for (Kind kind : Kind.values()) {
      try (InputStream file =
          EmbeddingModelTest.class.getResourceAsStream("/" + kind.resource() + ".onnx")) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.readAllBytes());
        assertThat(kind.id())
            .isEqualTo(kind.resource() + ":" + HexFormat.of().formatHex(digest, 0, 6) + ":1");
      }
    }
  }

  /// ONNX Runtime's reporting opens a log of its own in the temporary folder when it starts.
  @Test
  void nothingReportsToTheMakerOfTheRuntime() {
    EmbeddingModel.load(Kind.CHINESE).close();

    Path log =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "mat-debug-" + ProcessHandle.current().pid() + ".log");
    assertThat(log).doesNotExist();
  }

  @Test
  void traditionalAndSimplifiedSpellingHaveOneVector() {
    try (EmbeddingModel model = EmbeddingModel.load(Kind.CHINESE)) {
      assertThat(model.embed("合同有效期為三年，適用中華人民共和國法律"))
          .isEqualTo(model.embed("合同有效期为三年，适用中华人民共和国法律"));
    }
  }

  @Test
  void aQuestionOvertakesThePassagesThatWait() {
    var embedder = new Embedder(1);
    var order = Collections.synchronizedList(new ArrayList<String>());
    var all = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < 20; i++) {
      String name = "passage " + i;
      all.add(
          embedder
              .embed(Space.ENGLISH, name + " of the lease".repeat(50), Urgency.PASSAGE)
              .thenAccept(vector -> order.add(name)));
    }
    all.add(
        embedder
            .embed(Space.ENGLISH, "question", Urgency.QUESTION)
            .thenAccept(vector -> order.add("question")));
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    embedder.stop();

    assertThat(order).hasSize(21);
    assertThat(order.indexOf("question")).isLessThan(3);
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
