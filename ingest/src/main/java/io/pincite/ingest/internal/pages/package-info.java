/// Files of pages, whether PDF or picture: their sizes, their images, their text.
@NullMarked
package io.pincite.ingest.internal.pages;

import org.jspecify.annotations.NullMarked;
