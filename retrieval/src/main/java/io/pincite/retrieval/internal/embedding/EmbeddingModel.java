package io.pincite.retrieval.internal.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.pincite.ocr.OnnxRuntime;
import io.pincite.retrieval.internal.index.ChunkIndex.Space;
import io.pincite.retrieval.internal.lexical.ChineseForms;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/// One of the built-in models: text in, unit vector out. Runs one text at a time on one thread
/// of its own choosing (batches are slower on a CPU, and change the vectors of a quantised
/// model); safe for use by many threads at once, which is how it uses many processors.
public final class EmbeddingModel implements AutoCloseable {
  private static final int MOST_PIECES = 512;

  /// The built-in models: where their files are on the class path, what is put before a question.
  public enum Kind {
    ENGLISH(
        Space.ENGLISH,
        "bge-small-en-v1.5-q:6c9c6101a956:1",
        "bge-small-en-v1.5-q",
        "Represent this sentence for searching relevant passages: "),
    CHINESE(
        Space.CHINESE,
        "bge-small-zh-v1.5-q:15b717c382bc:1",
        "bge-small-zh-v1.5-q",
        "为这个句子生成表示以用于检索相关文章：");

    private final Space space;
    private final String id;
    private final String resource;
    private final String instruction;

    Kind(Space space, String id, String resource, String instruction) {
      this.space = space;
      this.id = id;
      this.resource = resource;
      this.instruction = instruction;
    }

    public static Kind of(Space space) {
      return switch (space) {
        case ENGLISH -> ENGLISH;
        case CHINESE -> CHINESE;
      };
    }

    /// Name of the model that embeds texts of a language.
    public static String idFor(String language) {
      return of(Space.of(language)).id();
    }

    public Space space() {
      return space;
    }

    /// Model file's digest and recipe in one name: other vectors, other name.
    public String id() {
      return id;
    }

    String resource() {
      return resource;
    }

    /// A question as it is embedded.
    public String question(String text) {
      return instruction + text;
    }
  }

  private final Kind kind;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final WordPieces pieces;

  private EmbeddingModel(
      Kind kind, OrtEnvironment environment, OrtSession session, WordPieces pieces) {
    this.kind = kind;
    this.environment = environment;
    this.session = session;
    this.pieces = pieces;
  }

  public static EmbeddingModel load(Kind kind) {
    try (InputStream tokenizer = resource(kind.resource() + "-tokenizer.json");
        InputStream model = resource(kind.resource() + ".onnx");
        var options = new OrtSession.SessionOptions()) {
      OrtEnvironment environment = OnnxRuntime.environment();
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Texts differ in length: what the longest needed would be kept for good.
      options.setMemoryPatternOptimization(false);
      options.setCPUArenaAllocator(false);
      return new EmbeddingModel(
          kind,
          environment,
          environment.createSession(model.readAllBytes(), options),
          WordPieces.read(tokenizer));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "[%s] the embedding model cannot be read".formatted(kind.resource()), e);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "[%s] ONNX Runtime cannot load the embedding model: %s"
              .formatted(kind.resource(), e.getMessage()),
          e);
    }
  }

  private static InputStream resource(String name) throws FileNotFoundException {
    InputStream stream = EmbeddingModel.class.getResourceAsStream("/" + name);
    if (stream == null) {
      throw new FileNotFoundException(name + " is not on the class path");
    }
    return stream;
  }

  /// The vector of a text, of what stands in its first 510 word pieces.
  public float[] embed(String text) {
    // The Chinese model knows Simplified and lower case best.
    String prepared =
        kind == Kind.CHINESE
            ? ChineseForms.simplified(text).toLowerCase(java.util.Locale.ROOT)
            : text;
    long[] ids = pieces.of(prepared, MOST_PIECES);
    long[] shape = {1, ids.length};
    LongBuffer ones = buffer(ids.length);
    for (int i = 0; i < ids.length; i++) {
      ones.put(i, 1);
    }
    try (var input = OnnxTensor.createTensor(environment, buffer(ids.length).put(0, ids), shape);
        var mask = OnnxTensor.createTensor(environment, ones, shape);
        var types = OnnxTensor.createTensor(environment, buffer(ids.length), shape);
        var result =
            session.run(
                Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
      FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
      // the state of the first piece stands for the text
      float[] vector = new float[kind.space().dimensions()];
      states.get(0, vector);
      return unit(vector);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "[%s] a text of %d pieces cannot be embedded: %s"
              .formatted(kind.resource(), ids.length, e.getMessage()),
          e);
    }
  }

  private static LongBuffer buffer(int length) {
    return ByteBuffer.allocateDirect(Long.BYTES * length)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }

  private static float[] unit(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    float length = (float) Math.sqrt(sum);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("an embedding model cannot be closed", e);
    }
  }
}
