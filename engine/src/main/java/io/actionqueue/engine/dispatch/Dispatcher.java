package io.actionqueue.engine.dispatch;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What is due, what is Ready, what may start.
///
/// Cost is O(log n) in live runs for every move and nothing for runs that wait. A candidate that
/// the gate refuses is parked at what it waits for and comes back when that may have changed; it
/// never delays others (RT-18). Confined to the engine thread.
public final class Dispatcher implements StateObserver {
  private final QueueState state;
  private final int slots;
  private final Promotions promotions;
  private final ActionSlots actions = new ActionSlots();
  private final Startable startable = new Startable();
  private final PreviousAttempt previous = new PreviousAttempt();
  private final BudgetLeft budgets;
  private final LocalWorker local = new LocalWorker(actions);
  private final Routes routes = new Routes(local);
  private final Gates gates;
  private final Reasons reasons;
  private final SelectionOrder order;
  private final Extensions extensions;
  private final ScopeRules rules;
  private final KeyLocks keys;
  private final ScopeLimits limits;
  private final Kept kept;
  private Ranking ranking;
  private ReadyRuns ready;
  private LocalQueue localQueue;
  private int executing;
  private boolean paused;
  private boolean draining;

  private Dispatcher(
      QueueState state,
      int slots,
      SelectionOrder order,
      ToLongFunction<RunEntry> backoffSecs,
      StepTime time) {
    this.state = state;
    this.slots = slots;
    this.order = order;
    this.extensions = state.extensions();
    this.ranking = Ranking.of(order, 0, extensions);
    this.ready = new ReadyQueue(ranking);
    this.localQueue = new LocalQueue(ready, routes, ranking);
    this.rules = new ScopeRules(state, time, this::offer, this::lacksKeysOnly);
    this.keys = rules.keys;
    this.limits = rules.limits;
    this.promotions = new Promotions(state, backoffSecs);
    this.budgets = new BudgetLeft(state);
    this.kept = new Kept(new Promises(this::terms, keys::room), keys, limits, actions, this::offer);
    this.gates =
        Gates.of(
            List.of(startable, previous, budgets, rules.pauses, limits),
            new KeyFree(keys),
            new ActionSlotFree(actions));
    this.reasons = new Reasons(promotions, gates.here(), gates.anywhere(), local, routes);
  }

  /// A dispatcher that is to observe the state.
  ///
  /// @param state what it observes
  /// @param slots how many attempts may execute at once
  /// @param order the order of selection within a priority
  /// @param backoffSecs the back-off of a run that is in RetryWait, in whole seconds
  /// @param time the instants of the present step
  public static Dispatcher of(
      QueueState state,
      int slots,
      SelectionOrder order,
      ToLongFunction<RunEntry> backoffSecs,
      StepTime time) {
    return new Dispatcher(state, slots, order, backoffSecs, time);
  }

  /// Chooses between Ready runs otherwise than by strict priority. To be called before anything is
  /// observed.
  ///
  /// @param ageingSecs how much earlier a point of priority lets a run count as due; 0 for strict
  ///   priorities, at most 2^30
  /// @param sharing between whom starts are shared out
  public void select(long ageingSecs, Sharing sharing) {
    ranking = Ranking.of(order, ageingSecs, extensions);
    Turns turns = sharing == Sharing.NOBODY ? Turns.NONE : Turns.of(extensions);
    actions.takeTurns(turns);
    limits.takeTurns(turns);
    ready =
        switch (sharing) {
          case NOBODY -> new ReadyQueue(ranking);
          case TENANTS -> new TenantQueues(ranking, turns);
        };
    localQueue = new LocalQueue(ready, routes, ranking);
  }

  /// Registers an action that local handlers execute, at most `limit` attempts at once; the empty
  /// text is the default handler.
  public void register(String action, int limit) {
    actions.register(action, limit);
  }

  /// Lets the local worker hold a capability that is no action, such as `gpu`. To be called before
  /// anything is observed.
  public void label(String label) {
    local.label(label);
  }

  /// Lets a remote worker take part. Cost: what is in the ready queue, where the worker is the
  /// first of its kind that can do what the local one can.
  public void add(RemoteWorker worker) {
    kept.follow();
    if (routes.add(worker)) {
      actions.drain(this::readd);
      for (RunEntry run : localQueue.takeAll(kept::letOthersGo)) {
        kept.made(run); // something may have let it go
        offer(run);
      }
    }
    kept.doubtAll();
  }

  /// Lets a remote worker take no further part.
  public void remove(RemoteWorker worker) {
    routes.remove(worker, ready::add);
    kept.doubtAll();
  }

  /// Notes that a remote worker waits for something to do; see [#nextAsking].
  public void ask(RemoteWorker worker) {
    routes.ask(worker);
  }

  /// Ends [#ask].
  public void stopAsking(RemoteWorker worker) {
    kept.lookedForLess(routes.stopAsking(worker));
  }

  /// A remote worker that asks and that [#next(RemoteWorker)] may have something for, null if none.
  public @Nullable RemoteWorker nextAsking() {
    settlePromises();
    return routes.nextAsking();
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    promotions.runMoved(run, from);
    limits.runMoved(run, from);
    if (run.state() == RunState.READY) {
      offer(run);
    } else if (from == RunState.READY) {
      ranking.left(run);
      kept.ended(run);
      kept.taken(run);
    }
    if (from == null) {
      if (run.holdsKey()) {
        keys.claim(run);
      }
    } else if (run.holdsKey()) {
      keys.take(run);
    } else {
      keys.release(run);
    }
    if (from == RunState.READY && run.state() != RunState.LEASED) {
      kept.letOthersGo(run); // not only when a free slot comes upon what is left of it
    }
  }

  @Override
  public void taskChanged(TaskEntry task) {
    budgets.changed(task, this::offer);
    kept.changed(task);
    promotions.taskChanged(task);
  }

  @Override
  public void extended(ExtensionEvent event) {
    if (event instanceof ExtensionEvent.RunDelayed delay) {
      promotions.delayed(delay);
    } else if (event instanceof ExtensionEvent.RunReprioritised set) {
      reprioritise(set.runId());
    } else if (rules.extended(event)) {
      kept.doubtAll();
    }
  }

  private void reprioritise(RunId id) {
    RunEntry run = state.run(id);
    if (run != null && run.state() == RunState.READY) {
      boolean _ = offer(ranking.reprioritise(run));
    }
  }

  /// Lets go what waits for what is there by time.
  public void wake() {
    rules.wake();
  }

  /// When [#wake] is to be called next, monotonic nanoseconds; null for never.
  public @Nullable Long nextWakeUp() {
    return rules.nextWakeUp();
  }

  @Override
  public void leaseChanged(RunEntry run) {
    readd(startable.leaseChanged(run));
    readd(kept.leaseChanged(run));
  }

  @Override
  public void engineChanged(StateImage.Engine engine) {
    paused = engine.paused();
  }

  /// Stops promotion and starts for good.
  public void drain() {
    draining = true;
  }

  /// Whether promotion and starts are held now.
  public boolean isHeld() {
    return paused || draining;
  }

  /// What is to become Ready by time.
  public Promotions promotions() {
    return promotions;
  }

  /// The best Ready run that may start now, if there is a free slot; null otherwise. To be followed
  /// by [#beginExecution]; a run that is not started after all stays Ready and is not offered
  /// again.
  public @Nullable RunEntry next() {
    kept.settleHere(this::mayStart);
    while (executing < slots) {
      ReadyQueue.Entry entry = localQueue.poll();
      if (entry == null) {
        return null;
      }
      RunEntry run = entry.run();
      if (passes(run, entry.isCurrent(), gates.here())) {
        return run;
      }
    }
    return null;
  }

  /// The best Ready run that a remote worker may start now, null if there is none. The same holds
  /// as of [#next()], but that nothing is to be told of its execution: its records say it all.
  public @Nullable RunEntry next(RemoteWorker worker) {
    for (var best = poll(worker); best != null; best = poll(worker)) {
      RunEntry run = best.run();
      if (passes(run, best.isCurrent() && ranking.counts(best), gates.anywhere())) {
        readd(actions.nextIfFree(Gate.action(run))); // it takes no local slot
        return run;
      }
    }
    return null;
  }

  /// What [#next(RemoteWorker)] would give, without taking it; looks at a thousand more runs than
  /// wanted at most.
  public List<RunEntry> peek(RemoteWorker worker, int limit) {
    settlePromises();
    return routes.peek(worker, limit, run -> gates.anywhere().firstRefusal(run) == null);
  }

  /// Whether a candidate may start; one that may not waits for what the gate says.
  private boolean passes(RunEntry run, boolean current, Gate asked) {
    Check refusal = current ? asked.firstRefusal(run) : null;
    if (current && refusal == null) {
      return true;
    }
    if (refusal != null) {
      refusal.park(ranking.candidate(run));
      kept.parked(run);
    }
    kept.letOthersGo(run);
    return false;
  }

  private @Nullable Candidate poll(RemoteWorker worker) {
    settlePromises();
    return routes.poll(worker);
  }

  private void settlePromises() {
    kept.settle(this::mayStart);
  }

  private boolean mayStart(RunEntry run) {
    Gate asked = isForLocal(run) ? gates.here() : gates.anywhere();
    return run.state() == RunState.READY
        && routes.isLookedFor(run)
        && asked.firstRefusal(run) == null;
  }

  private boolean lacksKeysOnly(RunEntry run) {
    return run.state() == RunState.READY
        && routes.isLookedFor(run)
        && gates.beside().firstRefusal(run) == null;
  }

  /// Notes that a handler of a run that [#next] gave will execute: slot, action and key are taken.
  public void beginExecution(RunEntry run) {
    executing++;
    ready.started(run);
    actions.take(Gate.action(run), run);
    keys.beginExecution(run);
    limits.beginExecution(run);
  }

  /// Notes that the records went on although the run's handler has not returned (S-37).
  public void abandon(RunEntry run) {
    previous.abandoned(run);
    kept.changed(run);
  }

  /// Notes that the handler has returned: slot and action are free, the key as soon as the records
  /// agree.
  public void endExecution(RunEntry run) {
    executing--;
    readd(actions.giveBack(Gate.action(run)));
    keys.endExecution(run);
    limits.endExecution(run);
    readd(previous.ended(run));
  }

  /// How many handlers have not returned.
  public int executing() {
    return executing;
  }

  /// Why a run is not executing; empty if it is, has ended, or will start at the next step.
  public List<Block> explain(RunEntry run, long nowSecond) {
    var hold = new Reasons.Hold(paused, draining, executing >= slots ? slots : 0);
    return reasons.explain(run, nowSecond, hold);
  }

  private void readd(@Nullable Candidate candidate) {
    if (candidate != null) {
      boolean _ = offer(candidate);
    }
  }

  /// Whether the local worker can do a run and nobody else can.
  private boolean isForLocal(RunEntry run) {
    return local.covers(run) && !routes.isShared(run);
  }

  private int terms(RunEntry run) {
    return 2 * run.policy().keyPermits() + (isForLocal(run) ? 1 : 0);
  }

  /// Lets a run wait where whoever can do it looks.
  private void offer(RunEntry run) {
    if (!isForLocal(run)) {
      boolean _ = routes.add(ranking.candidate(run));
    } else if (ranking.counts(run)) {
      ready.add(run);
    } else {
      ready.add(ranking.candidate(run));
    }
  }

  /// Lets a candidate that waited for something wait where whoever can do it looks.
  ///
  /// @return whether somebody looks there now; what let it go is promised to it then
  private boolean offer(Candidate candidate) {
    if (isForLocal(candidate.run())) {
      ready.add(candidate);
    } else if (!routes.add(candidate)) {
      return false;
    }
    kept.made(candidate.run());
    return true;
  }
}
