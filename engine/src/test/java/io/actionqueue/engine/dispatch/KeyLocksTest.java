package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.state.RunEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyLocksTest {
  private final Runs runs = new Runs();
  private final List<RunEntry> letGo = new ArrayList<>();
  private final KeyLocks keys =
      new KeyLocks((_, _) -> 1, candidate -> letGo.add(candidate.run()), Runs.reserveNothing());

  private RunEntry run(String key) {
    return runs.ready(0, 1000, key);
  }

  /// A run that holds the first key which another one cannot have; null if it may have all.
  private @Nullable RunEntry occupant(RunEntry run) {
    assertThat(keys.isTaken(run)).isEqualTo(!keys.occupants(run).isEmpty());
    return keys.occupants(run).stream().map(KeyTaken::by).findFirst().orElse(null);
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
    assertThat(occupant(second)).isSameAs(first);
    assertThat(occupant(first)).isNull();
  }

  /// only the holder gives a key back.
  @Test
  void onlyTheHolderReleases() {
    RunEntry first = run("k");
    RunEntry second = run("k");
    keys.release(second);
    keys.take(first);
    keys.release(second);
    assertThat(occupant(second)).isSameAs(first);
    keys.release(first);
    assertThat(occupant(second)).isNull();
    keys.take(second);
    assertThat(occupant(first)).isSameAs(second);
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
    keys.release(first);
    assertThat(letGo).containsExactly(second);
    keys.take(second);
    keys.release(second);
    assertThat(letGo).containsExactly(second, third);
    keys.take(third);
    keys.release(third);
    assertThat(letGo).hasSize(2);
  }

  /// without a key nothing is tracked.
  @Test
  void runsWithoutKeyAreNeverInTheWay() {
    RunEntry first = runs.ready(0, 1000, null);
    RunEntry second = runs.ready(0, 1000, null);
    keys.take(first);
    assertThat(occupant(second)).isNull();
    keys.release(first);
    assertThat(letGo).isEmpty();
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
    assertThat(occupant(run("key-1"))).isNull();
    assertThat(occupant(run("key-2"))).isSameAs(two);
    assertThat(occupant(run("key-3"))).isSameAs(three);
  }

  /// S-10: while a handler of the holder executes, the key stays taken whatever the records say.
  @Test
  void executingHolderKeepsTheKey() {
    RunEntry first = run("k");
    RunEntry second = run("k");
    keys.take(first);
    keys.beginExecution(first);
    keys.await(candidate(second));
    keys.release(first);
    assertThat(letGo).isEmpty();
    assertThat(occupant(second)).isSameAs(first);
    keys.endExecution(first);
    assertThat(letGo).containsExactly(second);
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
    assertThat(occupant(later)).isSameAs(sameTime);
    assertThat(occupant(earlier)).isSameAs(sameTime);
  }

  /// a run takes three keys together and gives them back together.
  @Test
  void oneRunTakesSeveralKeys() {
    RunEntry all = runs.ready(List.of("key-1", "key-2", "key-3"));
    keys.take(all);
    for (String key : List.of("key-1", "key-2", "key-3")) {
      assertThat(occupant(run(key))).isSameAs(all);
    }
    assertThat(occupant(all)).isNull();
    RunEntry other = runs.ready(List.of("key-3", "key-1", "free"));
    assertThat(keys.occupants(other))
        .extracting(each -> each.key().text())
        .containsExactly("key-3", "key-1");
    keys.release(all);
    for (String key : List.of("key-1", "key-2", "key-3")) {
      assertThat(occupant(run(key))).isNull();
    }
  }

  /// Whoever waits holds nothing, stands in the line of the first key that is taken, and does not
  /// hold up those behind it.
  @Test
  void waiterOfSeveralKeysHoldsNone() {
    RunEntry one = run("a");
    RunEntry two = run("b");
    keys.take(one);
    keys.take(two);
    RunEntry both = runs.ready(List.of("a", "b"));
    keys.await(candidate(both));
    RunEntry behind = run("a");
    keys.await(candidate(behind));
    keys.release(one);
    assertThat(letGo).containsExactly(both);
    assertThat(occupant(both)).isSameAs(two);
    keys.await(candidate(both));
    keys.letOthersGo(both, List.of());
    assertThat(letGo).containsExactly(both, behind);
    keys.take(behind);
    keys.release(two);
    assertThat(letGo).containsExactly(both, behind, both);
    assertThat(occupant(both)).isSameAs(behind);
    keys.await(candidate(both));
    keys.release(behind);
    assertThat(occupant(both)).isNull();
    assertThat(letGo).hasSize(4);
  }

  /// S-10 for every key, and each goes to a waiter of its own.
  @Test
  void executingHolderKeepsAllItsKeys() {
    RunEntry all = runs.ready(List.of("a", "b"));
    keys.take(all);
    keys.beginExecution(all);
    RunEntry first = run("a");
    RunEntry second = run("b");
    keys.await(candidate(second));
    keys.await(candidate(first));
    keys.release(all);
    assertThat(letGo).isEmpty();
    assertThat(occupant(second)).isSameAs(all);
    keys.endExecution(all);
    assertThat(letGo).containsExactly(first, second);
  }

  /// Who loses one key to an earlier claim keeps the others, gets the lost one when it goes on and
  /// that is free, and gives all back together.
  @Test
  void claimsAreForEachKeyOfItsOwn() {
    RunEntry earlier = runs.ready(99, 0, 900, "b");
    RunEntry several = runs.ready(List.of("a", "b", "c"));
    keys.claim(several);
    assertThat(occupant(run("b"))).isSameAs(several);
    keys.claim(earlier);
    assertThat(occupant(run("a"))).isSameAs(several);
    assertThat(occupant(run("b"))).isSameAs(earlier);
    assertThat(occupant(run("c"))).isSameAs(several);
    assertThat(occupant(several)).isSameAs(earlier);
    keys.release(earlier);
    keys.take(several);
    assertThat(occupant(run("b"))).isSameAs(several);
    keys.release(several);
    for (String key : List.of("a", "b", "c")) {
      assertThat(occupant(run(key))).isNull();
    }
  }

  /// The first key may be the one that is lost.
  @Test
  void lostFirstKeyLeavesTheOthers() {
    RunEntry earlier = runs.ready(99, 0, 900, "a");
    RunEntry several = runs.ready(List.of("a", "b"));
    keys.claim(several);
    keys.beginExecution(several);
    keys.claim(earlier);
    assertThat(occupant(several)).isSameAs(earlier);
    keys.release(several);
    assertThat(occupant(run("b"))).isSameAs(several);
    keys.endExecution(several);
    assertThat(occupant(run("b"))).isNull();
    assertThat(occupant(run("a"))).isSameAs(earlier);
  }
}
