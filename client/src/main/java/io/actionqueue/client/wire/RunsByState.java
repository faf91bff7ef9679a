package io.actionqueue.client.wire;

import io.actionqueue.core.run.RunState;
import java.util.Map;

/// How many runs are in every state, zeros included. `suspended` comes last (S-11).
///
/// @param scheduled runs that wait for their time or their prerequisites
/// @param ready runs that may start
/// @param leased runs that were handed out
/// @param running runs that execute
/// @param retryWait runs that wait for their back-off
/// @param completed runs that ended with success
/// @param failed runs that ended without success
/// @param canceled runs that were canceled
/// @param suspended runs that were set aside
public record RunsByState(
    long scheduled,
    long ready,
    long leased,
    long running,
    long retryWait,
    long completed,
    long failed,
    long canceled,
    long suspended) {

  /// The same numbers from a map; missing states count 0.
  public static RunsByState of(Map<RunState, ? extends Number> counts) {
    return new RunsByState(
        count(counts, RunState.SCHEDULED),
        count(counts, RunState.READY),
        count(counts, RunState.LEASED),
        count(counts, RunState.RUNNING),
        count(counts, RunState.RETRY_WAIT),
        count(counts, RunState.COMPLETED),
        count(counts, RunState.FAILED),
        count(counts, RunState.CANCELED),
        count(counts, RunState.SUSPENDED));
  }

  /// The number for one state.
  public long of(RunState state) {
    return switch (state) {
      case SCHEDULED -> scheduled;
      case READY -> ready;
      case LEASED -> leased;
      case RUNNING -> running;
      case RETRY_WAIT -> retryWait;
      case SUSPENDED -> suspended;
      case COMPLETED -> completed;
      case FAILED -> failed;
      case CANCELED -> canceled;
    };
  }

  private static long count(Map<RunState, ? extends Number> counts, RunState state) {
    Number count = counts.get(state);
    return count == null ? 0 : count.longValue();
  }
}
