package io.pincite.ocr.internal.ppocr;

import io.pincite.ocr.OcrException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The three networks and the dictionary of one PP-OCR export, as files.
///
/// @param dictionary one character a line; empty where the recogniser carries its own
/// @param name to tell models apart by: start of a digest over all files
public record ModelFiles(
    Part detector, Part orientation, Part recogniser, Optional<Part> dictionary, String name) {

  private static final List<String> BUILT_IN =
      List.of(
          "models/ch_PP-OCRv4_det_infer.onnx",
          "models/ch_ppocr_mobile_v2.0_cls_infer.onnx",
          "models/ch_PP-OCRv4_rec_infer.onnx",
          "models/ppocr_keys_v1.txt");

  /// A file's name, to be named in messages, and its bytes, read when they are needed.
  ///
  /// @param sha256 of the bytes at first, by which what is read with them is told apart
  public record Part(String name, Source source, String sha256) {

    static Part of(String name, Source source) {
      return new Part(name, source, digestOf(readFully(name, source)));
    }

    /// @throws OcrException.EngineFailed when the file cannot be read, or is another by now
    byte[] bytes() {
      byte[] bytes = readFully(name, source);
      if (!digestOf(bytes).equals(sha256)) {
        throw new OcrException.EngineFailed(
            "[%s] the model file was changed while Pincite runs. Start Pincite anew to read with the new one."
                .formatted(name),
            new IllegalStateException("another digest"));
      }
      return bytes;
    }

    private static byte[] readFully(String name, Source source) {
      try (InputStream stream = source.open()) {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new OcrException.EngineFailed(
            "[%s] the model file cannot be read: %s. Put it back, or start Pincite with other models."
                .formatted(name, e.getMessage()),
            e);
      }
    }

    private static String digestOf(byte[] bytes) {
      return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }
  }

  /// Where bytes come from.
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  /// PP-OCRv4, English and Chinese, from the class path.
  public static ModelFiles builtIn() {
    List<Part> parts = BUILT_IN.stream().map(ModelFiles::resource).toList();
    return of(parts.get(0), parts.get(1), parts.get(2), Optional.of(parts.get(3)));
  }

  /// Those in a folder: the one `.onnx` file with `det` in its name, the one with `cls`, the one
  /// with `rec`, and the dictionary, the one `.txt` file, if there is any. Without `cls` the
  /// built-in orientation classifier is taken: it knows no language.
  ///
  /// @throws IllegalArgumentException when one is missing or not the only one
  public static ModelFiles in(Path folder) {
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "[%s] the folder of OCR models cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
    Part detector = only(folder, files, "det", ".onnx").orElseThrow(() -> missing(folder, "det"));
    Part recogniser = only(folder, files, "rec", ".onnx").orElseThrow(() -> missing(folder, "rec"));
    Part orientation =
        only(folder, files, "cls", ".onnx").orElseGet(() -> resource(BUILT_IN.get(1)));
    return of(detector, orientation, recogniser, only(folder, files, "", ".txt"));
  }

  private static IllegalArgumentException missing(Path folder, String role) {
    return new IllegalArgumentException(
        "[%s] has no OCR model with '%s' in its name and the ending .onnx. Put it there, or take the folder out of the settings."
            .formatted(folder, role));
  }

  private static Optional<Part> only(Path folder, List<Path> files, String role, String ending) {
    List<Path> found =
        files.stream()
            .filter(
                file -> {
                  String name = file.getFileName().toString();
                  return name.endsWith(ending) && name.contains(role);
                })
            .toList();
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "[%s] has more than one file '*%s*%s': %s. Leave the one that is meant."
              .formatted(folder, role, ending, found.stream().map(Path::getFileName).toList()));
    }
    return found.stream()
        .findFirst()
        .map(file -> Part.of(file.toString(), () -> Files.newInputStream(file)));
  }

  private static Part resource(String name) {
    return Part.of(
        name,
        () -> {
          InputStream stream = ModelFiles.class.getResourceAsStream("/" + name);
          if (stream == null) {
            throw new IOException(name + " is not on the class path");
          }
          return stream;
        });
  }

  private static ModelFiles of(
      Part detector, Part orientation, Part recogniser, Optional<Part> dictionary) {
    MessageDigest digest = newDigest();
    digest.update(detector.bytes());
    digest.update(orientation.bytes());
    digest.update(recogniser.bytes());
    dictionary.ifPresent(part -> digest.update(part.bytes()));
    String name = HexFormat.of().formatHex(digest.digest(), 0, 6);
    return new ModelFiles(detector, orientation, recogniser, dictionary, name);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
