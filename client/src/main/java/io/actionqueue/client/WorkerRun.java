package io.actionqueue.client;

import io.actionqueue.client.wire.ChildrenAnswer;
import io.actionqueue.client.wire.ClaimDetail;
import io.actionqueue.client.wire.ReportOrder;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.core.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A run in the hands of a [WorkerHandler]. Thread-safe.
public final class WorkerRun {
  /// Reasons after which the worker's answer counts no more.
  private static final Set<String> LOST = Set.of("canceled", "lease_lost");

  private final WorkerClient client;
  private final ClaimDetail claim;
  private final AtomicReference<@Nullable String> stop = new AtomicReference<>();

  WorkerRun(WorkerClient client, ClaimDetail claim) {
    this.client = client;
    this.claim = claim;
  }

  /// The run, its attempt, the payload and what an attempt before left behind.
  public ClaimDetail claim() {
    return claim;
  }

  /// The action: the first capability that the task requires, empty if it requires none.
  public String action() {
    List<String> required = claim.requiredCapabilities();
    return required == null ? "" : required.getFirst();
  }

  /// Whether the handler is to stop.
  public boolean isStopRequested() {
    return stop.get() != null;
  }

  /// Why the handler is to stop: `timeout`, `budget`, `canceled`, `suspend_requested`, `shutdown`
  /// or `lease_lost`; empty while it is to go on.
  public Optional<String> stopReason() {
    return Optional.ofNullable(stop.get());
  }

  /// Submits tasks below the run's, in one batch.
  public ChildrenAnswer submit(List<Submission> children) {
    return client.submit(claim, children);
  }

  /// Success without output.
  public ReportOrder success() {
    return ReportOrder.success(claim.leaseToken(), null);
  }

  /// Success with output.
  public ReportOrder success(Bytes output) {
    return ReportOrder.success(claim.leaseToken(), output);
  }

  /// Success with a text as output, in UTF-8.
  public ReportOrder success(String output) {
    return success(Bytes.utf8(output));
  }

  /// A failure that another attempt may mend.
  public ReportOrder retry(String error) {
    return ReportOrder.retry(claim.leaseToken(), error);
  }

  /// A failure for good.
  public ReportOrder fail(String error) {
    return ReportOrder.fail(claim.leaseToken(), error);
  }

  /// Set aside until somebody resumes the run.
  ///
  /// @param partial what the next attempt gets, null for nothing
  public ReportOrder suspend(@Nullable Bytes partial) {
    return ReportOrder.suspended(claim.leaseToken(), partial);
  }

  /// Asks the handler to stop; the first reason holds, but for one that says that it is too late.
  ///
  /// @return whether the answer counts no more
  boolean stop(String reason) {
    stop.updateAndGet(known -> known == null || LOST.contains(reason) ? reason : known);
    return isLost();
  }

  /// Whether nothing that the handler answers counts any more.
  boolean isLost() {
    String reason = stop.get();
    return reason != null && LOST.contains(reason);
  }
}
