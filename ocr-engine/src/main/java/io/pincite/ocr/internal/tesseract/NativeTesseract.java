package io.pincite.ocr.internal.tesseract;

import io.pincite.ocr.OcrException;
import io.pincite.ocr.internal.natives.NativeFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.tesseract.ResultIterator;
import org.bytedeco.tesseract.StringVector;
import org.bytedeco.tesseract.TessBaseAPI;
import org.jspecify.annotations.Nullable;

/// The native libraries of Tesseract and its English model, loaded at the first use.
final class NativeTesseract {
  private NativeTesseract() {}

  private static final String MODEL = "/tessdata/eng.traineddata";

  /// Every class of JavaCPP's that is used: each looks for its libraries when it is initialised.
  private static final List<Class<?>> BOUND =
      List.of(
          BytePointer.class,
          org.bytedeco.tesseract.global.tesseract.class,
          StringVector.class,
          TessBaseAPI.class,
          ResultIterator.class);

  private static boolean loaded;

  /// @throws OcrException.EngineFailed where there are no libraries for this platform, or they
  ///     cannot be loaded
  static synchronized void load() {
    if (loaded) {
      return;
    }
    // JavaCPP counts the whole process's resident memory, mapped index files included, against a
    // limit of its own and would fail at random on a busy server. Every pointer here is released
    // by hand, so its thread for finding forgotten ones is not needed either.
    property("maxphysicalbytes", "0");
    property("maxbytes", "0");
    property("nopointergc", "true");
    Optional<Path> kept = NativeFolder.of("tesseract");
    Path temporary = null;
    try {
      Path folder;
      if (kept.isPresent()) {
        folder = kept.get();
      } else {
        temporary = Files.createTempDirectory("pincite-tesseract-");
        folder = temporary;
      }
      // JavaCPP unpacks what is not there yet in the size it should have.
      property("cachedir", folder.toString());
      for (Class<?> bound : BOUND) {
        Loader.load(bound);
      }
      loaded = true;
    } catch (IOException | LinkageError | RuntimeException e) {
      throw new OcrException.EngineFailed(
          "[Tesseract on %s] its native libraries cannot be loaded: %s. Build Pincite on this platform, and let XDG_CACHE_HOME, or without it the folder .cache in the home, be one that programs may be run from."
              .formatted(Loader.getPlatform(), e.getMessage()),
          e);
    } finally {
      // Where libraries are mapped, their files are not needed any more; nothing is left behind.
      delete(temporary);
    }
  }

  static byte[] englishModel() {
    try (var in = NativeTesseract.class.getResourceAsStream(MODEL)) {
      if (in == null) {
        throw new IllegalStateException(MODEL + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void property(String name, String value) {
    System.setProperty("org.bytedeco.javacpp." + name, value);
  }

  private static void delete(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (var files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        // Windows does not let go of a loaded library: then at the end of the process.
        if (!file.toFile().delete()) {
          file.toFile().deleteOnExit();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
