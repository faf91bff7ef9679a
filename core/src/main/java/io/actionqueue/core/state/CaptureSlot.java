package io.actionqueue.core.state;

import org.jspecify.annotations.Nullable;

/// Holds the capture that must hear of every change before it happens, while there is one.
final class CaptureSlot {
  private @Nullable StateCapture capture;

  @Nullable StateCapture capture() {
    return capture;
  }

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

  void beforeChange(RunEntry run) {
    if (capture != null) {
      capture.beforeChange(run);
    }
  }

  void beforeDeclaration(TaskEntry task) {
    if (capture != null) {
      capture.beforeDeclaration(task);
    }
  }

  void beforeCancellation(TaskEntry task) {
    if (capture != null) {
      capture.beforeCancellation(task);
    }
  }
}
