package io.actionqueue.engine.dispatch;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Ready runs that workers in other processes may take, indexed by what they need: one route for
/// each tenant and list of required capabilities (spec 03 §10.4, S-48).
///
/// A Ready run is in one place only: in the ready queue of the local worker if that can do it and
/// nobody else can, else in its route. A route that both can do is shared: the local worker takes
/// from it in the order of selection, as any other worker does (D7). Confined to the engine thread.
final class Routes {
  private static final int FEW = 1024;

  /// What runs of one route have in common.
  ///
  /// @param tenant owner of their tasks, null for none
  /// @param required capabilities; the first one names the action
  record Need(@Nullable TenantId tenant, List<String> required) {}

  /// The runs of one need, and who can do them.
  static final class Route {
    private final Need need;
    private final boolean local;
    private final PriorityQueue<Candidate> waiting = new PriorityQueue<>(4);
    private final Set<RemoteWorker> capable = new LinkedHashSet<>(4);
    private final LinkedHashSet<RemoteWorker> asking = new LinkedHashSet<>(4);

    Route(Need need, boolean local) {
      this.need = need;
      this.local = local;
    }
  }

  private final LocalWorker localWorker;
  private final Map<Need, Route> routes = new HashMap<>();
  private final Set<RemoteWorker> workers = new LinkedHashSet<>();

  /// Routes to which runs came since somebody who asks was last looked for.
  private final LinkedHashSet<Route> fresh = new LinkedHashSet<>();

  /// Routes that the local worker and others can do.
  private final Set<Route> shared = new LinkedHashSet<>();

  private int pruneAt = FEW;

  Routes(LocalWorker localWorker) {
    this.localWorker = localWorker;
  }

  /// What a run requires; nothing stands for the default handler.
  static List<String> required(RunEntry run) {
    TaskEntry task = run.task();
    List<String> required = task == null ? null : task.spec().constraints().requiredCapabilities();
    return required == null ? List.of() : required;
  }

  /// Whether the run, which the local worker can do, is to wait in a route because others can do it
  /// as well.
  boolean isShared(RunEntry run) {
    return !workers.isEmpty() && !route(run).capable.isEmpty();
  }

  /// Whether somebody looks for such runs now: the local worker, whenever it has a free slot, or a
  /// remote worker that waits for something to do.
  boolean isLookedFor(RunEntry run) {
    return localWorker.covers(run) || (!workers.isEmpty() && !route(run).asking.isEmpty());
  }

  /// Whether the local worker has to look at routes at all.
  boolean hasShared() {
    return !shared.isEmpty();
  }

  /// Lets a candidate wait in its route.
  ///
  /// @return whether somebody looks for such candidates now
  boolean add(Candidate candidate) {
    Route route = route(candidate.run());
    route.waiting.add(candidate);
    if (!route.asking.isEmpty()) {
      fresh.add(route);
    }
    return route.local || !route.asking.isEmpty();
  }

  /// The best candidate for a worker, taken out; it may be stale. Null if there is none.
  @Nullable Candidate poll(RemoteWorker worker) {
    Route best = null;
    Candidate bestHead = null;
    for (int i = 0; i < worker.routes.size(); i++) {
      Route route = worker.routes.get(i);
      Candidate head = head(route);
      if (head != null && (bestHead == null || head.compareTo(bestHead) < 0)) {
        best = route;
        bestHead = head;
      }
    }
    if (best == null || bestHead == null) {
      return null;
    }
    Candidate own = best.waiting.peek();
    boolean waitsHere = own == null || own.compareTo(bestHead) > 0;
    return waitsHere ? localWorker.pollWaiting(best.need) : best.waiting.poll();
  }

  /// The first runs that a worker may start, left in; looks at a thousand more than wanted at most.
  List<RunEntry> peek(RemoteWorker worker, int limit, Predicate<RunEntry> mayStart) {
    var seen = new ArrayList<Candidate>();
    var found = new ArrayList<RunEntry>();
    while (found.size() < limit && seen.size() < limit + 1000) {
      Candidate best = poll(worker);
      if (best == null) {
        break;
      }
      seen.add(best);
      if (best.isCurrent() && mayStart.test(best.run())) {
        found.add(best.run());
      }
    }
    seen.forEach(this::add);
    return found;
  }

  /// The best candidate of a route, which may be one that waits for a slot of the local worker.
  private @Nullable Candidate head(Route route) {
    Candidate head = route.waiting.peek();
    Candidate elsewhere = route.local ? localWorker.peekWaiting(route.need) : null;
    boolean first = elsewhere != null && (head == null || elsewhere.compareTo(head) < 0);
    return first ? elsewhere : head;
  }

  /// The best candidate of a shared route, left in; it may be stale. Null if there is none.
  ///
  /// @param turns whose tenant goes first
  @Nullable Candidate peekShared(Comparator<RunEntry> turns) {
    Route best = bestShared(turns);
    return best == null ? null : best.waiting.peek();
  }

  /// Takes out what [#peekShared] showed.
  void removeShared(Comparator<RunEntry> turns) {
    Route best = bestShared(turns);
    if (best != null) {
      best.waiting.remove();
    }
  }

  private @Nullable Route bestShared(Comparator<RunEntry> turns) {
    Route best = null;
    Candidate bestHead = null;
    for (Route route : shared) {
      Candidate head = route.waiting.peek();
      if (head != null && (bestHead == null || goesBefore(head, bestHead, turns))) {
        best = route;
        bestHead = head;
      }
    }
    return best;
  }

  private static boolean goesBefore(Candidate one, Candidate other, Comparator<RunEntry> turns) {
    int byTurn = turns.compare(one.run(), other.run());
    return byTurn != 0 ? byTurn < 0 : one.compareTo(other) < 0;
  }

  /// Links a worker to what it can do.
  ///
  /// @return whether runs in the ready queue may have to move into routes now
  boolean add(RemoteWorker worker) {
    boolean novel = workers.stream().noneMatch(worker::isLike);
    workers.add(worker);
    for (Route route : routes.values()) {
      if (worker.serves(route.need.tenant(), route.need.required())) {
        link(route, worker);
      }
    }
    return novel && localWorker.overlaps(worker);
  }

  /// Forgets a worker.
  ///
  /// @param orphaned takes the candidates that only the local worker can do from now on
  void remove(RemoteWorker worker, Consumer<Candidate> orphaned) {
    workers.remove(worker);
    List<Need> _ = stopAsking(worker); // the caller doubts all
    for (Route route : worker.routes) {
      route.capable.remove(worker);
      if (route.capable.isEmpty() && route.local) {
        shared.remove(route);
        route.waiting.forEach(orphaned);
        route.waiting.clear();
      }
    }
    worker.routes.clear();
  }

  /// Notes that a worker waits for something to do.
  void ask(RemoteWorker worker) {
    worker.asking = true;
    for (Route route : worker.routes) {
      route.asking.add(worker);
      if (head(route) != null) {
        fresh.add(route);
      }
    }
  }

  /// Ends [#ask].
  ///
  /// @return what nobody looks for any more
  List<Need> stopAsking(RemoteWorker worker) {
    worker.asking = false;
    var left = new ArrayList<Need>(0);
    for (Route route : worker.routes) {
      if (route.asking.remove(worker) && route.asking.isEmpty() && !route.local) {
        left.add(route.need);
      }
    }
    return left;
  }

  /// A worker that asks and for which something has come, the one that has waited longest in its
  /// route; null if there is none.
  @Nullable RemoteWorker nextAsking() {
    while (!fresh.isEmpty()) {
      Route route = fresh.getFirst();
      if (head(route) != null && !route.asking.isEmpty()) {
        return route.asking.getFirst();
      }
      fresh.removeFirst();
    }
    return null;
  }

  /// Why the run waits in its route.
  Block describe(RunEntry run) {
    int capable = route(run).capable.size();
    if (capable > 0) {
      String who = capable == 1 ? "a capable worker" : "one of " + capable + " capable workers";
      return new Block("no_free_slot", "waits until " + who + " claims it", null);
    }
    String missing = localWorker.firstMissing(required(run));
    String what =
        missing == null || missing.isEmpty()
            ? "no default handler is registered, and no worker of its tenant"
            : "nobody can do '" + missing + "'";
    return new Block("no_capable_actor", what, null);
  }

  /// What a run needs of whoever executes it.
  static Need need(RunEntry run) {
    return new Need(Turns.tenant(run), required(run));
  }

  private Route route(RunEntry run) {
    Need need = need(run);
    Route known = routes.get(need);
    return known == null ? open(need) : known;
  }

  private Route open(Need need) {
    if (routes.size() >= pruneAt) {
      prune();
    }
    var route = new Route(need, localWorker.firstMissing(need.required()) == null);
    routes.put(need, route);
    for (RemoteWorker worker : workers) {
      if (worker.serves(need.tenant(), need.required())) {
        link(route, worker);
      }
    }
    return route;
  }

  private void link(Route route, RemoteWorker worker) {
    worker.routes.add(route);
    route.capable.add(worker);
    if (route.local) {
      shared.add(route);
    }
    if (worker.asking) {
      route.asking.add(worker);
    }
  }

  /// Forgets routes that nobody needs now; they come back when somebody does.
  private void prune() {
    routes
        .values()
        .removeIf(route -> {
          boolean unused = head(route) == null;
          if (unused) {
            route.capable.forEach(worker -> worker.routes.remove(route));
            shared.remove(route);
            fresh.remove(route);
          }
          return unused;
        });
    pruneAt = Math.max(FEW, 2 * routes.size());
  }
}
