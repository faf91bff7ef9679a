package io.actionqueue.engine.dispatch;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.RunEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Ready runs of several tenants, each of which gets its share of the starts ([Turns]). Within a
/// tenant priority and due time decide.
///
/// Cost: O(log t) in tenants with Ready runs. Confined to the engine thread.
final class TenantQueues implements ReadyRuns {
  private static final int FEW = 1024;

  /// The runs of one tenant. Its place in the heap is that of a turn which may lie behind by now.
  private static final class Share extends TimerHeap.Timer {
    final @Nullable TenantId tenant;
    final ReadyQueue queue;

    Share(@Nullable TenantId tenant, ReadyQueue queue) {
      this.tenant = tenant;
      this.queue = queue;
    }
  }

  private final Ranking ranking;
  private final Turns turns;
  private final Map<@Nullable TenantId, Share> shares = new HashMap<>();
  private final TimerHeap<Share> active = TimerHeap.ordered((a, b) -> compare(a.tenant, b.tenant));
  private int epoch;
  private int size;

  TenantQueues(Ranking ranking, Turns turns) {
    this.ranking = ranking;
    this.turns = turns;
  }

  @Override
  public void add(RunEntry run) {
    Share share = share(run);
    share.queue.add(run);
    activate(share);
  }

  @Override
  public void add(Candidate candidate) {
    Share share = share(candidate.run());
    share.queue.add(candidate);
    activate(share);
  }

  @Override
  public ReadyQueue.@Nullable Entry poll() {
    Share share = next();
    if (share == null) {
      return null;
    }
    ReadyQueue.Entry entry = share.queue.poll();
    size--;
    if (share.queue.size() == 0) {
      active.cancel(share);
    }
    return entry;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int compareTurns(RunEntry one, RunEntry other) {
    TenantId first = Turns.tenant(one);
    TenantId second = Turns.tenant(other);
    int byTurn = Long.compare(turns.turn(first), turns.turn(second));
    return byTurn != 0 ? byTurn : compare(first, second);
  }

  /// Decides between tenants whose turn it is. It has to be the tenants alone: if it were their
  /// first runs here, a run in a route could go before one of its own tenant that is more urgent.
  private static int compare(@Nullable TenantId one, @Nullable TenantId other) {
    return Objects.toString(one).compareTo(Objects.toString(other));
  }

  @Override
  public void started(RunEntry run) {
    turns.served(run, true);
  }

  /// The tenant whose turn it is. Turns only grow, so that a place in the heap is never too late.
  private @Nullable Share next() {
    if (epoch != turns.epoch()) {
      epoch = turns.epoch();
      shares.values().stream().filter(Share::isSet).forEach(this::place);
    }
    Share first = active.peek();
    while (first != null && first.at() != turns.turn(first.tenant)) {
      place(first);
      first = active.peek();
    }
    return first;
  }

  private void place(Share share) {
    active.set(share, turns.turn(share.tenant));
  }

  private void activate(Share share) {
    size++;
    if (!share.isSet()) {
      place(share);
    }
  }

  private Share share(RunEntry run) {
    TenantId tenant = Turns.tenant(run);
    Share known = shares.get(tenant);
    if (known != null) {
      return known;
    }
    if (shares.size() >= FEW && shares.size() > 2 * active.size()) {
      shares.values().removeIf(share -> !share.isSet());
    }
    var share = new Share(tenant, new ReadyQueue(ranking));
    shares.put(tenant, share);
    return share;
  }
}
