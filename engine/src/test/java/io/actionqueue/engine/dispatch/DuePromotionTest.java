package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes Ready by time (spec 03 §2.1, §2.3).
class DuePromotionTest {
  private static final long MAX = -1L;

  private final QueueState state = QueueState.empty();
  private long backoffSecs = 5;
  private final Promotions promotions = new Promotions(state, _ -> backoffSecs);

  DuePromotionTest() {
    state.observe(
        new StateObserver() {
          @Override
          public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
            promotions.runMoved(run, from);
          }
        });
  }

  private void apply(io.actionqueue.core.event.Event event) {
    long sequence = state.latestSequence() + 1;
    assertThat(state.check(sequence, event)).isNull();
    state.apply(sequence, event);
  }

  private RunId scheduled(int number, long scheduledAt, long createdAt) {
    var task = new TaskId(1, number);
    var run = new RunId(2, number);
    apply(new TaskEvent.TaskCreated(TaskSpec.of(task, TaskPayload.EMPTY), createdAt));
    apply(new RunEvent.RunCreated(RunInstance.scheduled(run, task, scheduledAt, createdAt)));
    return run;
  }

  private void scheduledAt(long... instants) {
    for (int i = 0; i < instants.length; i++) {
      scheduled(i + 1, instants[i], 100);
    }
  }

  private void move(RunId run, RunState... path) {
    for (RunState next : path) {
      RunEntry entry = Objects.requireNonNull(state.run(run));
      apply(new RunEvent.RunStateChanged(run, entry.state(), next, entry.lastStateChangeAt()));
    }
  }

  /// Promotes all that is due, and tells when it was.
  private List<Long> promote(long now) {
    var due = new ArrayList<Long>();
    for (RunEntry run = promotions.pollScheduled(now);
        run != null;
        run = promotions.pollScheduled(now)) {
      due.add(run.scheduledAt());
      move(run.id(), RunState.READY);
    }
    return due;
  }

  private List<RunId> retry(long now) {
    var due = new ArrayList<RunId>();
    for (RunEntry run = promotions.pollRetry(now); run != null; run = promotions.pollRetry(now)) {
      due.add(run.id());
      move(run.id(), RunState.READY);
    }
    return due;
  }

  private List<Long> waiting() {
    return state.runs().stream()
        .filter(run -> run.state() == RunState.SCHEDULED)
        .map(RunEntry::scheduledAt)
        .toList();
  }

  /// what is due at the instant or before goes, the rest stays.
  @Test
  void whatIsDueGoesAndTheRestStays() {
    scheduledAt(900, 1100, 950, 1050, 1000);
    assertThat(promote(1000)).containsExactly(900L, 950L, 1000L);
    assertThat(waiting()).containsExactly(1100L, 1050L);
    assertThat(promote(1000)).isEmpty();
    assertThat(promote(1200)).containsExactly(1050L, 1100L);
  }

  /// the predicate is `scheduled_at ≤ now`.
  @Test
  void allOrNothingAtTheEndsOfTime() {
    scheduledAt(100, 101, 102, 103, 104);
    assertThat(promote(0)).isEmpty();
    assertThat(promote(MAX)).hasSize(5);
  }

  /// a promotion changes the state and its instant, nothing else.
  @Test
  void otherFieldsStay() {
    RunId run = scheduled(1, 900, 100);
    RunInstance before = Objects.requireNonNull(state.run(run)).instance();
    promote(1000);
    RunInstance after = Objects.requireNonNull(state.run(run)).instance();
    assertThat(after.state()).isEqualTo(RunState.READY);
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFields("state", "lastStateChangeAt")
        .isEqualTo(before);
  }

  /// nothing comes of nothing.
  @Test
  void nothingComesOfNothing() {
    assertThat(promotions.pollScheduled(MAX)).isNull();
    assertThat(promotions.pollRetry(MAX)).isNull();
    assertThat(promotions.nextAt()).isEqualTo(Promotions.NEVER);
  }

  /// one is due, one event is written, the later one remains and is what is next.
  @Test
  void theLaterOneRemains() {
    scheduledAt(1000, 1500);
    long before = state.latestSequence();
    assertThat(promote(1000)).containsExactly(1000L);
    assertThat(state.latestSequence()).isEqualTo(before + 1);
    assertThat(waiting()).containsExactly(1500L);
    assertThat(promotions.nextAt()).isEqualTo(1500);
  }

  /// without back-off a retry goes on at once.
  @Test
  void withoutBackoffARetryGoesOnAtOnce() {
    backoffSecs = 0;
    RunId run = scheduled(1, 100, 100);
    move(run, RunState.READY, RunState.LEASED, RunState.RUNNING, RunState.RETRY_WAIT);
    assertThat(retry(100)).containsExactly(run);
  }

  /// ten retries at the end of time, without overflow.
  @Test
  void retriesAtTheEndOfTime() {
    var runs = new ArrayList<RunId>();
    for (int i = 1; i <= 10; i++) {
      RunId run = scheduled(i, 100, 100);
      move(run, RunState.READY, RunState.LEASED, RunState.RUNNING, RunState.RETRY_WAIT);
      runs.add(run);
    }
    backoffSecs = MAX; // beyond 2^64 − 1: saturates
    RunId last = scheduled(11, 100, 100);
    move(last, RunState.READY, RunState.LEASED, RunState.RUNNING, RunState.RETRY_WAIT);
    assertThat(retry(104)).isEmpty();
    assertThat(retry(MAX - 1)).containsExactlyInAnyOrderElementsOf(runs);
    assertThat(retry(MAX)).containsExactly(last);
  }
}
