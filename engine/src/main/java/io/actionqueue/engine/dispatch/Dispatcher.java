package io.actionqueue.engine.dispatch;

import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What is due, what is Ready, what may start.
///
/// Cost is O(log n) in live runs for every move and nothing for runs that wait. A candidate that
/// the gate refuses is parked at what it waits for and comes back when that may have changed; it
/// never delays others (RT-18). Confined to the engine thread.
public final class Dispatcher implements StateObserver {
  private final int slots;
  private final Promotions promotions;
  private final KeyLocks keys = new KeyLocks();
  private final ActionSlots actions = new ActionSlots();
  private final Startable startable = new Startable();
  private final PreviousAttempt previous = new PreviousAttempt();
  private final BudgetLeft budgets;
  private final Gate gate;
  private final SelectionOrder order;
  private final ReadyQueue ready;
  private int executing;
  private boolean paused;
  private boolean draining;

  private Dispatcher(
      QueueState state, int slots, SelectionOrder order, ToLongFunction<RunEntry> backoffSecs) {
    this.slots = slots;
    this.order = order;
    this.ready = new ReadyQueue(order);
    this.promotions = new Promotions(state, backoffSecs);
    this.budgets = new BudgetLeft(state);
    this.gate =
        new Gate(
            List.of(
                startable,
                previous,
                budgets,
                new Capability(actions),
                new KeyFree(keys),
                new ActionSlotFree(actions)));
  }

  /// A dispatcher that is to observe the state.
  ///
  /// @param state what it observes
  /// @param slots how many attempts may execute at once
  /// @param order the order of selection within a priority
  /// @param backoffSecs the back-off of a run that is in RetryWait, in whole seconds
  public static Dispatcher of(
      QueueState state, int slots, SelectionOrder order, ToLongFunction<RunEntry> backoffSecs) {
    return new Dispatcher(state, slots, order, backoffSecs);
  }

  /// Registers an action that local handlers execute, at most `limit` attempts at once; the empty
  /// text is the default handler.
  public void register(String action, int limit) {
    actions.register(action, limit);
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    promotions.runMoved(run, from);
    if (run.state() == RunState.READY) {
      ready.add(run);
    }
    if (from == null) {
      if (run.holdsKey()) {
        keys.claim(run);
      }
    } else if (run.holdsKey()) {
      keys.take(run);
    } else {
      readd(keys.release(run));
    }
  }

  @Override
  public void taskChanged(TaskEntry task) {
    budgets.changed(task, ready::add);
    promotions.taskChanged(task);
  }

  @Override
  public void leaseChanged(RunEntry run) {
    readd(startable.leaseChanged(run));
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
    while (executing < slots) {
      ReadyQueue.Entry entry = ready.poll();
      if (entry == null) {
        return null;
      }
      RunEntry run = entry.run();
      Check refusal = entry.isCurrent() ? gate.firstRefusal(run) : null;
      if (entry.isCurrent() && refusal == null) {
        return run;
      }
      if (refusal != null) {
        refusal.park(Candidate.of(run, order));
      }
      readd(keys.nextIfFree(run));
      readd(actions.nextIfFree(Gate.action(run)));
    }
    return null;
  }

  /// Notes that a handler of a run that [#next] gave will execute: slot, action and key are taken.
  public void beginExecution(RunEntry run) {
    executing++;
    actions.take(Gate.action(run));
    keys.beginExecution(run);
  }

  /// Notes that the records went on although the run's handler has not returned (S-37).
  public void abandon(RunEntry run) {
    previous.abandoned(run);
  }

  /// Notes that the handler has returned: slot and action are free, the key as soon as the records
  /// agree.
  public void endExecution(RunEntry run) {
    executing--;
    readd(actions.giveBack(Gate.action(run)));
    readd(keys.endExecution(run));
    readd(previous.ended(run));
  }

  /// How many handlers have not returned.
  public int executing() {
    return executing;
  }

  /// Why a run is not executing: empty for terminal and executing runs, and for a Ready run that
  /// will start at the next step.
  public List<Block> explain(RunEntry run, long nowSecond) {
    return switch (run.state()) {
      case SCHEDULED, RETRY_WAIT -> withEngine(run, promotions.explain(run, nowSecond));
      case READY -> withEngine(run, gate.allRefusals(run));
      case SUSPENDED ->
          withEngine(run, List.of(new Block("suspended", "set aside until it is resumed", null)));
      case LEASED, RUNNING, COMPLETED, FAILED, CANCELED -> List.of();
    };
  }

  private List<Block> withEngine(RunEntry run, List<Block> own) {
    var blocks = new ArrayList<>(own);
    if (paused) {
      blocks.add(new Block("engine_paused", "the engine is paused", null));
    }
    if (draining) {
      blocks.add(new Block("draining", "the engine is closing", null));
    }
    if (run.state() == RunState.READY && executing >= slots) {
      blocks.add(new Block("no_free_slot", "all " + slots + " slots are taken", null));
    }
    return blocks;
  }

  private void readd(@Nullable Candidate candidate) {
    if (candidate != null) {
      ready.add(candidate);
    }
  }
}
