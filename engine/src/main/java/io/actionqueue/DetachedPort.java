package io.actionqueue;

import io.actionqueue.core.budget.BudgetConsumption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The port of a context without an engine.
final class DetachedPort implements AttemptPort {
  static final DetachedPort INSTANCE = new DetachedPort();

  private DetachedPort() {}

  @Override
  public Optional<Instant> deadline() {
    return Optional.empty();
  }

  @Override
  public void report(BudgetConsumption consumption) {}

  @Override
  public void progress(Progress progress) {}

  @Override
  public CompletableFuture<SubmitResult> submit(TaskRequest request) {
    return CompletableFuture.failedFuture(new ActionQueueException.Closed());
  }

  @Override
  public CompletableFuture<SubmitResult> submitWithOutcome(TaskRequest request) {
    return submit(request);
  }
}
