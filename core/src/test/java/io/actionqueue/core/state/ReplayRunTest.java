package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.run.RunState.SUSPENDED;
import static io.actionqueue.core.state.Replay.ATTEMPT;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.TASK;
import static io.actionqueue.core.state.Replay.finished;
import static io.actionqueue.core.state.Replay.moved;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.RunEvent.RunCanceled;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunResumed;
import io.actionqueue.core.event.RunEvent.RunSuspended;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage.HistoryEntry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sequences, creation and moves of runs on replay (spec 02 §6.3, §6.4; spec 01 annex A).
class ReplayRunTest {
  /// A replay whose run stands in the given state.
  private static Replay in(RunState state) {
    return switch (state) {
      case SCHEDULED -> Replay.scheduled();
      case READY -> Replay.ready();
      case LEASED -> Replay.leased();
      case RUNNING -> Replay.running();
      case RETRY_WAIT, SUSPENDED, COMPLETED, FAILED, CANCELED ->
          Replay.running().move(RUNNING, state, 200);
    };
  }

  @Nested
  class Sequences {
    @Test
    @DisplayName("A-381: an empty log is an empty state at sequence 0")
    void emptyLogIsEmptyState() {
      QueueState state = QueueState.empty();
      assertThat(state.image()).isEqualTo(StateImage.EMPTY);
      assertThat(state.latestSequence()).isZero();
    }

    @Test
    @DisplayName("A-394, 02-S-24: gaps are accepted and the last sequence counts")
    void gapsAreAccepted() {
      QueueState state = QueueState.empty();
      long[] sequences = {1, 5, 10};
      Event[] events = {Replay.task(TASK), Replay.run(RUN, TASK), moved(SCHEDULED, READY, 110)};
      for (int i = 0; i < events.length; i++) {
        assertThat(state.check(sequences[i], events[i])).isNull();
        state.apply(sequences[i], events[i]);
      }
      assertThat(state.latestSequence()).isEqualTo(10);
    }

    @Test
    @DisplayName("A-388, A-389, A-390, 02-S-25: sequences must increase, the first is at least 1")
    void sequencesMustIncrease() {
      Replay replay = Replay.ready();
      assertThat(replay.state.latestSequence()).isEqualTo(3);
      Event next = moved(READY, LEASED, 120);
      for (long sequence : new long[] {3, 2, 0}) {
        assertThat(replay.refusal(sequence, next).kind()).isEqualTo("InvalidTransition");
      }
      assertThat(QueueState.empty().check(0, Replay.task(TASK))).isNotNull();
      assertThat(QueueState.empty().check(1, Replay.task(TASK))).isNull();
    }

    @Test
    void sequencesAreUnsigned() {
      Replay replay = Replay.empty();
      replay.state.apply(Long.MAX_VALUE, Replay.task(TASK));
      replay.apply(Replay.run(RUN, TASK));
      assertThat(replay.state.latestSequence()).isEqualTo(Long.MIN_VALUE);
      replay.state.apply(-1L, moved(SCHEDULED, READY, 110));
      assertThat(replay.refusal(-1L, moved(READY, LEASED, 120)).message())
          .isEqualTo("sequence 18446744073709551615 does not follow 18446744073709551615");
    }

    @Test
    void aSequenceIsRefusedBeforeAnythingElse() {
      Replay replay = Replay.scheduled();
      assertThat(replay.refusal(2, Replay.task(TASK)).kind()).isEqualTo("InvalidTransition");
      assertThat(replay.refusal(3, Replay.task(TASK)).kind()).isEqualTo("DuplicateEvent");
    }

    @Test
    @DisplayName("A-391: two replays of one log agree in everything")
    void twoReplaysAgree() {
      assertThat(Replay.running().state.latestSequence()).isEqualTo(5);
      assertThat(Replay.running().state.image()).isEqualTo(Replay.running().state.image());
      assertThat(Replay.running().state.digest()).isEqualTo(Replay.running().state.digest());
    }
  }

  @Nested
  class Creation {
    @Test
    @DisplayName("A-386: a task, its run and two moves replay")
    void taskRunAndMoves() {
      Replay replay = Replay.leased();
      assertThat(replay.state.taskCount()).isEqualTo(1);
      assertThat(replay.run().state()).isEqualTo(LEASED);
      assertThat(replay.task().runs()).containsExactly(replay.run());
      assertThat(replay.run().task()).isSameAs(replay.task());
    }

    @Test
    void aRunIsStoredAsGiven() {
      var given = new RunInstance(RUN, TASK, SCHEDULED, null, 7, 100, -1L, -9, 5);
      Replay replay = Replay.empty().apply(new RunCreated(given));
      assertThat(replay.run().image())
          .isEqualTo(
              new StateImage.Run(
                  given, List.of(new HistoryEntry(null, SCHEDULED, 100)), List.of(), null));
      assertThat(QueueState.of(replay.state.image()).image()).isEqualTo(replay.state.image());
      assertThat(replay.run().countedAttempts()).isEqualTo(7);
      assertThat(replay.state.attemptsTotal()).isEqualTo(7);
    }

    @Test
    @DisplayName("02-S-26: an id is used once")
    void anIdIsUsedOnce() {
      Replay replay = Replay.scheduled();
      assertThat(replay.refusal(Replay.run(RUN, new TaskId(9, 9))))
          .isInstanceOf(ReplayRefusal.DuplicateEvent.class);
      assertThat(replay.refusal(Replay.task(TASK)))
          .isInstanceOf(ReplayRefusal.DuplicateEvent.class);
    }

    @ParameterizedTest
    @EnumSource(value = RunState.class, mode = EnumSource.Mode.EXCLUDE, names = "SCHEDULED")
    @DisplayName("A-396: a run is born Scheduled")
    void aRunIsBornScheduled(RunState state) {
      var born = new RunInstance(RUN, TASK, state, null, 0, 100, 100, 0, 100);
      assertThat(Replay.empty().refusal(new RunCreated(born)).kind())
          .isEqualTo("InvalidTransition");
    }

    @Test
    @DisplayName("02-W-20: a run with a preset open attempt, which no log can hold, is refused")
    void presetOpenAttemptIsRefused() {
      var born = new RunInstance(RUN, TASK, SCHEDULED, ATTEMPT, 1, 100, 100, 0, 100);
      assertThat(Replay.empty().refusal(new RunCreated(born)).kind()).isEqualTo("CorruptedData");
    }

    @Test
    void aRunOfAnUnknownTaskIsAcceptedAndFindsItsTaskLater() {
      Replay replay = Replay.empty().apply(Replay.run(RUN, TASK));
      assertThat(replay.run().task()).isNull();
      assertThat(replay.run().taskId()).isEqualTo(TASK);
      assertThat(replay.run().priority()).isZero();
      assertThat(replay.run().holdsKey()).isFalse();
      assertThat(replay.state.taskCount()).isZero();
      assertThat(replay.state.task(TASK)).isNull();
      replay.apply(Replay.task(TASK));
      assertThat(replay.run().task()).isSameAs(replay.task());
      assertThat(replay.task().runs()).containsExactly(replay.run());
    }
  }

  @Nested
  class Moves {
    @ParameterizedTest
    @EnumSource(RunState.class)
    @DisplayName("INV-1…INV-5, INV-8: exactly the 17 legal moves are accepted, each by its event")
    void exactlyTheLegalMovesAreAccepted(RunState from) {
      for (RunState to : RunState.values()) {
        Replay replay = in(from);
        if (from.canMoveTo(to)) {
          replay.move(from, to, 300);
          assertThat(replay.run().state()).isEqualTo(to);
          assertThat(replay.run().lastStateChangeAt()).isEqualTo(300);
          assertThat(replay.run().history().getLast()).isEqualTo(new HistoryEntry(from, to, 300));
        } else {
          assertThat(replay.refusal(moved(from, to, 300)).kind()).isEqualTo("InvalidTransition");
        }
      }
    }

    @Test
    @DisplayName("A-387: an illegal move is refused, the reason names both states")
    void illegalMoveNamesBothStates() {
      assertThat(Replay.ready().refusal(moved(READY, SCHEDULED, 120)).message())
          .contains("cannot move from Ready to Scheduled");
    }

    @Test
    @DisplayName("A-395: Scheduled→Completed is refused at once")
    void scheduledToCompletedIsRefused() {
      Replay replay = Replay.scheduled();
      assertThat(replay.refusal(moved(SCHEDULED, COMPLETED, 120)).kind())
          .isEqualTo("InvalidTransition");
      assertThat(replay.state.latestSequence()).isEqualTo(2);
    }

    @Test
    void thePreviousStateMustBeTheRunsOwn() {
      assertThat(Replay.scheduled().refusal(moved(READY, LEASED, 120)).message())
          .contains("is Scheduled, not Ready");
    }

    @Test
    void anUnknownRunIsAnInvalidTransition() {
      Replay replay = Replay.empty().apply(Replay.task(TASK));
      Event[] events = {
        moved(SCHEDULED, READY, 1),
        new RunSuspended(RUN, null, 1),
        new RunResumed(RUN, 1),
        new RunCanceled(RUN, 1),
        new AttemptStarted(RUN, ATTEMPT, 1),
        finished(ATTEMPT, AttemptResult.SUCCESS, null)
      };
      for (Event event : events) {
        assertThat(replay.refusal(event).kind()).as("%s", event).isEqualTo("InvalidTransition");
      }
    }

    @Test
    @DisplayName("A-392: the whole way to Completed")
    void theWholeWayToCompleted() {
      Replay replay = Replay.running().move(RUNNING, COMPLETED, 140);
      assertThat(replay.run().state()).isEqualTo(COMPLETED);
      assertThat(replay.task().outcome()).isEqualTo(TaskEntry.Outcome.COMPLETED);
      assertThat(replay.run().history())
          .containsExactly(
              new HistoryEntry(null, SCHEDULED, 100),
              new HistoryEntry(SCHEDULED, READY, 110),
              new HistoryEntry(READY, LEASED, 120),
              new HistoryEntry(LEASED, RUNNING, 130),
              new HistoryEntry(RUNNING, COMPLETED, 140));
    }

    @ParameterizedTest
    @EnumSource(
        value = RunState.class,
        names = {"RETRY_WAIT", "SUSPENDED", "COMPLETED", "FAILED"})
    @DisplayName("INV-30: Running is left with no attempt open")
    void runningIsLeftWithNoAttemptOpen(RunState target) {
      Replay replay = Replay.attempting();
      assertThat(replay.refusal(moved(RUNNING, target, 200)).message()).contains("is open");
    }

    @Test
    @DisplayName("02-S-13: cancellation leaves an open attempt behind for good")
    void cancellationLeavesTheAttemptOpen() {
      Replay replay = Replay.attempting().move(RUNNING, CANCELED, 200);
      assertThat(replay.run().openAttempt()).isNull();
      assertThat(replay.run().attemptCount()).isEqualTo(1);
      assertThat(replay.run().attempts())
          .containsExactly(new StateImage.Attempt(ATTEMPT, 140, null, null, null, null));
      assertThat(replay.refusal(finished(ATTEMPT, AttemptResult.SUCCESS, null)).kind())
          .isEqualTo("InvalidTransition");
    }

    @Test
    @DisplayName("A-401: the event RunCanceled cancels from Ready")
    void runCanceledEventCancels() {
      Replay replay = Replay.ready().apply(new RunCanceled(RUN, 400));
      assertThat(replay.run().state()).isEqualTo(CANCELED);
      assertThat(replay.run().instance().state()).isEqualTo(CANCELED);
      assertThat(replay.run().history().getLast())
          .isEqualTo(new HistoryEntry(READY, CANCELED, 400));
      assertThat(replay.refusal(new RunCanceled(RUN, 401)).kind()).isEqualTo("InvalidTransition");
    }

    @Test
    @DisplayName("A-424: the event RunSuspended suspends; it needs Running and no open attempt")
    void runSuspendedEventSuspends() {
      assertThat(Replay.running().apply(new RunSuspended(RUN, "why", 200)).run().state())
          .isEqualTo(SUSPENDED);
      assertThat(Replay.attempting().refusal(new RunSuspended(RUN, null, 200)).kind())
          .isEqualTo("InvalidTransition");
      assertThat(Replay.scheduled().refusal(new RunSuspended(RUN, null, 200)).kind())
          .isEqualTo("InvalidTransition");
    }

    @Test
    @DisplayName("A-428: a suspended attempt, the suspended run, and the run resumed to Ready")
    void suspendedRunIsResumed() {
      Replay replay =
          Replay.attempting()
              .apply(finished(ATTEMPT, AttemptResult.SUSPENDED, null))
              .apply(new RunSuspended(RUN, null, 200));
      assertThat(replay.refusal(moved(SUSPENDED, RUNNING, 210)).kind())
          .isEqualTo("InvalidTransition");
      replay.apply(new RunResumed(RUN, 220));
      assertThat(replay.run().state()).isEqualTo(READY);
      assertThat(replay.run().attempts().getFirst().result()).isEqualTo(AttemptResult.SUSPENDED);
      assertThat(Replay.scheduled().refusal(new RunResumed(RUN, 220)).kind())
          .isEqualTo("InvalidTransition");
    }

    @Test
    void timesMayRunBackwards() {
      Replay replay = Replay.ready().move(READY, LEASED, 5).move(LEASED, RUNNING, -1L);
      assertThat(replay.run().lastStateChangeAt()).isEqualTo(-1L);
      assertThat(replay.run().history())
          .extracting(HistoryEntry::timestamp)
          .containsExactly(100L, 110L, 5L, -1L);
    }

    @Test
    void stateCountsFollowEveryMove() {
      for (RunState state : RunState.values()) {
        Replay replay = in(state);
        Map<RunState, Long> counts = new EnumMap<>(RunState.class);
        for (RunState each : RunState.values()) {
          counts.put(each, replay.state.runsIn(each));
        }
        assertThat(counts).as("in %s", state).containsEntry(state, 1L);
        assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
      }
    }
  }
}
