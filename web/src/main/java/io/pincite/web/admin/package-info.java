/// What the operator sees and does: status, generations of the index, health.
@NullMarked
package io.pincite.web.admin;

import org.jspecify.annotations.NullMarked;
