package io.actionqueue.cli.queue;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Rejection;
import io.actionqueue.core.command.SubmitTask;
import io.actionqueue.core.command.SubmitWithPolicy;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.schedule.Derivation;
import io.actionqueue.core.schedule.RunDerivation;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskSpec;
import java.util.HashSet;
import java.util.List;

/// A submission without a daemon: task and runs are one batch (spec 04 §12, defect 11).
final class OfflineSubmission {
  /// As many runs as a daemon's default allows to be created at once (S-47).
  private static final long MAX_RUNS = 100_000;

  private final Order order;
  private final Surroundings surroundings;

  OfflineSubmission(Order order, Surroundings surroundings) {
    this.order = order;
    this.surroundings = surroundings;
  }

  SubmitAnswer carryOut(OfflineStore store) {
    TaskSpec spec = order.spec();
    if (spec.runPolicy() instanceof RunPolicy.Repeat(var count, _) && count > MAX_RUNS) {
      throw refused(
          "too_many_runs",
          "the policy implies " + count + " runs, at most " + MAX_RUNS + " are allowed at once");
    }
    long millis = surroundings.time().epochMillis();
    long now = Math.floorDiv(millis, 1000L);
    List<RunInstance> runs = derive(spec, now);
    SubmitTask command = command(spec, runs, now);
    return store.with(open -> submit(open, command, millis));
  }

  private List<RunInstance> derive(TaskSpec spec, long now) {
    var derivation = RunDerivation.of(() -> RunId.random(surroundings.random()));
    return switch (derivation.derive(spec.id(), spec.runPolicy(), 0, now, now)) {
      case Derivation.Derived(var runs, _) -> runs;
      case Derivation.Refused refusal ->
          throw CliFailure.validation("run_derivation_failed", refusal.message());
    };
  }

  private SubmitTask command(TaskSpec spec, List<RunInstance> runs, long now) {
    try {
      return new SubmitTask(spec, runs, order.after(), now);
    } catch (InvalidValue e) {
      throw refused(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private SubmitAnswer submit(OfflineStore.Open open, SubmitTask command, long millis) {
    TaskSpec spec = command.spec();
    TaskEntry existing = order.key() == null ? null : open.state().task(spec.id());
    if (existing != null) {
      return repeated(open, existing);
    }
    Rejection rejection = open.execute(withOptions(command, millis));
    if (rejection != null) {
      throw refused(rejection.code(), rejection.message());
    }
    return answer(open, command.runs().size(), false);
  }

  private Command withOptions(SubmitTask command, long millis) {
    return order.policy().isNone()
        ? command
        : new SubmitWithPolicy(command, order.policy(), null, millis);
  }

  /// The same key again: the first answer if all is equal (S-46).
  private SubmitAnswer repeated(OfflineStore.Open open, TaskEntry existing) {
    boolean equal =
        existing.spec().equals(order.spec())
            && existing.policy().equals(order.policy())
            && new HashSet<>(existing.prerequisites()).equals(new HashSet<>(order.after()));
    if (!equal) {
      throw refused(
          "idempotency_key_reused",
          "task " + order.spec().id() + " exists and was submitted differently");
    }
    long initial =
        existing.runs().stream().filter(run -> run.createdAt() == existing.createdAt()).count();
    return answer(open, initial, true);
  }

  private SubmitAnswer answer(OfflineStore.Open open, long runs, boolean duplicate) {
    TaskSpec spec = order.spec();
    return new SubmitAnswer(
        spec.id(), spec.runPolicy(), runs, open.state().latestSequence(), duplicate);
  }

  private static CliFailure refused(String code, String message) {
    return CliFailure.validation(code, message);
  }
}
