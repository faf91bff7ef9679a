package io.actionqueue.systemtests;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;

/// The modules by their packages, and who may know whom.
final class Modules {

  static final String ROOT = "io.actionqueue";

  /// Everything that a module may depend on beside itself.
  static final Map<String, Set<String>> MAY_KNOW =
      Map.of(
          "core", Set.of(),
          "storage", Set.of("core"),
          "engine", Set.of("core", "storage"),
          "client", Set.of("core"),
          "server", Set.of("core", "engine", "client"),
          "cli", Set.of("core", "storage", "client", "server"),
          "testkit", Set.of("core"),
          "bench", Set.of("core", "storage", "engine", "client", "testkit"));

  private Modules() {}

  /// All classes of the product, without tests.
  static JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(ROOT);
  }

  /// The module of a package: the segment below `io.actionqueue` names it, and what no other module
  /// claims belongs to the engine. Empty for foreign packages.
  static String of(String packageName) {
    if (!packageName.equals(ROOT) && !packageName.startsWith(ROOT + ".")) {
      return "";
    }
    String[] segments = packageName.split("\\.");
    String segment = segments.length > 2 ? segments[2] : "engine";
    return MAY_KNOW.containsKey(segment) ? segment : "engine";
  }

  static String of(JavaClass type) {
    return of(type.getPackageName());
  }
}
