/// OCR as a service over HTTP: files handed in, their pages, and their pages while they are read.
@NullMarked
package io.pincite.web.ocr;

import org.jspecify.annotations.NullMarked;
