package io.actionqueue.engine.dispatch;

/// The instants of the step that is being taken. Confined to the engine thread.
public interface StepTime {
  /// Epoch seconds.
  long second();

  /// Epoch milliseconds.
  long millis();

  /// Monotonic nanoseconds.
  long nanos();
}
