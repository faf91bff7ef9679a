package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;

/// How many runs may hold a key, from the point of view of one that needs it.
@FunctionalInterface
interface KeyPermits {
  int of(RunEntry run, KeyName key);
}
