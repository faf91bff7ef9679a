package io.actionqueue;

import java.util.Optional;

/// An attempt's request to stop: shared, set at most once, never reset. Thread-safe.
///
/// Poll [#isRequested()] at a bounded interval, or register a callback; the time of the first look
/// after the request is how promptly the handler cooperated.
public interface Cancellation {
  /// Whether the attempt should stop. The first call that answers true is recorded.
  boolean isRequested();

  /// Why, once it was requested.
  Optional<CancelReason> reason();

  /// Runs `action` on a thread of its own when the stop is requested, at once if it already was.
  void onRequest(Runnable action);

  /// Throws if a stop was requested, for use inside long computations.
  ///
  /// @throws InterruptedException if a stop was requested
  default void throwIfRequested() throws InterruptedException {
    if (isRequested()) {
      throw new InterruptedException("canceled: " + reason().map(Enum::name).orElse("UNKNOWN"));
    }
  }
}
