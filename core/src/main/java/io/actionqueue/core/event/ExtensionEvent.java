package io.actionqueue.core.event;

import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.core.subscription.SubscriptionScope;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events that log version 5 does not know (S-30): they stand in frames of version 6 only, have
/// numbers from 64 up, and carry milliseconds. Field order is that on disk.
public sealed interface ExtensionEvent extends Event {

  /// When it happened: epoch milliseconds, unsigned.
  long timestampMillis();

  /// When it happened, in whole epoch seconds, unsigned.
  @Override
  default long timestamp() {
    long millis = timestampMillis();
    return millis >= 0 ? millis / 1000 : Long.divideUnsigned(millis, 1000); // a division is slow
  }

  /// What it is about, as text: events of one kind about different things differ in it.
  default String subject() {
    return switch (this) {
      case TaskCreatedWithPolicy created -> created.spec().id().toString();
      case TaskPolicySet set -> set.taskId().toString();
      case RunReprioritised set -> set.runId().toString();
      case RunDelayed delayed -> delayed.runId().toString();
      case RunNoted noted -> noted.runId().toString();
      case TasksDropped dropped -> dropped.taskIds().toString();
      case ScopePaused paused -> paused.scope().toString();
      case ScopeResumed resumed -> resumed.scope().toString();
      case LimitSet set -> set.scope().toString();
      case LimitCleared cleared -> cleared.scope().toString();
      case SubscriptionPolicySet set -> set.subscriptionId().toString();
      case SubscriptionConsumed consumed -> consumed.subscriptionId().toString();
      case GateOpened opened -> opened.runId() + " " + opened.gate();
      case GateDecided decided -> decided.runId() + " " + decided.gate();
      case TaskRedriven redriven -> redriven.taskId().toString();
      case LedgerOccurred told -> told.entryId().toString();
      case SlotsPassedOver passed -> passed.taskId().toString();
      case TenantWeightSet set -> set.tenantId().toString();
      case TokensTaken taken -> taken.scope().toString();
      case AttemptNoted noted -> noted.attemptId() + " " + noted.number();
      case DependenciesAdded added -> added.taskId().toString();
    };
  }

  /// A task was submitted with options (number 85): what [TaskEvent.TaskCreated] and
  /// [TaskPolicySet] say, in one event. It was created in the second that the milliseconds lie in.
  ///
  /// @param spec the task as submitted
  /// @param policy its options, at least one
  /// @param timestampMillis epoch milliseconds, unsigned
  record TaskCreatedWithPolicy(TaskSpec spec, TaskPolicy policy, long timestampMillis)
      implements ExtensionEvent {}

  /// A task got options, in place of those it had (numbers 64 and 84).
  ///
  /// @param taskId the task
  /// @param policy its options
  /// @param timestampMillis epoch milliseconds, unsigned
  record TaskPolicySet(TaskId taskId, TaskPolicy policy, long timestampMillis)
      implements ExtensionEvent {}

  /// A Ready run got another priority, until it leaves Ready (number 65; S-38).
  ///
  /// @param runId the run
  /// @param priority larger is more urgent
  /// @param timestampMillis epoch milliseconds, unsigned
  record RunReprioritised(RunId runId, int priority, long timestampMillis)
      implements ExtensionEvent {}

  /// A run that waits for its next attempt got the instant at which it becomes Ready (number 66).
  ///
  /// @param runId the run
  /// @param readyAtMillis epoch milliseconds, unsigned
  /// @param timestampMillis epoch milliseconds, unsigned
  record RunDelayed(RunId runId, long readyAtMillis, long timestampMillis)
      implements ExtensionEvent {}

  /// Why a run ended the way it did (number 67), such as `expired`. A later note replaces it.
  ///
  /// @param runId the run
  /// @param reason for people and programs
  /// @param timestampMillis epoch milliseconds, unsigned
  record RunNoted(RunId runId, String reason, long timestampMillis) implements ExtensionEvent {}

  /// Tasks that have ended leave the state with all that belongs to them (number 68; S-21).
  ///
  /// @param taskIds the tasks, each once
  /// @param timestampMillis epoch milliseconds, unsigned
  record TasksDropped(List<TaskId> taskIds, long timestampMillis) implements ExtensionEvent {
    /// Copies the list.
    public TasksDropped {
      taskIds = List.copyOf(taskIds);
    }
  }

  /// Runs of a scope are not started any more (number 69).
  ///
  /// @param scope which runs
  /// @param timestampMillis epoch milliseconds, unsigned
  record ScopePaused(Scope scope, long timestampMillis) implements ExtensionEvent {}

  /// Runs of a scope are started again (number 70).
  ///
  /// @param scope which runs
  /// @param timestampMillis epoch milliseconds, unsigned
  record ScopeResumed(Scope scope, long timestampMillis) implements ExtensionEvent {}

  /// A scope got a limit, in place of the one it had (number 71).
  ///
  /// @param scope which runs
  /// @param limit how many, how fast
  /// @param timestampMillis epoch milliseconds, unsigned
  record LimitSet(Scope scope, Limit limit, long timestampMillis) implements ExtensionEvent {}

  /// A scope has no limit any more (number 72).
  ///
  /// @param scope which runs
  /// @param timestampMillis epoch milliseconds, unsigned
  record LimitCleared(Scope scope, long timestampMillis) implements ExtensionEvent {}

  /// A subscription got terms of its own (number 73). From then on only [SubscriptionConsumed] uses
  /// its triggers up.
  ///
  /// @param subscriptionId the subscription
  /// @param mode how often it triggers
  /// @param scope which runs a trigger promotes
  /// @param credits the promotions that it stands with: 0, or more if its filter was true already
  /// @param timestampMillis epoch milliseconds, unsigned
  record SubscriptionPolicySet(
      SubscriptionId subscriptionId,
      SubscriptionMode mode,
      SubscriptionScope scope,
      long credits,
      long timestampMillis)
      implements ExtensionEvent {}

  /// A promotion used a trigger up (number 74).
  ///
  /// @param subscriptionId the subscription
  /// @param timestampMillis epoch milliseconds, unsigned
  record SubscriptionConsumed(SubscriptionId subscriptionId, long timestampMillis)
      implements ExtensionEvent {}

  /// A run waits until somebody decides (number 75; spec 03 §10.7).
  ///
  /// @param runId the run
  /// @param gate the name of what it waits for
  /// @param timestampMillis epoch milliseconds, unsigned
  record GateOpened(RunId runId, String gate, long timestampMillis) implements ExtensionEvent {}

  /// Somebody decided (number 76).
  ///
  /// @param runId the run
  /// @param gate the name of what it waited for
  /// @param verdict how
  /// @param by who decided, null if nobody is named
  /// @param comment in their words, null for none
  /// @param timestampMillis epoch milliseconds, unsigned
  record GateDecided(
      RunId runId,
      String gate,
      GateVerdict verdict,
      @Nullable ActorId by,
      @Nullable String comment,
      long timestampMillis)
      implements ExtensionEvent {}

  /// A task does again what a failed run did not get done (number 77).
  ///
  /// @param taskId the new task
  /// @param original the run that failed
  /// @param timestampMillis epoch milliseconds, unsigned
  record TaskRedriven(TaskId taskId, RunId original, long timestampMillis)
      implements ExtensionEvent {}

  /// A ledger entry tells of something that happened at another time than it was recorded (number
  /// 78; S-49).
  ///
  /// @param entryId the entry
  /// @param occurredAtMillis epoch milliseconds, unsigned
  /// @param timestampMillis epoch milliseconds, unsigned
  record LedgerOccurred(LedgerEntryId entryId, long occurredAtMillis, long timestampMillis)
      implements ExtensionEvent {}

  /// Slots of a cron task get no run (number 79).
  ///
  /// @param taskId the task
  /// @param count how many; at least 1
  /// @param firstSlot the earliest, epoch seconds, unsigned
  /// @param lastSlot the latest, epoch seconds, unsigned
  /// @param timestampMillis epoch milliseconds, unsigned
  record SlotsPassedOver(
      TaskId taskId, long count, long firstSlot, long lastSlot, long timestampMillis)
      implements ExtensionEvent {}

  /// A tenant got its share of the starts (number 80).
  ///
  /// @param tenantId the tenant
  /// @param weight its share, compared with those of others; 1 by default, at least 1
  /// @param timestampMillis epoch milliseconds, unsigned
  record TenantWeightSet(TenantId tenantId, int weight, long timestampMillis)
      implements ExtensionEvent {}

  /// What starts have taken out of the token bucket of a scope (number 81). It follows from the
  /// recorded starts and stands in snapshots, whose starts are no longer in the log.
  ///
  /// @param scope which runs
  /// @param fullAtNanos when the bucket is full again if nothing more starts: nanoseconds since
  ///   1970
  /// @param timestampMillis the second of the last start, in epoch milliseconds, unsigned
  record TokensTaken(Scope scope, long fullAtNanos, long timestampMillis)
      implements ExtensionEvent {}

  /// Something happened to an attempt that its end does not tell, such as the refusal of a task
  /// that it submitted (number 82). Notes of a run are numbered from 1.
  ///
  /// @param runId the run
  /// @param attemptId the attempt
  /// @param number which note of the run it is, from 1
  /// @param note for people and programs
  /// @param timestampMillis epoch milliseconds, unsigned
  record AttemptNoted(
      RunId runId, AttemptId attemptId, int number, String note, long timestampMillis)
      implements ExtensionEvent {}

  /// A task that was submitted under a key got prerequisites which its submission did not name
  /// (number 83), so that a repetition of the submission is known as such (S-46).
  ///
  /// @param taskId the task
  /// @param added the prerequisites, each once
  /// @param timestampMillis epoch milliseconds, unsigned
  record DependenciesAdded(TaskId taskId, List<TaskId> added, long timestampMillis)
      implements ExtensionEvent {
    /// Copies the list.
    public DependenciesAdded {
      added = List.copyOf(added);
    }
  }
}
