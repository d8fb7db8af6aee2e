package io.pincite.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The tables of interface texts against each other and against the components that use them.
class InterfaceTextTest {
  private static final Path APP = Path.of("src/main/resources/web/app");
  private static final Pattern ENTRY =
      Pattern.compile("^  '([^']+)': (?:'((?:[^'\\\\]|\\\\.)*)'),$", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
  private static final Pattern USE = Pattern.compile("\\b(t|many)\\('([\\w.-]+)'");
  private static final Pattern LISTED = Pattern.compile("'((?:shortcuts|nav)\\.[\\w.]+)'");
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  @Test
  void bothLanguagesHaveTheSameKeysInTheSameOrder() throws IOException {
    assertThat(List.copyOf(table("zh").keySet())).isEqualTo(List.copyOf(table("en").keySet()));
  }

  @Test
  void everyLineOfATableIsAnEntryThatThisTestSees() throws IOException {
    for (String language : List.of("en", "zh")) {
      long lines =
          Files.readString(APP.resolve("lib/" + language + ".js"))
              .lines()
              .filter(line -> line.startsWith("  "))
              .count();
      assertThat((long) table(language).size()).as(language).isEqualTo(lines);
    }
  }

  @Test
  void bothLanguagesFillInTheSameNames() throws IOException {
    Map<String, String> english = table("en");
    Map<String, String> chinese = table("zh");
    english.forEach(
        (key, text) ->
            assertThat(names(chinese.getOrDefault(key, ""))).as(key).isEqualTo(names(text)));
  }

  @Test
  void noEnglishTextHasStayedInTheChineseTable() throws IOException {
    var untranslated = new ArrayList<String>();
    table("zh")
        .forEach(
            (key, text) -> {
              boolean isWords = text.replaceAll("\\{\\w+}", "").matches(".*[a-z]{4}.*");
              if (isWords && !HAN.matcher(text).find()) {
                untranslated.add(key);
              }
            });
    // Examples for English samples, and the name of the other language in its own words.
    assertThat(untranslated)
        .containsExactly("example.fee", "example.lease", "settings.otherLanguage");
  }

  @Test
  void everyTextThatAComponentAsksForIsThere() throws IOException {
    Map<String, String> english = table("en");
    var missing = new TreeSet<String>();
    try (var files = Files.walk(APP)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".js")).toList()) {
        if (file.endsWith("en.js") || file.endsWith("zh.js")) {
          continue;
        }
        String source = Files.readString(file);
        var use = USE.matcher(source);
        while (use.find()) {
          for (String form : use.group(1).equals("t") ? List.of("") : List.of(".one", ".other")) {
            if (!english.containsKey(use.group(2) + form)) {
              missing.add(file.getFileName() + ": " + use.group(2) + form);
            }
          }
        }
        var listed = LISTED.matcher(source);
        while (listed.find()) {
          if (!english.containsKey(listed.group(1))) {
            missing.add(file.getFileName() + ": " + listed.group(1));
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static TreeSet<String> names(String text) {
    var names = new TreeSet<String>();
    var matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static Map<String, String> table(String language) throws IOException {
    var entries = new LinkedHashMap<String, String>();
    var matcher = ENTRY.matcher(Files.readString(APP.resolve("lib/" + language + ".js")));
    while (matcher.find()) {
      assertThat(entries.put(matcher.group(1), matcher.group(2))).as(matcher.group(1)).isNull();
    }
    return entries;
  }
}
