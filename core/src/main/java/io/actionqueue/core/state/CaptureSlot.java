package io.actionqueue.core.state;

import org.jspecify.annotations.Nullable;

/// Holds the capture that must hear of every change of a task or a run before it happens, while
/// there is one.
final class CaptureSlot {
  private @Nullable StateCapture capture;

  void begin(StateCapture next) {
    if (capture != null) {
      throw new IllegalStateException("the capture at " + capture.sequence() + " is not complete");
    }
    capture = next;
  }

  /// Lets go of a capture that is complete.
  void end(StateCapture complete) {
    if (capture == complete) {
      capture = null;
    }
  }

  /// A run is about to change, or to be dropped.
  void beforeChange(RunEntry run) {
    if (capture != null) {
      capture.beforeChange(run);
    }
  }

  /// A task is about to change, or to be dropped: its cancellation, its options, what it waits for.
  void beforeChange(TaskEntry task) {
    if (capture != null) {
      capture.beforeChange(task);
    }
  }
}
