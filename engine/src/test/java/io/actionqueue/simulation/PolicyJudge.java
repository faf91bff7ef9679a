package io.actionqueue.simulation;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.RetryPolicy.Jitter;
import io.actionqueue.core.policy.RetryPolicy.Strategy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The options of tasks: delays within what their retry policy says (03-W-34, RT-25), runs that
/// have not begun in time, and tasks at their deadline (03-W-48).
final class PolicyJudge implements Concern {
  private final Knowledge known;
  private final Verdicts verdicts;

  /// The delay before the present one, milliseconds.
  private final Map<RunId, Long> delays = new HashMap<>();

  PolicyJudge(Knowledge known, Verdicts verdicts) {
    this.known = known;
    this.verdicts = verdicts;
  }

  /// The shortest and the longest delay that a policy may choose, milliseconds.
  private record Range(long low, long high) {}

  @Override
  public void follow() {
    delays.clear();
    for (RunEntry run : known.state.runs()) {
      var delay = known.state.extensions().delay(run.id());
      if (delay != null) {
        delays.put(run.id(), delay.readyAtMillis() - delay.timestampMillis());
      }
    }
  }

  @Override
  public void before(Event event) {
    switch (event) {
      case ExtensionEvent.RunDelayed delay -> delayed(delay);
      case ExtensionEvent.RunNoted(var id, var reason, _) -> {
        known.expired |= reason.equals("expired");
        noted(known.state.run(id), reason);
      }
      case RunEvent.RunStateChanged(var id, _, var to, _) when to == RunState.LEASED ->
          starts(known.state.run(id));
      default -> {}
    }
  }

  private TaskPolicy policyOf(RunEntry run) {
    return known.state.extensions().policy(run.taskId());
  }

  private void delayed(ExtensionEvent.RunDelayed event) {
    RunEntry run = known.state.run(event.runId());
    RetryPolicy policy = run == null ? null : policyOf(run).retry();
    if (run == null || policy == null) {
      return; // a handler's own delay is judged with its answer
    }
    long delay = event.readyAtMillis() - baseMillis(run);
    Range range = range(run, policy, known.chosenDelaySecs(run));
    verdicts.expect(
        "RT-25",
        range.low <= delay + known.slackMillis() && delay <= range.high,
        () -> run.id() + " waits " + delay + " ms, should wait " + range);
    verdicts.expect(
        "03-W-34",
        allows(run, policy, event.readyAtMillis()),
        () -> run.id() + " is tried again although its time is over");
    delays.put(run.id(), Math.max(0, event.readyAtMillis() - event.timestampMillis()));
    known.readyAt.put(run.id(), event.readyAtMillis());
  }

  /// The instant that delays count from: that of the failure.
  private long baseMillis(RunEntry run) {
    return Math.max(known.stepMillis(), run.lastStateChangeAt() * 1000);
  }

  private Range range(RunEntry run, RetryPolicy policy, @Nullable Long chosen) {
    if (chosen != null) {
      long delay = Math.min(chosen * 1000, policy.maxMillis());
      return new Range(delay, delay);
    }
    long failures = Math.max(1, run.countedAttempts());
    if (policy.strategy() == Strategy.DECORRELATED) {
      long before = Math.max(policy.baseMillis(), delays.getOrDefault(run.id(), 0L));
      return new Range(policy.baseMillis(), Math.min(policy.maxMillis(), 3 * before));
    }
    long grown =
        switch (policy.strategy()) {
          case FIXED, DECORRELATED -> policy.baseMillis();
          case LINEAR -> policy.baseMillis() * failures;
          case EXPONENTIAL -> policy.baseMillis() << (failures - 1);
        };
    long delay = Math.min(grown, policy.maxMillis());
    return new Range(
        policy.jitter() == Jitter.FULL ? 0 : policy.jitter() == Jitter.EQUAL ? delay / 2 : delay,
        delay);
  }

  private static boolean allows(RunEntry run, RetryPolicy policy, long readyAtMillis) {
    Long most = policy.maxElapsedMillis();
    return most == null || readyAtMillis - run.scheduledAt() * 1000 <= most;
  }

  /// Whether a run that has attempts left may fail all the same: its time for trying is over, or it
  /// would be after the longest delay.
  ///
  /// @param chosenSecs the delay that the handler asks for, null if it does not
  boolean mayGiveUp(RunEntry run, @Nullable Long chosenSecs) {
    RetryPolicy policy = policyOf(run).retry();
    return policy != null
        && !allows(run, policy, baseMillis(run) + range(run, policy, chosenSecs).high);
  }

  private void noted(@Nullable RunEntry run, String reason) {
    if (run == null) {
      return;
    }
    Long deadline = policyOf(run).deadlineMillis();
    boolean right =
        switch (reason) {
          case "expired" -> run.attemptCount() == 0 && startsTooLate(run);
          case "deadline" -> deadline != null && deadline <= known.stepMillis();
          default -> true;
        };
    verdicts.expect("03-W-48", right, () -> run.id() + " ended for the reason " + reason);
  }

  private boolean startsTooLate(RunEntry run) {
    Long within = policyOf(run).startWithinMillis();
    return within != null && known.additions.dueMillis(run) + within <= known.stepMillis();
  }

  private void starts(@Nullable RunEntry run) {
    verdicts.expect(
        "03-W-48",
        run == null || run.attemptCount() > 0 || !startsTooLate(run),
        () -> run + " starts although it should have started earlier");
  }

  @Override
  public void stepEnded() {
    for (RunEntry run : known.live()) {
      verdicts.expect(
          "03-W-48",
          run.attemptCount() > 0 || known.young.contains(run.id()) || !startsTooLate(run),
          () -> run.id() + " should have expired");
      Long deadline = policyOf(run).deadlineMillis();
      TaskEntry task = Knowledge.taskOf(run);
      verdicts.expect(
          "03-W-48",
          deadline == null || deadline > known.stepMillis(),
          () -> run.id() + " lives on after the deadline of " + task.id());
    }
  }
}
