package io.actionqueue.core.event;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.AttemptResult;
import org.jspecify.annotations.Nullable;

/// Events about attempts. Field order is that on disk (spec 01 §4.1).
public sealed interface AttemptEvent extends Event {

  /// An attempt began (ordinal 3).
  ///
  /// @param runId the run
  /// @param attemptId the attempt
  /// @param timestamp epoch seconds, unsigned
  record AttemptStarted(RunId runId, AttemptId attemptId, long timestamp) implements AttemptEvent {}

  /// An attempt ended; the run stays Running until it moves (ordinal 4).
  ///
  /// @param runId the run
  /// @param attemptId the attempt
  /// @param result how the attempt ended
  /// @param error error text, null if there is none
  /// @param output output bytes, null if there are none
  /// @param timestamp epoch seconds, unsigned
  record AttemptFinished(
      RunId runId,
      AttemptId attemptId,
      AttemptResult result,
      @Nullable String error,
      @Nullable Bytes output,
      long timestamp)
      implements AttemptEvent {}
}
