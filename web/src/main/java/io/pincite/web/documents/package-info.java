/// Documents over HTTP: upload, pages, images, words, and the wire forms of places in them.
@NullMarked
package io.pincite.web.documents;

import org.jspecify.annotations.NullMarked;
