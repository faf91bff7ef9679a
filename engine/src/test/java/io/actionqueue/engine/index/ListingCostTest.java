package io.actionqueue.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a page costs, in entries looked at: that of the page, not of the history or of what waits.
class ListingCostTest {
  private static final int RUNS = 1_000_000;

  /// Two blocks, where the page begins and ends, and the page.
  private static final int PAGE = 2 * OrderBlock.LARGE + 100;

  private final QueueState state = QueueState.empty();
  private final RunIndex runs = RunIndex.of(state);
  private final TaskRunIndex ofTask = TaskRunIndex.of(state);
  private final TaskIndex tasks = TaskIndex.create();

  private void observe() {
    state.observe(runs);
    state.observe(ofTask);
    state.observe(tasks);
  }

  private void apply(Event event) {
    long sequence = state.latestSequence() + 1;
    assertThat(state.check(sequence, event)).isNull();
    state.apply(sequence, event);
  }

  private TaskEntry task(long id, int priority, RunPolicy policy) {
    TaskSpec spec =
        TaskSpec.of(new TaskId(1, id), TaskPayload.EMPTY)
            .withRunPolicy(policy)
            .withMetadata(new TaskMetadata(List.of(), priority, null));
    apply(new TaskEvent.TaskCreated(spec, 100 + id % 100));
    return Objects.requireNonNull(state.task(spec.id()));
  }

  /// Runs with scrambled ids, one a second, most of which have ended.
  private TaskEntry longLived(int count) {
    TaskEntry task = task(1, 0, new RunPolicy.Repeat(RUNS, 1));
    for (int i = 0; i < count; i++) {
      run(task, i, 1000L + i);
      if (i < count - 10) {
        RunState end = i % 3 == 0 ? RunState.CANCELED : RunState.READY;
        apply(new RunEvent.RunStateChanged(id(i), RunState.SCHEDULED, end, 2000));
      }
    }
    return task;
  }

  private static RunId id(long number) {
    return new RunId((number + 1) * 0x9E3779B97F4A7C15L, number);
  }

  private void run(TaskEntry task, long number, long due) {
    apply(new RunEvent.RunCreated(RunInstance.scheduled(id(number), task.id(), due, 100)));
  }

  private long looked() {
    return runs.looked() + ofTask.looked() + tasks.looked();
  }

  private Slice<RunEntry> cheap(int most, Function<Start, Slice<RunEntry>> page, Start start) {
    long before = looked();
    Slice<RunEntry> found = page.apply(start);
    assertThat(looked() - before).isLessThanOrEqualTo(most);
    return found;
  }

  @Test
  void pagesOfATaskOfAMillionRunsCostThePage() {
    observe();
    TaskEntry task = longLived(RUNS);
    Function<Start, Slice<RunEntry>> all =
        start -> ofTask.page(task, null, TimeRange.ALL, start, 100);
    Slice<RunEntry> middle = cheap(PAGE, all, Start.at(500_000));
    assertThat(middle.total()).isEqualTo(RUNS);
    assertThat(middle.items().getFirst().scheduledAt()).isEqualTo(501_000);
    Slice<RunEntry> next = cheap(PAGE, all, Objects.requireNonNull(middle.next()));
    assertThat(next.items().getFirst().scheduledAt()).isEqualTo(501_100);

    Function<Start, Slice<RunEntry>> canceled =
        start -> ofTask.page(task, RunState.CANCELED, new TimeRange(400_000, -1), start, 100);
    Slice<RunEntry> ended = cheap(PAGE, canceled, Start.at(100_000));
    assertThat(ended.total()).isEqualTo((RUNS + 1000 - 400_000) / 3 - 3);
    assertThat(ended.items()).hasSize(100).allMatch(run -> run.state() == RunState.CANCELED);

    Function<Start, Slice<RunEntry>> scheduled =
        start -> ofTask.page(task, RunState.SCHEDULED, TimeRange.ALL, start, 3);
    Slice<RunEntry> last = cheap(100, scheduled, Start.at(0));
    assertThat(last.items()).extracting(RunEntry::scheduledAt).contains(1000L + RUNS - 10);
    assertThat(last.total()).isEqualTo(10);
    assertThat(all(start -> ofTask.page(task, RunState.SCHEDULED, TimeRange.ALL, start, 3)))
        .hasSize(10);
  }

  @Test
  void anIndexThatBeginsLateHoldsEachRunOnce() {
    TaskEntry task = longLived(20_000);
    observe();
    run(task, 20_000, 5);
    Slice<RunEntry> first = ofTask.page(task, null, TimeRange.ALL, Start.at(0), 2);
    assertThat(first.total()).isEqualTo(20_001);
    assertThat(first.items()).extracting(RunEntry::scheduledAt).containsExactly(5L, 1000L);
    assertThat(ofTask.page(task, RunState.READY, TimeRange.ALL, Start.at(0), 1).total())
        .isEqualTo(task.runsIn(RunState.READY));
  }

  /// Many runs of two live states: those of the rarer one stand behind all others.
  @Test
  void aFilterWithoutAnIndexLooksAtABoundedNumberAPage() {
    observe();
    TaskEntry task = task(1, 0, new RunPolicy.Once());
    for (int i = 0; i < 60_000; i++) {
      run(task, i, i);
      if (i >= 54_000) {
        apply(new RunEvent.RunStateChanged(id(i), RunState.SCHEDULED, RunState.READY, 2000));
      }
    }
    int most = 2 * RunIndex.MOST + PAGE; // each is sorted when it is first looked at
    for (TimeRange due : List.of(TimeRange.ALL, new TimeRange(10, 58_000))) {
      List<RunEntry> found = new ArrayList<>();
      int pages = 0;
      Start start = Start.at(1000);
      while (start != null) {
        Slice<RunEntry> page =
            cheap(most, from -> runs.page(RunState.READY, due, from, 1000), start);
        found.addAll(page.items());
        assertThat(page.total()).isEqualTo(due.isAll() ? 6000 : Slice.UNCOUNTED);
        start = page.next();
        pages++;
      }
      assertThat(found).hasSize(due.isAll() ? 5000 : 3000);
      assertThat(found.getFirst().scheduledAt()).isEqualTo(55_000);
      assertThat(found)
          .isSortedAccordingTo((a, b) -> Long.compare(a.scheduledAt(), b.scheduledAt()));
      assertThat(pages).isLessThan(12);
    }
  }

  /// The largest offset behind any page is nothing but far.
  @Test
  void offsetsDoNotOverflow() {
    observe();
    TaskEntry task = task(1, 0, new RunPolicy.Repeat(3, 1));
    for (int i = 0; i < 3; i++) {
      run(task, i, 1000L + i);
    }
    var far = new Start(RunIndex.KEYS.place(task.runs().getFirst()), Long.MAX_VALUE);
    assertThat(ofTask.page(task, null, TimeRange.ALL, far, 9).items()).isEmpty();
    assertThat(runs.page(null, TimeRange.ALL, far, 9).items()).isEmpty();
    assertThat(runs.page(RunState.SCHEDULED, TimeRange.ALL, far, 9).items()).isEmpty();
    assertThat(tasks.page(null, TimeRange.ALL, Start.at(Long.MAX_VALUE), 9).items()).isEmpty();
    assertThat(Slice.of(List.of(1, 2, 3), far, 9).items()).isEmpty();
  }

  /// As many priorities as tasks.
  @Test
  void pagesOfTasksWithPrioritiesOfTheirOwnAreBounded() {
    observe();
    for (int i = 0; i < 40_000; i++) {
      task(i, i, new RunPolicy.Once());
    }
    var early = new TimeRange(0, 101);
    List<TaskEntry> found = new ArrayList<>();
    @Nullable Start start = Start.at(0);
    while (start != null) {
      Slice<TaskEntry> page = tasks.page(null, early, start, 1000);
      assertThat(page.total()).isEqualTo(Slice.UNCOUNTED);
      found.addAll(page.items());
      start = page.next();
    }
    assertThat(found).hasSize(400).allMatch(each -> each.createdAt() == 100);
    Slice<TaskEntry> deep = tasks.page(null, TimeRange.ALL, Start.at(35_000), 10);
    assertThat(deep.total()).isEqualTo(40_000);
    while (deep.items().isEmpty()) {
      deep = tasks.page(null, TimeRange.ALL, Objects.requireNonNull(deep.next()), 10);
    }
    assertThat(deep.items().getFirst().spec().metadata().priority()).isEqualTo(4999);
  }

  /// Entries of a ledger are found by time, whether or not the clock was set back.
  @Test
  void aListThatGrowsIsReadByTime() {
    List<Long> inOrder = new ArrayList<>();
    List<Long> setBack = new ArrayList<>();
    for (long i = 0; i < 50_000; i++) {
      inOrder.add(i / 10);
      setBack.add(i < 25_000 ? i : i - 20_000);
    }
    var range = new TimeRange(4000, 6000);
    Slice<Long> first =
        Recorded.page(inOrder, i -> i, true, range, new Recorded.Slicing(Start.at(990), 1000));
    assertThat(first.total()).isEqualTo(10_000);
    assertThat(first.items().getFirst()).isEqualTo(4099);
    Slice<Long> second =
        Recorded.page(
            inOrder,
            i -> i,
            true,
            range,
            new Recorded.Slicing(Objects.requireNonNull(first.next()), 1000));
    assertThat(second.items().getFirst()).isEqualTo(4199);

    List<Long> found = new ArrayList<>();
    @Nullable Start start = Start.at(5);
    while (start != null) {
      Slice<Long> page =
          Recorded.page(setBack, i -> i, false, range, new Recorded.Slicing(start, 300));
      found.addAll(page.items());
      start = page.next();
    }
    assertThat(found).hasSize(2995);
    assertThat(found.getFirst()).isEqualTo(4005);
  }

  private static List<RunEntry> all(Function<Start, Slice<RunEntry>> page) {
    List<RunEntry> found = new ArrayList<>();
    @Nullable Start start = Start.at(0);
    while (start != null) {
      Slice<RunEntry> next = page.apply(start);
      found.addAll(next.items());
      start = next.next();
    }
    return found;
  }
}
