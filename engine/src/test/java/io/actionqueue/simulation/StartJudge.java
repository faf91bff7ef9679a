package io.actionqueue.simulation;

import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Starts: the run may start, whoever takes it may take it, and it is the first one of those that
/// may. Who takes it is heard right after the run has left Ready, so that what stood against it is
/// noted before.
final class StartJudge implements Concern {
  private final Knowledge known;
  private final Verdicts verdicts;
  private @Nullable Start start;

  StartJudge(Knowledge known, Verdicts verdicts) {
    this.known = known;
    this.verdicts = verdicts;
  }

  /// What was known when a run left Ready.
  ///
  /// @param id the run
  /// @param executing handlers here
  /// @param obstacle to anybody, null for none
  /// @param here to the handlers here, null for none
  /// @param jumped the limit in whose line others had their turn here, null for none
  /// @param before the Ready runs that go before it and could start as far as limits, keys and the
  ///   like are concerned
  /// @param beforeHere those of them that a handler here could take
  private record Start(
      RunId id,
      int executing,
      @Nullable String obstacle,
      @Nullable String here,
      @Nullable Scope jumped,
      List<RunEntry> before,
      List<RunEntry> beforeHere) {}

  @Override
  public void before(Event event) {
    switch (event) {
      case RunEvent.RunStateChanged(var id, _, var next, _) when next == RunState.LEASED ->
          leaves(known.state.run(id));
      case LeaseEvent.LeaseAcquired(var id, var owner, _, _)
          when start != null && start.id.equals(id) -> {
        if (owner.equals(ActorRegistration.RESERVED_IDENTITY)) {
          startsHere(start);
          if (known.state.run(id) instanceof RunEntry run) {
            known.shares.startsHere(run);
          }
        } else {
          startsElsewhere(start, owner);
        }
        start = null;
      }
      default -> {}
    }
  }

  /// RT-26, RT-30, RT-37: whoever takes it.
  private void leaves(@Nullable RunEntry run) {
    if (run == null || run.id().equals(known.rejecting)) {
      return; // replay refuses it, or nobody starts it
    }
    boolean held = known.state.isPaused() || known.closing;
    verdicts.expect("RT-26", !held, () -> run.id() + " started while held");
    TaskEntry task = Knowledge.taskOf(run);
    verdicts.expect(
        "RT-30",
        known.prerequisitesCompleted(task),
        () -> run.id() + " starts before " + task.prerequisites());
    List<RunEntry> waiting = known.lines.awaited(false);
    List<RunEntry> ready =
        known.live().stream()
            .filter(other -> other.state() == RunState.READY && other != run)
            .filter(other -> known.sharedObstacle(other) == null)
            .filter(other -> !known.scopes.mayLackToken(other))
            .filter(other -> !known.mayBeKept(other))
            .toList();
    List<RunEntry> before =
        ready.stream()
            .filter(other -> known.precedence.precedes(other, run))
            .filter(other -> !known.lines.isPassed(other, waiting, false))
            .toList();
    start =
        new Start(
            run.id(),
            known.executing().size(),
            known.sharedObstacle(run),
            known.localObstacle(run),
            known.lines.jumped(run, ready),
            before,
            ready.stream()
                .filter(other -> known.precedence.precedesHere(other, run))
                .filter(other -> known.localObstacle(other) == null)
                .filter(other -> !known.lines.isPassed(other, waiting, true))
                .toList());
  }

  /// RT-13, RT-14, RT-16, RT-17.
  private void startsHere(Start run) {
    verdicts.expect(
        "RT-14",
        run.executing < known.settings.slots(),
        () -> run.id + " starts beside " + run.executing);
    String obstacle = run.obstacle == null ? run.here : run.obstacle;
    verdicts.expect("RT-16", obstacle == null, () -> run.id + " starts although: " + obstacle);
    verdicts.expect(
        "03-W-33, turns",
        run.jumped == null,
        () -> run.id + " started before others who had their turn at " + run.jumped);
    for (RunEntry other : run.beforeHere) {
      verdicts.expect("RT-13", false, () -> run.id + " started before " + other.id());
    }
  }

  /// RT-46: only a registered worker of the tenant that has all that is required.
  private void startsElsewhere(Start run, String owner) {
    verdicts.expect(
        "RT-16", run.obstacle == null, () -> run.id + " is claimed although: " + run.obstacle);
    StateImage.Actor actor = known.activeActor(owner);
    RunEntry entry = known.state.run(run.id);
    verdicts.expect(
        "RT-46",
        actor != null && entry != null && known.canTake(actor, entry),
        () -> run.id + " was claimed by " + owner + ": " + actor);
    for (RunEntry other : run.before) {
      verdicts.expect(
          "RT-13",
          actor == null || !known.canTake(actor, other),
          () -> owner + " got " + run.id + " before " + other.id());
    }
  }
}
