package io.pincite.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pages about settings and paths say what there is, and nothing else.
class DocsTest {
  private static final Iterable<JavaClass> CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.pincite");

  @Test
  void everySettingIsDocumentedWithItsDefaultAndEveryDocumentedSettingExists() throws IOException {
    // The one that is no group's: where the home is, is the machine's.
    var settings = new TreeMap<>(Map.of("pincite.data", "`~/.local/share/pincite`"));
    for (JavaClass each : CLASSES) {
      if (each.isAnnotatedWith(ConfigMapping.class)) {
        String prefix = each.getAnnotationOfType(ConfigMapping.class).prefix();
        addSettings(prefix, each.reflect(), settings);
      }
    }
    assertThat(cells("configuration.md", "\\| `(pincite\\.[a-z.-]+)` \\| ([^|]+)"))
        .isEqualTo(settings);
  }

  @Test
  void everyPathIsDocumentedAndEveryDocumentedPathExists() throws IOException {
    var paths = new TreeSet<String>();
    for (JavaClass each : CLASSES) {
      if (each.isAnnotatedWith(Path.class)) {
        String root = each.getAnnotationOfType(Path.class).value();
        for (Method method : each.reflect().getDeclaredMethods()) {
          Path own = method.getAnnotation(Path.class);
          boolean isEndpoint =
              java.util.Arrays.stream(method.getAnnotations())
                  .anyMatch(
                      a -> a.annotationType().isAnnotationPresent(jakarta.ws.rs.HttpMethod.class));
          if (isEndpoint) {
            paths.add(own == null ? root : root + "/" + own.value());
          }
        }
      }
    }
    paths.removeIf(path -> !path.startsWith("/api/"));
    assertThat(cells("api.md", "\\| `(/api/[^`]+)` \\| ([^|]+)").keySet()).isEqualTo(paths);
  }

  private static void addSettings(String prefix, Class<?> group, Map<String, String> settings) {
    for (Method method : group.getDeclaredMethods()) {
      String name =
          prefix
              + "."
              + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
      // A choice among names is a type of ours too, and no group.
      boolean isGroup =
          method.getReturnType().isInterface()
              && method.getReturnType().getName().startsWith("io.pincite.");
      if (isGroup) {
        addSettings(name, method.getReturnType(), settings);
      } else {
        WithDefault given = method.getAnnotation(WithDefault.class);
        settings.put(name, given == null ? "–" : "`" + given.value() + "`");
      }
    }
  }

  /// The first cell of each row that begins so, with the second.
  private static Map<String, String> cells(String page, String pattern) throws IOException {
    var found = new TreeMap<String, String>();
    for (String line : Files.readAllLines(java.nio.file.Path.of("../docs", page))) {
      var matcher = Pattern.compile("^" + pattern + " \\|").matcher(line);
      if (matcher.find()) {
        found.put(matcher.group(1), matcher.group(2));
      }
    }
    return found;
  }
}
