package io.actionqueue.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Construction and decode rules of spec 02 §2.6.
class RunInstanceTest {
  private static final RunId RUN = new RunId(0, 7);
  private static final TaskId TASK = new TaskId(0, 9);
  private static final RunId NIL_RUN = new RunId(0, 0);
  private static final TaskId NIL_TASK = new TaskId(0, 0);
  private static final long MAX = -1L;

  @Test
  void aScheduledRunStartsFresh() {
    assertThat(RunInstance.scheduled(RUN, TASK, 2000, 1000))
        .isEqualTo(new RunInstance(RUN, TASK, RunState.SCHEDULED, null, 0, 1000, 2000, 0, 1000));
    assertThatCode(() -> RunInstance.scheduled(RUN, TASK, 0, MAX)).doesNotThrowAnyException();
  }

  @Test
  void aReadyRunCarriesItsPriority() {
    assertThat(RunInstance.ready(RUN, TASK, 1000, 1000, -3))
        .isEqualTo(new RunInstance(RUN, TASK, RunState.READY, null, 0, 1000, 1000, -3, 1000));
  }

  @Test
  @DisplayName("A-168: a Ready run must be due at its creation")
  void aReadyRunMustBeDue() {
    assertThatThrownBy(() -> RunInstance.ready(RUN, TASK, 2000, 1000, 0))
        .hasMessageContainingAll(RUN.toString(), "2000", "1000")
        .extracting("kind")
        .isEqualTo("ReadyScheduledAtAfterCreatedAt");
    assertThatThrownBy(() -> RunInstance.ready(RUN, TASK, MAX, Long.MAX_VALUE, 0))
        .hasMessageContaining("18446744073709551615");
    assertThatCode(() -> RunInstance.ready(RUN, TASK, Long.MAX_VALUE, MAX, 0))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("A-169, A-170: nil ids are refused, the run's first")
  void nilIdsAreRefused() {
    assertThatThrownBy(() -> RunInstance.scheduled(NIL_RUN, NIL_TASK, 1, 1))
        .extracting("kind")
        .isEqualTo("InvalidRunId");
    assertThatThrownBy(() -> RunInstance.scheduled(RUN, NIL_TASK, 1, 1))
        .extracting("kind")
        .isEqualTo("InvalidTaskId");
    assertThatThrownBy(() -> RunInstance.ready(NIL_RUN, TASK, 2, 1, 0))
        .extracting("kind")
        .isEqualTo("InvalidRunId");
  }

  @Test
  void decodedRunsAreCheckedInOrder() {
    var attempt = new AttemptId(0, 0);

    refusesDecoded(decoded(NIL_RUN, NIL_TASK, RunState.READY, attempt), "InvalidRunId");
    refusesDecoded(decoded(RUN, NIL_TASK, RunState.READY, attempt), "InvalidTaskId");
    refusesDecoded(decoded(RUN, TASK, RunState.READY, attempt), "ActiveAttemptOutsideRunning");
    refusesDecoded(decoded(RUN, TASK, RunState.READY, null), "ReadyScheduledAtAfterCreatedAt");
    decoded(RUN, TASK, RunState.RUNNING, attempt).checkDecoded();
    decoded(RUN, TASK, RunState.COMPLETED, null).checkDecoded();
  }

  private static RunInstance decoded(
      RunId run, TaskId task, RunState state, AttemptId openAttempt) {
    return new RunInstance(run, task, state, openAttempt, 1, 1000, 2000, 0, 1000);
  }

  private static void refusesDecoded(RunInstance run, String kind) {
    assertThatThrownBy(run::checkDecoded).extracting("kind").isEqualTo(kind);
  }
}
