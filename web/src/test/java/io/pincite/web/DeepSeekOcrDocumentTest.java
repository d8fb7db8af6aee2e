package io.pincite.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds `docs/deepseek-ocr.md` to the tests that it names, and the container of the model to what
/// stands there.
class DeepSeekOcrDocumentTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern ANNOTATION = Pattern.compile("@\\w*Test\\b");

  @Test
  void everyRowNamesItsTestsAndEachOfThemIsThere() throws IOException {
    Map<String, String> tests = tests();
    var missing = new ArrayList<String>();
    int rows = 0;
    boolean hasNames = false;
    for (String line : Files.readAllLines(Path.of("../docs/deepseek-ocr.md"))) {
      boolean isRow = line.startsWith("| ") && !line.endsWith("tests |");
      if (!isRow) {
        hasNames = hasNames && line.startsWith("|");
        continue;
      }
      rows++;
      List<MatchResult> named = NAMED.matcher(line).results().toList();
      boolean isTheSame = line.contains("| the same") && hasNames;
      if (named.isEmpty() && !isTheSame) {
        missing.add("no test: " + line);
      }
      hasNames |= !named.isEmpty();
      for (MatchResult test : named) {
        if (!isTest(tests.getOrDefault(test.group(1), ""), test.group(2))) {
          missing.add("no such test: " + test.group());
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(rows).isGreaterThan(70);
  }

  @Test
  void theServiceOfTheModelIsStartedAsItsMakersSay() throws IOException {
    String compose = Files.readString(Path.of("../docker/compose.yaml"));
    List<String> command =
        compose
            .substring(compose.indexOf("    command:", compose.indexOf("  deepseek-ocr:")))
            .lines()
            .skip(1)
            .takeWhile(line -> line.startsWith("      "))
            .map(String::strip)
            .filter(line -> line.startsWith("- "))
            .map(line -> line.substring(2).replace("\"", ""))
            .toList();

    assertThat(command)
        .containsExactly(
            "deepseek-ai/DeepSeek-OCR",
            "--logits-processors",
            "vllm.model_executor.models.deepseek_ocr:NGramPerReqLogitsProcessor",
            "--no-enable-prefix-caching",
            "--mm-processor-cache-gb",
            "0",
            "--chat-template",
            "/templates/deepseek-ocr.jinja",
            "--chat-template-content-format",
            "string");
    assertThat(Files.readString(Path.of("../docker/deepseek-ocr.jinja")))
        .isEqualTo("{{ bos_token }}{% for m in messages %}{{ m['content'] }}{% endfor %}");
  }

  /// Whether an annotation of a test stands between the method and what is before it.
  private static boolean isTest(String source, String method) {
    int at = source.indexOf(" void " + method + "(");
    return at >= 0
        && ANNOTATION
            .matcher(source.substring(Math.max(0, source.lastIndexOf("\n  }\n", at)), at))
            .find();
  }

  /// Sources of all tests by the name of their class.
  private static Map<String, String> tests() throws IOException {
    var tests = new HashMap<String, String>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module :
          modules.filter(each -> Files.isDirectory(each.resolve("src/test/java"))).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
          for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
            String name = file.getFileName().toString().replace(".java", "");
            tests.merge(name, Files.readString(file), String::concat);
          }
        }
      }
    }
    return tests;
  }
}
