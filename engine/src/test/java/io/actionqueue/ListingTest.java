package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Listings against the same question asked of everything that is recorded.
class ListingTest {
  private static final Comparator<StateImage.Run> BY_DUE_TIME =
      Comparator.comparing((StateImage.Run run) -> run.instance().scheduledAt())
          .thenComparing(run -> run.instance().id());

  @RegisterExtension final World world = World.at(1000);

  @Test
  void tasksAreListedByPriorityThenCreation() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId low = World.submit(queue, TaskRequest.forDefaultHandler().priority(-5));
    TaskId first = World.submit(queue, TaskRequest.forDefaultHandler().priority(7));
    world.time.advanceSeconds(1);
    TaskId second = World.submit(queue, TaskRequest.forDefaultHandler().priority(7));
    TaskId middle =
        World.submit(queue, TaskRequest.forDefaultHandler().tags(List.of("red", "red", "big")));
    assertThat(ids(queue, TaskQuery.FIRST)).containsExactly(first, second, middle, low);
    assertThat(ids(queue, new TaskQuery(2, 1, null))).containsExactly(second, middle);
    assertThat(ids(queue, new TaskQuery(10, 0, "red"))).containsExactly(middle);
    assertThat(ids(queue, new TaskQuery(10, 0, "blue"))).isEmpty();
    assertThat(ids(queue, new TaskQuery(10, 4, null))).isEmpty();
    assertThat(queue.tasks(new TaskQuery(1, 0, null)).join().total()).isEqualTo(4);
    assertThat(queue.tasks(new TaskQuery(1, 0, "big")).join().total()).isEqualTo(1);
  }

  /// Rows are those of the runs themselves, in the same order and with the same pages.
  @Test
  void rowsSayWhatRunsSayWithoutTheirHistory() {
    ActionQueue queue = world.open(_ -> Outcome.fail("again"));
    World.submit(queue, TaskRequest.forDefaultHandler().maxAttempts(3).repeat(3, 5));
    World.submit(queue, TaskRequest.of("nobody").concurrencyKey("k", HoldPolicy.HOLD_DURING_RETRY));
    queue.runUntilIdle();
    Page<RunView> runs = queue.runs(new RunQuery(3, 0, null, null)).join();
    Page<RunRow> rows = queue.runRows(new RunQuery(3, 0, null, null)).join();
    assertThat(rows).isEqualTo(runs.map(ListingTest::row));
    assertThat(rows.items()).extracting(RunRow::concurrencyKey).contains("k");
    assertThat(rows.items()).anyMatch(row -> row.run().attemptCount() > 0);
    RunQuery rest = new RunQuery(3, 0, null, null).after(rows.next());
    assertThat(queue.runRows(rest).join()).isEqualTo(queue.runs(rest).join().map(ListingTest::row));
  }

  private static RunRow row(RunView view) {
    return new RunRow(view.run().instance(), view.concurrencyKey(), view.furtherKeys());
  }

  @Test
  void tasksAndRunsAreListedByTenantAndTime() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TenantId north = TenantId.parse("10000000-0000-0000-0000-000000000000");
    TenantId south = TenantId.parse("20000000-0000-0000-0000-000000000000");
    queue.platform().createTenant(north, "north").join();
    TaskId first = World.submit(queue, TaskRequest.of("nobody").tenant(north));
    world.time.advanceSeconds(10);
    TaskId second = World.submit(queue, TaskRequest.of("nobody").tenant(north).priority(3));
    TaskId other = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.runUntilIdle();

    assertThat(ids(queue, new TaskQuery(10, 0, null, north, TimeRange.ALL)))
        .containsExactly(second, first);
    assertThat(ids(queue, new TaskQuery(10, 0, null, south, TimeRange.ALL))).isEmpty();
    assertThat(ids(queue, new TaskQuery(10, 0, null, null, new TimeRange(1001, -1))))
        .containsExactly(second, other);
    assertThat(ids(queue, new TaskQuery(10, 1, null, null, new TimeRange(1001, -1))))
        .containsExactly(other);
    assertThat(ids(queue, new TaskQuery(10, 0, null, north, new TimeRange(0, 1010))))
        .containsExactly(first);
    assertThat(ids(queue, new TaskQuery(10, 0, "red", north, new TimeRange(0, 1010)))).isEmpty();
    assertThat(queue.tasks(new TaskQuery(1, 0, null, null, new TimeRange(1001, -1))).join().total())
        .isEqualTo(2);

    assertThat(tasksOfRuns(queue, new RunQuery(10, 0, null, null, north, TimeRange.ALL)))
        .containsExactly(first, second);
    TimeRange late = new TimeRange(1005, 2000);
    assertThat(tasksOfRuns(queue, new RunQuery(10, 0, null, RunState.READY, null, late)))
        .containsExactly(second);
    assertThat(tasksOfRuns(queue, new RunQuery(10, 0, null, RunState.COMPLETED, null, late)))
        .containsExactly(other);
    assertThat(tasksOfRuns(queue, new RunQuery(10, 0, first, null, null, late))).isEmpty();
    assertThat(tasksOfRuns(queue, new RunQuery(10, 0, first, null, south, TimeRange.ALL)))
        .isEmpty();
    assertThat(queue.runs(new RunQuery(1, 0, null, RunState.READY, null, late)).join().total())
        .isEqualTo(1);
    assertThat(queue.status().lastTickAt()).isEqualTo(1010);
  }

  private static List<TaskId> tasksOfRuns(ActionQueue queue, RunQuery query) {
    return queue.runs(query).join().items().stream()
        .map(view -> view.run().instance().taskId())
        .toList();
  }

  private static List<TaskId> ids(ActionQueue queue, TaskQuery query) {
    return queue.tasks(query).join().items().stream().map(view -> view.spec().id()).toList();
  }

  /// as decisions.md restates them: each view holds the runs of its states alone, in
  /// due order, then by id.
  @Test
  void runsOfEachStateAreListedInDueOrder() {
    Seeds.check(
        5,
        random -> {
          var small = World.at(1000);
          ActionQueue queue = small.open(context -> answer(context));
          var tasks = new ArrayList<TaskId>();
          for (int i = 0; i < 120; i++) {
            tasks.add(World.submit(queue, request(random)));
            if (random.chance(1, 4)) {
              small.time.advanceSeconds(random.between(1, 40));
              queue.runUntilIdle();
            }
            if (random.chance(1, 10)) {
              queue.cancelTask(random.pick(tasks)).join();
            }
          }
          compare(small, queue, random);
          small.close();
        });
  }

  private static TaskRequest request(SeededRandom random) {
    var request =
        TaskRequest.forDefaultHandler()
            .payload(random.pick("ok", "fail", "suspend", "retry"))
            .maxAttempts(2);
    return random.coin() ? request : request.repeat(random.between(1, 30), random.between(1, 50));
  }

  private static Outcome answer(RunContext context) {
    return switch (context.payload().toUtf8()) {
      case "fail" -> Outcome.fail("x");
      case "suspend" -> Outcome.suspend();
      case "retry" -> Outcome.retryAfter("x", 50);
      default -> Outcome.success();
    };
  }

  private static void compare(World small, ActionQueue queue, SeededRandom random) {
    List<StateImage.Run> all = new ArrayList<>(small.recorded().image().runs());
    all.sort(BY_DUE_TIME);
    assertThat(list(queue, null, 0, 1000)).isEqualTo(ids(all, null, 0, 1000));
    for (RunState state : RunState.values()) {
      int offset = random.below(20);
      assertThat(list(queue, state, offset, 50))
          .describedAs(state.wireName())
          .isEqualTo(ids(all, state, offset, 50));
      long total = all.stream().filter(run -> run.instance().state() == state).count();
      assertThat(queue.runs(new RunQuery(1, 0, null, state)).join().total()).isEqualTo(total);
    }
    int deep = random.below(all.size());
    assertThat(list(queue, null, deep, 10)).isEqualTo(ids(all, null, deep, 10));
  }

  private static List<RunId> list(ActionQueue queue, RunState state, long offset, int limit) {
    return queue.runs(new RunQuery(limit, offset, null, state)).join().items().stream()
        .map(view -> view.run().instance().id())
        .toList();
  }

  private static List<RunId> ids(
      List<StateImage.Run> sorted, RunState state, long offset, int limit) {
    return sorted.stream()
        .filter(run -> state == null || run.instance().state() == state)
        .skip(offset)
        .limit(limit)
        .map(run -> run.instance().id())
        .toList();
  }

  @Test
  void runsOfATaskAreListedByStateToo() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().repeat(5, 10));
    World.submit(queue, TaskRequest.forDefaultHandler());
    world.time.advanceSeconds(20);
    queue.runUntilIdle();
    Page<RunView> done = queue.runs(new RunQuery(2, 1, task, RunState.COMPLETED)).join();
    assertThat(done.total()).isEqualTo(3);
    assertThat(done.items())
        .extracting(view -> view.run().instance().scheduledAt())
        .containsExactly(1010L, 1020L);
    assertThat(queue.runs(new RunQuery(2, 0, World.task(9), null)).join().total()).isZero();
  }

  /// Totals of everything, zeros included, the same after a restart.
  @Test
  void statsCountEverything() {
    ActionQueue queue = world.open(context -> answer(context));
    for (String text : List.of("ok", "ok", "fail", "suspend", "retry")) {
      World.submit(queue, TaskRequest.forDefaultHandler().payload(text).maxAttempts(2));
    }
    queue.runUntilIdle();
    QueueStats stats = queue.stats().join();
    assertThat(stats.totalTasks()).isEqualTo(5);
    assertThat(stats.totalRuns()).isEqualTo(5);
    assertThat(stats.attemptsTotal()).isEqualTo(5);
    assertThat(stats.runsByState()).hasSize(9);
    assertThat(stats.runsByState())
        .containsEntry(RunState.COMPLETED, 2L)
        .containsEntry(RunState.FAILED, 1L)
        .containsEntry(RunState.SUSPENDED, 1L)
        .containsEntry(RunState.RETRY_WAIT, 1L)
        .containsEntry(RunState.READY, 0L);
    world.close();
    queue = world.open(context -> answer(context));
    assertThat(queue.stats().join()).isEqualTo(stats);
  }
}
