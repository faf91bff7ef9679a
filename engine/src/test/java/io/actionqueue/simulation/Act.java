package io.actionqueue.simulation;

import io.actionqueue.CancelReason;
import io.actionqueue.Cancellation;
import io.actionqueue.ChildrenSnapshot;
import io.actionqueue.Outcome;
import io.actionqueue.PrerequisiteResult;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One attempt of this process, as an onlooker sees it: durable start, handler, answer.
final class Act {
  final RunId run;
  final AttemptId attempt;
  final TaskSpec spec;
  boolean begun;
  long beganNanos;
  long elapsedNanos;
  @Nullable Outcome outcome;
  @Nullable Cancellation cancellation;
  boolean taken;
  boolean recorded;
  boolean released;

  /// The keys that it needs, each with the number of runs that it was allowed to hold it with.
  Map<KeyBook.Key, Integer> keys = Map.of();

  /// How many attempts of its run began before.
  long attemptsBefore;

  /// What its task's children were when it began, null for none.
  @Nullable ChildrenSnapshot children;

  /// What its task's prerequisites had left when it began.
  List<PrerequisiteResult> prerequisites = List.of();

  /// Who executes it elsewhere, null for a handler here.
  @Nullable String owner;

  Act(RunId run, AttemptId attempt, TaskSpec spec) {
    this.run = run;
    this.attempt = attempt;
    this.spec = spec;
  }

  /// Whether it was asked to stop.
  boolean isAsked() {
    return reason() != null;
  }

  /// Why it was asked to stop, null if it was not. Looking does not count as the handler's look.
  @Nullable CancelReason reason() {
    return cancellation == null ? null : cancellation.reason().orElse(null);
  }

  /// Whether its handler has answered.
  boolean hasReturned() {
    return outcome != null;
  }

  /// Whether it ran longer than its task allows.
  boolean isLate() {
    Long limit = spec.constraints().timeoutSecs();
    return limit != null && elapsedNanos > limit * 1_000_000_000L;
  }

  String action() {
    var required = spec.constraints().requiredCapabilities();
    return required == null ? "" : required.getFirst();
  }
}
