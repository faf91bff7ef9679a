package io.actionqueue.systemtests;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The named modules on the class path of this test, seen as a module path.
final class ModuleGraph {

  private ModuleGraph() {}

  /// Our own modules that have a descriptor.
  static Set<ModuleDescriptor> ours() {
    return finder().findAll().stream()
        .map(ModuleReference::descriptor)
        .filter(module -> module.name().startsWith(Modules.ROOT) && !module.isAutomatic())
        .collect(Collectors.toSet());
  }

  /// Every package that is exported to everybody.
  static Set<String> exportedPackages() {
    Set<String> packages = new TreeSet<>();
    for (ModuleDescriptor module : ours()) {
      module.exports().stream()
          .filter(export -> !export.isQualified())
          .forEach(export -> packages.add(export.source()));
    }
    return packages;
  }

  /// Resolves the given modules with everything that they require.
  ///
  /// @throws java.lang.module.FindException if something required is missing
  static Configuration resolve(Set<String> names) {
    return Configuration.resolve(
        finder(),
        java.util.List.of(ModuleLayer.boot().configuration()),
        ModuleFinder.ofSystem(),
        names);
  }

  private static ModuleFinder finder() {
    Path[] entries =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty() && !entry.endsWith("test-classes"))
            .map(Path::of)
            .toArray(Path[]::new);
    return ModuleFinder.of(entries);
  }
}
