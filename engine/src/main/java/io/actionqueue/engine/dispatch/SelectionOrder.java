package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;

/// In which order Ready runs of one priority are selected. The id decides last.
public enum SelectionOrder {
  /// The instant of becoming due, then the sequence of the event that made the run Ready (S-7).
  DUE_TIME {
    @Override
    long firstKey(RunEntry run) {
      return run.readySince();
    }

    @Override
    long secondKey(RunEntry run) {
      return run.readySequence();
    }
  },
  /// The instant of creation, as ActionQueue 0.1 selects.
  PRIORITY_CREATED_RUNID {
    @Override
    long firstKey(RunEntry run) {
      return run.createdAt();
    }

    @Override
    long secondKey(RunEntry run) {
      return 0;
    }
  };

  /// Smaller (unsigned) goes first; fixed while the run is Ready.
  abstract long firstKey(RunEntry run);

  /// Decides where the first key is equal.
  abstract long secondKey(RunEntry run);
}
