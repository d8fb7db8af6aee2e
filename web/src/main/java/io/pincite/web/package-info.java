/// The one Quarkus application: HTTP, user interface, command line.
@NullMarked
package io.pincite.web;

import org.jspecify.annotations.NullMarked;
