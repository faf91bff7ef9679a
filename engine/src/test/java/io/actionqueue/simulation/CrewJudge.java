package io.actionqueue.simulation;

import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.event.ActorEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Workers elsewhere (RT-45): nobody dies too early or lives too long, and what the dead hold goes
/// back at once, theirs alone. Nobody holds anything of another tenant, nor gets anything that it,
/// or somebody who may, has not asked for.
final class CrewJudge implements Concern {
  private static final long MISSED_INTERVALS = 3;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Knowledge known;
  private final Verdicts verdicts;
  private final Map<ActorId, Sign> signs = new HashMap<>();
  private Predicate<ActorId> claimants = _ -> false;
  private @Nullable ActorRegistration asked;
  private boolean leaving;
  private long openingSince;

  CrewJudge(Knowledge known, Verdicts verdicts) {
    this.known = known;
    this.verdicts = verdicts;
  }

  /// The last sign of life, as far as it is known: between two instants, monotonic nanoseconds.
  private record Sign(long notBefore, long notAfter) {}

  /// Who tells whether somebody who may claims for a worker just now.
  void claimants(Predicate<ActorId> other) {
    claimants = other;
  }

  /// A worker asks to be registered; null when it has.
  void asked(@Nullable ActorRegistration registration) {
    asked = registration;
  }

  /// A process begins to start.
  void opening() {
    openingSince = known.time.monotonicNanos();
  }

  /// Everybody who is registered has a whole timeout from the start of the process.
  @Override
  public void follow() {
    signs.clear();
    known.crew.clear();
    for (StateImage.Actor actor : known.state.actors()) {
      known.crew.put(actor.actorId(), new Knowledge.Recruit(actor));
      if (actor.isActive()) {
        signs.put(actor.actorId(), new Sign(openingSince, known.time.monotonicNanos()));
      }
    }
  }

  /// An active worker has been heard of in the present step.
  void heard(ActorId id) {
    signs.put(id, new Sign(known.stepNanos(), known.stepNanos()));
  }

  /// A worker deregisters; false when it has.
  void leaving(boolean now) {
    leaving = now;
  }

  @Override
  public void before(Event event) {
    switch (event) {
      case ActorEvent.ActorRegistered registered -> {
        heard(registered.actorId());
        known.crew.put(registered.actorId(), recruit(registered));
      }
      case ActorEvent.ActorDeregistered(var id, _) -> {
        StateImage.Actor actor = known.state.actor(id);
        Sign sign = signs.get(id);
        boolean dead =
            actor != null && sign != null && known.stepNanos() - sign.notBefore >= patience(actor);
        verdicts.expect("RT-45", leaving || dead, () -> id + " died too early, heard at " + sign);
      }
      case LeaseEvent.LeaseAcquired(_, var owner, _, _) -> {
        StateImage.Actor actor = known.activeActor(owner);
        verdicts.expect(
            "RT-47",
            actor == null || claimants.test(actor.actorId()),
            () -> owner + " was given what nobody who may has asked for");
      }
      default -> {}
    }
  }

  /// As it asked to be registered, whatever is recorded.
  private Knowledge.Recruit recruit(ActorEvent.ActorRegistered event) {
    return asked == null ? new Knowledge.Recruit(event) : new Knowledge.Recruit(asked);
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
      StateImage.Actor holder = elsewhere ? known.activeActor(lease.owner()) : null;
      verdicts.expect(
          "RT-45",
          !elsewhere || holder != null,
          () -> run.id() + " is " + RunState.RUNNING + " with a worker that is gone: " + lease);
      verdicts.expect(
          "RT-46",
          holder == null || known.isOfTenantOf(holder, run),
          () -> run.id() + " is with a worker of another tenant: " + holder);
    }
  }
}
