package io.actionqueue.simulation;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whose turn it is where runs wait in line: for a key, for a limit, for a slot of an action here.
/// What becomes free goes to the first of the line, and is kept for it while it waits for nothing
/// but a slot here or a worker elsewhere; no more is kept than there is.
final class LineBook implements Concern {
  private final Knowledge known;

  /// Who stands in the line of a limit for sure: runs that could start here but for that limit, at
  /// which a step has looked that had a slot left.
  private final Map<Scope, Set<RunId>> lines = new HashMap<>();

  private Supplier<List<StateImage.Actor>> asking = List::of;

  LineBook(Knowledge known) {
    this.known = known;
  }

  /// Who tells which workers elsewhere wait for something to do.
  void asking(Supplier<List<StateImage.Actor>> those) {
    asking = those;
  }

  @Override
  public void follow() {
    lines.clear();
  }

  /// Whoever waits for a limit that changes tries again, as if it came anew.
  @Override
  public void before(Event event) {
    switch (event) {
      case ExtensionEvent.LimitSet(var scope, _, _) -> lines.remove(scope);
      case ExtensionEvent.LimitCleared(var scope, _) -> lines.remove(scope);
      case ExtensionEvent.RunReprioritised set -> leave(set.runId());
      default -> {}
    }
  }

  @Override
  public void moved(RunEntry run, RunState from) {
    leave(run.id());
  }

  private void leave(RunId id) {
    lines.values().forEach(line -> line.remove(id));
  }

  /// Whether a run stands in the line of a limit for sure.
  boolean standsIn(Scope limit, RunEntry run) {
    return lines.getOrDefault(limit, Set.of()).contains(run.id());
  }

  /// Notes that somebody who did not wait for a limit starts: what was there is less than those of
  /// the line were let go for, and it is not known who of them is left out.
  void mixed(Scope limit) {
    lines.remove(limit);
    known.shares.stand(limit, new HashSet<>());
  }

  @Override
  public void stepEnded() {
    lines.forEach((limit, line) -> line.removeIf(id -> !waitsAt(limit, known.state.run(id))));
    addThoseWhoWait();
    lines.forEach((limit, line) -> known.shares.stand(limit, tenants(line)));
  }

  private boolean waitsAt(Scope limit, @Nullable RunEntry run) {
    return run != null && limit.equals(known.onlyLimit(run));
  }

  private Set<@Nullable TenantId> tenants(Set<RunId> line) {
    Set<@Nullable TenantId> tenants = new HashSet<>();
    for (RunId id : line) {
      RunEntry run = known.state.run(id);
      if (run != null) {
        tenants.add(ShareBook.tenant(run));
      }
    }
    return tenants;
  }

  private void addThoseWhoWait() {
    if (known.state.isPaused() || known.executing().size() >= known.settings.slots()) {
      return;
    }
    for (RunEntry run : known.live()) {
      Scope only = run.state() == RunState.READY ? known.onlyLimit(run) : null;
      if (only != null) {
        lines.computeIfAbsent(only, _ -> new HashSet<>()).add(run.id());
      }
    }
  }

  /// 03-W-33: the limit in whose line a run that is about to start here stands behind runs of other
  /// tenants, to whom all goes that there is; null if there is none.
  @Nullable Scope jumped(RunEntry run, List<RunEntry> waiting) {
    for (Scope scope : known.scopes.limitsOf(run)) {
      Set<RunId> line = lines.getOrDefault(scope, Set.of());
      List<RunEntry> others =
          waiting.stream()
              .filter(each -> line.contains(each.id()) && known.localObstacle(each) == null)
              .toList();
      long left = known.scopes.leftAtMost(scope);
      if (line.contains(run.id()) && known.shares.isPassed(scope, run, others, left)) {
        return scope;
      }
    }
    return null;
  }

  /// Whether a Ready run for which there is everything that it needs stands behind others in one of
  /// its lines, to whom all goes that there is.
  ///
  /// @param waiting Ready runs in whose way nothing stands that concerns everybody
  /// @param here whether somebody looks who does not ask what is promised: permits are kept for
  ///   runs that share a key only as far as those can start together, but that is seen when a
  ///   worker elsewhere looks for something
  boolean isPassed(RunEntry run, List<RunEntry> waiting, boolean here) {
    for (KeyBook.Key key : KeyBook.keysOf(run)) {
      long left = known.keys.left(run, key);
      if (isPassed(run, waiting, left, "", each -> KeyBook.keysOf(each).contains(key))) {
        return true;
      }
    }
    for (Scope scope : known.scopes.limitsOf(run)) {
      long left = known.scopes.left(scope);
      String line = scope.label();
      List<RunEntry> before =
          before(run, waiting, line, each -> known.scopes.limitsOf(each).contains(scope));
      if (takesAll(before, left) && (here || known.keys.together(before) >= left)) {
        return true;
      }
    }
    String action = Knowledge.actionOf(run);
    return known.localObstacle(run) == null
        && isPassed(run, waiting, known.slotsOf(action), action, each -> sharesSlots(each, action));
  }

  private boolean sharesSlots(RunEntry run, String action) {
    return Knowledge.actionOf(run).equals(action) && known.localObstacle(run) == null;
  }

  private boolean isPassed(
      RunEntry run, List<RunEntry> waiting, long left, String line, Predicate<RunEntry> isInLine) {
    return left < Long.MAX_VALUE && takesAll(before(run, waiting, line, isInLine), left);
  }

  private static boolean takesAll(List<RunEntry> before, long left) {
    return !before.isEmpty() && before.size() >= left;
  }

  private List<RunEntry> before(
      RunEntry run, List<RunEntry> waiting, String line, Predicate<RunEntry> isInLine) {
    return waiting.stream()
        .filter(each -> each != run && isInLine.test(each))
        .filter(each -> known.shares.goesBefore(line, each, run))
        .toList();
  }

  /// The lines of a run, for those who look for what is wrong.
  String describe(RunEntry run, List<RunEntry> waiting) {
    var text = new StringBuilder();
    for (Scope scope : known.scopes.limitsOf(run)) {
      text.append(scope.label()).append(" has ").append(known.scopes.left(scope)).append(" for");
      for (RunEntry each : waiting) {
        if (known.scopes.limitsOf(each).contains(scope)) {
          boolean before = known.shares.goesBefore(scope.label(), each, run);
          text.append(' ').append(each.id()).append(before ? " before it" : " behind it");
        }
      }
      text.append("; ");
    }
    return text.toString();
  }

  /// The Ready runs that wait for nothing but a slot here, or for a worker elsewhere that waits: to
  /// them goes what becomes free. What nobody looks for gets nothing.
  ///
  /// @param stepped whether a step has just looked at all of them, and at all workers that wait;
  ///   before that also those count that it will find to wait for a slot of their action
  List<RunEntry> awaited(boolean stepped) {
    List<StateImage.Actor> patient = stepped ? List.of() : asking.get();
    return known.live().stream()
        .filter(other -> other.state() == RunState.READY)
        .filter(other -> known.sharedObstacle(other) == null)
        .filter(other -> waitsHere(other, stepped) || canGoTo(patient, other))
        .toList();
  }

  private boolean waitsHere(RunEntry run, boolean stepped) {
    return stepped ? known.localObstacle(run) == null : known.isDoneHere(run);
  }

  private boolean canGoTo(List<StateImage.Actor> asking, RunEntry run) {
    return asking.stream().anyMatch(actor -> known.canTake(actor, run));
  }
}
