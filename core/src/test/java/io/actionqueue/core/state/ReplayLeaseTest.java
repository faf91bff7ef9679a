package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.state.Replay.ATTEMPT;
import static io.actionqueue.core.state.Replay.OWNER;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.lease;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent.LeaseAcquired;
import io.actionqueue.core.event.LeaseEvent.LeaseExpired;
import io.actionqueue.core.event.LeaseEvent.LeaseHeartbeat;
import io.actionqueue.core.event.LeaseEvent.LeaseReleased;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.ReplayRefusal.LeaseAction;
import io.actionqueue.core.state.StateImage.HistoryEntry;
import io.actionqueue.core.state.StateImage.Lease;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Leases on replay (spec 02 §6.4, §6.7).
class ReplayLeaseTest {
  private static LeaseHeartbeat heartbeat(String owner, long expiry) {
    return new LeaseHeartbeat(RUN, owner, expiry, 125);
  }

  private static LeaseExpired expired(long expiry) {
    return new LeaseExpired(RUN, OWNER, expiry, 500);
  }

  private static LeaseReleased released(long expiry) {
    return new LeaseReleased(RUN, OWNER, expiry, 500);
  }

  private static Replay leasedUntil(long expiry) {
    return Replay.ready().apply(lease(expiry)).move(READY, LEASED, 120);
  }

  @Test
  @DisplayName("A-405: a lease taken in Ready, then the move to Leased")
  void leaseBeforeTheMove() {
    Replay replay = leasedUntil(5000);
    assertThat(replay.run().state()).isEqualTo(LEASED);
    assertThat(replay.run().lease()).isEqualTo(new Lease(OWNER, 5000, 115, 115));
  }

  @Test
  @DisplayName("A-406: a heartbeat moves the expiry, the run stays Running")
  void heartbeatMovesTheExpiry() {
    Replay replay = leasedUntil(5000).move(LEASED, RUNNING, 130).apply(heartbeat(OWNER, 6000));
    assertThat(replay.run().lease()).isEqualTo(new Lease(OWNER, 6000, 115, 125));
    assertThat(replay.run().state()).isEqualTo(RUNNING);
  }

  @Test
  @DisplayName("A-413, INV-35: heartbeats 6000 and 6500 while Leased, then Running")
  void severalHeartbeats() {
    Replay replay =
        leasedUntil(5000)
            .apply(heartbeat(OWNER, 6000))
            .apply(heartbeat(OWNER, 6500))
            .move(LEASED, RUNNING, 130);
    assertThat(replay.run().lease()).isEqualTo(new Lease(OWNER, 6500, 115, 125));
  }

  @Test
  @DisplayName("INV-38: an equal expiry is a heartbeat, an earlier one is refused")
  void equalExpiryIsAHeartbeat() {
    Replay replay = leasedUntil(5000).apply(heartbeat(OWNER, 5000));
    assertThat(replay.refusal(heartbeat(OWNER, 4999)))
        .isEqualTo(new ReplayRefusal.NonMonotonicHeartbeatExpiry(RUN, 5000, 4999));
    replay.apply(heartbeat(OWNER, -1L));
    assertThat(replay.refusal(heartbeat(OWNER, Long.MAX_VALUE)).detail())
        .isEqualTo("NonMonotonicHeartbeatExpiry");
  }

  @Test
  @DisplayName("A-407, INV-36: expiry in Leased gives the run back to Ready")
  void expiryGivesBackToReady() {
    Replay replay = leasedUntil(5000).apply(expired(5000));
    assertThat(replay.run().state()).isEqualTo(READY);
    assertThat(replay.run().lease()).isNull();
  }

  @Test
  @DisplayName("A-408, 02-S-9: release in Leased gives the run back to Ready")
  void releaseGivesBackToReady() {
    Replay replay = leasedUntil(5000).apply(heartbeat(OWNER, 6000)).apply(released(6000));
    assertThat(replay.run().state()).isEqualTo(READY);
    assertThat(replay.run().lease()).isNull();
  }

  @Test
  @DisplayName(
      "02-W-4, 03-W-20, 02-S-18: giving back is a step of the history, at the event's time")
  void givingBackIsAStepOfTheHistory() {
    for (Event close : new Event[] {expired(5000), released(5000)}) {
      Replay replay = leasedUntil(5000).apply(close);
      assertThat(replay.run().lastStateChangeAt()).isEqualTo(500);
      assertThat(replay.run().history().getLast()).isEqualTo(new HistoryEntry(LEASED, READY, 500));
      assertThat(replay.run().readySequence()).isEqualTo(6);
      assertThat(replay.state.runsIn(READY)).isEqualTo(1);
      assertThat(replay.state.runsIn(LEASED)).isZero();
    }
  }

  @Test
  @DisplayName("INV-36: a close in Ready or Running only removes the lease")
  void closeElsewhereOnlyRemovesTheLease() {
    Replay ready = Replay.ready().apply(lease(5000)).apply(released(5000));
    assertThat(ready.run().state()).isEqualTo(READY);
    assertThat(ready.run().lastStateChangeAt()).isEqualTo(110);
    Replay running = leasedUntil(5000).move(LEASED, RUNNING, 130).apply(expired(5000));
    assertThat(running.run().state()).isEqualTo(RUNNING);
    assertThat(running.run().lease()).isNull();
    assertThat(running.run().history().getLast().to()).isEqualTo(RUNNING);
  }

  @Test
  @DisplayName("A-410: completion clears the lease")
  void completionClearsTheLease() {
    Replay replay = leasedUntil(5000).move(LEASED, RUNNING, 130).move(RUNNING, COMPLETED, 140);
    assertThat(replay.run().state()).isEqualTo(COMPLETED);
    assertThat(replay.run().lease()).isNull();
  }

  @Test
  @DisplayName("A-412: a lease expired before the start, a second worker takes over")
  void secondWorkerTakesOver() {
    Replay replay =
        leasedUntil(5000)
            .apply(expired(5000))
            .apply(new LeaseAcquired(RUN, "worker-2", 7000, 510))
            .move(READY, LEASED, 510)
            .move(LEASED, RUNNING, 520)
            .apply(new AttemptStarted(RUN, ATTEMPT, 520));
    assertThat(replay.run().state()).isEqualTo(RUNNING);
    assertThat(replay.run().lease()).isEqualTo(new Lease("worker-2", 7000, 510, 510));
    assertThat(replay.run().openAttempt()).isEqualTo(ATTEMPT);
    assertThat(replay.run().attemptCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("A-415: a lease of an unknown run, for each event")
  void unknownRun() {
    Replay replay = Replay.empty();
    assertThat(replay.refusal(lease(5000)))
        .isEqualTo(new ReplayRefusal.UnknownRun(RUN, LeaseAction.ACQUIRE));
    assertThat(replay.refusal(heartbeat(OWNER, 1)))
        .isEqualTo(new ReplayRefusal.UnknownRun(RUN, LeaseAction.HEARTBEAT));
    assertThat(replay.refusal(expired(1)))
        .isEqualTo(new ReplayRefusal.UnknownRun(RUN, LeaseAction.EXPIRE));
    assertThat(replay.refusal(released(1)))
        .isEqualTo(new ReplayRefusal.UnknownRun(RUN, LeaseAction.RELEASE));
    assertThat(replay.state.latestSequence()).isZero();
  }

  @Test
  @DisplayName("A-416, 02-S-7: a heartbeat by another owner")
  void heartbeatByAnotherOwner() {
    Replay replay = leasedUntil(5000);
    ReplayRefusal refusal = replay.refusal(heartbeat("worker-2", 6000));
    assertThat(refusal)
        .isEqualTo(new ReplayRefusal.OwnerMismatch(RUN, LeaseAction.HEARTBEAT, OWNER, "worker-2"));
    assertThat(refusal.kind()).isEqualTo("LeaseCausality");
    assertThat(refusal.detail()).isEqualTo("OwnerMismatch");
    assertThat(refusal.message()).contains(OWNER, "worker-2", RUN.toString());
    assertThat(replay.state.latestSequence()).isEqualTo(5);
  }

  @Test
  @DisplayName("A-417, 02-S-10: a close needs the very expiry")
  void closeNeedsTheVeryExpiry() {
    assertThat(leasedUntil(5000).refusal(released(4999)))
        .isEqualTo(new ReplayRefusal.ExpiryMismatch(RUN, LeaseAction.RELEASE, 5000, 4999));
    assertThat(leasedUntil(5000).refusal(expired(5001)))
        .isEqualTo(new ReplayRefusal.ExpiryMismatch(RUN, LeaseAction.EXPIRE, 5000, 5001));
    assertThat(leasedUntil(5000).refusal(new LeaseExpired(RUN, "else", 5000, 1)).detail())
        .isEqualTo("OwnerMismatch");
  }

  @Test
  @DisplayName("A-418, 02-S-8: a close or heartbeat without a lease")
  void closeWithoutALease() {
    Replay replay = Replay.leased();
    assertThat(replay.refusal(expired(5000)))
        .isEqualTo(new ReplayRefusal.MissingActiveLease(RUN, LeaseAction.EXPIRE));
    assertThat(replay.refusal(released(5000)))
        .isEqualTo(new ReplayRefusal.MissingActiveLease(RUN, LeaseAction.RELEASE));
    assertThat(replay.refusal(heartbeat(OWNER, 5000)))
        .isEqualTo(new ReplayRefusal.MissingActiveLease(RUN, LeaseAction.HEARTBEAT));
  }

  @Test
  @DisplayName("A-419: a lease of a Scheduled run")
  void leaseOfAScheduledRun() {
    assertThat(Replay.scheduled().refusal(lease(5000)))
        .isEqualTo(new ReplayRefusal.InvalidRunState(RUN, LeaseAction.ACQUIRE, SCHEDULED));
  }

  @Test
  @DisplayName("INV-37: one lease at a time")
  void oneLeaseAtATime() {
    assertThat(leasedUntil(5000).refusal(lease(6000)))
        .isEqualTo(new ReplayRefusal.LeaseAlreadyActive(RUN));
  }

  /// The table of spec 02 §6.7, all 36 fields: which events the state allows as such.
  @ParameterizedTest
  @EnumSource(RunState.class)
  void theTableOfStatesAndLeaseEvents(RunState state) {
    Replay replay =
        switch (state) {
          case SCHEDULED -> Replay.scheduled();
          case READY -> Replay.ready();
          case LEASED -> Replay.leased();
          case RUNNING -> Replay.running();
          case RETRY_WAIT, SUSPENDED, COMPLETED, FAILED, CANCELED ->
              Replay.running().move(RUNNING, state, 200);
        };
    boolean acquires = state == READY || state == LEASED;
    boolean beats = state == LEASED || state == RUNNING;
    boolean closes = acquires || state == RUNNING;
    ReplayRefusal acquire = replay.state.check(-1L, lease(5000));
    assertThat(acquire == null).isEqualTo(acquires);
    assertThat(replay.refusal(heartbeat(OWNER, 1)).detail())
        .isEqualTo(beats ? "MissingActiveLease" : "InvalidRunState");
    assertThat(replay.refusal(expired(1)).detail())
        .isEqualTo(closes ? "MissingActiveLease" : "InvalidRunState");
    assertThat(replay.refusal(released(1)).detail())
        .isEqualTo(closes ? "MissingActiveLease" : "InvalidRunState");
  }
}
