package io.actionqueue.testkit.state;

import io.actionqueue.core.budget.BudgetConsumption;
import io.actionqueue.core.command.AttemptFinish;
import io.actionqueue.core.command.AttemptStart;
import io.actionqueue.core.command.CancelRun;
import io.actionqueue.core.command.CancelTask;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.FinishRun;
import io.actionqueue.core.command.InterruptRun;
import io.actionqueue.core.command.LeaseAcquire;
import io.actionqueue.core.command.LeaseExpire;
import io.actionqueue.core.command.LeaseHeartbeat;
import io.actionqueue.core.command.LeaseRelease;
import io.actionqueue.core.command.RecoverRun;
import io.actionqueue.core.command.RecoveryPolicy;
import io.actionqueue.core.command.ResumeRun;
import io.actionqueue.core.command.RunStateTransition;
import io.actionqueue.core.command.RunSuspend;
import io.actionqueue.core.command.StartRun;
import io.actionqueue.core.command.SuspendRun;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.testkit.SeededRandom;
import java.util.List;

/// Proposes commands that are likely to be accepted in the present state: mostly steps of the life
/// of a run. Confined to one thread.
final class CommandGenerator {
  private static final int LATEST_RUNS = 12;

  /// A cancellation ends a run and has commands of its own.
  private static final List<Interruption> INTERRUPTIONS =
      List.of(
          Interruption.CRASH,
          Interruption.SHUTDOWN,
          Interruption.LEASE_LOST,
          Interruption.RELEASED);

  private final SeededRandom random;
  private final SampleValues values;
  private final QueueState state;
  private final SideCommandGenerator side;
  private long now = 1_700_000_000L;

  CommandGenerator(SeededRandom random, QueueState state) {
    this.random = random;
    this.values = SampleValues.of(random);
    this.state = state;
    this.side = new SideCommandGenerator(random, state);
  }

  Command next() {
    now += random.below(4);
    int kind = random.below(20);
    if (state.runCount() == 0 || kind < 3) {
      return side.submit(now);
    }
    return kind < 15 ? step(anyRun()) : side.next(now);
  }

  /// A run, mostly one of the latest, so that lives go on to their ends.
  private RunEntry anyRun() {
    int count = state.runCount();
    int from = random.chance(1, 8) ? 0 : Math.max(0, count - LATEST_RUNS);
    return state.runs().get(random.between(from, count - 1));
  }

  private Command step(RunEntry run) {
    if (random.chance(1, 25)) {
      return random.coin() ? new CancelRun(run.id(), now) : new CancelTask(run.taskId(), now);
    }
    StateImage.Lease lease = run.lease();
    if (lease != null && random.chance(1, 10)) {
      return leaseStep(run, lease);
    }
    return switch (run.state()) {
      case SCHEDULED -> promote(run);
      case READY -> start(run);
      case LEASED -> move(run, RunState.RUNNING);
      case RUNNING -> runningStep(run);
      case RETRY_WAIT -> move(run, random.chance(1, 8) ? RunState.FAILED : RunState.READY);
      case SUSPENDED -> new ResumeRun(run.id(), now);
      case COMPLETED, FAILED, CANCELED -> side.submit(now);
    };
  }

  private Command promote(RunEntry run) {
    if (Long.compareUnsigned(now, run.scheduledAt()) < 0) {
      now = run.scheduledAt();
    }
    return move(run, RunState.READY);
  }

  private Command start(RunEntry run) {
    if (random.chance(1, 8)) {
      return run.lease() == null
          ? new LeaseAcquire(run.id(), owner(), now + 300, now)
          : move(run, RunState.LEASED);
    }
    return new StartRun(run.id(), AttemptId.random(random), owner(), now + 300, now);
  }

  private Command runningStep(RunEntry run) {
    AttemptId open = run.openAttempt();
    if (open == null) {
      return switch (random.below(4)) {
        case 0 -> new AttemptStart(run.id(), AttemptId.random(random), now);
        case 1 -> new RunSuspend(run.id(), values.maybe(values::text), now);
        case 2 -> new RecoverRun(run.id(), RecoveryPolicy.DEFAULT, now);
        default -> move(run, random.pick(run.state().targets()));
      };
    }
    return switch (random.below(12)) {
      case 0 -> new SuspendRun(run.id(), values.maybe(values::text), now);
      case 1 ->
          new InterruptRun(run.id(), open, random.pick(INTERRUPTIONS), RecoveryPolicy.DEFAULT, now);
      case 2 -> new RecoverRun(run.id(), RecoveryPolicy.DEFAULT, now);
      case 3 -> new AttemptFinish(run.id(), open, AttemptOutcome.success(values.bytes()), now);
      default -> finish(run, open);
    };
  }

  private Command finish(RunEntry run, AttemptId open) {
    List<BudgetConsumption> consumed =
        values.list(() -> new BudgetConsumption(values.dimension(), random.below(100)));
    return switch (random.below(6)) {
      case 0 ->
          new FinishRun(
              run.id(),
              open,
              AttemptOutcome.failure(values.text()),
              random.coin() ? RunState.FAILED : RunState.RETRY_WAIT,
              consumed,
              now);
      case 1 ->
          new FinishRun(
              run.id(), open, AttemptOutcome.timeout(5), RunState.RETRY_WAIT, consumed, now);
      case 2 ->
          new FinishRun(
              run.id(),
              open,
              AttemptOutcome.suspended(values.bytes()),
              RunState.SUSPENDED,
              consumed,
              now);
      default ->
          new FinishRun(
              run.id(),
              open,
              AttemptOutcome.success(values.bytes()),
              RunState.COMPLETED,
              consumed,
              now);
    };
  }

  private Command leaseStep(RunEntry run, StateImage.Lease lease) {
    return switch (random.below(4)) {
      case 0 -> new LeaseExpire(run.id(), lease.owner(), lease.expiry(), now);
      case 1 -> new LeaseRelease(run.id(), lease.owner(), lease.expiry(), now);
      default ->
          new LeaseHeartbeat(run.id(), lease.owner(), lease.expiry() + random.below(100), now);
    };
  }

  private Command move(RunEntry run, RunState target) {
    return new RunStateTransition(run.id(), run.state(), target, now);
  }

  private String owner() {
    return random.pick(RecoveryPolicy.LOCAL_OWNER, "worker-1", "worker-é");
  }
}
