package io.actionqueue.storage.snapshot;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateRestorer.Trigger;
import io.actionqueue.storage.codec.ExtensionDecoder;
import io.actionqueue.storage.codec.MalformedPayload;
import io.actionqueue.storage.codec.PayloadSource;
import io.actionqueue.storage.codec.ValueDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what [RecordEncoder] writes. Besides [MalformedPayload] the values' own rules may raise
/// [io.actionqueue.core.InvalidValue]. Confined to one thread.
final class RecordDecoder {
  private static final RunState[] STATES = RunState.values();
  private static final AttemptResult[] RESULTS = AttemptResult.values();
  private static final BudgetDimension[] DIMENSIONS = BudgetDimension.values();

  /// A run, perhaps with fewer attempts than it has: the others follow in records of their own.
  ///
  /// @param image the run with the attempts read so far
  /// @param readySequence which event made it Ready, unsigned; 0 if none did
  /// @param attemptsDue how many attempts are still to come
  record RunPart(StateImage.Run image, long readySequence, int attemptsDue) {
    RunPart with(List<StateImage.Attempt> more) throws MalformedPayload {
      if (more.size() > attemptsDue) {
        throw new MalformedPayload("more attempts than the run has");
      }
      var all = new ArrayList<>(image.attempts());
      all.addAll(more);
      var run = new StateImage.Run(image.instance(), image.history(), all, image.lease());
      return new RunPart(run, readySequence, attemptsDue - more.size());
    }
  }

  /// A subscription and what is known about its trigger.
  record Subscribed(StateImage.Subscription image, Trigger trigger) {}

  private final PayloadSource in;
  private final ValueDecoder values;
  private final ExtensionDecoder extensions;
  private StateImage.HistoryEntry[] steps = new StateImage.HistoryEntry[16];

  RecordDecoder(PayloadSource in) {
    this.in = in;
    this.values = ValueDecoder.of(in);
    this.extensions = ExtensionDecoder.of(in);
  }

  StateImage.Task task() throws MalformedPayload {
    return new StateImage.Task(values.spec(), in.varint(), in.optionalVarint());
  }

  StateImage.Dependencies dependencies() throws MalformedPayload {
    TaskId task = taskId();
    int count = in.count();
    var dependsOn = new ArrayList<TaskId>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      dependsOn.add(taskId());
    }
    return new StateImage.Dependencies(task, dependsOn);
  }

  RunPart run() throws MalformedPayload {
    var id = new RunId(in.idHigh(), in.idLow());
    TaskId taskId = taskId();
    RunState state = STATES[in.ordinal(STATES.length, "run state")];
    long createdAt = in.varint();
    long scheduledAt = createdAt + in.zigzag64();
    long changedAt = createdAt + in.zigzag64();
    int priority = in.zigzag();
    long attemptCount = in.varint32();
    AttemptId open = in.isPresent() ? attemptId() : null;
    long readySequence = in.varint();
    StateImage.Lease lease = in.isPresent() ? lease() : null;
    List<StateImage.HistoryEntry> history = history(createdAt);
    int attempts = (int) Math.min(in.varint32(), Integer.MAX_VALUE);
    List<StateImage.Attempt> present = attempts();
    if (present.size() > attempts) {
      throw new MalformedPayload("more attempts than the run has");
    }
    var instance =
        new RunInstance(
            id, taskId, state, open, attemptCount, createdAt, scheduledAt, priority, changedAt);
    return new RunPart(
        new StateImage.Run(instance, history, present, lease),
        readySequence,
        attempts - present.size());
  }

  /// Attempts up to the end of the record.
  List<StateImage.Attempt> attempts() throws MalformedPayload {
    if (in.remaining() == 0) {
      return List.of();
    }
    var attempts = new ArrayList<StateImage.Attempt>(2);
    while (in.remaining() > 0) {
      attempts.add(attempt());
    }
    return List.copyOf(attempts);
  }

  private StateImage.Attempt attempt() throws MalformedPayload {
    AttemptId id = attemptId();
    long startedAt = in.varint();
    Long finishedAt = in.optionalVarint();
    int result = in.ordinal(RESULTS.length + 1, "attempt result");
    return new StateImage.Attempt(
        id,
        startedAt,
        finishedAt,
        result == 0 ? null : RESULTS[result - 1],
        in.optionalText(),
        in.optionalBlob());
  }

  private StateImage.Lease lease() throws MalformedPayload {
    return new StateImage.Lease(in.text(), in.varint(), in.varint(), in.varint());
  }

  private List<StateImage.HistoryEntry> history(long createdAt) throws MalformedPayload {
    int count = in.count();
    if (count > steps.length) {
      steps = new StateImage.HistoryEntry[count];
    }
    long time = createdAt;
    for (int i = 0; i < count; i++) {
      int states = in.u8();
      time += in.zigzag64();
      steps[i] = new StateImage.HistoryEntry(from(states >>> 4), state(states & 15), time);
    }
    return List.of(Arrays.copyOf(steps, count));
  }

  private static @Nullable RunState from(int number) throws MalformedPayload {
    return number == RecordEncoder.NO_STATE ? null : state(number);
  }

  private static RunState state(int number) throws MalformedPayload {
    if (number >= STATES.length) {
      throw new MalformedPayload("unknown run state " + number);
    }
    return STATES[number];
  }

  StateImage.Budget budget() throws MalformedPayload {
    return new StateImage.Budget(
        taskId(),
        DIMENSIONS[in.ordinal(DIMENSIONS.length, "budget dimension")],
        in.varint(),
        in.varint(),
        in.varint(),
        in.isPresent());
  }

  Subscribed subscription() throws MalformedPayload {
    var image =
        new StateImage.Subscription(
            new SubscriptionId(in.idHigh(), in.idLow()),
            taskId(),
            values.filter(),
            in.varint(),
            in.optionalVarint(),
            in.optionalVarint());
    return new Subscribed(image, in.isPresent() ? Trigger.WAITING : Trigger.SETTLED);
  }

  StateImage.Actor actor() throws MalformedPayload {
    return new StateImage.Actor(
        actorId(),
        in.text(),
        List.copyOf(in.texts()),
        in.optionalText(),
        in.varint(),
        in.isPresent() ? tenantId() : null,
        in.varint(),
        in.optionalVarint(),
        in.optionalVarint());
  }

  StateImage.Tenant tenant() throws MalformedPayload {
    return new StateImage.Tenant(tenantId(), in.text(), in.varint());
  }

  StateImage.RoleAssignment role() throws MalformedPayload {
    return new StateImage.RoleAssignment(actorId(), values.role(), tenantId(), in.varint());
  }

  StateImage.CapabilityGrant grant() throws MalformedPayload {
    return new StateImage.CapabilityGrant(
        actorId(), values.capability(), tenantId(), in.varint(), in.optionalVarint());
  }

  StateImage.LedgerEntry ledgerEntry() throws MalformedPayload {
    return new StateImage.LedgerEntry(
        new LedgerEntryId(in.idHigh(), in.idLow()),
        tenantId(),
        in.text(),
        in.isPresent() ? actorId() : null,
        in.blob(),
        in.varint());
  }

  ExtensionEvent extension() throws MalformedPayload {
    return extensions.decode();
  }

  StateImage.Engine engine() throws MalformedPayload {
    return new StateImage.Engine(in.isPresent(), in.optionalVarint(), in.optionalVarint());
  }

  private TaskId taskId() throws MalformedPayload {
    return new TaskId(in.idHigh(), in.idLow());
  }

  private AttemptId attemptId() throws MalformedPayload {
    return new AttemptId(in.idHigh(), in.idLow());
  }

  private ActorId actorId() throws MalformedPayload {
    return new ActorId(in.idHigh(), in.idLow());
  }

  private TenantId tenantId() throws MalformedPayload {
    return new TenantId(in.idHigh(), in.idLow());
  }
}
