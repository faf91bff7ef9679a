package io.actionqueue.testkit.state;

import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.SubmitTask;
import io.actionqueue.core.command.SubmitWithPolicy;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Proposes events that log version 5 does not know and that fit the present state. Confined to one
/// thread.
final class ExtensionProposer {
  private static final int LATEST = 12;
  private static final int MOST_DROPPED = 3;

  private final SeededRandom random;
  private final SampleExtensions samples;
  private final SampleValues values;
  private final QueueState state;
  private long now = 1_700_000_000_000L;

  ExtensionProposer(SeededRandom random, QueueState state) {
    this.random = random;
    this.samples = new SampleExtensions(random);
    this.values = SampleValues.of(random);
    this.state = state;
  }

  /// An event that may follow, null if the one thought of may not.
  @Nullable Event next() {
    now += random.below(4000);
    ExtensionEvent event = think();
    return event == null || state.check(state.latestSequence() + 1, event) != null ? null : event;
  }

  private @Nullable ExtensionEvent think() {
    return switch (random.below(8)) {
      case 0, 1 -> ofTask();
      case 2, 3, 4 -> ofRun();
      case 5 -> ofScope();
      case 6 -> drop();
      default -> ofTheRest();
    };
  }

  private @Nullable ExtensionEvent ofTask() {
    if (state.taskCount() == 0) {
      return null;
    }
    TaskId task = anyTask().id();
    return switch (random.below(6)) {
      case 5 -> created();
      case 2 -> new ExtensionEvent.DependenciesAdded(task, List.of(anyTask().id()), now);
      case 0 -> new ExtensionEvent.TaskRedriven(task, RunId.random(random), now);
      case 1 ->
          new ExtensionEvent.SlotsPassedOver(
              task, 1 + random.below(9), random.below(100), 100 + random.below(100), now);
      case 3 -> new ExtensionEvent.TaskPolicySet(task, samples.policyWithKeys(), now);
      default -> new ExtensionEvent.TaskPolicySet(task, samples.policy(), now);
    };
  }

  /// A submission with options that go with its key; now and then they come in a later second.
  Command withOptions(SubmitTask submit) {
    TaskPolicy options = samples.someOptions();
    String first = submit.spec().constraints().concurrencyKey();
    if (first == null || options.furtherKeys().contains(first)) {
      options = options.withFurtherKeys(List.of());
    }
    long millis = submit.timestamp() * 1000 + random.below(1200);
    return new SubmitWithPolicy(submit, options, values.maybe(() -> RunId.random(random)), millis);
  }

  /// A new task, whose first key is none of its further ones.
  private ExtensionEvent created() {
    TaskConstraints constraints = values.constraints().withConcurrencyKey("first");
    TaskSpec spec =
        TaskSpec.of(TaskId.random(random), new TaskPayload(values.bytes(), null))
            .withConstraints(constraints);
    return new ExtensionEvent.TaskCreatedWithPolicy(spec, samples.someOptions(), now);
  }

  private @Nullable ExtensionEvent ofRun() {
    if (state.runCount() == 0) {
      return null;
    }
    RunEntry run = anyRun();
    for (Extensions.Gate gate : state.extensions().gates(run.id())) {
      if (gate.verdict() == null && random.coin()) {
        return samples.decided(run.id(), gate.name(), now);
      }
    }
    StateImage.Attempt last = run.lastAttempt();
    if (last != null && random.chance(1, 4)) {
      int next = state.extensions().attemptNotes(run.id()).size() + 1;
      return new ExtensionEvent.AttemptNoted(run.id(), last.attemptId(), next, values.text(), now);
    }
    if (run.state() == RunState.READY) {
      return new ExtensionEvent.RunReprioritised(run.id(), random.between(-5, 5), now);
    }
    if (run.state() == RunState.RETRY_WAIT) {
      return new ExtensionEvent.RunDelayed(run.id(), now + random.below(100_000), now);
    }
    return random.coin()
        ? new ExtensionEvent.GateOpened(run.id(), values.text(), now)
        : new ExtensionEvent.RunNoted(run.id(), values.text(), now);
  }

  private ExtensionEvent ofScope() {
    Extensions known = state.extensions();
    if (!known.paused().isEmpty() && random.coin()) {
      return new ExtensionEvent.ScopeResumed(anyOf(known.paused()).scope(), now);
    }
    if (!known.limits().isEmpty() && random.chance(1, 3)) {
      return new ExtensionEvent.LimitCleared(anyOf(known.limits()).scope(), now);
    }
    if (!known.limits().isEmpty() && random.chance(1, 4)) {
      long fullAt = Math.max(0, now + random.below(10_000)) * 1_000_000L;
      return new ExtensionEvent.TokensTaken(anyOf(known.limits()).scope(), fullAt, now);
    }
    return random.coin()
        ? new ExtensionEvent.ScopePaused(samples.scope(), now)
        : new ExtensionEvent.LimitSet(samples.scope(), samples.limit(), now);
  }

  private @Nullable ExtensionEvent drop() {
    List<TaskId> over = new ArrayList<>();
    for (TaskEntry task : state.tasks()) {
      if (task.isOver() && over.size() < MOST_DROPPED && random.coin()) {
        over.add(task.id());
      }
    }
    return over.isEmpty() ? null : new ExtensionEvent.TasksDropped(over, now);
  }

  private @Nullable ExtensionEvent ofTheRest() {
    if (!state.subscriptions().isEmpty() && random.coin()) {
      var id = anyOf(state.subscriptions()).subscriptionId();
      return state.isTriggerPending(id)
          ? new ExtensionEvent.SubscriptionConsumed(id, now)
          : samples.terms(id, now);
    }
    if (!state.ledger().isEmpty() && random.coin()) {
      return new ExtensionEvent.LedgerOccurred(
          anyOf(state.ledger()).entryId(), now - random.below(10_000), now);
    }
    return state.tenants().isEmpty()
        ? null
        : new ExtensionEvent.TenantWeightSet(
            anyOf(state.tenants()).tenantId(), random.between(1, 100), now);
  }

  private TaskEntry anyTask() {
    int count = state.taskCount();
    return state.tasks().get(random.between(Math.max(0, count - LATEST), count - 1));
  }

  private RunEntry anyRun() {
    int count = state.runCount();
    return state.runs().get(random.between(Math.max(0, count - LATEST), count - 1));
  }

  private <T> T anyOf(Collection<T> all) {
    return random.pick(new ArrayList<>(all));
  }
}
