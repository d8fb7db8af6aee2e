package io.pincite.ingest.internal.store;

import io.pincite.ocr.OcrTask;
import io.pincite.ocr.Provenance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Who reads an image, and what they are asked for: with the image, everything that decides what
/// comes out.
///
/// @param engine its mode is the one that it is asked for
/// @param words SHA-256 of what it is asked in words; empty where nothing is
public record ReadBy(Provenance engine, OcrTask task, String words) {

  public static ReadBy of(
      Provenance identity,
      OcrTask task,
      Optional<String> mode,
      Optional<String> target,
      Optional<String> prompt) {
    return new ReadBy(
        new Provenance(
            identity.engine(),
            identity.version(),
            identity.model(),
            mode.or(identity::mode),
            identity.settings()),
        task,
        target.isEmpty() && prompt.isEmpty()
            ? ""
            : sha256(target.orElse("") + "\0" + prompt.orElse("")));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
