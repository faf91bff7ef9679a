package io.actionqueue;

/// Executes the runs of an action. One handler serves all runs of the actions it is registered
/// under, from many virtual threads at once: it must be thread-safe.
///
/// A run may be tried more than once, also after the process was killed: make side effects
/// idempotent, keyed by [RunContext#runId()].
@FunctionalInterface
public interface Handler {
  /// Executes one attempt. May block.
  ///
  /// Anything thrown is a retryable failure with class name and message (S-5). The thread is
  /// interrupted some time after [RunContext#cancellation()] was requested and not heeded (S-6).
  Outcome handle(RunContext run) throws Exception;
}
