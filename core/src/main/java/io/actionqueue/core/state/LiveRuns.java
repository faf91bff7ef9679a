package io.actionqueue.core.state;

import io.actionqueue.core.run.RunState;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// Runs that have not ended, a list for each state, in no order. A run knows its place, so that
/// every move is O(1). Confined to the owner of the [QueueState].
public final class LiveRuns {
  private static final RunState[] STATES = RunState.values();

  /// The runs of one state.
  private static final class Bag extends AbstractList<RunEntry> implements RandomAccess {
    private @Nullable RunEntry[] runs = new RunEntry[8];
    private int size;

    @Override
    public RunEntry get(int index) {
      return at(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
      return size;
    }

    private RunEntry at(int index) {
      return Objects.requireNonNull(runs[index]);
    }
  }

  private final Owner owner;
  private final Bag[] bags = new Bag[STATES.length];

  /// To whom the lists belong: a run is in one of each.
  enum Owner {
    STATE,
    TENANT
  }

  LiveRuns(Owner owner) {
    this.owner = owner;
    Arrays.setAll(bags, _ -> new Bag());
  }

  /// Lists for the runs of one tenant.
  public static LiveRuns ofTenant() {
    return new LiveRuns(Owner.TENANT);
  }

  /// The runs in a state that is not terminal; a live view in no order.
  public List<RunEntry> in(RunState state) {
    return Collections.unmodifiableList(bags[state.ordinal()]);
  }

  /// Takes a run in, unless it has ended.
  public void add(RunEntry run) {
    if (run.state().isTerminal()) {
      return;
    }
    Bag bag = bags[run.state().ordinal()];
    if (bag.size == bag.runs.length) {
      bag.runs = Arrays.copyOf(bag.runs, bag.size + (bag.size >> 1));
    }
    bag.runs[bag.size] = run;
    run.setPlace(owner, bag.size++);
  }

  /// Follows a run that has moved.
  ///
  /// @param from the state that it was in
  public void moved(RunEntry run, RunState from) {
    if (!from.isTerminal()) {
      remove(run, bags[from.ordinal()]);
    }
    add(run);
  }

  /// A run that came before its task, as an old log may have it, was never taken in.
  private void remove(RunEntry run, Bag bag) {
    int place = run.place(owner);
    if (place >= bag.size || bag.runs[place] != run) {
      return;
    }
    RunEntry last = bag.at(--bag.size);
    bag.runs[place] = last;
    last.setPlace(owner, place);
    bag.runs[bag.size] = null;
    shrink(bag);
  }

  private static void shrink(Bag bag) {
    if (bag.runs.length > 1024 && bag.size < bag.runs.length >> 2) {
      bag.runs = Arrays.copyOf(bag.runs, bag.runs.length >> 1);
    }
  }
}
