/// Programs that measure speed and quality, each beside a peer or a limit in the same run. Their
/// tables stand in `docs/accuracy-and-speed.md`.
@NullMarked
package io.pincite.bench;

import org.jspecify.annotations.NullMarked;
