package io.actionqueue.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Unit tests run on the class path; here the module descriptors show that they hold together.
final class ModuleGraphTest {

  @Test
  void everyModuleResolvesWithAllItRequires() {
    Set<String> names =
        ModuleGraph.ours().stream().map(ModuleDescriptor::name).collect(Collectors.toSet());

    assertThat(names)
        .containsExactlyInAnyOrder(
            "io.actionqueue",
            "io.actionqueue.benchmarks",
            "io.actionqueue.cli",
            "io.actionqueue.client",
            "io.actionqueue.core",
            "io.actionqueue.server",
            "io.actionqueue.storage",
            "io.actionqueue.testkit");
    assertThat(ModuleGraph.resolve(names).modules())
        .extracting(module -> module.name())
        .containsAll(names);
  }
}
