package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Runs with one key and with several, whatever happens to them: after each step, whoever is Ready
/// lacks a key that others hold, or one that is kept for a run as the rules allow it; what is kept
/// stays kept until there is a reason; and all end (RT-16, RT-18).
class KeyReservationStoryTest {
  private static final int STEPS = 300;
  private static final Pattern KEPT = Pattern.compile("key '(.)' is kept for run (\\S+?)(,|;|$)");
  private static final String RESERVED = "is kept for it";

  private int reservations;

  @Test
  void keysAreKeptAsTheRulesSay() {
    Seeds.checkSeeds(12, seed -> new Story(seed).play());
    assertThat(reservations).isPositive();
  }

  private record Known(TaskId task, List<String> keys, int priority, boolean holds) {
    boolean isSeveral() {
      return keys.size() > 1;
    }

    boolean sharesKey(Known other) {
      return keys.stream().anyMatch(other.keys::contains);
    }
  }

  private final class Story {
    private final SeededRandom random;
    private final World world;
    private final int permits;
    private final Map<TaskId, Runnable> handlers = new LinkedHashMap<>();
    private final Map<TaskId, Outcome> answers = new HashMap<>();
    private final List<Known> open = new ArrayList<>();
    private final Map<Known, RunView> views = new LinkedHashMap<>();
    private ActionQueue queue;
    private int submitted;
    private boolean paused;

    Story(long seed) {
      random = SeededRandom.of(seed);
      world = World.at(1000).seed(seed);
      permits = 1 + random.below(2);
      open();
    }

    private void open() {
      handlers.clear();
      queue =
          world.openWith(options ->
              options
                  .dispatchConcurrency(100)
                  .handlerExecutor(
                      flight -> handlers.put(((Flight) flight).context.taskId(), flight))
                  .handler("one", this::answer)
                  .handler("several", this::answer));
    }

    private Outcome answer(RunContext context) {
      Outcome answer = answers.remove(context.taskId());
      return answer == null ? Outcome.success() : answer;
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        Set<Known> before = reserved();
        boolean plain = act();
        queue.tick();
        look();
        views.keySet().forEach(this::check);
        if (plain) {
          before.forEach(this::checkStillReserved);
        }
        reservations += reserved().isEmpty() ? 0 : 1;
      }
      letAllEnd();
      world.close();
    }

    /// Does something.
    ///
    /// @return whether it is no reason to end a reservation
    private boolean act() {
      switch (random.below(50)) {
        case 0 -> end(Outcome.retryAfter("again", random.between(1, 5)));
        case 1 -> end(Outcome.suspend());
        case 2, 3, 12, 13, 14, 15 -> resume();
        case 4 -> pause(true);
        case 16, 17, 18, 19 -> pause(false);
        case 5 -> world.time.advanceSeconds(random.between(1, 70));
        case 6 -> {
          if (!views.isEmpty()) {
            queue.cancelTask(random.pick(List.copyOf(views.keySet())).task).join();
          }
        }
        case 7 -> {
          if (random.chance(1, 3)) {
            world.kill();
            open();
          }
        }
        case 8, 9, 10, 11 -> {
          end(Outcome.success());
          return true;
        }
        default -> {
          for (int i = 0; i < 2 && open.size() < 14; i++) {
            submit();
          }
          end(Outcome.success());
          return true;
        }
      }
      return false;
    }

    private void submit() {
      var keys = new ArrayList<>(List.of("a", "b", "c"));
      int wanted = random.chance(1, 8) ? random.between(2, 3) : 1;
      while (keys.size() > wanted) {
        keys.remove(random.below(keys.size()));
      }
      if (random.coin()) {
        keys.addFirst(keys.removeLast());
      }
      boolean holds = random.coin();
      int priority = random.chance(1, 6) ? 1 : 0;
      TaskId task = World.task(++submitted);
      open.add(new Known(task, List.copyOf(keys), priority, holds));
      World.submit(
          queue,
          TaskRequest.of(wanted > 1 ? "several" : "one")
              .id(task)
              .concurrencyKeys(
                  keys, holds ? HoldPolicy.HOLD_DURING_RETRY : HoldPolicy.RELEASE_ON_RETRY)
              .keyPermits(permits)
              .priority(priority)
              .maxAttempts(100));
      queue.tick();
    }

    private void end(Outcome outcome) {
      if (!handlers.isEmpty()) {
        TaskId task = random.pick(List.copyOf(handlers.keySet()));
        answers.put(task, outcome);
        handlers.remove(task).run();
        answers.remove(task);
      }
    }

    private void resume() {
      for (var each : views.entrySet()) {
        if (each.getValue().run().instance().state() == RunState.SUSPENDED) {
          queue.resumeRun(each.getValue().run().instance().id()).join();
          return;
        }
      }
    }

    private void pause(boolean now) {
      var scope = new Scope.Action("several");
      (now ? queue.limits().pause(scope) : queue.limits().resume(scope)).join();
      paused = now;
    }

    private void look() {
      views.clear();
      for (Known known : List.copyOf(open)) {
        RunView view = World.onlyRun(queue, known.task);
        if (!view.run().instance().state().isTerminal() || handlers.containsKey(known.task)) {
          views.put(known, view);
        } else {
          open.remove(known);
        }
      }
    }

    private RunState state(Known known) {
      RunView view = views.get(known);
      return view == null ? RunState.COMPLETED : view.run().instance().state();
    }

    private boolean holdsKeys(Known known) {
      boolean holdsOn = known.holds && views.get(known).run().instance().attemptCount() > 0;
      return state(known) == RunState.RUNNING
          || handlers.containsKey(known.task)
          || (holdsOn && !state(known).isTerminal());
    }

    private List<Known> holders(String key) {
      return views.keySet().stream()
          .filter(each -> each.keys.contains(key) && holdsKeys(each))
          .toList();
    }

    private boolean lacks(Known known, String key) {
      return !holdsKeys(known) && holders(key).size() >= permits;
    }

    private String why(Known known) {
      return views.get(known).blockedBy().stream()
          .map(reason -> reason.code() + ": " + reason.detail())
          .toList()
          .toString();
    }

    private Set<Known> reserved() {
      var found = new HashSet<Known>();
      for (Known each : views.keySet()) {
        if (why(each).contains(RESERVED)) {
          found.add(each);
        }
      }
      return found;
    }

    private void check(Known run) {
      run.keys.forEach(key -> assertThat(holders(key)).as(key).hasSizeLessThanOrEqualTo(permits));
      if (state(run) != RunState.READY || (paused && run.isSeveral())) {
        return;
      }
      String why = why(run);
      boolean waits = false;
      for (String key : run.keys) {
        waits |= lacks(run, key);
        assertThat(why.contains("key '" + key + "' is held")).as(why).isEqualTo(lacks(run, key));
      }
      var kept = KEPT.matcher(views.get(run).blockedBy().isEmpty() ? "" : detail(run));
      while (kept.find()) {
        waits = true;
        String other = kept.group(2);
        Known by =
            views.keySet().stream()
                .filter(each -> views.get(each).run().instance().id().toString().equals(other))
                .findFirst()
                .orElseThrow();
        checkKept(run, kept.group(1), by);
      }
      assertThat(waits).as(() -> run + " could have started: " + why).isTrue();
    }

    private String detail(Known run) {
      return views.get(run).blockedBy().getFirst().detail();
    }

    /// A key is kept from a run for another one: it is before it, waits for nothing but keys, and
    /// all that it lacks is in use.
    private void checkKept(Known run, String key, Known by) {
      assertThat(by.isSeveral() && by.keys.contains(key) && !by.equals(run)).isTrue();
      assertThat(state(by)).isEqualTo(RunState.READY);
      assertThat(paused).isFalse();
      assertThat(holdsKeys(by) || holdsKeys(run)).isFalse();
      assertThat(by.priority).isGreaterThanOrEqualTo(run.priority);
      assertThat(holders(key).size() + 1).isGreaterThanOrEqualTo(permits);
      assertThat(why(by)).contains(RESERVED);
      assertThat(by.keys).anyMatch(each -> lacks(by, each));
      for (String each : by.keys) {
        if (lacks(by, each)) {
          assertThat(holders(each))
              .anyMatch(holder -> state(holder) == RunState.RUNNING || state(holder).isTerminal());
        }
      }
    }

    private void checkStillReserved(Known run) {
      if (state(run) == RunState.READY) {
        assertThat(reserved())
            .as(() -> run + " had a reservation: " + why(run))
            .anyMatch(
                each -> each.equals(run) || (each.sharesKey(run) && each.priority >= run.priority));
      }
    }

    private void letAllEnd() {
      pause(false);
      for (int i = 0; !views.isEmpty(); i++) {
        assertThat(i).as(views.values()::toString).isLessThan(500);
        List.copyOf(handlers.values()).forEach(Runnable::run);
        handlers.clear();
        world.time.advanceSeconds(5);
        queue.tick();
        look();
        resume();
        queue.tick();
        look();
      }
    }
  }
}
