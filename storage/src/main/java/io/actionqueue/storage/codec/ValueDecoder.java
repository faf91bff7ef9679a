package io.actionqueue.storage.codec;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what [ValueEncoder] writes. The values' own rules apply as they are built: they raise
/// [io.actionqueue.core.InvalidValue].
public final class ValueDecoder {
  private static final RunState[] STATES = RunState.values();
  private static final BudgetDimension[] DIMENSIONS = BudgetDimension.values();
  private static final HoldPolicy[] HOLD_POLICIES = HoldPolicy.values();
  private static final SafetyLevel[] SAFETY_LEVELS = SafetyLevel.values();

  private final PayloadSource in;
  private boolean cronTagExpected = true;
  private boolean cronMet;

  /// What was read last: most tasks look like the one before them, and then share it.
  private TaskConstraints constraints = TaskConstraints.DEFAULT;

  private TaskMetadata metadata = TaskMetadata.DEFAULT;

  private ValueDecoder(PayloadSource in) {
    this.in = in;
  }

  /// A decoder of what `in` holds.
  public static ValueDecoder of(PayloadSource in) {
    return new ValueDecoder(in);
  }

  /// Sets whether a cron policy has the tag of its optional limit, for the events to come.
  public void expectCronTag(boolean expected) {
    cronTagExpected = expected;
    cronMet = false;
  }

  /// Whether a cron policy was read since.
  public boolean hasMetCron() {
    return cronMet;
  }

  public TaskSpec spec() throws MalformedPayload {
    return new TaskSpec(
        new TaskId(in.idHigh(), in.idLow()),
        payload(),
        policy(),
        constraints(),
        metadata(),
        in.isPresent() ? new TaskId(in.idHigh(), in.idLow()) : null,
        in.isPresent() ? new TenantId(in.idHigh(), in.idLow()) : null);
  }

  public RunInstance instance() throws MalformedPayload {
    var run =
        new RunInstance(
            new RunId(in.idHigh(), in.idLow()),
            new TaskId(in.idHigh(), in.idLow()),
            STATES[in.ordinal(STATES.length, "run state")],
            in.isPresent() ? new AttemptId(in.idHigh(), in.idLow()) : null,
            in.varint32(),
            in.varint(),
            in.varint(),
            in.zigzag(),
            in.varint());
    run.checkDecoded();
    return run;
  }

  /// What a subscription waits for.
  public EventFilter filter() throws MalformedPayload {
    return switch (in.ordinal(4, "event filter")) {
      case 0 -> new EventFilter.TaskCompleted(taskId());
      case 1 -> new EventFilter.RunStateChanged(taskId(), state());
      case 2 -> new EventFilter.BudgetThreshold(taskId(), dimension(), in.u8());
      default -> new EventFilter.Custom(in.text());
    };
  }

  /// A role.
  public Role role() throws MalformedPayload {
    int number = in.ordinal(ValueEncoder.ROLES.size() + 1, "role");
    return number < ValueEncoder.ROLES.size()
        ? ValueEncoder.ROLES.get(number)
        : new Role.Custom(in.text());
  }

  /// A capability.
  public Capability capability() throws MalformedPayload {
    int number = in.ordinal(Capability.BUILT_IN.size() + 1, "capability");
    return number < Capability.BUILT_IN.size()
        ? Capability.BUILT_IN.get(number)
        : new Capability.Custom(in.text());
  }

  private TaskPayload payload() throws MalformedPayload {
    var bytes = in.blob();
    String contentType = in.optionalText();
    return bytes.isEmpty() && contentType == null
        ? TaskPayload.EMPTY
        : new TaskPayload(bytes, contentType);
  }

  private RunPolicy policy() throws MalformedPayload {
    return switch (in.ordinal(3, "run policy")) {
      case 0 -> RunPolicy.ONCE;
      case 1 -> new RunPolicy.Repeat(in.varint32(), in.varint());
      default -> cron();
    };
  }

  private RunPolicy cron() throws MalformedPayload {
    cronMet = true;
    String expression = in.text();
    Long maxOccurrences = cronTagExpected && in.isPresent() ? in.varint32() : null;
    return new RunPolicy.Cron(expression, maxOccurrences);
  }

  private TaskConstraints constraints() throws MalformedPayload {
    long maxAttempts = in.varint32();
    Long timeoutSecs = in.isPresent() ? in.varint() : null;
    String key = in.optionalText();
    HoldPolicy hold = HOLD_POLICIES[in.ordinal(HOLD_POLICIES.length, "hold policy")];
    SafetyLevel level = SAFETY_LEVELS[in.ordinal(SAFETY_LEVELS.length, "safety level")];
    List<String> capabilities = requiredCapabilities();
    boolean plain = timeoutSecs == null && key == null && capabilities == null;
    if (plain && maxAttempts == 1 && hold.ordinal() == 0 && level.ordinal() == 0) {
      return TaskConstraints.DEFAULT;
    }
    var found = new TaskConstraints(maxAttempts, timeoutSecs, key, hold, level, capabilities);
    constraints = found.equals(constraints) ? constraints : found;
    return constraints;
  }

  private @Nullable List<String> requiredCapabilities() throws MalformedPayload {
    return in.isPresent() ? in.texts() : null;
  }

  private TaskMetadata metadata() throws MalformedPayload {
    List<String> tags = in.texts();
    int priority = in.zigzag();
    String description = in.optionalText();
    if (tags.isEmpty() && priority == 0 && description == null) {
      return TaskMetadata.DEFAULT;
    }
    var found = new TaskMetadata(tags, priority, description);
    metadata = found.equals(metadata) ? metadata : found;
    return metadata;
  }

  private TaskId taskId() throws MalformedPayload {
    return new TaskId(in.idHigh(), in.idLow());
  }

  private RunState state() throws MalformedPayload {
    return STATES[in.ordinal(STATES.length, "run state")];
  }

  private BudgetDimension dimension() throws MalformedPayload {
    return DIMENSIONS[in.ordinal(DIMENSIONS.length, "budget dimension")];
  }
}
