/// Starting and stopping: the command line, the embedded database around the application, the
/// sample collection of a first start.
@NullMarked
package io.pincite.web.start;

import org.jspecify.annotations.NullMarked;
