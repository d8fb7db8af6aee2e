package io.pincite.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Set;
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
  void everySettingIsDocumentedAndEveryDocumentedSettingExists() throws IOException {
    var settings = new TreeSet<>(Set.of("pincite.data"));
    for (JavaClass each : CLASSES) {
      if (each.isAnnotatedWith(ConfigMapping.class)) {
        String prefix = each.getAnnotationOfType(ConfigMapping.class).prefix();
        addSettings(prefix, each.reflect(), settings);
      }
    }
    assertThat(firstCells("configuration.md", "\\| `(pincite\\.[a-z.-]+)`")).isEqualTo(settings);
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
    assertThat(firstCells("api.md", "\\| `(/api/[^`]+)`")).isEqualTo(paths);
  }

  private static void addSettings(String prefix, Class<?> group, Set<String> settings) {
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
        settings.add(name);
      }
    }
  }

  private static Set<String> firstCells(String page, String pattern) throws IOException {
    var found = new TreeSet<String>();
    for (String line : Files.readAllLines(java.nio.file.Path.of("../docs", page))) {
      var matcher = Pattern.compile("^" + pattern + " \\|").matcher(line);
      if (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }
}
