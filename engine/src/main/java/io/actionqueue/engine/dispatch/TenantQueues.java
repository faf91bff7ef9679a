package io.actionqueue.engine.dispatch;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Ready runs of several tenants, each of which gets its share of the starts (stride scheduling):
/// the tenant that is served next is the one that has had the least for its weight. Within a tenant
/// priority and due time decide. Tasks without a tenant are one more tenant, of weight 1.
///
/// A tenant that had nothing to do does not save up. Cost: O(log t) in tenants with Ready runs.
/// Confined to the engine thread.
final class TenantQueues implements ReadyRuns {
  private static final long STRIDE = 1L << 32;
  private static final int FEW = 1024;

  private static final class Share extends TimerHeap.Timer {
    final @Nullable TenantId tenant;
    final ReadyQueue queue;
    long pass;

    Share(@Nullable TenantId tenant, ReadyQueue queue) {
      this.tenant = tenant;
      this.queue = queue;
    }
  }

  private final Ranking ranking;
  private final Extensions extensions;
  private final Map<@Nullable TenantId, Share> shares = new HashMap<>();
  private final TimerHeap<Share> active =
      TimerHeap.ordered((a, b) -> Objects.toString(a.tenant).compareTo(Objects.toString(b.tenant)));
  private long virtualTime;
  private int size;

  TenantQueues(Ranking ranking, Extensions extensions) {
    this.ranking = ranking;
    this.extensions = extensions;
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
    Share share = active.peek();
    if (share == null) {
      return null;
    }
    virtualTime = share.pass;
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

  /// Charges the run's tenant for a start.
  @Override
  public void started(RunEntry run) {
    Share share = share(run);
    TenantId tenant = share.tenant;
    int weight = tenant == null ? 1 : extensions.weight(tenant);
    share.pass = Math.max(share.pass, virtualTime) + STRIDE / weight;
    if (share.isSet()) {
      active.set(share, share.pass);
    }
  }

  private void activate(Share share) {
    size++;
    if (!share.isSet()) {
      share.pass = Math.max(share.pass, virtualTime);
      active.set(share, share.pass);
    }
  }

  private Share share(RunEntry run) {
    TaskEntry task = run.task();
    TenantId tenant = task == null ? null : task.spec().tenantId();
    Share known = shares.get(tenant);
    if (known != null) {
      return known;
    }
    if (shares.size() >= FEW && shares.size() > 2 * active.size()) {
      shares.values().removeIf(share -> !share.isSet() && share.pass <= virtualTime);
    }
    var share = new Share(tenant, new ReadyQueue(ranking));
    shares.put(tenant, share);
    return share;
  }
}
