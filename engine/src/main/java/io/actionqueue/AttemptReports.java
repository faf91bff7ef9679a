package io.actionqueue;

import io.actionqueue.core.budget.BudgetConsumption;
import io.actionqueue.core.command.BudgetConsume;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.engine.lane.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The port of one attempt: sends what its handler reports to the engine thread, and keeps what is
/// to be submitted with its outcome. Thread-safe; [#commit] and [#drop] on the engine thread.
final class AttemptReports implements AttemptPort {
  private record Submission(TaskRequest request, CompletableFuture<SubmitResult> future) {}

  private final Engine engine;
  private final AtomicBoolean telling = new AtomicBoolean();
  private @Nullable List<Submission> withOutcome;
  private long bytesWithOutcome;
  private boolean ended;
  private volatile @Nullable Flight flight;
  private volatile @Nullable Progress progress;
  private volatile @Nullable Instant deadline;
  private volatile long lastSign;

  AttemptReports(Engine engine) {
    this.engine = engine;
  }

  /// Ties the port to its attempt, before the handler starts.
  void belongTo(Flight owner) {
    flight = owner;
  }

  /// Notes when the time of the attempt will be over.
  void endsAt(Instant instant) {
    deadline = instant;
  }

  /// When the handler last told something, or began; monotonic nanoseconds.
  long lastSign() {
    return lastSign;
  }

  /// Notes that the handler is alive and gets on.
  void sign() {
    lastSign = engine.config.time().monotonicNanos();
  }

  /// The latest progress, null before the first.
  @Nullable Progress latest() {
    return progress;
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.ofNullable(deadline);
  }

  @Override
  public void report(BudgetConsumption consumption) {
    sign();
    engine.inbox.report(new Report(() -> record(consumption)));
  }

  @Override
  public void progress(Progress latest) {
    sign();
    progress = latest;
    if (telling.compareAndSet(false, true)) {
      engine.inbox.report(new Report(this::tellProgress));
    }
  }

  @Override
  public CompletableFuture<SubmitResult> submit(TaskRequest request) {
    return engine.intake.submit(request, origin(), engine.inbox::report);
  }

  private Submissions.Origin origin() {
    Flight owner = flight;
    return owner == null ? Submissions.Origin.CALLER : owner.origin();
  }

  @Override
  public CompletableFuture<SubmitResult> submitWithOutcome(TaskRequest request) {
    TaskRequest copy = request.copy();
    var future = new CompletableFuture<SubmitResult>();
    synchronized (this) {
      if (ended) {
        return CompletableFuture.completedFuture(dropped());
      }
      long bytes = bytesWithOutcome + copy.payloadLength();
      if (bytes > Submissions.MAX_BATCH_BYTES) {
        return CompletableFuture.completedFuture(Submissions.batchTooLarge(bytes));
      }
      bytesWithOutcome = bytes;
      if (withOutcome == null) {
        withOutcome = new ArrayList<>();
      }
      withOutcome.add(new Submission(copy, future));
    }
    return future;
  }

  /// Submits what was to be submitted with the outcome that is about to be recorded.
  void commit() {
    for (Submission each : end()) {
      SubmitResult result = engine.submissions.submit(each.request(), origin());
      engine.lane.whenDurable(new Answer(each.future(), result));
    }
  }

  /// Submits nothing of it. The second of two calls does nothing.
  void drop() {
    end().forEach(each -> each.future().complete(dropped()));
  }

  /// The engine has ended before the outcome could be recorded.
  void refuse(ActionQueueException cause) {
    end().forEach(each -> each.future().completeExceptionally(cause));
  }

  private synchronized List<Submission> end() {
    List<Submission> all = withOutcome == null ? List.of() : withOutcome;
    withOutcome = null;
    ended = true;
    return all;
  }

  private void record(BudgetConsumption consumption) {
    Flight owner = flight;
    if (owner == null || !Landing.isOpen(owner)) {
      engine.metrics.lateResults.increment();
      return;
    }
    consume(engine, owner, consumption);
  }

  /// Records consumption that counts; what is not allocated, and 0, is left out (S-45).
  static void consume(Engine engine, Flight flight, BudgetConsumption part) {
    QueueState state = engine.lane.state();
    var task = flight.entry.taskId();
    if (part.amount() != 0 && state.budget(task, part.dimension()) != null) {
      engine.own.execute(
          new BudgetConsume(task, part.dimension(), part.amount(), engine.clock.second()));
    }
  }

  private void tellProgress() {
    telling.set(false); // before the read: a later report is told again
    Flight owner = flight;
    Progress latest = progress;
    if (owner != null && latest != null && Landing.isOpen(owner)) {
      engine.progress.tell(
          new ProgressNotice(owner.context.taskId(), owner.runId(), owner.attemptId(), latest));
    }
  }

  private static SubmitResult dropped() {
    return new SubmitResult.Refused(
        new Refusal(
            "submission_dropped", "the attempt did not end in a success or a suspension in time"));
  }

  /// Tells a handler's submission when it is durable.
  private record Answer(CompletableFuture<SubmitResult> future, SubmitResult result)
      implements Effect {
    @Override
    public void durable() {
      future.complete(result);
    }

    @Override
    public void failed(long sequence, Throwable cause) {
      future.completeExceptionally(new ActionQueueException.OutcomeUnknown(sequence, cause));
    }
  }
}
