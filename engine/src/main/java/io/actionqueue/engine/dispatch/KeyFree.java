package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import java.util.stream.Collectors;

/// No two runs of one concurrency key execute at the same time (spec 03 §3); a run with several
/// keys needs all of them.
final class KeyFree implements Check {
  private final KeyLocks keys;

  KeyFree(KeyLocks keys) {
    this.keys = keys;
  }

  @Override
  public boolean refuses(RunEntry run) {
    return keys.isTaken(run);
  }

  @Override
  public Block describe(RunEntry run) {
    String held = keys.occupants(run).stream().map(KeyFree::told).collect(Collectors.joining(", "));
    String kept = keys.reservations.has(run) ? "; what is free of its keys is kept for it" : "";
    return new Block("concurrency_key", held + kept, null);
  }

  private static String told(KeyTaken taken) {
    String how = taken.isKept() ? "' is kept for run " : "' is held by run ";
    return "key '" + taken.key().text() + how + taken.by().id();
  }

  @Override
  public void park(Candidate candidate) {
    keys.await(candidate);
  }
}
