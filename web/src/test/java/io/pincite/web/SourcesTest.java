package io.pincite.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the formatter does to a source without anybody noticing.
class SourcesTest {

  /// A `///` line of more than 100 characters is broken; what is behind the break becomes a `//`
  /// line, which is no documentation any more.
  @Test
  void noDocLineWasBrokenByTheFormatter() throws IOException {
    var broken = new ArrayList<String>();
    int docLines = 0;
    for (Path source : sources()) {
      List<String> lines = Files.readAllLines(source);
      for (int i = 0; i < lines.size(); i++) {
        boolean isDoc = lines.get(i).strip().startsWith("///");
        docLines += isDoc ? 1 : 0;
        boolean isTooLong = lines.get(i).codePointCount(0, lines.get(i).length()) > 100;
        boolean goesOnAsRemark = i + 1 < lines.size() && isRemark(lines.get(i + 1));
        if (isDoc && (isTooLong || goesOnAsRemark)) {
          broken.add("%s:%d".formatted(source, i + 1));
        }
      }
    }
    assertThat(broken).as("doc lines longer than 100 characters, or broken for it").isEmpty();
    assertThat(docLines).isGreaterThan(1000);
  }

  private static boolean isRemark(String line) {
    return line.strip().startsWith("//") && !line.strip().startsWith("///");
  }

  private static List<Path> sources() throws IOException {
    var sources = new ArrayList<Path>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.filter(each -> Files.isDirectory(each.resolve("src"))).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src"))) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
    }
    return sources;
  }
}
