package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;

/// No two runs of one concurrency key execute at the same time (spec 03 §3).
final class KeyFree implements Check {
  private final KeyLocks keys;

  KeyFree(KeyLocks keys) {
    this.keys = keys;
  }

  @Override
  public boolean refuses(RunEntry run) {
    return keys.occupant(run) != null;
  }

  @Override
  public Block describe(RunEntry run) {
    RunEntry holder = keys.occupant(run);
    KeyName key = KeyName.of(run);
    String text = key == null ? "" : key.text();
    String who = holder == null ? "another run" : "run " + holder.id();
    return new Block("concurrency_key", "key '" + text + "' is held by " + who, null);
  }

  @Override
  public void park(Candidate candidate) {
    keys.await(candidate);
  }
}
