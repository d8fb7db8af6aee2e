package io.pincite.ocr.internal.profile;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A model at work on one input, without what is done before and after it.
@Name("io.pincite.ocr.ModelRun")
@Label("Model Run")
@Category({"Pincite", "OCR"})
@Description("One run of a network, or of Tesseract on one line")
@StackTrace(false)
public final class ModelRun extends Event {
  @Label("Model")
  public String model = "";

  /// Such as `1x3x48x320`.
  @Label("Input")
  public String input = "";
}
