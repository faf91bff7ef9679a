package io.actionqueue.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Recovery of whatever a log may hold (spec 02 §7.2): afterwards nothing is stuck, nothing is left
/// to do, and nothing was lost (02-INV-55, INV-56, 03-RT-28, RT-32, RT-36).
class RecoveryProperty {
  private static final int SEEDS = Integer.getInteger("actionqueue.seeds", 60);
  private static final int STEPS = 3000;

  @Test
  void recoveryLeavesNothingStuckAndNothingToDo() {
    Map<RecoveryCase, Integer> cases = new EnumMap<>(RecoveryCase.class);
    for (long seed = 1; seed <= SEEDS; seed++) {
      var random = new SplittableRandom(seed);
      Scene scene = OldLog.grow(random, STEPS);
      var commands = new RandomCommands(random, scene.state());
      long now = commands.time() + random.nextInt(3) * 40;
      RecoveryPolicy policy = commands.policy();
      try {
        Map<Object, StateImage.Run> before = runs(scene);
        scene
            .state()
            .runs()
            .forEach(run -> cases.merge(RecoveryCase.of(run, now), 1, Integer::sum));
        recover(scene, policy, now);
        checkSettled(scene, policy, now);
        checkNothingLost(before, scene);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(cases.keySet())
        .as("every case occurs: %s", cases)
        .hasSize(RecoveryCase.values().length);
  }

  private static Map<Object, StateImage.Run> runs(Scene scene) {
    Map<Object, StateImage.Run> runs = new HashMap<>();
    for (RunEntry run : scene.state().runs()) {
      runs.put(run.id(), run.image());
    }
    return runs;
  }

  private static List<Event> recover(Scene scene, RecoveryPolicy policy, long now) {
    List<Event> events = new ArrayList<>();
    for (TaskEntry task : List.copyOf(scene.state().tasks())) {
      events.addAll(scene.accept(new RecoverTask(task.id(), now)));
    }
    for (RunEntry run : List.copyOf(scene.state().runs())) {
      events.addAll(scene.accept(new RecoverRun(run.id(), policy, now)));
    }
    return events;
  }

  private static void checkSettled(Scene scene, RecoveryPolicy policy, long now) {
    for (RunEntry run : scene.state().runs()) {
      StateImage.Lease lease = run.lease();
      boolean busy = run.state() == RunState.LEASED || run.state() == RunState.RUNNING;
      boolean held = lease != null && !RecoveryCase.isLost(lease, now);
      assertThat(!busy || held).as("INV-56 %s", run.image()).isTrue();
      RecoveryCase left = RecoveryCase.of(run, now);
      assertThat(left)
          .as("%s", run.image())
          .isIn(RecoveryCase.NOTHING, RecoveryCase.LEASE_LEFT_BEHIND);
    }
    Reachable.checkCascades(scene.state());
    assertThat(recover(scene, policy, now)).as("a second recovery").isEmpty();
  }

  /// Runs stay, and lineages only grow: an open attempt is closed, nothing else changes.
  private static void checkNothingLost(Map<Object, StateImage.Run> before, Scene scene) {
    assertThat(scene.state().runCount()).isEqualTo(before.size());
    for (RunEntry run : scene.state().runs()) {
      StateImage.Run old = before.get(run.id());
      assertThat(old).isNotNull();
      if (old == null) {
        continue;
      }
      List<StateImage.Attempt> attempts = run.attempts();
      assertThat(attempts).hasSameSizeAs(old.attempts());
      for (int i = 0; i < attempts.size(); i++) {
        if (old.attempts().get(i).finishedAt() != null) {
          assertThat(attempts.get(i)).isEqualTo(old.attempts().get(i));
        }
      }
      assertThat(run.history()).startsWith(old.history().toArray(StateImage.HistoryEntry[]::new));
      if (old.instance().state().isTerminal()) {
        assertThat(run.image()).isEqualTo(old);
      }
    }
  }

  /// Goal: a bounded cascade, repeated until it has nothing left, does what an unbounded one does.
  @Test
  void aBoundedCancellationRepeatedEqualsAnUnboundedOne() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Scene whole = OldLog.grow(new SplittableRandom(seed), STEPS);
      Scene parts = OldLog.grow(new SplittableRandom(seed), STEPS);
      for (TaskEntry task : List.copyOf(whole.state().tasks())) {
        TaskId id = task.id();
        whole.accept(new CancelTask(id, Scene.NOW));
        int calls = 0;
        while (!parts.accept(new CancelTask(id, Scene.NOW, 2)).isEmpty()) {
          assertThat(++calls).as("seed %d, %s", seed, id).isLessThan(1000);
        }
      }
      assertThat(parts.state().digest()).as("seed %d", seed).isEqualTo(whole.state().digest());
    }
  }
}
