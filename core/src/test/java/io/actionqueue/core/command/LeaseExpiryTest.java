package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.command.LeaseRejection.LeaseAlreadyActive;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Leases of remote workers: one at a time, and over at their expiry (spec 03 §4). What has expired
/// may become eligible again: that is what a restart and the end of a lease ask.
class LeaseExpiryTest {
  private static final String OWNER = "worker-1";

  /// A Leased run whose lease ends at an instant.
  private static Scene leased(long number, String owner, long expiry) {
    return new Scene()
        .readyRun(number)
        .move(number, RunState.LEASED)
        .with(new LeaseAcquire(run(number), owner, expiry, 0));
  }

  private static boolean isExpired(Scene scene, long number, long now) {
    return RecoveryCase.of(scene.runEntry(number), now) == RecoveryCase.LEASED;
  }

  ///
  /// a lease is over at its expiry, not before.
  @ParameterizedTest
  @CsvSource({
    "5000, 5000, true",
    "5000, 4999, false",
    "5000, 5001, true",
    "0, 0, true",
    "18446744073709551615, 18446744073709551615, true",
    "18446744073709551615, 18446744073709551614, false",
    "2000, 1500, false",
    "2000, 1900, false",
    "2000, 1999, false",
    "2000, 2000, true",
    "2000, 2001, true",
    "2000, 2100, true",
    "2000, 2500, true",
    "999999, 1000, false",
    "181440000, 172800000, false",
    "181440000, 181440000, true",
  })
  void leaseIsOverAtItsExpiry(String expiry, String now, boolean expired) {
    Scene scene = leased(1, OWNER, Long.parseUnsignedLong(expiry));
    long instant = Long.parseUnsignedLong(now);
    assertThat(isExpired(scene, 1, instant)).isEqualTo(expired);
    // A recovery closes what is over and leaves the rest alone.
    var events = scene.accept(new RecoverRun(run(1), RecoveryPolicy.DEFAULT, instant));
    assertThat(events.stream().anyMatch(LeaseEvent.LeaseExpired.class::isInstance))
        .isEqualTo(expired);
    assertThat(scene.stateOf(1)).isEqualTo(expired ? RunState.READY : RunState.LEASED);
  }

  /// nothing but expiry and instant decides, in whatever order it is
  /// asked.
  @Test
  void expiryIsAFunctionOfTheInstantAlone() {
    for (Scene scene : new Scene[] {leased(1, OWNER, 1000), leased(1, "somebody else", 1000)}) {
      for (int again = 0; again < 2; again++) {
        assertThat(isExpired(scene, 1, 0)).isFalse();
        assertThat(isExpired(scene, 1, 999)).isFalse();
        assertThat(isExpired(scene, 1, 1000)).isTrue();
        assertThat(isExpired(scene, 1, 1001)).isTrue();
        assertThat(isExpired(scene, 1, 500)).isFalse();
        assertThat(isExpired(scene, 1, 2000)).isTrue();
      }
    }
    assertThat(isExpired(leased(77, OWNER, 1000), 77, 999)).isFalse();
    assertThat(isExpired(leased(77, OWNER, 1000), 77, 1000)).isTrue();
  }

  /// one lease a run, whoever asks again.
  @Test
  void runIsLeasedOnce() {
    Scene scene = new Scene().readyRun(1).move(1, RunState.LEASED);
    assertThat(scene.accept(new LeaseAcquire(run(1), OWNER, 2000, 1500)))
        .containsExactly(new LeaseEvent.LeaseAcquired(run(1), OWNER, 2000, 1500));
    assertThat(scene.refuse(new LeaseAcquire(run(1), "worker-2", 3000, 1600)))
        .isEqualTo(new LeaseAlreadyActive(run(1)));
    assertThat(scene.refuse(new LeaseAcquire(run(1), OWNER, 2000, 1500)))
        .isEqualTo(new LeaseAlreadyActive(run(1)));
    assertThat(Objects.requireNonNull(scene.runEntry(1).lease()).expiry()).isEqualTo(2000);
  }

  /// leases of two runs do not know each other.
  @Test
  void runsAreLeasedIndependently() {
    Scene scene = leased(1, OWNER, 2000).readyRun(2).move(2, RunState.LEASED);
    scene.with(new LeaseAcquire(run(2), "worker-2", 3000, 0));
    assertThat(isExpired(scene, 1, 2500)).isTrue();
    assertThat(isExpired(scene, 2, 2500)).isFalse();
    scene.with(new LeaseExpire(run(1), OWNER, 2000, 2500));
    assertThat(scene.runEntry(1).lease()).isNull();
    assertThat(Objects.requireNonNull(scene.runEntry(2).lease()).owner()).isEqualTo("worker-2");
  }

  /// an expired lease is closed, the run is Ready, another owner completes it,
  /// and replay says the same.
  @Test
  void expiredRunIsLeasedAgainAndCompletes() {
    Scene scene = leased(1, OWNER, 20_060);
    assertThat(isExpired(scene, 1, 20_070)).isTrue();
    scene.with(new LeaseExpire(run(1), OWNER, 20_060, 20_070));
    assertThat(scene.stateOf(1)).isEqualTo(RunState.READY);
    assertThat(scene.runEntry(1).lease()).isNull();
    assertThat(scene.replayed().image()).isEqualTo(scene.state().image());

    scene
        .move(1, RunState.LEASED)
        .with(new LeaseAcquire(run(1), "worker-2", 20_200, 20_100))
        .move(1, RunState.RUNNING)
        .with(new AttemptStart(run(1), attempt(1), 20_110))
        .finish(1, 1, AttemptOutcome.success(), RunState.COMPLETED);
    assertThat(scene.stateOf(1)).isEqualTo(RunState.COMPLETED);
    assertThat(scene.runEntry(1).attemptCount()).isEqualTo(1);
    assertThat(scene.state().runCount()).isEqualTo(1);
    assertThat(scene.replayed().image()).isEqualTo(scene.state().image());
  }

  /// a lease that runs out between two attempts leaves the lineage as it is.
  @Test
  void expiryKeepsTheLineage() {
    Scene scene =
        new Scene()
            .startedRun(1, 1, retried())
            .finish(1, 1, AttemptOutcome.failure("x"), RunState.RETRY_WAIT)
            .move(1, RunState.READY)
            .move(1, RunState.LEASED)
            .with(new LeaseAcquire(run(1), OWNER, 50_055, 50_010));
    assertThat(isExpired(scene, 1, 50_060)).isTrue();
    scene.with(new LeaseExpire(run(1), OWNER, 50_055, 50_060));
    assertThat(scene.stateOf(1)).isEqualTo(RunState.READY);
    assertThat(scene.runEntry(1).lease()).isNull();
    assertThat(attempts(scene)).containsExactly(attempt(1));

    scene.start(1, 2).finish(1, 2, AttemptOutcome.success(), RunState.COMPLETED);
    assertThat(attempts(scene)).containsExactly(attempt(1), attempt(2));
    assertThat(scene.replayed().image()).isEqualTo(scene.state().image());
    assertThat(scene.state().runCount()).isEqualTo(1);
  }

  private static TaskSpec retried() {
    return Scene.spec(1).withConstraints(TaskConstraints.DEFAULT.withMaxAttempts(3));
  }

  private static List<AttemptId> attempts(Scene scene) {
    return scene.runEntry(1).attempts().stream().map(StateImage.Attempt::attemptId).toList();
  }
}
