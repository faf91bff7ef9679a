package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import org.jspecify.annotations.Nullable;

/// Ready runs in the order in which they are to start. Confined to the engine thread.
interface ReadyRuns {
  /// Adds a run that has just become Ready.
  void add(RunEntry run);

  /// Adds a candidate that waited for something.
  void add(Candidate candidate);

  /// Takes the first one out; null if there is none. It may be stale: no longer Ready, or Ready
  /// again by a later event under which it is here once more.
  ReadyQueue.@Nullable Entry poll();

  /// How many there are, stale ones among them.
  int size();

  /// Whose tenant has its turn first: negative for the first run, positive for the second one, 0
  /// for runs of one tenant, and for all where tenants do not take turns. A total order of tenants.
  int compareTurns(RunEntry one, RunEntry other);

  /// Notes that a run starts here.
  void started(RunEntry run);
}
