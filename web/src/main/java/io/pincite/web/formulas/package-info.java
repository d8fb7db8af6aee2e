/// Formulas as browsers draw them.
@NullMarked
package io.pincite.web.formulas;

import org.jspecify.annotations.NullMarked;
