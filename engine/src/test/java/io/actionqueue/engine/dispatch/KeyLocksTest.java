package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.state.RunEntry;
import org.junit.jupiter.api.Test;

class KeyLocksTest {
  private final Runs runs = new Runs();
  private final KeyLocks keys = new KeyLocks();

  private RunEntry run(String key) {
    return runs.ready(0, 1000, key);
  }

  private static Candidate candidate(RunEntry run) {
    return Candidate.of(run, SelectionOrder.DUE_TIME);
  }

  /// a free key is taken, kept by its holder, and refused to others.
  @Test
  void oneHolderAtATime() {
    RunEntry first = run("my-key");
    RunEntry second = run("my-key");
    keys.take(first);
    keys.take(second);
    keys.take(first);
    assertThat(keys.occupant(second)).isSameAs(first);
    assertThat(keys.occupant(first)).isNull();
  }

  /// only the holder gives a key back.
  @Test
  void onlyTheHolderReleases() {
    RunEntry first = run("k");
    RunEntry second = run("k");
    assertThat(keys.release(second)).isNull();
    keys.take(first);
    keys.release(second);
    assertThat(keys.occupant(second)).isSameAs(first);
    keys.release(first);
    assertThat(keys.occupant(second)).isNull();
    keys.take(second);
    assertThat(keys.occupant(first)).isSameAs(second);
  }

  /// three runs in turn.
  @Test
  void waitersFollowInTheOrderOfSelection() {
    RunEntry first = run("k");
    RunEntry second = run("k");
    RunEntry third = run("k");
    keys.take(first);
    keys.await(candidate(third));
    keys.await(candidate(second));
    assertThat(keys.release(first)).extracting(Candidate::run).isSameAs(second);
    keys.take(second);
    assertThat(keys.release(second)).extracting(Candidate::run).isSameAs(third);
    keys.take(third);
    assertThat(keys.release(third)).isNull();
  }

  /// without a key nothing is tracked.
  @Test
  void runsWithoutKeyAreNeverInTheWay() {
    RunEntry first = runs.ready(0, 1000, null);
    RunEntry second = runs.ready(0, 1000, null);
    keys.take(first);
    assertThat(keys.occupant(second)).isNull();
    assertThat(keys.release(first)).isNull();
  }

  /// different keys do not know each other.
  @Test
  void keysAreIndependent() {
    RunEntry one = run("key-1");
    RunEntry two = run("key-2");
    RunEntry three = run("key-3");
    keys.take(one);
    keys.take(two);
    keys.take(three);
    keys.release(one);
    assertThat(keys.occupant(run("key-1"))).isNull();
    assertThat(keys.occupant(run("key-2"))).isSameAs(two);
    assertThat(keys.occupant(run("key-3"))).isSameAs(three);
  }

  /// S-10: while a handler of the holder executes, the key stays taken whatever the records say.
  @Test
  void executingHolderKeepsTheKey() {
    RunEntry first = run("k");
    RunEntry second = run("k");
    keys.take(first);
    keys.beginExecution(first);
    keys.await(candidate(second));
    assertThat(keys.release(first)).isNull();
    assertThat(keys.occupant(second)).isSameAs(first);
    assertThat(keys.endExecution(first)).extracting(Candidate::run).isSameAs(second);
  }

  /// Spec 03 §3.3: of two claims in data of the original, the earlier change, then the id, wins.
  @Test
  void earlierClaimWinsAtStartUp() {
    RunEntry later = runs.ready(1, 0, 1005, "k");
    RunEntry earlier = runs.ready(3, 0, 1001, "k");
    RunEntry sameTime = runs.ready(2, 0, 1001, "k");
    keys.claim(later);
    keys.claim(earlier);
    keys.claim(sameTime);
    assertThat(keys.occupant(later)).isSameAs(sameTime);
    assertThat(keys.occupant(earlier)).isSameAs(sameTime);
  }
}
