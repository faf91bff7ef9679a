package io.actionqueue.core.run;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.run.RunState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The transition table of spec 02 §3.1, all 81 pairs of it.
class RunStateTest {
  /// Rows and columns in ordinal order, as the spec prints them.
  private static final List<String> TABLE =
      List.of(
          ".Y......Y", // Scheduled
          "..Y.....Y", // Ready
          ".Y.Y....Y", // Leased
          "....YYYYY", // Running
          ".Y.....YY", // RetryWait
          ".Y......Y", // Suspended
          ".........", // Completed
          ".........", // Failed
          "........."); // Canceled

  @Test
  @DisplayName("A-155, A-156, A-157, A-163, A-165, A-166, A-167: all 81 pairs, 17 of them legal")
  void all81PairsAreAsTheTableSays() {
    int legal = 0;
    for (RunState from : RunState.values()) {
      for (RunState to : RunState.values()) {
        boolean expected = TABLE.get(from.ordinal()).charAt(to.ordinal()) == 'Y';
        assertThat(from.canMoveTo(to)).as("%s to %s", from, to).isEqualTo(expected);
        legal += expected ? 1 : 0;
      }
    }
    assertThat(legal).isEqualTo(17);
  }

  @Test
  @DisplayName("A-159, A-160, A-162: the targets of each state, in enum order")
  void targetsAreListedInEnumOrder() {
    var targets =
        Map.of(
            SCHEDULED, List.of(READY, CANCELED),
            READY, List.of(LEASED, CANCELED),
            LEASED, List.of(READY, RUNNING, CANCELED),
            RUNNING, List.of(RETRY_WAIT, SUSPENDED, COMPLETED, FAILED, CANCELED),
            RETRY_WAIT, List.of(READY, FAILED, CANCELED),
            SUSPENDED, List.of(READY, CANCELED),
            COMPLETED, List.of(),
            FAILED, List.of(),
            CANCELED, List.of());

    targets.forEach((from, wanted) -> assertThat(from.targets()).as("%s", from).isEqualTo(wanted));
    assertThat(targets).hasSize(RunState.values().length);
  }

  @Test
  @DisplayName("A-161, A-164: what leads to Ready and to Canceled")
  void sourcesOfReadyAndCanceled() {
    assertThat(Stream.of(RunState.values()).filter(from -> from.canMoveTo(READY)))
        .containsExactly(SCHEDULED, LEASED, RETRY_WAIT, SUSPENDED);
    assertThat(Stream.of(RunState.values()).filter(from -> from.canMoveTo(CANCELED)))
        .containsExactly(SCHEDULED, READY, LEASED, RUNNING, RETRY_WAIT, SUSPENDED);
  }

  @ParameterizedTest
  @EnumSource
  void exactlyTheTerminalStatesHaveNoWayOut(RunState state) {
    assertThat(state.isTerminal()).isEqualTo(state.targets().isEmpty());
  }

  @Test
  @DisplayName("ordinals, JSON names and labels are those of spec 02 §2.2")
  void namesAndOrdinalsAreFixed() {
    assertThat(RunState.values())
        .extracting(RunState::wireName)
        .containsExactly(
            "Scheduled",
            "Ready",
            "Leased",
            "Running",
            "RetryWait",
            "Suspended",
            "Completed",
            "Failed",
            "Canceled");
    assertThat(RunState.values())
        .extracting(RunState::label)
        .containsExactly(
            "scheduled",
            "ready",
            "leased",
            "running",
            "retry_wait",
            "suspended",
            "completed",
            "failed",
            "canceled");
  }
}
