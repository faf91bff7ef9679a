package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gate between Ready and execution: an ordered list of checks that dispatch asks until one
/// refuses and that `explain` asks completely. Confined to the engine thread.
final class Gate {
  private final List<Check> checks;

  /// A gate that asks in the given order.
  Gate(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /// The first check that refuses, null if the run may start.
  @Nullable Check firstRefusal(RunEntry run) {
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      if (check.refuses(run)) {
        return check;
      }
    }
    return null;
  }

  /// Every reason that holds now.
  List<Block> allRefusals(RunEntry run) {
    var blocks = new ArrayList<Block>();
    for (Check check : checks) {
      if (check.refuses(run)) {
        blocks.add(check.describe(run));
      }
    }
    return blocks;
  }

  /// The action that a run asks for; the empty text for the default handler.
  static String action(RunEntry run) {
    TaskEntry task = run.task();
    List<String> required = task == null ? null : task.spec().constraints().requiredCapabilities();
    return required == null ? "" : required.getFirst();
  }
}
