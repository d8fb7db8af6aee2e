package io.pincite.web;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The house rules that a program can hold. Each has been seen red once:
/// docs/decisions/070-architecture-rules.md.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(ArchitectureTest::isNoTestJar)
          .importPackages("io.pincite");

  private static boolean isNoTestJar(Location location) {
    return !location.contains("-tests.jar")
        && !location.contains("/io/pincite/samples/")
        && !location.contains("/test-classes/");
  }

  @Test
  void arrowsBetweenModulesNeverTurnBack() {
    check(
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("ocr-engine")
            .definedBy("io.pincite.ocr..")
            .layer("ingest")
            .definedBy("io.pincite.ingest..")
            .layer("retrieval")
            .definedBy("io.pincite.retrieval..")
            .layer("qa")
            .definedBy("io.pincite.qa..")
            .layer("web")
            .definedBy("io.pincite.web..")
            .whereLayer("web")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("qa")
            .mayOnlyBeAccessedByLayers("web")
            .whereLayer("retrieval")
            .mayOnlyBeAccessedByLayers("web", "qa")
            .whereLayer("ingest")
            .mayOnlyBeAccessedByLayers("web", "qa", "retrieval")
            .whereLayer("ocr-engine")
            .mayOnlyBeAccessedByLayers("web", "qa", "retrieval", "ingest"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ocr", "ingest", "retrieval", "qa"})
  void nobodyUsesTheInsideOfAnotherModule(String module) {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.pincite." + module + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.pincite." + module + ".internal.."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ocr", "ingest", "retrieval", "qa"})
  void whatAModuleOffersStandsInItsRootPackage(String module) {
    check(
        classes()
            .that()
            .resideInAPackage("io.pincite." + module + "..")
            .should()
            .resideInAnyPackage("io.pincite." + module, "io.pincite." + module + ".internal.."));
  }

  @Test
  void thePackagesOfWebFormNoCycle() {
    check(slices().matching("io.pincite.web.(*)..").should().beFreeOfCycles());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ocr", "ingest", "retrieval", "qa"})
  void thePackagesInsideAModuleFormNoCycle(String module) {
    check(
        slices()
            .matching("io.pincite." + module + ".internal.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true));
  }

  @Test
  void entitiesStayInTheirPackage() {
    check(
        classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .bePackagePrivate()
            .andShould()
            .resideInAPackage("..internal.store.."));
  }

  @Test
  void everyLibraryHasOneHome() {
    // PDFBox without its reader of JBIG2 pictures, which knows no PDF and stands in the engine.
    onlyIn(
        List.of("ingest"),
        "org.apache.pdfbox",
        "org.apache.pdfbox.contentstream..",
        "org.apache.pdfbox.cos..",
        "org.apache.pdfbox.filter..",
        "org.apache.pdfbox.io..",
        "org.apache.pdfbox.pdmodel..",
        "org.apache.pdfbox.rendering..",
        "org.apache.fontbox..",
        "com.github.kagkarlsson..");
    onlyIn(List.of("ocr"), "org.apache.pdfbox.jbig2..", "com.twelvemonkeys..", "org.bytedeco..");
    onlyIn(List.of("retrieval"), "org.apache.lucene..");
    onlyIn(List.of("ocr", "retrieval"), "ai.onnxruntime..");
    onlyIn(List.of("qa"), "dev.langchain4j..");
    onlyIn(List.of("web"), "jakarta.ws.rs..", "io.vertx..", "org.eclipse.microprofile.openapi..");
  }

  private static void onlyIn(List<String> modules, String... libraries) {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.pincite..")
            .and()
            .resideOutsideOfPackages(
                modules.stream().map("io.pincite.%s.."::formatted).toArray(String[]::new))
            .should()
            .dependOnClassesThat(resideInAnyPackage(libraries)));
  }

  /// Loaded any other way it would report to its maker.
  @Test
  void onnxRuntimeIsLoadedInOnePlace() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.pincite..")
            .and()
            .doNotHaveFullyQualifiedName("io.pincite.ocr.OnnxRuntime")
            .and()
            .doNotHaveFullyQualifiedName("io.pincite.ocr.OnnxRuntime$Loaded")
            .should()
            .callMethodWhere(
                target(owner(equivalentTo(OrtEnvironment.class)))
                    .and(target(name("getEnvironment")))));
  }

  @Test
  void theEngineKnowsNoFrameworkAndNoDatabase() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.pincite.ocr..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.quarkus..", "jakarta..", "java.sql..", "javax.sql..")));
  }

  @Test
  void resourcesHoldNoQueriesAndNoTransactions() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.pincite.web..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "jakarta.persistence..",
                    "jakarta.transaction..")));
  }

  @Test
  void timeIsNeverTheOldKind() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.pincite..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Date")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.text.SimpleDateFormat"));
  }

  @Test
  void theTimeOfDayComesFromAClock() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.pincite..")
            // an id holds the time it was made, whatever a test's clock says
            .and()
            .doNotHaveFullyQualifiedName("io.pincite.ingest.Ids")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis"));
  }

  @Test
  void nothingIsCalledCommonOrUtil() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.pincite..")
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper.."));
  }

  @Test
  void exceptionsAreSealedFamilies() {
    check(
        classes()
            .that()
            .areAssignableTo(RuntimeException.class)
            .and()
            .resideInAnyPackage(
                "io.pincite.ocr", "io.pincite.ingest", "io.pincite.retrieval", "io.pincite.qa")
            .and()
            .areTopLevelClasses()
            .should(beAbstract()));
  }

  @Test
  void everyPackageIsNullMarked() {
    var packages = new TreeSet<String>();
    for (JavaClass each : CLASSES) {
      if (!each.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent()) {
        packages.add(each.getPackageName());
      }
    }
    assertThat(packages).as("packages without @NullMarked").isEmpty();
  }

  @Test
  void onlyWebHasApplicationProperties() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    try (var modules = Files.list(root)) {
      List<String> found =
          modules
              .filter(
                  module ->
                      Files.exists(module.resolve("src/main/resources/application.properties")))
              .map(module -> module.getFileName().toString())
              .toList();
      assertThat(found).containsExactly("web");
    }
  }

  private static ArchCondition<JavaClass> beAbstract() {
    return new ArchCondition<>("be an abstract, sealed family") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean isFamily =
            type.getModifiers().contains(JavaModifier.ABSTRACT) && type.reflect().isSealed();
        events.add(
            new SimpleConditionEvent(
                type, isFamily, type.getName() + (isFamily ? " is" : " is not") + " sealed"));
      }
    };
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }

  /// Guards against a rule that looks at nothing.
  @ParameterizedTest
  @ValueSource(strings = {"ocr", "ingest", "retrieval", "qa", "web"})
  void allModulesAreLookedAt(String module) {
    DescribedPredicate<JavaClass> inside = resideInAPackage("io.pincite." + module + "..");
    assertThat(CLASSES.that(inside)).hasSizeGreaterThan(5);
  }
}
