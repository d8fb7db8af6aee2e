/// Who may come in: loopback without a login, an access token beyond it.
@NullMarked
package io.pincite.web.access;

import org.jspecify.annotations.NullMarked;
