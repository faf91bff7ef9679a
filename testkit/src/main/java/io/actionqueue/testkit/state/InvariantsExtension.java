package io.actionqueue.testkit.state;

import io.actionqueue.core.state.QueueState;
import io.actionqueue.testkit.state.StateInvariants.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Checks the invariants of every watched state after each test.
///
/// ```java
/// @RegisterExtension final InvariantsExtension invariants = InvariantsExtension.create();
///
/// @Test void aTest() {
///   invariants.watch(state, StateInvariants.Scope.ENGINE);
/// }
/// ```
///
/// A state belongs to one thread: what is watched must have come to rest when the test ends.
public final class InvariantsExtension implements AfterEachCallback {
  private record Watched(Supplier<QueueState> state, Scope scope) {}

  private final List<Watched> watched = new ArrayList<>();

  private InvariantsExtension() {}

  /// An extension that watches nothing yet.
  public static InvariantsExtension create() {
    return new InvariantsExtension();
  }

  /// Checks this state when the test has ended.
  public void watch(QueueState state, Scope scope) {
    watch(() -> state, scope);
  }

  /// Checks, when the test has ended, the state that there is then.
  public void watch(Supplier<QueueState> state, Scope scope) {
    watched.add(new Watched(state, scope));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<Watched> present = List.copyOf(watched);
    watched.clear();
    if (context.getExecutionException().isPresent()) {
      return; // the test's own failure says more
    }
    for (Watched each : present) {
      StateInvariants.check(each.state.get(), each.scope);
    }
  }
}
