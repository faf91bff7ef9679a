package io.actionqueue.testkit.state;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Random values of the domain, with the edges of their ranges more often than chance would have
/// it. Confined to one thread.
public final class SampleValues {
  private static final long[] EDGES = {0, 1, 127, 128, 16_383, 16_384, -1, Long.MAX_VALUE};

  private static final List<String> TEXTS =
      List.of("", "a", "key-1", "é", "日本語", "🙂", "\0", "\"\\\n\u2028", "x".repeat(130));

  private final SeededRandom random;

  private SampleValues(SeededRandom random) {
    this.random = random;
  }

  /// Values that follow from a random sequence.
  public static SampleValues of(SeededRandom random) {
    return new SampleValues(random);
  }

  /// Any unsigned 64-bit number.
  public long u64() {
    return switch (random.below(3)) {
      case 0 -> EDGES[random.below(EDGES.length)];
      case 1 -> random.below(2_000_000_000);
      default -> random.getAsLong();
    };
  }

  /// Any unsigned 32-bit number from 1 on.
  public long positiveU32() {
    return random.coin() ? random.between(1, 5) : 1 + random.below(0xffff_ffffL);
  }

  /// Any well-formed text, also the empty one.
  public String text() {
    return random.pick(TEXTS);
  }

  /// Any well-formed text but the empty one.
  public String someText() {
    return random.pick(TEXTS.subList(1, TEXTS.size()));
  }

  /// Up to 300 bytes.
  public Bytes bytes() {
    return Bytes.takeOver(random.bytes(random.coin() ? random.below(4) : random.below(300)));
  }

  /// A value, or null as often.
  public <T> @Nullable T maybe(Supplier<T> value) {
    return random.coin() ? value.get() : null;
  }

  /// Up to three values.
  public <T> List<T> list(Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int i = random.below(4); i > 0; i--) {
      values.add(value.get());
    }
    return values;
  }

  /// Any state of a run.
  public RunState runState() {
    return random.pick(RunState.values());
  }

  /// Any dimension.
  public BudgetDimension dimension() {
    return random.pick(BudgetDimension.values());
  }

  /// Any role.
  public Role role() {
    return random.pick(Role.OPERATOR, Role.AUDITOR, Role.GATEKEEPER, new Role.Custom(someText()));
  }

  /// Any capability.
  public Capability capability() {
    return random.coin() ? random.pick(Capability.BUILT_IN) : new Capability.Custom(someText());
  }

  /// Any filter on a task that commands accept.
  public EventFilter filter(TaskId taskId) {
    return switch (random.below(4)) {
      case 0 -> new EventFilter.TaskCompleted(taskId);
      case 1 -> new EventFilter.RunStateChanged(taskId, runState());
      case 2 -> new EventFilter.BudgetThreshold(taskId, dimension(), random.between(0, 100));
      default -> new EventFilter.Custom(someText());
    };
  }

  /// Any run policy.
  public RunPolicy runPolicy() {
    return switch (random.below(4)) {
      case 0, 1 -> RunPolicy.ONCE;
      case 2 -> new RunPolicy.Repeat(positiveU32(), 1 + random.below(100_000));
      default ->
          new RunPolicy.Cron(
              random.pick("0 * * * * * *", "0 0 9 * * MON *", "@hourly"), maybe(this::positiveU32));
    };
  }

  /// Any constraints.
  public TaskConstraints constraints() {
    return new TaskConstraints(
        positiveU32(),
        maybe(() -> 1 + random.below(Long.MAX_VALUE)),
        maybe(this::someText),
        random.pick(HoldPolicy.values()),
        random.pick(SafetyLevel.values()),
        maybe(() -> List.of(someText(), someText())));
  }

  /// Any task.
  public TaskSpec taskSpec() {
    return new TaskSpec(
        TaskId.random(random),
        new TaskPayload(bytes(), maybe(this::text)),
        runPolicy(),
        constraints(),
        new TaskMetadata(list(this::text), (int) random.getAsLong(), maybe(this::text)),
        maybe(() -> TaskId.random(random)),
        maybe(() -> TenantId.random(random)));
  }
}
