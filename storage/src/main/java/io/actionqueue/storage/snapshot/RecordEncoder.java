package io.actionqueue.storage.snapshot;

import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateRestorer.Trigger;
import io.actionqueue.storage.codec.PayloadSink;
import io.actionqueue.storage.codec.ValueEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the records of a native snapshot. Format: docs/format/snapshot-native.md §3.
final class RecordEncoder {
  /// Stands for "no state" in front of the first history entry.
  static final int NO_STATE = 15;

  /// From this size on the remaining attempts of a run go into records of their own.
  static final int RUN_BYTES = 1 << 20;

  private RecordEncoder() {}

  static void task(PayloadSink out, StateImage.Task task) {
    ValueEncoder.spec(out, task.spec());
    out.varint(task.createdAt());
    out.optionalVarint(task.canceledAt());
  }

  static void dependencies(PayloadSink out, StateImage.Dependencies dependencies) {
    out.id(dependencies.taskId());
    out.varint(dependencies.dependsOn().size());
    for (var prerequisite : dependencies.dependsOn()) {
      out.id(prerequisite);
    }
  }

  /// Writes a run with as many of its attempts as fit.
  ///
  /// @return how many attempts were written
  static int run(PayloadSink out, StateImage.Run run, long readySequence) {
    int start = out.position();
    RunInstance instance = run.instance();
    out.id(instance.id());
    out.id(instance.taskId());
    out.u8(instance.state().ordinal());
    out.varint(instance.createdAt());
    out.zigzag64(instance.scheduledAt() - instance.createdAt());
    out.zigzag64(instance.lastStateChangeAt() - instance.createdAt());
    out.zigzag(instance.effectivePriority());
    out.varint(instance.attemptCount());
    out.optionalId(instance.currentAttemptId());
    out.varint(readySequence);
    lease(out, run.lease());
    history(out, instance.createdAt(), run.history());
    out.varint(run.attempts().size());
    return attempts(out, start, run.attempts(), 0);
  }

  /// Writes attempts from `first` on until the record is large enough.
  ///
  /// @return the number of the first attempt that was not written
  static int attempts(PayloadSink out, int start, List<StateImage.Attempt> attempts, int first) {
    int next = first;
    while (next < attempts.size() && (next == first || out.size(start) < RUN_BYTES)) {
      attempt(out, attempts.get(next));
      next++;
    }
    return next;
  }

  private static void attempt(PayloadSink out, StateImage.Attempt attempt) {
    out.id(attempt.attemptId());
    out.varint(attempt.startedAt());
    out.optionalVarint(attempt.finishedAt());
    AttemptResult result = attempt.result();
    out.u8(result == null ? 0 : result.ordinal() + 1);
    out.optionalText(attempt.error());
    out.optionalBlob(attempt.output());
  }

  private static void lease(PayloadSink out, StateImage.@Nullable Lease lease) {
    if (lease == null) {
      out.u8(0);
      return;
    }
    out.u8(1);
    out.text(lease.owner());
    out.varint(lease.expiry());
    out.varint(lease.acquiredAt());
    out.varint(lease.updatedAt());
  }

  private static void history(
      PayloadSink out, long createdAt, List<StateImage.HistoryEntry> history) {
    out.varint(history.size());
    long time = createdAt;
    for (StateImage.HistoryEntry entry : history) {
      RunState from = entry.from();
      out.u8((from == null ? NO_STATE : from.ordinal()) << 4 | entry.to().ordinal());
      out.zigzag64(entry.timestamp() - time);
      time = entry.timestamp();
    }
  }

  static void budget(PayloadSink out, StateImage.Budget budget) {
    out.id(budget.taskId());
    out.u8(budget.dimension().ordinal());
    out.varint(budget.limit());
    out.varint(budget.consumed());
    out.varint(budget.allocatedAt());
    out.u8(budget.exhausted() ? 1 : 0);
  }

  static void subscription(PayloadSink out, StateImage.Subscription subscription, Trigger trigger) {
    out.id(subscription.subscriptionId());
    out.id(subscription.taskId());
    ValueEncoder.filter(out, subscription.filter());
    out.varint(subscription.createdAt());
    out.optionalVarint(subscription.triggeredAt());
    out.optionalVarint(subscription.canceledAt());
    out.u8(trigger == Trigger.WAITING ? 1 : 0);
  }

  static void actor(PayloadSink out, StateImage.Actor actor) {
    out.id(actor.actorId());
    out.text(actor.identity());
    out.texts(actor.capabilities());
    out.optionalText(actor.department());
    out.varint(actor.heartbeatIntervalSecs());
    out.optionalId(actor.tenantId());
    out.varint(actor.registeredAt());
    out.optionalVarint(actor.lastHeartbeatAt());
    out.optionalVarint(actor.deregisteredAt());
  }

  static void tenant(PayloadSink out, StateImage.Tenant tenant) {
    out.id(tenant.tenantId());
    out.text(tenant.name());
    out.varint(tenant.createdAt());
  }

  static void role(PayloadSink out, StateImage.RoleAssignment assignment) {
    out.id(assignment.actorId());
    ValueEncoder.role(out, assignment.role());
    out.id(assignment.tenantId());
    out.varint(assignment.assignedAt());
  }

  static void grant(PayloadSink out, StateImage.CapabilityGrant grant) {
    out.id(grant.actorId());
    ValueEncoder.capability(out, grant.capability());
    out.id(grant.tenantId());
    out.varint(grant.grantedAt());
    out.optionalVarint(grant.revokedAt());
  }

  static void ledgerEntry(PayloadSink out, StateImage.LedgerEntry entry) {
    out.id(entry.entryId());
    out.id(entry.tenantId());
    out.text(entry.ledgerKey());
    out.optionalId(entry.actorId());
    out.blob(entry.payload());
    out.varint(entry.timestamp());
  }

  static void engine(PayloadSink out, StateImage.Engine engine) {
    out.u8(engine.paused() ? 1 : 0);
    out.optionalVarint(engine.pausedAt());
    out.optionalVarint(engine.resumedAt());
  }
}
