package io.pincite.samples;

import java.nio.file.Path;

/// Writes every sample contract, the paper, and their truth, those that are pictures into the
/// folder `scans` in it: `WriteSamples FOLDER`.
public final class WriteSamples {
  private WriteSamples() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    for (Sample sample : Sample.values()) {
      sample.write(folder);
    }
    SamplePaper.write(folder);
    for (ScannedSample sample : ScannedSample.values()) {
      sample.write(folder.resolve("scans"));
    }
  }
}
