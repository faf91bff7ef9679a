package io.actionqueue.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Applies [ArchRules] to the product. What the rules catch is shown by `ArchRulesTest`.
final class ModulesArchTest {

  private static final JavaClasses CLASSES = Modules.classes();

  @Test
  void theProductIsSeen() {
    Set<String> modules = CLASSES.stream().map(Modules::of).collect(Collectors.toSet());
    assertThat(modules).contains("core").isSubsetOf(Modules.MAY_KNOW.keySet());
    assertThat(CLASSES).noneMatch(type -> type.getPackageName().contains("systemtests"));
  }

  @Test
  void modulesKnowOnlyTheirNeighbours() {
    assertThat(ArchRules.wrongNeighbours(CLASSES)).isEmpty();
  }

  @Test
  void coreIsPure() {
    assertThat(ArchRules.impureCore(CLASSES, isIn("core"))).isEmpty();
  }

  @Test
  void onlyAdaptersTouchClockDiceFilesAndConsoleAndTheListOfExceptionsOnlyShrinks() {
    Exceptions exceptions = Exceptions.load();
    assertThat(ArchRules.clockReaders(product(), exceptions)).isEmpty();
    assertThat(ArchRules.diceThrowers(product(), exceptions)).isEmpty();
    assertThat(ArchRules.fileTouchers(product(), exceptions, isIn("storage"))).isEmpty();
    assertThat(ArchRules.consoleUsers(product(), exceptions, isIn("cli"))).isEmpty();
    assertThat(exceptions.unused(ArchRules.RULES)).isEmpty();
  }

  @Test
  void hiddenTypesAreMadeByFactories() {
    Set<String> exported = ModuleGraph.exportedPackages();
    assertThat(
            ArchRules.exposedConstructors(
                product(), type -> exported.contains(type.getPackageName())))
        .isEmpty();
  }

  @Test
  void packagesDoNotKnowEachOtherInCircles() {
    assertThat(ArchRules.packageCycles(CLASSES)).isEmpty();
  }

  // Benchmarks measure time, print, and write files where they are told to.
  private static Iterable<JavaClass> product() {
    return CLASSES.stream().filter(isIn("bench").negate()).toList();
  }

  private static java.util.function.Predicate<JavaClass> isIn(String module) {
    return type -> Modules.of(type).equals(module);
  }
}
