package dev.perdure.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;

/** Dependencies between modules point one way; see docs/architecture.md. */
@AnalyzeClasses(packages = "dev.perdure", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule coreDependsOnNothingButAnnotations =
      classes()
          .that(resideInAPackage("dev.perdure.core.."))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.perdure.core..",
                  "java..",
                  "com.fasterxml.jackson.annotation..",
                  "org.jspecify.."));

  @ArchTest static final ArchRule workflowsSeeCoreOnly = sees("workflows", "core");

  @ArchTest static final ArchRule activitiesSeePortsOnly = sees("activities", "core", "workflows");

  @ArchTest static final ArchRule storeSeesCoreOnly = sees("store", "core");

  @ArchTest static final ArchRule memorySeesCoreOnly = sees("memory", "core");

  @ArchTest static final ArchRule llmSeesCoreOnly = sees("llm", "core");

  @ArchTest static final ArchRule skillsSeeCoreOnly = sees("skills", "core");

  @ArchTest static final ArchRule securitySeesCoreOnly = sees("security", "core");

  @ArchTest
  static final ArchRule nobodySeesTheCompositionRoot =
      noClasses()
          .that(resideInAnyPackage("dev.perdure..").and(notIn("api")))
          .should()
          .dependOnClassesThat(resideInAPackage("dev.perdure.api.."));

  @ArchTest
  static final ArchRule theProductKnowsNothingOfItsTests =
      noClasses()
          .that(resideInAnyPackage("dev.perdure.api..", "dev.perdure.activities.."))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "dev.perdure.testkit..", "dev.perdure.devstack..", "dev.perdure.e2e.."));

  @ArchTest
  static final ArchRule modulesHaveNoCycles =
      slices().matching("dev.perdure.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule internalsStayInTheirModule =
      classes().that(resideInAPackage("dev.perdure..")).should(new StayOutOfForeignInternals());

  private static ArchRule sees(String module, String... others) {
    String[] foreign =
        Stream.of(
                "core",
                "store",
                "memory",
                "llm",
                "skills",
                "security",
                "workflows",
                "activities",
                "api")
            .filter(name -> !name.equals(module))
            .filter(name -> !List.of(others).contains(name))
            .map(name -> "dev.perdure." + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that(resideInAPackage("dev.perdure." + module + ".."))
        .should()
        .dependOnClassesThat(resideInAnyPackage(foreign));
  }

  private static DescribedPredicate<JavaClass> notIn(String module) {
    return DescribedPredicate.not(resideInAPackage("dev.perdure." + module + ".."));
  }

  private static final class StayOutOfForeignInternals extends ArchCondition<JavaClass> {

    StayOutOfForeignInternals() {
      super("stay out of the internal packages of other modules");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
      item.getDirectDependenciesFromSelf().stream()
          .filter(dependency ->
              dependency.getTargetClass().getPackageName().startsWith("dev.perdure.")
                  && dependency.getTargetClass().getPackageName().contains(".internal"))
          .filter(dependency -> !module(item).equals(module(dependency.getTargetClass())))
          .forEach(dependency ->
              events.add(SimpleConditionEvent.violated(item, dependency.getDescription())));
    }

    private static String module(JavaClass type) {
      return type.getPackageName().split("\\.", -1)[2];
    }
  }
}
