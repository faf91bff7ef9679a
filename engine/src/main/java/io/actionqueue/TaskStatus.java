package io.actionqueue;

/// What has become of a task as a whole.
public enum TaskStatus {
  /// Runs are going on, or may still come.
  ACTIVE,
  /// Its own runs have ended with success; it counts as ended when its children have (see
  /// [TaskRequest#awaitChildren]).
  WAITING_FOR_CHILDREN,
  /// Every run has ended, at least one with success.
  COMPLETED,
  /// Every run has ended, none with success, or a child has failed that the task fails with.
  FAILED,
  /// It was canceled before it had a success.
  CANCELED
}
