package io.pincite.ocr;

import ai.onnxruntime.OrtEnvironment;
import io.pincite.ocr.internal.natives.OnnxLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

/// ONNX Runtime with its telemetry off. From 1.29 on its own builds report to their maker as
/// soon as they are loaded, unless an environment variable of the process forbids it; and
/// nothing of ours leaves the machine. Whatever uses ONNX Runtime gets it from here.
public final class OnnxRuntime {
  /// ONNX Runtime's own property: the folder it takes its native libraries from.
  private static final String LIBRARIES = "onnxruntime.native.path";

  private OnnxRuntime() {}

  private static final class Loaded {
    static final OrtEnvironment ENVIRONMENT = load();

    private static OrtEnvironment load() {
      forbidTelemetry();
      if (System.getProperty(LIBRARIES) == null) {
        OnnxLibraries.unpacked(OrtEnvironment.class)
            .ifPresent(folder -> System.setProperty(LIBRARIES, folder.toString()));
      }
      OnnxLibraries.sweep(Path.of(System.getProperty("java.io.tmpdir")), Clock.systemUTC());
      return OrtEnvironment.getEnvironment();
    }
  }

  /// The one environment of the process.
  public static OrtEnvironment environment() {
    return Loaded.ENVIRONMENT;
  }

  /// Sets the variable in this very process: how it was started must not matter.
  private static void forbidTelemetry() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    Linker linker = Linker.nativeLinker();
    var address = ValueLayout.ADDRESS;
    var integer = ValueLayout.JAVA_INT;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom("ORT_DISABLE_TELEMETRY");
      MemorySegment on = arena.allocateFrom("1");
      int outcome;
      if (windows) {
        MemorySegment putenv = linker.defaultLookup().findOrThrow("_putenv_s");
        outcome =
            (int)
                linker
                    .downcallHandle(putenv, FunctionDescriptor.of(integer, address, address))
                    .invokeExact(name, on);
      } else {
        MemorySegment setenv = linker.defaultLookup().findOrThrow("setenv");
        outcome =
            (int)
                linker
                    .downcallHandle(
                        setenv, FunctionDescriptor.of(integer, address, address, integer))
                    .invokeExact(name, on, 1);
      }
      if (outcome != 0) {
        throw new IllegalStateException("setenv returned " + outcome);
      }
    } catch (Throwable e) {
      throw new IllegalStateException(
          "ONNX Runtime is not started because its telemetry cannot be forbidden: %s. Start Pincite with the environment variable ORT_DISABLE_TELEMETRY=1 and --enable-native-access=ALL-UNNAMED."
              .formatted(e.getMessage()),
          e);
    }
  }
}
