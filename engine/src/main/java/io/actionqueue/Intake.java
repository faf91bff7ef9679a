package io.actionqueue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The bounded queue of submissions in front of the engine thread (spec 03 §8.4). Thread-safe.
final class Intake {
  private final Engine engine;
  private final AtomicInteger waiting = new AtomicInteger();

  Intake(Engine engine) {
    this.engine = engine;
  }

  /// Sends one submission to the engine thread.
  ///
  /// @param send takes the message there
  CompletableFuture<SubmitResult> submit(
      TaskRequest request, Submissions.Origin origin, Consumer<Message> send) {
    if (engine.phase() == EngineStatus.Phase.DRAINING) {
      return CompletableFuture.failedFuture(new ActionQueueException.Closed());
    }
    if (isCrowded(1)) {
      return CompletableFuture.completedFuture(backpressure());
    }
    TaskRequest asked = request.copy();
    var message =
        new Request<>(
            engine,
            Request.Kind.COMMAND,
            () -> {
              waiting.decrementAndGet();
              return engine.submissions.submit(asked, origin);
            });
    send.accept(message);
    return message.future();
  }

  /// Sends several submissions that are to share one batch.
  CompletableFuture<List<SubmitResult>> submitAll(
      List<TaskRequest> requests, Submissions.Origin origin, Consumer<Message> send) {
    if (engine.phase() == EngineStatus.Phase.DRAINING) {
      return CompletableFuture.failedFuture(new ActionQueueException.Closed());
    }
    List<TaskRequest> asked = requests.stream().map(TaskRequest::copy).toList();
    if (isCrowded(asked.size())) {
      return CompletableFuture.completedFuture(
          asked.stream().map(_ -> (SubmitResult) backpressure()).toList());
    }
    var message =
        new Request<>(
            engine,
            Request.Kind.COMMAND,
            () -> {
              waiting.addAndGet(-asked.size());
              return engine.submissions.submitAll(asked, origin);
            });
    send.accept(message);
    return message.future();
  }

  private boolean isCrowded(int more) {
    int all = waiting.addAndGet(more);
    if (all <= engine.config.maxWaiting() || all == more) {
      return false; // a batch that is larger than the queue is taken when nothing else waits
    }
    waiting.addAndGet(-more);
    engine.metrics.refusedSubmissions.add(more);
    return true;
  }

  private SubmitResult.Refused backpressure() {
    return new SubmitResult.Refused(
        new Refusal(
            "backpressure",
            "more than " + engine.config.maxWaiting() + " submissions are waiting: try later"));
  }
}
