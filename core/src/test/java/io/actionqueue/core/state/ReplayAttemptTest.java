package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.run.RunState.SUSPENDED;
import static io.actionqueue.core.state.Replay.ATTEMPT;
import static io.actionqueue.core.state.Replay.OTHER_ATTEMPT;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.TASK;
import static io.actionqueue.core.state.Replay.finished;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage.Attempt;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attempts on replay (spec 02 §6.4, §6.8).
class ReplayAttemptTest {
  private static Attempt only(Replay replay) {
    List<Attempt> attempts = replay.run().attempts();
    assertThat(attempts).hasSize(1);
    return attempts.getFirst();
  }

  @Test
  @DisplayName("A-409: an attempt started and never ended stays open")
  void startedAttemptStaysOpen() {
    Replay replay = Replay.attempting();
    assertThat(replay.run().state()).isEqualTo(RUNNING);
    assertThat(replay.run().openAttempt()).isEqualTo(ATTEMPT);
    assertThat(replay.run().attemptCount()).isEqualTo(1);
    assertThat(only(replay)).isEqualTo(new Attempt(ATTEMPT, 140, null, null, null, null));
  }

  @Test
  @DisplayName("A-393: start and success replay, the run stays Running")
  void startAndSuccess() {
    Replay replay = Replay.attempting().apply(finished(ATTEMPT, AttemptResult.SUCCESS, null));
    assertThat(replay.run().state()).isEqualTo(RUNNING);
    assertThat(replay.run().openAttempt()).isNull();
  }

  @Test
  @DisplayName("A-404: only the open attempt can be finished, refusals keep the sequence")
  void onlyTheOpenAttemptCanBeFinished() {
    Replay replay = Replay.running();
    assertThat(replay.refusal(finished(ATTEMPT, AttemptResult.SUCCESS, null)).kind())
        .isEqualTo("InvalidTransition");
    assertThat(replay.state.latestSequence()).isEqualTo(5);
    replay.apply(new AttemptStarted(RUN, ATTEMPT, 140));
    assertThat(replay.run().openAttempt()).isEqualTo(ATTEMPT);
    assertThat(replay.run().attemptCount()).isEqualTo(1);
    assertThat(replay.refusal(finished(OTHER_ATTEMPT, AttemptResult.SUCCESS, null)).message())
        .contains(OTHER_ATTEMPT.toString(), ATTEMPT.toString());
    assertThat(replay.state.latestSequence()).isEqualTo(6);
    replay.apply(finished(ATTEMPT, AttemptResult.SUCCESS, null));
    assertThat(replay.run().openAttempt()).isNull();
    assertThat(replay.state.latestSequence()).isEqualTo(7);
  }

  @Test
  @DisplayName("A-400: a refused start changes nothing and its sequence can be used")
  void refusedStartKeepsTheSequence() {
    Replay replay = Replay.ready();
    assertThat(replay.refusal(new AttemptStarted(RUN, ATTEMPT, 115)).kind())
        .isEqualTo("InvalidTransition");
    assertThat(replay.state.latestSequence()).isEqualTo(3);
    replay.move(READY, LEASED, 120);
    assertThat(replay.state.latestSequence()).isEqualTo(4);
    assertThat(replay.run().state()).isEqualTo(LEASED);
  }

  @ParameterizedTest
  @EnumSource(value = RunState.class, mode = EnumSource.Mode.EXCLUDE, names = "RUNNING")
  void attemptsNeedARunningRun(RunState state) {
    Replay replay =
        switch (state) {
          case SCHEDULED -> Replay.scheduled();
          case READY -> Replay.ready();
          case LEASED -> Replay.leased();
          default -> Replay.running().move(RUNNING, state, 200);
        };
    assertThat(replay.refusal(new AttemptStarted(RUN, ATTEMPT, 210)).kind())
        .isEqualTo("InvalidTransition");
    assertThat(replay.refusal(finished(ATTEMPT, AttemptResult.SUCCESS, null)).kind())
        .isEqualTo("InvalidTransition");
  }

  @Test
  @DisplayName("INV-26: one attempt at a time")
  void oneAttemptAtATime() {
    assertThat(Replay.attempting().refusal(new AttemptStarted(RUN, OTHER_ATTEMPT, 150)).message())
        .contains(ATTEMPT + " is open");
  }

  @Test
  @DisplayName("02-S-17: an attempt id can be finished once in a run")
  void anAttemptIdCanBeFinishedOnce() {
    Replay replay =
        Replay.attempting()
            .apply(finished(ATTEMPT, AttemptResult.SUCCESS, null))
            .apply(new AttemptStarted(RUN, ATTEMPT, 160));
    assertThat(replay.run().hasAttempt(ATTEMPT)).isTrue();
    assertThat(replay.refusal(finished(ATTEMPT, AttemptResult.SUCCESS, null)).kind())
        .isEqualTo("CorruptedData");
    replay.move(RUNNING, RunState.CANCELED, 170);
  }

  @Test
  void theCounterCanReachItsEndButNotPassIt() {
    var worn = new RunInstance(RUN, TASK, SCHEDULED, null, 0xffff_fffeL, 100, 100, 0, 100);
    Replay replay =
        Replay.empty()
            .apply(Replay.task(TASK))
            .apply(new RunCreated(worn))
            .move(SCHEDULED, READY, 110)
            .move(READY, LEASED, 120)
            .move(LEASED, RUNNING, 130)
            .apply(new AttemptStarted(RUN, ATTEMPT, 140))
            .apply(finished(ATTEMPT, AttemptResult.SUCCESS, null));
    assertThat(replay.run().attemptCount()).isEqualTo(0xffff_ffffL);
    assertThat(replay.refusal(new AttemptStarted(RUN, OTHER_ATTEMPT, 150)).kind())
        .isEqualTo("CorruptedData");
  }

  @Test
  @DisplayName("A-411: a timeout keeps its text and time")
  void timeoutKeepsTextAndTime() {
    AttemptOutcome timeout = AttemptOutcome.timeout(5);
    Replay replay =
        Replay.attempting()
            .apply(
                new AttemptFinished(
                    RUN, ATTEMPT, timeout.result(), timeout.error(), timeout.output(), 3000))
            .move(RUNNING, RETRY_WAIT, 3000);
    assertThat(only(replay))
        .isEqualTo(
            new Attempt(
                ATTEMPT, 140, 3000L, AttemptResult.TIMEOUT, "attempt timed out after 5s", null));
    assertThat(replay.run().state()).isEqualTo(RETRY_WAIT);
  }

  @Test
  @DisplayName("A-423: an output survives")
  void outputSurvives() {
    Bytes output = Bytes.utf8("test-output-bytes");
    Replay replay =
        Replay.attempting()
            .apply(new AttemptFinished(RUN, ATTEMPT, AttemptResult.SUCCESS, null, output, 150))
            .move(RUNNING, COMPLETED, 160);
    assertThat(only(replay).output()).isEqualTo(output);
    assertThat(QueueState.of(replay.state.image()).image()).isEqualTo(replay.state.image());
  }

  @Test
  @DisplayName("A-420: completed, then the process ends: Completed with one attempt")
  void completedOnce() {
    Replay replay =
        Replay.attempting()
            .apply(finished(ATTEMPT, AttemptResult.SUCCESS, null))
            .move(RUNNING, COMPLETED, 160);
    assertThat(replay.run().state()).isEqualTo(COMPLETED);
    assertThat(replay.run().attempts()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          SUCCESS,   boom, out, -,               -
          SUCCESS,   boom, -,   -,               -
          SUCCESS,   -,    out, -,               out
          SUSPENDED, boom, out, -,               -
          SUSPENDED, -,    out, -,               out
          FAILURE,   -,    out, unknown failure, -
          FAILURE,   -,    -,   unknown failure, -
          FAILURE,   boom, out, boom,            -
          TIMEOUT,   -,    -,   unknown timeout, -
          TIMEOUT,   boom, out, boom,            -
          """)
  @DisplayName("INV-28, 02-S-33: ill-formed outcomes are repaired, never refused")
  void illFormedOutcomesAreRepaired(
      AttemptResult result, String error, String output, String keptError, String keptOutput) {
    Replay replay =
        Replay.attempting()
            .apply(
                new AttemptFinished(
                    RUN, ATTEMPT, result, error, output == null ? null : Bytes.utf8(output), 150));
    assertThat(only(replay).result()).isEqualTo(result);
    assertThat(only(replay).error()).isEqualTo(keptError);
    assertThat(only(replay).output()).isEqualTo(keptOutput == null ? null : Bytes.utf8(keptOutput));
  }

  @Test
  void emptyErrorAndEmptyOutputArePresent() {
    Replay failed = Replay.attempting().apply(finished(ATTEMPT, AttemptResult.FAILURE, ""));
    assertThat(only(failed).error()).isEmpty();
    Replay done =
        Replay.attempting()
            .apply(
                new AttemptFinished(RUN, ATTEMPT, AttemptResult.SUCCESS, null, Bytes.EMPTY, 150));
    assertThat(only(done).output()).isEqualTo(Bytes.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({
    "FAILURE,   interrupted: crash,              0, 1",
    "FAILURE,   interrupted: crash; uncertain,   0, 1",
    "FAILURE,   interrupted: crash; too often,   0, 1",
    "FAILURE,   interrupted: lease lost,         0, 1",
    "FAILURE,   interrupted: shutdown,           0, 0",
    "FAILURE,   interrupted: canceled,           0, 0",
    "FAILURE,   interrupted: released,           0, 0",
    "FAILURE,   interrupted: crashing,           0, 0",
    "FAILURE,   handler: interrupted: crash,     1, 0",
    "FAILURE,   Interrupted: crash,              1, 0",
    "TIMEOUT,   interrupted: crash,              1, 0",
    "FAILURE,   boom,                            1, 0",
  })
  @DisplayName("S-2, S-35: interruptions do not count; crash and lost lease wear a run out")
  void interruptionsDoNotCount(
      AttemptResult result, String error, long counted, int interruptions) {
    Replay replay = Replay.attempting();
    assertThat(replay.run().countedAttempts()).as("while open").isEqualTo(1);
    replay.apply(finished(ATTEMPT, result, error));
    assertThat(replay.run().attemptCount()).isEqualTo(1);
    assertThat(replay.run().countedAttempts()).isEqualTo(counted);
    assertThat(replay.run().interruptions()).isEqualTo(interruptions);
    RunEntry restored = Replay.on(QueueState.of(replay.state.image())).run();
    assertThat(restored.countedAttempts()).isEqualTo(counted);
    assertThat(restored.interruptions()).isEqualTo(interruptions);
  }

  @Test
  @DisplayName("02 §6.6: a suspended attempt does not count")
  void suspendedAttemptsDoNotCount() {
    Replay replay = Replay.attempting().apply(finished(ATTEMPT, AttemptResult.SUSPENDED, null));
    assertThat(replay.run().attemptCount()).isEqualTo(1);
    assertThat(replay.run().countedAttempts()).isZero();
  }

  @Test
  @DisplayName("02 §7.2: attempts of the present Running period")
  void attemptsOfTheRunningPeriod() {
    Replay replay = Replay.running();
    assertThat(replay.run().attemptsInThisPeriod()).isZero();
    replay.apply(new AttemptStarted(RUN, ATTEMPT, 140));
    assertThat(replay.run().attemptsInThisPeriod()).isEqualTo(1);
    replay
        .apply(finished(ATTEMPT, AttemptResult.FAILURE, "boom"))
        .move(RUNNING, RETRY_WAIT, 150)
        .move(RETRY_WAIT, READY, 160)
        .move(READY, LEASED, 170)
        .move(LEASED, RUNNING, 180);
    assertThat(replay.run().attemptsInThisPeriod()).isZero();
    assertThat(Replay.on(QueueState.of(replay.state.image())).run().attemptsInThisPeriod())
        .isZero();
    replay.apply(new AttemptStarted(RUN, OTHER_ATTEMPT, 180));
    assertThat(replay.run().attemptsInThisPeriod()).isEqualTo(1);
    assertThat(Replay.on(QueueState.of(replay.state.image())).run().attemptsInThisPeriod())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33, 200})
  @DisplayName("INV-23, INV-24: many attempts are counted, found and listed in order")
  void manyAttempts(int count) {
    Replay replay = Replay.running();
    var ids = new ArrayList<AttemptId>();
    for (int i = 0; i < count; i++) {
      var id = new AttemptId(7, i);
      ids.add(id);
      assertThat(replay.run().hasAttempt(id)).isFalse();
      replay
          .apply(new AttemptStarted(RUN, id, 200 + i))
          .apply(finished(id, AttemptResult.FAILURE, "boom"));
    }
    assertThat(replay.run().attempts()).extracting(Attempt::attemptId).isEqualTo(ids);
    assertThat(ids).allMatch(replay.run()::hasAttempt);
    assertThat(replay.run().hasAttempt(new AttemptId(7, count))).isFalse();
    assertThat(replay.run().attemptCount()).isEqualTo(count);
    assertThat(replay.state.attemptsTotal()).isEqualTo(count);
    assertThat(replay.run().lastAttempt()).isEqualTo(replay.run().attempts().getLast());
  }

  @Test
  void nilAttemptIdsAreAccepted() {
    var nil = new AttemptId(0, 0);
    Replay replay =
        Replay.running()
            .apply(new AttemptStarted(RUN, nil, 140))
            .apply(finished(nil, AttemptResult.SUSPENDED, null))
            .move(RUNNING, SUSPENDED, 150);
    assertThat(replay.run().attempts()).hasSize(1);
  }
}
