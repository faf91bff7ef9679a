package io.actionqueue.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;

/// Scenes in which a command is refused, each with the exact refusal, and a last test that every
/// kind of a family has a scene.
final class RefusalCases {
  private final Class<?> family;
  private final List<DynamicTest> tests = new ArrayList<>();
  private final Set<String> kinds = new LinkedHashSet<>();

  private RefusalCases(Class<?> family) {
    this.family = family;
  }

  static RefusalCases of(Class<? extends Rejection> family) {
    return new RefusalCases(family);
  }

  /// A scene, the command, and the refusal. Where several rules are broken, the first one wins.
  RefusalCases add(String situation, Scene scene, Command command, Rejection expected) {
    if (family.isInstance(expected)) {
      kinds.add(expected.kind());
    }
    tests.add(
        dynamicTest(
            expected.code() + ": " + situation,
            () -> assertThat(scene.refuse(command)).isEqualTo(expected)));
    return this;
  }

  List<DynamicTest> tests() {
    var all = new ArrayList<>(tests);
    all.add(
        dynamicTest(
            "every kind of the family has a scene",
            () ->
                assertThat(kinds)
                    .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(family.getPermittedSubclasses())
                            .map(Class::getSimpleName)
                            .toList())));
    return all;
  }
}
