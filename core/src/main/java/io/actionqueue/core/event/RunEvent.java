package io.actionqueue.core.event;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// Events about the state of runs. Field order is that on disk (spec 01 §4.1).
public sealed interface RunEvent extends Event {

  /// A run was derived (ordinal 1); its timestamp is the run's `created_at`.
  ///
  /// @param run the run, in Scheduled
  record RunCreated(RunInstance run) implements RunEvent {
    @Override
    public long timestamp() {
      return run.createdAt();
    }
  }

  /// A run moved (ordinal 2).
  ///
  /// @param runId the run
  /// @param previous the state left
  /// @param next the state entered
  /// @param timestamp epoch seconds, unsigned
  record RunStateChanged(RunId runId, RunState previous, RunState next, long timestamp)
      implements RunEvent {}

  /// A run was canceled; read, never written (ordinal 6).
  ///
  /// @param runId the run
  /// @param timestamp epoch seconds, unsigned
  record RunCanceled(RunId runId, long timestamp) implements RunEvent {}

  /// A run moved from Running to Suspended (ordinal 14).
  ///
  /// @param runId the run
  /// @param reason free text, kept only in the log; null if none was given
  /// @param timestamp epoch seconds, unsigned
  record RunSuspended(RunId runId, @Nullable String reason, long timestamp) implements RunEvent {}

  /// A run moved from Suspended to Ready (ordinal 15).
  ///
  /// @param runId the run
  /// @param timestamp epoch seconds, unsigned
  record RunResumed(RunId runId, long timestamp) implements RunEvent {}
}
