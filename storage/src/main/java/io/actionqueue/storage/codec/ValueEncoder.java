package io.actionqueue.storage.codec;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.Identifier;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;

/// Writes the domain's larger values. Format: docs/format/events.md §4.
public final class ValueEncoder {
  /// The named roles in wire order; the number behind them is that of a custom one.
  static final List<Role> ROLES = List.of(Role.OPERATOR, Role.AUDITOR, Role.GATEKEEPER);

  private ValueEncoder() {}

  /// A task spec.
  public static void spec(PayloadSink out, TaskSpec spec) {
    out.id(spec.id());
    out.blob(spec.payload().bytes());
    out.optionalText(spec.payload().contentType());
    policy(out, spec.runPolicy());
    constraints(out, spec.constraints());
    TaskMetadata metadata = spec.metadata();
    out.texts(metadata.tags());
    out.zigzag(metadata.priority());
    out.optionalText(metadata.description());
    out.optionalId(spec.parentTaskId());
    out.optionalId(spec.tenantId());
  }

  private static void policy(PayloadSink out, RunPolicy policy) {
    switch (policy) {
      case RunPolicy.Once() -> out.u8(0);
      case RunPolicy.Repeat(long count, long intervalSecs) -> {
        out.u8(1);
        out.varint32(count, "repeat count");
        out.varint(intervalSecs);
      }
      case RunPolicy.Cron(String expression, Long maxOccurrences) -> {
        out.u8(2);
        out.text(expression);
        out.optionalVarint(maxOccurrences);
      }
    }
  }

  private static void constraints(PayloadSink out, TaskConstraints constraints) {
    out.varint32(constraints.maxAttempts(), "max_attempts");
    out.optionalVarint(constraints.timeoutSecs());
    out.optionalText(constraints.concurrencyKey());
    out.u8(constraints.holdPolicy().ordinal());
    out.u8(constraints.safetyLevel().ordinal());
    List<String> capabilities = constraints.requiredCapabilities();
    if (capabilities == null) {
      out.u8(0);
      return;
    }
    out.u8(1);
    out.texts(capabilities);
  }

  /// A run's own fields. One that no reader accepts is noted in the sink.
  public static void instance(PayloadSink out, RunInstance run) {
    try {
      run.checkDecoded();
    } catch (InvalidValue e) {
      out.refuse(e.getMessage() == null ? e.kind() : e.getMessage());
    }
    out.id(run.id());
    out.id(run.taskId());
    out.u8(run.state().ordinal());
    out.optionalId(run.currentAttemptId());
    out.varint32(run.attemptCount(), "attempt_count");
    out.varint(run.createdAt());
    out.varint(run.scheduledAt());
    out.zigzag(run.effectivePriority());
    out.varint(run.lastStateChangeAt());
  }

  /// What a subscription waits for.
  public static void filter(PayloadSink out, EventFilter filter) {
    switch (filter) {
      case EventFilter.TaskCompleted(TaskId task) -> tagged(out, 0, task);
      case EventFilter.RunStateChanged(TaskId task, var state) -> {
        tagged(out, 1, task);
        out.u8(state.ordinal());
      }
      case EventFilter.BudgetThreshold(TaskId task, var dimension, int percent) -> {
        tagged(out, 2, task);
        out.u8(dimension.ordinal());
        if (percent < 0 || percent > 255) {
          out.refuse("threshold_pct is not between 0 and 255: " + percent);
        }
        out.u8(percent);
      }
      case EventFilter.Custom(String key) -> {
        out.u8(3);
        out.text(key);
      }
    }
  }

  /// A role.
  public static void role(PayloadSink out, Role role) {
    switch (role) {
      case Role.Named named -> out.u8(ROLES.indexOf(named));
      case Role.Custom(String name) -> {
        out.u8(ROLES.size());
        out.text(name);
      }
    }
  }

  /// A capability.
  public static void capability(PayloadSink out, Capability capability) {
    switch (capability) {
      case Capability.Named named -> out.u8(Capability.BUILT_IN.indexOf(named));
      case Capability.Custom(String name) -> {
        out.u8(Capability.BUILT_IN.size());
        out.text(name);
      }
    }
  }

  private static void tagged(PayloadSink out, int tag, Identifier id) {
    out.u8(tag);
    out.id(id);
  }
}
