package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Where a task stands, derived from its cancellation and its runs.
public enum TaskStatus {
  /// Some run has not ended.
  @JsonProperty("open")
  OPEN,
  /// Every run has ended, at least one of them with success.
  @JsonProperty("completed")
  COMPLETED,
  /// Every run has ended, none with success.
  @JsonProperty("failed")
  FAILED,
  /// The task was canceled.
  @JsonProperty("canceled")
  CANCELED;

  /// Derives the status.
  ///
  /// @param canceled whether the task was canceled
  /// @param runs its runs by state
  public static TaskStatus of(boolean canceled, RunsByState runs) {
    if (canceled) {
      return CANCELED;
    }
    long ended = runs.completed() + runs.failed() + runs.canceled();
    long live =
        runs.scheduled()
            + runs.ready()
            + runs.leased()
            + runs.running()
            + runs.retryWait()
            + runs.suspended();
    if (live > 0 || ended == 0) {
      return OPEN;
    }
    return runs.completed() > 0 ? COMPLETED : FAILED;
  }

  /// Whether nothing more will happen to the task.
  public boolean isTerminal() {
    return this != OPEN;
  }
}
