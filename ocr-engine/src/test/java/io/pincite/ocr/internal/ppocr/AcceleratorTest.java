package io.pincite.ocr.internal.ppocr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcceleratorTest {

  /// As ONNX Runtime 1.29 says it on a machine without CUDA.
  @Test
  void ofAMissingLibraryItsNameIsSaid() {
    assertThat(
            Accelerator.said(
                "Error code - ORT_FAIL - message: /onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1988 onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library /home/me/.cache/pincite/onnxruntime/c8da9950/libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared object file: No such file or directory"))
        .isEqualTo(
            "the library libcublasLt.so.12 is missing; a graphics card needs CUDA 12 and cuDNN 9");
  }

  @Test
  void ofAnythingElseTheFirstLineIsSaid() {
    assertThat(Accelerator.said("This binary was not compiled with CUDA support.\nStack"))
        .isEqualTo("This binary was not compiled with CUDA support.");
  }
}
