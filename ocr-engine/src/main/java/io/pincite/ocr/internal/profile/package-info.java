/// What took how long, for Java Flight Recorder; without a recording it costs nothing.
@NullMarked
package io.pincite.ocr.internal.profile;

import org.jspecify.annotations.NullMarked;
