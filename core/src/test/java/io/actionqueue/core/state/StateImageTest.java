package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.state.Replay.ATTEMPT;
import static io.actionqueue.core.state.Replay.OTHER_ATTEMPT;
import static io.actionqueue.core.state.Replay.OWNER;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.LeaseEvent.LeaseHeartbeat;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage.Attempt;
import io.actionqueue.core.state.StateImage.HistoryEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Images of a state, and states made of images (spec 02 §6.9).
class StateImageTest {
  private static StateImage with(List<StateImage.Task> tasks, List<StateImage.Run> runs) {
    return new StateImage(
        50,
        tasks,
        runs,
        new StateImage.Engine(false, null, null),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static StateImage.Task task() {
    return new StateImage.Task(Replay.task(TASK).spec(), 100, null);
  }

  private static RunInstance instance(RunState state, AttemptId open, int attempts) {
    return new RunInstance(RUN, TASK, state, open, attempts, 100, 100, 0, 100);
  }

  private static StateImage.Run run(
      RunInstance instance, List<HistoryEntry> history, List<Attempt> attempts) {
    return new StateImage.Run(instance, history, attempts, null);
  }

  private static final List<HistoryEntry> TO_RUNNING =
      List.of(
          new HistoryEntry(null, SCHEDULED, 100),
          new HistoryEntry(SCHEDULED, READY, 110),
          new HistoryEntry(READY, LEASED, 120),
          new HistoryEntry(LEASED, RUNNING, 130));

  @Test
  @DisplayName("A-397, INV-20: an image at 3 and the events after it equal the full replay")
  void imageAndTailEqualFullReplay() {
    Replay full = Replay.running();
    Replay split =
        Replay.on(QueueState.of(Replay.ready().state.image()))
            .move(READY, LEASED, 120)
            .move(LEASED, RUNNING, 130);
    assertThat(split.state.image()).isEqualTo(full.state.image());
    assertThat(split.state.digest()).isEqualTo(full.state.digest());
    assertThat(split.state.latestSequence()).isEqualTo(5);
  }

  @Test
  @DisplayName("a lease is restored, a later heartbeat moves its expiry")
  void leaseIsRestored() {
    Replay leased = Replay.leased().apply(Replay.lease(1000));
    Replay replay = Replay.on(QueueState.of(leased.state.image()));
    assertThat(replay.run().lease()).isEqualTo(new StateImage.Lease(OWNER, 1000, 115, 115));
    replay.apply(new LeaseHeartbeat(RUN, OWNER, 2000, 130));
    assertThat(replay.run().lease()).isEqualTo(new StateImage.Lease(OWNER, 2000, 115, 130));
  }

  @Test
  void aRunningAttemptIsRestoredOpen() {
    Replay replay = Replay.on(QueueState.of(Replay.attempting().state.image()));
    assertThat(replay.run().openAttempt()).isEqualTo(ATTEMPT);
    assertThat(replay.run().attemptCount()).isEqualTo(1);
    replay.apply(Replay.finished(ATTEMPT, AttemptResult.SUCCESS, null));
    assertThat(replay.run().openAttempt()).isNull();
  }

  @Test
  void theOpenAttemptIsTheLastUnfinishedOneOfARunningRun() {
    var open = new Attempt(ATTEMPT, 140, null, null, null, null);
    var done = new Attempt(OTHER_ATTEMPT, 150, 160L, AttemptResult.SUCCESS, null, null);
    RunInstance silent = instance(RUNNING, null, 1);
    assertThat(
            QueueState.of(with(List.of(task()), List.of(run(silent, TO_RUNNING, List.of(open)))))
                .runs()
                .getFirst()
                .openAttempt())
        .isEqualTo(ATTEMPT);
    RunInstance wrong = instance(RUNNING, ATTEMPT, 2);
    assertThat(
            QueueState.of(
                    with(List.of(task()), List.of(run(wrong, TO_RUNNING, List.of(open, done)))))
                .runs()
                .getFirst()
                .openAttempt())
        .isNull();
  }

  @Test
  void anAttemptLeftOpenByCancellationIsNotOpen() {
    Replay replay =
        Replay.on(QueueState.of(Replay.attempting().move(RUNNING, CANCELED, 200).state.image()));
    assertThat(replay.run().openAttempt()).isNull();
    assertThat(replay.run().attempts().getFirst().finishedAt()).isNull();
  }

  @Test
  @DisplayName("01 §9.5: the last change is that of the history, whatever the instance says")
  void lastChangeComesFromTheHistory() {
    QueueState state =
        QueueState.of(
            with(List.of(task()), List.of(run(instance(RUNNING, null, 0), TO_RUNNING, List.of()))));
    assertThat(state.runs().getFirst().lastStateChangeAt()).isEqualTo(130);
  }

  @Test
  @DisplayName("02-W-11: a run without its history, or with half of it, is kept as it is")
  void trimmedHistoriesAreKept() {
    List<HistoryEntry> half = TO_RUNNING.subList(2, 4);
    for (List<HistoryEntry> history : List.of(half, List.<HistoryEntry>of())) {
      StateImage.Run run = run(instance(COMPLETED, null, 3), history, List.of());
      QueueState state = QueueState.of(with(List.of(task()), List.of(run)));
      assertThat(state.runs().getFirst().history()).isEqualTo(history);
      assertThat(state.runs().getFirst().attemptCount()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("S-38: where the sequence is lost, that of the image stands in for it")
  void readySequenceOfAnImage() {
    Replay ready = Replay.ready();
    ready.apply(Replay.task(new TaskId(1, 9)));
    RunEntry run = Replay.on(QueueState.of(ready.state.image())).run();
    assertThat(run.readySequence()).isEqualTo(4);
    assertThat(run.readySince()).isEqualTo(100);
  }

  @Test
  @DisplayName("01 T22: consumed up to the limit is exhausted, whatever the image says")
  void consumedBudgetIsExhausted() {
    var image =
        new StateImage(
            1,
            List.of(task()),
            List.of(),
            new StateImage.Engine(false, null, null),
            List.of(),
            List.of(new StateImage.Budget(TASK, BudgetDimension.TOKEN, 5, 5, 1, false)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(QueueState.of(image).image().budgets().getFirst().exhausted()).isTrue();
  }

  @Test
  void anImageWithAnIdTwiceIsNoState() {
    assertThatThrownBy(() -> QueueState.of(with(List.of(task(), task()), List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(TASK.toString());
    StateImage.Run run = Replay.running().run().image();
    assertThatThrownBy(() -> QueueState.of(with(List.of(task()), List.of(run, run))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(RUN.toString());
  }

  @Test
  @DisplayName("INV-21: a Ready run that is due later, and a waiting run with a lease, have images")
  void statesThatV8CannotHoldHaveImages() {
    Replay early =
        Replay.empty()
            .apply(Replay.task(TASK))
            .apply(new RunCreated(RunInstance.scheduled(RUN, TASK, 160, 100)))
            .move(SCHEDULED, READY, 110);
    Replay waiting = Replay.leased().apply(Replay.lease(500));
    waiting.move(LEASED, RUNNING, 130).move(RUNNING, RETRY_WAIT, 140);
    for (Replay replay : List.of(early, waiting)) {
      StateImage image = replay.state.image();
      assertThat(QueueState.of(image).image()).isEqualTo(image);
    }
  }

  @Test
  void theDigestIgnoresTheOrderOfArrivalOnly() {
    Replay replay = Replay.empty();
    for (int i = 1; i <= 20; i++) {
      TaskId task = new TaskId(i % 3 - 1, i);
      replay.apply(Replay.task(task)).apply(Replay.run(new RunId(i, i % 5), task));
    }
    StateImage image = replay.state.image();
    StateImage shuffled = with(reversed(image.tasks()), reversed(image.runs()));
    StateImage later = with(image.tasks(), image.runs());
    assertThat(StateDigest.of(shuffled)).isEqualTo(StateDigest.of(later)).hasSize(64);
    assertThat(replay.state.digest()).isNotEqualTo(StateDigest.of(later));
  }

  private static <T> List<T> reversed(List<T> items) {
    var copy = new ArrayList<>(items);
    Collections.reverse(copy);
    return copy;
  }
}
