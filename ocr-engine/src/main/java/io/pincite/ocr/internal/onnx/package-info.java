/// Models in ONNX form as data: read, rewritten so that ONNX Runtime runs them faster, written.
@NullMarked
package io.pincite.ocr.internal.onnx;

import org.jspecify.annotations.NullMarked;
