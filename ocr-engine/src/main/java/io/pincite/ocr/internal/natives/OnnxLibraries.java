package io.pincite.ocr.internal.natives;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;

/// ONNX Runtime's own libraries, unpacked once per version. Left to itself it unpacks them, 29 MB
/// (of the build for graphics cards 640), into a new temporary folder at every start, and a killed
/// process leaves them there.
public final class OnnxLibraries {
  private static final List<String> NAMES =
      List.of(
          "onnxruntime",
          "onnxruntime4j_jni",
          "onnxruntime_providers_shared",
          "onnxruntime_providers_cuda");

  /// ONNX Runtime needs a temporary folder of its own for less than a second.
  private static final Duration LONG_AGO = Duration.ofHours(1);

  private OnnxLibraries() {}

  /// @param size of the unpacked file
  private record Library(String file, URL resource, long size, long checksum) {}

  /// The folder that holds those of this platform, unpacked if need be; empty where they cannot be
  /// kept, and ONNX Runtime has to help itself.
  ///
  /// @param of a class of ONNX Runtime's jar
  public static Optional<Path> unpacked(Class<?> of) {
    try {
      List<Library> libraries = libraries(of);
      Optional<Path> cache = NativeFolder.of("onnxruntime");
      if (libraries.isEmpty() || cache.isEmpty()) {
        return Optional.empty();
      }
      Path folder = cache.get().resolve(nameOf(libraries));
      if (!isWhole(folder, libraries)) {
        unpack(libraries, folder, cache.get());
      }
      return Optional.of(folder);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// ONNX Runtime makes a temporary folder even when it has nothing to put there. Empty ones that
  /// killed processes left are removed; young ones may be somebody's who is about to fill them.
  public static void sweep(Path temporary, Clock clock) {
    Instant before = clock.instant().minus(LONG_AGO);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, "onnxruntime-java*")) {
      for (Path folder : left) {
        if (Files.getLastModifiedTime(folder).compareTo(FileTime.from(before)) < 0) {
          // Fails where it is not empty, or not ours: then it stays.
          folder.toFile().delete();
        }
      }
    } catch (IOException e) {
      // Tidying up is no reason to fail.
    }
  }

  private static List<Library> libraries(Class<?> of) throws IOException {
    List<Library> libraries = new ArrayList<>();
    for (String name : NAMES) {
      String file = System.mapLibraryName(name);
      URL resource = of.getResource("/ai/onnxruntime/native/" + platform() + "/" + file);
      if (resource != null && resource.openConnection() instanceof JarURLConnection connection) {
        connection.setUseCaches(false);
        try (var jar = connection.getJarFile()) {
          JarEntry entry = jar.getJarEntry(connection.getEntryName());
          libraries.add(new Library(file, resource, entry.getSize(), entry.getCrc()));
        }
      }
    }
    return libraries;
  }

  /// As ONNX Runtime names them.
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch");
    return (system.startsWith("mac") ? "osx" : system.startsWith("windows") ? "win" : "linux")
        + "-"
        + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
  }

  private static String nameOf(List<Library> libraries) {
    var all = new CRC32();
    for (Library library : libraries) {
      all.update(Long.toString(library.checksum, 16).getBytes(StandardCharsets.UTF_8));
    }
    return "%08x".formatted(all.getValue());
  }

  /// What a power cut left of a file that had just been unpacked may be shorter.
  private static boolean isWhole(Path folder, List<Library> libraries) throws IOException {
    for (Library library : libraries) {
      Path file = folder.resolve(library.file);
      if (!Files.isRegularFile(file) || Files.size(file) != library.size) {
        return false;
      }
    }
    return true;
  }

  /// Each file appears by one rename: whoever else unpacks or runs them now is not disturbed.
  private static void unpack(List<Library> libraries, Path folder, Path cache) throws IOException {
    Files.createDirectories(folder);
    for (Library library : libraries) {
      Path unfinished = Files.createTempFile(cache, library.file, ".part");
      try {
        try (InputStream in = library.resource.openStream()) {
          Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(
            unfinished,
            folder.resolve(library.file),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    }
  }
}
