package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.engine.index.RunIndex;
import io.actionqueue.testkit.SeededRandom;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The runs of a large state, listed beside the thread that opens.
@Timeout(60)
class RunListingTest {
  private static final int MANY = 50_000;

  private final QueueState state = QueueState.empty();
  private final RunIndex index = RunIndex.of(state);

  private void runs(int count) {
    var random = SeededRandom.of(7);
    var task = new TaskId(1, 1);
    state.apply(1, new TaskCreated(TaskSpec.of(task, TaskPayload.EMPTY), 100));
    for (int i = 0; i < count; i++) {
      var id = new RunId(random.getAsLong(), random.getAsLong());
      var run = RunInstance.scheduled(id, task, 1000 + random.below(3), 100);
      state.apply(state.latestSequence() + 1, new RunCreated(run));
    }
  }

  private static List<RunId> ids(List<RunEntry> runs) {
    return runs.stream().map(RunEntry::id).toList();
  }

  @Test
  void manyRunsAreListedElsewhereInTheSameOrder() {
    runs(MANY);
    RunListing listing = RunListing.begin(state, index);
    assertThat(listing.isOver()).isFalse();
    listing.end();
    assertThat(listing.isOver()).isTrue();
    RunIndex here = RunIndex.of(state);
    state.observe(here);
    assertThat(index.size(null)).isEqualTo(MANY);
    assertThat(ids(index.page(null, 0, MANY))).isEqualTo(ids(here.page(null, 0, MANY)));
  }

  @Test
  void fewRunsAreLeftToWhoeverFoldsTheState() {
    runs(100);
    RunListing listing = RunListing.begin(state, index);
    assertThat(listing.isOver()).isTrue();
    listing.end();
    assertThat(index.size(null)).isZero();
  }

  /// An interrupt is kept for whoever asks later; the listing is whole all the same.
  @Test
  void interruptDoesNotCutItShort() {
    runs(MANY);
    RunListing listing = RunListing.begin(state, index);
    Thread.currentThread().interrupt();
    listing.end();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ids(index.page(null, 0, MANY))).hasSize(MANY);
  }

  @Test
  void failureComesOutWhereTheListingIsAwaited() {
    runs(MANY);
    var listing = RunListing.begin(state, new Failing());
    assertThatThrownBy(listing::end).hasMessage("cannot list");
  }

  private static final class Failing implements StateObserver {
    @Override
    public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
      throw new IllegalStateException("cannot list");
    }
  }

  /// An engine that opens with many runs lists them all, and those that come later once.
  @Test
  void engineListsWhatItFindsAndWhatComes(@TempDir Path directory) {
    try (ActionQueue queue = ActionQueue.open(options(directory).manualMode())) {
      for (int i = 0; i < 4; i++) {
        World.submit(queue, TaskRequest.of("noop").repeat(10_000, 3600));
      }
    }
    try (ActionQueue queue = ActionQueue.open(options(directory))) {
      World.submit(queue, TaskRequest.of("noop").repeat(3, 7200));
      assertThat(queue.stats().join().totalRuns()).isEqualTo(40_003);
      Set<RunId> seen = new HashSet<>();
      Page<RunView> page = queue.runs(RunQuery.FIRST).join();
      page.items().forEach(run -> assertThat(seen.add(run.run().instance().id())).isTrue());
      while (page.next() != null) {
        page = queue.runs(RunQuery.FIRST.after(page.next())).join();
        page.items().forEach(run -> assertThat(seen.add(run.run().instance().id())).isTrue());
      }
      assertThat(seen).hasSize(40_003);
    }
  }

  private static ActionQueueOptions options(Path directory) {
    return ActionQueueOptions.at(directory).handler("noop", _ -> Outcome.success());
  }
}
