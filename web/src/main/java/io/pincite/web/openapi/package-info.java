/// The machine-readable description of the API.
@NullMarked
package io.pincite.web.openapi;

import org.jspecify.annotations.NullMarked;
