package io.pincite.web.start;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/// The sample collection of a first start.
@ConfigMapping(prefix = "pincite.samples")
interface SamplesSettings {

  /// Whether the first start makes it.
  @WithDefault("true")
  boolean enabled();

  /// Folder with the documents; the start script gives the generated contracts. Without it there is
  /// no sample collection.
  Optional<Path> folder();
}
