package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.state.StateInvariants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// An engine under random use with power failures at random moments: what was acknowledged stays,
/// nothing runs that must not, and in the end everything has ended (03-RT-2, RT-3, RT-4, RT-9,
/// RT-14 to RT-17, RT-19, RT-23, RT-28, RT-30, RT-36, RT-37, RT-49).
class EngineSimulation {
  private static final int SLOTS = 3;
  private static final int CAP = 3;

  @Test
  void acknowledgedWorkSurvivesPowerFailuresAndEnds() {
    Seeds.check(12, random -> new Scenario(random).run());
  }

  /// One seed's story.
  private static final class Scenario {
    private final SeededRandom random;
    private final World world;
    private final Map<TaskId, Integer> acknowledged = new HashMap<>();
    private final Set<TaskId> canceled = new HashSet<>();
    private final Set<RunId> seenEnded = new HashSet<>();
    private final List<Runnable> handlers = new ArrayList<>();
    private final Map<String, RunId> executingKeys = new HashMap<>();
    private ActionQueue queue;
    private int submitted;

    Scenario(SeededRandom random) {
      this.random = random;
      this.world = World.at(1000).seed(random.getAsLong());
      this.queue = open();
    }

    void run() {
      for (int i = 0; i < 150; i++) {
        step();
        assertThat(handlers.size()).isLessThanOrEqualTo(SLOTS);
      }
      finish();
    }

    private ActionQueue open() {
      handlers.clear();
      executingKeys.clear();
      return world.openWith(options ->
          options
              .dispatchConcurrency(SLOTS)
              .maxInterruptions(1000)
              .snapshotEventThreshold(OptionalLong.of(random.between(5, 200)))
              .handlerExecutor(handlers::add)
              .defaultHandler(this::handle));
    }

    private Outcome handle(RunContext context) {
      assertThat(context.countedAttempt()).isBetween(1L, (long) CAP);
      return switch (random.below(8)) {
        case 0 -> Outcome.retry("again");
        case 1 -> Outcome.retryAfter("later", random.below(20));
        case 2 -> Outcome.fail("for good");
        case 3 -> Outcome.suspend();
        case 4 -> throw new IllegalStateException("thrown");
        default -> Outcome.success("done");
      };
    }

    private void step() {
      switch (random.below(12)) {
        case 0, 1, 2 -> submit();
        case 3, 4, 5 -> {
          queue.tick();
          checkKeys();
        }
        case 6, 7 -> runHandler();
        case 8 -> world.time.advanceSeconds(random.between(1, 30));
        case 9 -> resumeOrCancel();
        case 10 -> pauseOrResume();
        default -> crash();
      }
    }

    private void submit() {
      var request = TaskRequest.forDefaultHandler().maxAttempts(random.between(1, CAP));
      int runs = 1;
      switch (random.below(4)) {
        case 0 -> {
          runs = random.between(1, 4);
          request.repeat(runs, random.between(1, 20));
        }
        case 1 -> {
          runs = 0; // not known in advance
          request.runPolicy(new RunPolicy.Cron("*/7 * * * * * *", (long) random.between(1, 7)));
        }
        default -> {}
      }
      if (random.coin()) {
        request.concurrencyKey(
            "k" + random.below(2),
            random.pick(HoldPolicy.HOLD_DURING_RETRY, HoldPolicy.RELEASE_ON_RETRY));
      }
      if (random.chance(1, 3) && !acknowledged.isEmpty()) {
        request.after(List.of(random.pick(List.copyOf(acknowledged.keySet()))));
      }
      if (random.chance(1, 5) && !acknowledged.isEmpty()) {
        request.parent(random.pick(List.copyOf(acknowledged.keySet())));
      }
      request.id(World.task(++submitted)).priority(random.below(3));
      if (queue.submit(request).join() instanceof SubmitResult.Accepted accepted) {
        acknowledged.put(accepted.taskId(), runs);
      }
    }

    private void runHandler() {
      if (!handlers.isEmpty()) {
        handlers.remove(random.below(handlers.size())).run();
      }
    }

    private void resumeOrCancel() {
      var suspended = queue.runs(new RunQuery(10, 0, null, RunState.SUSPENDED)).join().items();
      if (!suspended.isEmpty() && random.chance(3, 4)) {
        queue.resumeRun(random.pick(suspended).run().instance().id()).join();
      } else if (!acknowledged.isEmpty() && random.coin()) {
        TaskId task = random.pick(List.copyOf(acknowledged.keySet()));
        queue.cancelTask(task).join();
        canceled.add(task);
      }
    }

    private void pauseOrResume() {
      if (random.chance(1, 3)) {
        queue.pause().join();
      } else {
        queue.resume().join();
      }
    }

    /// 03-RT-16: among the runs that execute, no two have one key.
    private void checkKeys() {
      QueueState state = world.recorded();
      executingKeys.clear();
      for (RunEntry run : state.runs()) {
        TaskEntry task = run.task();
        String key = task == null ? null : task.spec().constraints().concurrencyKey();
        if (key != null && run.state() == RunState.RUNNING) {
          RunId other = executingKeys.put(key, run.id());
          assertThat(other).describedAs("second holder of %s", key).isNull();
        }
      }
    }

    private void crash() {
      check(world.recorded());
      world.disk = random.coin() ? world.disk.crash(random.split()) : killed();
      queue = open();
      QueueState recovered = world.recorded();
      check(recovered);
      assertThat(recovered.runsIn(RunState.RUNNING)).isZero();
      assertThat(recovered.runsIn(RunState.LEASED)).isZero();
    }

    private io.actionqueue.testkit.disk.SimulatedDisk killed() {
      world.kill();
      return world.disk;
    }

    /// What was acknowledged is there, and what was seen ended has ended.
    private void check(QueueState state) {
      StateInvariants.check(state, StateInvariants.Scope.ENGINE);
      acknowledged.forEach((id, runs) -> {
        TaskEntry task = state.task(id);
        assertThat(task).describedAs("acknowledged task %s", id).isNotNull();
        if (runs > 0) {
          assertThat(task.runCount()).isEqualTo(runs);
        }
      });
      for (TaskId id : canceled) {
        assertThat(state.task(id).isCanceled()).isTrue();
        assertThat(state.task(id).terminalRuns()).isEqualTo(state.task(id).runCount());
      }
      for (RunId id : seenEnded) {
        assertThat(state.run(id).state().isTerminal()).isTrue();
      }
      for (RunEntry run : state.runs()) {
        if (run.state().isTerminal()) {
          seenEnded.add(run.id());
        }
        checkDependencies(state, run);
      }
    }

    /// 03-RT-30: what has started had all its prerequisites completed.
    private static void checkDependencies(QueueState state, RunEntry run) {
      TaskEntry task = run.task();
      if (task == null || run.attemptCount() == 0) {
        return;
      }
      for (TaskId id : task.prerequisites()) {
        assertThat(state.task(id).outcome()).isEqualTo(TaskEntry.Outcome.COMPLETED);
      }
    }

    /// Everything ends once everybody cooperates.
    private void finish() {
      queue.resume().join();
      for (int i = 0; i < 300 && !hasEnded(); i++) {
        queue.tick();
        while (!handlers.isEmpty()) {
          handlers.removeFirst().run();
        }
        for (RunView run :
            queue.runs(new RunQuery(100, 0, null, RunState.SUSPENDED)).join().items()) {
          queue.resumeRun(run.run().instance().id()).join();
        }
        world.time.advanceSeconds(5);
      }
      assertThat(hasEnded()).describedAs("%s", queue.stats().join()).isTrue();
      assertThat(queue.metrics().itemErrors()).isZero();
      world.close();
      check(world.recorded());
    }

    private boolean hasEnded() {
      QueueStats stats = queue.stats().join();
      long ended =
          stats.runsByState().get(RunState.COMPLETED)
              + stats.runsByState().get(RunState.FAILED)
              + stats.runsByState().get(RunState.CANCELED);
      return ended == stats.totalRuns();
    }
  }
}
