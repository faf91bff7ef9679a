package io.actionqueue;

import io.actionqueue.core.budget.BudgetConsumption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What a handler can tell and ask while it executes. Thread-safe.
interface AttemptPort {
  Optional<Instant> deadline();

  void report(BudgetConsumption consumption);

  void progress(Progress progress);

  CompletableFuture<SubmitResult> submit(TaskRequest request);

  CompletableFuture<SubmitResult> submitWithOutcome(TaskRequest request);
}
