package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromisesTest {
  private final Runs runs = new Runs();
  private final Promises promises = new Promises(_ -> 1);
  private final Set<RunEntry> hindered = new HashSet<>();
  private final List<RunEntry> ended = new ArrayList<>();
  private int questions;

  private RunEntry promised(String key) {
    RunEntry run = runs.ready(0, 1000, key);
    promises.made(run);
    return run;
  }

  private void settle() {
    promises.settle(
        run -> {
          questions++;
          return !hindered.contains(run);
        },
        (run, _) -> ended.add(run));
  }

  private static TaskEntry taskOf(RunEntry run) {
    return Objects.requireNonNull(run.task());
  }

  @Test
  void nothingIsFollowedBeforeSomebodyElsewhereComes() {
    promised("a");
    settle();
    assertThat(questions).isZero();
    assertThat(promises.size()).isZero();
  }

  @Test
  void aPromiseToARunThatCannotStartGoesOn() {
    promises.follow();
    RunEntry run = promised("a");
    hindered.add(run);
    settle();
    assertThat(ended).containsExactly(run);
    assertThat(promises.size()).isZero();
  }

  @Test
  void whoseKeyIsTakenLosesItsPromiseAndNobodyElseIsAsked() {
    promises.follow();
    RunEntry one = promised("a");
    RunEntry other = promised("a");
    settle();
    hindered.add(one);
    hindered.add(other);
    RunEntry taker = runs.ready(0, 1000, "a");
    promises.taken(taker);
    settle();
    assertThat(ended).containsExactly(one, other);
    settle();
    assertThat(ended).hasSize(2);
  }

  @Test
  void whatChangesForATaskOrARunConcernsThoseOnly() {
    promises.follow();
    RunEntry one = promised("a");
    RunEntry other = promised("b");
    RunEntry third = promised("c");
    settle();
    hindered.addAll(List.of(one, other, third));
    promises.changed(taskOf(one));
    settle();
    assertThat(ended).containsExactly(one);
    promises.changed(other);
    settle();
    assertThat(ended).containsExactly(one, other);
    promises.doubtAll();
    settle();
    assertThat(ended).containsExactly(one, other, third);
  }

  @Test
  void whomNobodyLooksForAnyMoreLosesItsPromise() {
    promises.follow();
    RunEntry one = promised("a");
    RunEntry other = promised("b");
    settle();
    hindered.addAll(List.of(one, other));
    promises.lookedForLess(new Routes.Need(null, List.of("elsewhere")));
    settle();
    assertThat(ended).isEmpty();
    promises.lookedForLess(Routes.need(one));
    settle();
    assertThat(ended).containsExactly(one, other);
  }

  @Test
  void noMoreHaveAPromiseThanTheirKeyHasRoomFor() {
    var room = new int[] {2};
    var bounded = new Promises(_ -> 1, (_, _) -> room[0]);
    bounded.follow();
    RunEntry one = runs.ready(0, 1000, "a");
    RunEntry other = runs.ready(0, 1000, "a");
    RunEntry third = runs.ready(0, 1000, "a");
    RunEntry keyless = runs.ready(0, 1000, null);
    List.of(one, other, third, keyless).forEach(bounded::made);
    bounded.settle(_ -> true, (run, _) -> ended.add(run));
    assertThat(ended).containsExactly(third);
    assertThat(bounded.size()).isEqualTo(3);
    room[0] = 1; // somebody else has taken it
    bounded.taken(runs.ready(0, 1000, "a"));
    bounded.settle(_ -> true, (run, _) -> ended.add(run));
    assertThat(ended).containsExactly(third, other);
    bounded.ended(one);
    bounded.made(third);
    bounded.settle(_ -> true, (run, _) -> ended.add(run));
    assertThat(ended).hasSize(2);
    assertThat(bounded.size()).isEqualTo(2);
  }

  /// Ten thousand runs were let go, each with a key of its own; a worker claims half of them. Each
  /// claim asks one run of its action, not the thousands that wait for the same.
  @Test
  void aClaimAsksAFewHoweverManyPromisesThereAre() {
    promises.follow();
    var all = new ArrayList<RunEntry>();
    for (int i = 0; i < 10_000; i++) {
      all.add(promised("key " + i));
    }
    settle();
    assertThat(questions).isEqualTo(10_000);
    for (RunEntry run : all.subList(0, 5_000)) {
      promises.ended(run);
      promises.taken(run);
      settle();
    }
    assertThat(questions).isLessThanOrEqualTo(10_000 + 5_000);
    assertThat(promises.size()).isEqualTo(5_000);
    hindered.addAll(all);
    promises.taken(all.getFirst());
    settle();
    assertThat(ended).isEqualTo(all.subList(5_000, 10_000));
  }

  /// Scopes with permits that starts use up: after each settlement those have a promise that all
  /// could be asked and would say yes.
  @Test
  void nobodyKeepsAPromiseWhoCouldNotStart() {
    Seeds.checkSeeds(100, seed -> new Story(SeededRandom.of(seed)).play());
  }

  private static final class Story {
    private final SeededRandom random;
    private final Runs runs = new Runs();
    private final Promises promises;
    private final Map<String, Integer> free = new HashMap<>();
    private final Map<RunEntry, Integer> wanted = new HashMap<>();
    private final Set<RunEntry> held = new LinkedHashSet<>();
    private int ofAction = 20;

    Story(SeededRandom random) {
      this.random = random;
      this.promises = new Promises(run -> wanted.getOrDefault(run, 1));
    }

    private boolean mayStart(RunEntry run) {
      int left = free.getOrDefault(key(run), 3);
      return ofAction > 0 && left >= wanted.getOrDefault(run, 1);
    }

    private static String key(RunEntry run) {
      return String.valueOf(taskOf(run).spec().constraints().concurrencyKey());
    }

    void play() {
      promises.follow();
      for (int step = 0; step < 200; step++) {
        switch (random.below(4)) {
          case 0 -> start();
          case 1 -> {
            free.merge("k" + random.below(5), 3, (known, _) -> Math.min(3, known + 1));
            ofAction += random.below(2);
          }
          default -> promise();
        }
        promises.settle(this::mayStart, (run, _) -> held.remove(run));
        assertThat(held).allMatch(this::mayStart);
        assertThat(promises.size()).isEqualTo(held.size());
      }
    }

    private void promise() {
      RunEntry run = runs.ready(0, 1000, "k" + random.below(5));
      wanted.put(run, 1 + random.below(3));
      held.add(run);
      promises.made(run);
    }

    private void start() {
      if (!held.isEmpty()) {
        RunEntry run = List.copyOf(held).get(random.below(held.size()));
        held.remove(run);
        free.put(key(run), free.getOrDefault(key(run), 3) - 1);
        ofAction--;
        promises.ended(run);
        promises.taken(run);
      }
    }
  }
}
