package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.task.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a handler knows about the attempt that it executes, and what it can tell while it does
/// (spec 03 §5.1, §8.4, §8.5, §9.4). Thread-safe; what it knows was read when the attempt started
/// and does not change, but for the cancellation.
///
/// While a handler executes, [#current()] finds its context from anywhere below it on the same
/// thread, and the logging context (MDC) holds `task_id`, `run_id`, `attempt_id` and `attempt`.
public final class RunContext {
  private final TaskSpec spec;
  private final Attempt attempt;
  private final Cancellation cancellation;
  private final RunInputs inputs;
  private final AttemptPort port;

  /// Which attempt it is.
  ///
  /// @param runId the run: the idempotency key for side effects
  /// @param attemptId this attempt
  /// @param number of this attempt, counting all started ones from 1 (S-26)
  /// @param countedNumber the number that the cap sees: without suspended and interrupted attempts,
  ///   from 1
  /// @param scheduledAt epoch seconds at which the run was due
  public record Attempt(
      RunId runId, AttemptId attemptId, long number, long countedNumber, long scheduledAt) {}

  RunContext(
      TaskSpec spec,
      Attempt attempt,
      Cancellation cancellation,
      RunInputs inputs,
      AttemptPort port) {
    this.spec = spec;
    this.attempt = attempt;
    this.cancellation = cancellation;
    this.inputs = inputs;
    this.port = port;
  }

  /// A context without an engine, for testing a handler: it has no inputs and no deadline, takes
  /// reports in without effect and refuses submissions as a closed engine does.
  public static RunContext detached(TaskSpec spec, Attempt attempt, Cancellation cancellation) {
    return new RunContext(spec, attempt, cancellation, RunInputs.NONE, DetachedPort.INSTANCE);
  }

  /// The context of the handler that the current thread executes; empty outside of handlers.
  public static Optional<RunContext> current() {
    return Flight.CURRENT.isBound() ? Optional.of(Flight.CURRENT.get().context) : Optional.empty();
  }

  /// The task as submitted.
  public TaskSpec spec() {
    return spec;
  }

  /// The task.
  public TaskId taskId() {
    return spec.id();
  }

  /// The run: the idempotency key for side effects.
  public RunId runId() {
    return attempt.runId();
  }

  /// This attempt.
  public AttemptId attemptId() {
    return attempt.attemptId();
  }

  /// Number of this attempt, counting all started ones from 1 (S-26).
  public long attempt() {
    return attempt.number();
  }

  /// The number that the cap sees: without suspended and interrupted attempts, from 1.
  public long countedAttempt() {
    return attempt.countedNumber();
  }

  /// Epoch seconds at which the run was due.
  public long scheduledAt() {
    return attempt.scheduledAt();
  }

  /// The task's payload.
  public Bytes payload() {
    return spec.payload().bytes();
  }

  /// The payload's content type, if the submitter gave one.
  public Optional<String> contentType() {
    return Optional.ofNullable(spec.payload().contentType());
  }

  /// The action that the task asks for: its first required capability.
  public Optional<String> action() {
    var required = spec.constraints().requiredCapabilities();
    return required == null ? Optional.empty() : Optional.of(required.getFirst());
  }

  /// The task's labels.
  public List<String> tags() {
    return spec.metadata().tags();
  }

  /// The tenant that owns the task, if one does.
  public Optional<TenantId> tenant() {
    return Optional.ofNullable(spec.tenantId());
  }

  /// When the attempt's time is over, by the wall clock; empty without a time limit. Enforced by
  /// the monotonic clock: a wall clock that is set does not move the real end.
  public Optional<Instant> deadline() {
    return port.deadline();
  }

  /// The request to stop, with its reason.
  public Cancellation cancellation() {
    return cancellation;
  }

  /// What the last attempt of this run that suspended itself kept, if any did; later attempts may
  /// have failed since.
  public Optional<Bytes> partialOutput() {
    return Optional.ofNullable(inputs.partial());
  }

  /// What the task's prerequisites gave, in ascending order of their ids; empty if it has none.
  public List<PrerequisiteResult> prerequisites() {
    return inputs.prerequisites();
  }

  /// The task's children as they were when this attempt started; empty if there were none.
  public Optional<ChildrenSnapshot> children() {
    return Optional.ofNullable(inputs.children());
  }

  /// The missed slots that this run stands for beside its own, by the misfire policy `Coalesce`;
  /// empty for most runs.
  public Optional<CoalescedSlots> coalesced() {
    return Optional.ofNullable(inputs.coalesced());
  }

  /// How somebody decided over a gate that the run waited at, the last time it did; empty if it has
  /// not come to it. A handler that finds an approval goes on; a rejection ends the run.
  ///
  /// @param gate the name given to [Outcome#awaitDecision(String)]
  public Optional<Approval.Decision> decision(String gate) {
    for (Approval approval : inputs.approvals()) {
      if (approval.gate().equals(gate)) {
        return Optional.ofNullable(approval.decision());
      }
    }
    return Optional.empty();
  }

  /// Reports consumption now. It counts against the task's budget at once, may thereby ask this and
  /// other attempts to stop with the reason `BUDGET`, and becomes durable with the engine's next
  /// write. What is not allocated, and 0, writes nothing (S-45); a report after the attempt was
  /// taken away changes nothing.
  ///
  /// @param amount units of the dimension; not negative
  /// @throws io.actionqueue.core.InvalidValue kind `NegativeAmount`
  public void report(BudgetDimension dimension, long amount) {
    port.report(Amounts.consumption(dimension, amount));
  }

  /// Tells how far the attempt has come, for people who look at the run. Held in memory only: it is
  /// gone after a restart, and of several reports between two steps of the engine the last one is
  /// told.
  ///
  /// @param percent 0 to 100
  /// @param message what is being done; cut after 1,000 characters
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidProgress`
  public void progress(int percent, String message) {
    port.progress(Progress.of(percent, message));
  }

  /// Tells what is being done without saying how much is left.
  public void progress(String message) {
    port.progress(Progress.of(null, message));
  }

  /// Submits a task at once: it stays submitted whatever becomes of this attempt. Equal repetitions
  /// of a task with an id or key are answered as the first one (S-46). Not to be waited for while
  /// holding what the engine needs; waiting is fine on the handler's own thread of a live engine.
  ///
  /// A refusal is also noted on the attempt, durably, for whoever looks for the task later; but not
  /// `backpressure`, which nobody but the handler is told: a note would be one more thing to do for
  /// an engine that has too much, and trying again is the answer.
  public CompletableFuture<SubmitResult> submit(TaskRequest request) {
    return port.submit(request);
  }

  /// Submits a task together with this attempt's outcome: in the same atomic batch of the log if
  /// that is a success or a suspension, otherwise not at all, which the future tells with
  /// `submission_dropped`. The future completes after the handler has returned: it must not be
  /// waited for inside.
  public CompletableFuture<SubmitResult> submitWithOutcome(TaskRequest request) {
    return port.submitWithOutcome(request);
  }

  /// The logger of this action, `io.actionqueue.handler.ACTION`.
  public Logger logger() {
    String name = action().map(action -> "." + action).orElse("");
    return LoggerFactory.getLogger("io.actionqueue.handler" + name);
  }
}
