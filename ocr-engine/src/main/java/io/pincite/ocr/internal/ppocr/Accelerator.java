package io.pincite.ocr.internal.ppocr;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.pincite.ocr.OnnxRuntime;
import io.pincite.ocr.PpOcrSettings.Device;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the networks really run on, found out once by trying.
public final class Accelerator {
  /// What the loader of Linux says of a library that another one needs.
  private static final Pattern MISSING =
      Pattern.compile("with error: (\\S+): cannot open shared object file");

  private final Optional<Device.Cuda> cuda;
  private final Optional<String> reason;

  private Accelerator(Optional<Device.Cuda> cuda, Optional<String> reason) {
    this.cuda = cuda;
    this.reason = reason;
  }

  /// The device asked for if it can be had, else the processor.
  public static Accelerator of(Device asked) {
    return switch (asked) {
      case Device.Cpu _ -> new Accelerator(Optional.empty(), Optional.empty());
      case Device.Cuda card -> {
        Optional<String> refusal = refusal(card);
        yield new Accelerator(refusal.isEmpty() ? Optional.of(card) : Optional.empty(), refusal);
      }
    };
  }

  private static Optional<String> refusal(Device.Cuda card) {
    OnnxRuntime.environment();
    try (var options = new SessionOptions()) {
      add(options, card);
      return Optional.empty();
    } catch (OrtException | UnsatisfiedLinkError e) {
      return Optional.of(said(String.valueOf(e.getMessage())));
    }
  }

  /// What ONNX Runtime says, without where in its sources it stands.
  static String said(String message) {
    String line = message.lines().findFirst().orElse(message).strip();
    Matcher missing = MISSING.matcher(line);
    return missing.find()
        ? "the library %s is missing; a graphics card needs CUDA 12 and cuDNN 9"
            .formatted(missing.group(1))
        : line;
  }

  private static void add(SessionOptions options, Device.Cuda card) throws OrtException {
    try (var provider = new OrtCUDAProviderOptions(card.id())) {
      if (card.memoryBytes() > 0) {
        provider.add("gpu_mem_limit", Long.toString(card.memoryBytes()));
      }
      // Shapes differ from run to run: an exhaustive search for each would cost more than it gives.
      provider.add("cudnn_conv_algo_search", "HEURISTIC");
      provider.add("arena_extend_strategy", "kSameAsRequested");
      options.addCUDA(provider);
    }
  }

  void add(SessionOptions options) throws OrtException {
    if (cuda.isPresent()) {
      add(options, cuda.get());
    }
  }

  public boolean isCuda() {
    return cuda.isPresent();
  }

  public Device effective() {
    return cuda.<Device>map(card -> card).orElseGet(Device.Cpu::new);
  }

  /// Why the device asked for could not be had.
  public Optional<String> reason() {
    return reason;
  }
}
