package io.actionqueue.simulation;

import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.event.ActorEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import java.util.HashMap;
import java.util.Map;

/// Workers elsewhere (RT-45): nobody dies too early or lives too long, and what the dead hold goes
/// back at once, theirs alone.
final class CrewJudge implements Concern {
  private static final long MISSED_INTERVALS = 3;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Knowledge known;
  private final Verdicts verdicts;
  private final Map<ActorId, Sign> signs = new HashMap<>();
  private boolean leaving;
  private long openingSince;

  CrewJudge(Knowledge known, Verdicts verdicts) {
    this.known = known;
    this.verdicts = verdicts;
  }

  /// The last sign of life, as far as it is known: between two instants, monotonic nanoseconds.
  private record Sign(long notBefore, long notAfter) {}

  /// A process begins to start.
  void opening() {
    openingSince = known.time.monotonicNanos();
  }

  /// Everybody who is registered has a whole timeout from the start of the process.
  @Override
  public void follow() {
    signs.clear();
    for (StateImage.Actor actor : known.state.actors()) {
      if (actor.isActive()) {
        signs.put(actor.actorId(), new Sign(openingSince, known.time.monotonicNanos()));
      }
    }
  }

  /// An active worker has been heard of in the present step.
  void heard(ActorId id) {
    signs.put(id, new Sign(known.stepNanos(), known.stepNanos()));
  }

  /// An active worker may have been heard of in the present step.
  void perhapsHeard(ActorId id) {
    signs.computeIfPresent(id, (_, sign) -> new Sign(sign.notBefore, known.stepNanos()));
  }

  /// A worker deregisters; false when it has.
  void leaving(boolean now) {
    leaving = now;
  }

  @Override
  public void before(Event event) {
    switch (event) {
      case ActorEvent.ActorRegistered registered -> heard(registered.actorId());
      case ActorEvent.ActorDeregistered(var id, _) -> {
        StateImage.Actor actor = known.state.actor(id);
        Sign sign = signs.get(id);
        boolean dead =
            actor != null && sign != null && known.stepNanos() - sign.notBefore >= patience(actor);
        verdicts.expect("RT-45", leaving || dead, () -> id + " died too early, heard at " + sign);
      }
      default -> {}
    }
  }

  private static long patience(StateImage.Actor actor) {
    return actor.heartbeatIntervalSecs() * MISSED_INTERVALS * NANOS_PER_SECOND;
  }

  /// Whether a worker may have died by now.
  boolean mayBeDead(StateImage.Actor actor) {
    Sign sign = signs.get(actor.actorId());
    return sign == null || known.stepNanos() - sign.notBefore >= patience(actor);
  }

  @Override
  public void stepEnded() {
    for (StateImage.Actor actor : known.state.actors()) {
      Sign sign = signs.get(actor.actorId());
      boolean overdue = sign != null && known.stepNanos() - sign.notAfter >= patience(actor);
      verdicts.expect(
          "RT-45", !(actor.isActive() && overdue), () -> actor + " should have died, " + sign);
    }
    for (RunEntry run : known.live()) {
      StateImage.Lease lease = run.lease();
      boolean elsewhere =
          lease != null && !lease.owner().equals(ActorRegistration.RESERVED_IDENTITY);
      verdicts.expect(
          "RT-45",
          !elsewhere || known.activeActor(lease.owner()) != null,
          () -> run.id() + " is " + RunState.RUNNING + " with a worker that is gone: " + lease);
    }
  }
}
