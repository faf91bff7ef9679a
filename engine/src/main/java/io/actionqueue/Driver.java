package io.actionqueue;

import java.time.Duration;

/// Who takes an engine's steps: a thread of its own, or the caller (S-41). Thread-safe.
sealed interface Driver permits LiveDriver, ManualDriver {
  /// Hands a message to the engine, or refuses it if the engine has ended.
  void send(Message message);

  /// Ends the engine; see [ActionQueue#close(Duration)]. A second call returns the first report.
  CloseReport close(Duration drain);
}
