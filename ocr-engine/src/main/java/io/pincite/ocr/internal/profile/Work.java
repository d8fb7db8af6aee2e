package io.pincite.ocr.internal.profile;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A worker busy with one piece of work, model runs included.
@Name("io.pincite.ocr.Work")
@Label("Work")
@Category({"Pincite", "OCR"})
@StackTrace(false)
public final class Work extends Event {}
