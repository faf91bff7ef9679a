package io.actionqueue.simulation;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.state.RunEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What tenants have had of what they share (03-W-33): an account for the slots here, one for each
/// action of which only so many execute here, one for each limit. Whoever has had the least for its
/// weight has the next turn; whoever had nothing to do does not save up. Where two have had the
/// same, the rule leaves open who goes first, and so do the judges.
final class ShareBook {
  /// What a start costs a tenant of weight 1; all weights of stories divide it.
  private static final long COST = 12;

  private final Knowledge known;
  private final Map<String, Account> accounts = new HashMap<>();

  private static final class Account {
    private final Map<@Nullable TenantId, Long> had = new HashMap<>();
    private long least;

    /// What a tenant has had; not less than whoever was served last had before.
    long had(@Nullable TenantId tenant) {
      return Math.max(least, had.getOrDefault(tenant, 0L));
    }

    void serve(@Nullable TenantId tenant, long cost) {
      least = had(tenant);
      had.put(tenant, least + cost);
    }
  }

  ShareBook(Knowledge known) {
    this.known = known;
  }

  /// A new process begins anew: what was had is not recorded.
  void adopt() {
    accounts.clear();
  }

  static @Nullable TenantId tenant(RunEntry run) {
    return Knowledge.taskOf(run).spec().tenantId();
  }

  private boolean isShared() {
    return known.settings.selection().shared();
  }

  /// A run starts here.
  void startsHere(RunEntry run) {
    serve("slots", run, cost(run));
    if (isBounded(run)) {
      serve(Knowledge.actionOf(run), run, cost(run));
    }
  }

  /// A run starts, here or elsewhere, under a limit.
  void startsUnder(Scope scope, RunEntry run) {
    serve(scope.label(), run, COST / known.weightAtLimits(weight(run)));
  }

  /// A limit is no more.
  void cleared(Scope scope) {
    accounts.remove(scope.label());
  }

  private void serve(String what, RunEntry run, long cost) {
    accounts.computeIfAbsent(what, _ -> new Account()).serve(tenant(run), cost);
  }

  /// What a start costs the tenant of a run.
  private long cost(RunEntry run) {
    return COST / weight(run);
  }

  private int weight(RunEntry run) {
    TenantId tenant = tenant(run);
    boolean even = tenant == null || !known.settings.selection().weighed();
    return even ? 1 : known.state.extensions().weight(tenant);
  }

  private long had(String what, RunEntry run) {
    Account account = accounts.get(what);
    return account == null ? 0 : account.had(tenant(run));
  }

  /// Whether it is not the order of selection that decides between two runs.
  boolean decides(RunEntry a, RunEntry b) {
    return isShared() && !Objects.equals(tenant(a), tenant(b));
  }

  /// Whether one run has its turn at the slots here before another one of another tenant.
  boolean precedes(RunEntry a, RunEntry b) {
    return had("slots", a) < had("slots", b);
  }

  /// Whether one run may stand before another one in a line. Whoever was let go before has not yet
  /// been served, so that a tenant may be one turn ahead of what it has had.
  boolean goesBefore(String line, RunEntry a, RunEntry b) {
    return decides(a, b)
        ? had(line, a) <= had(line, b) + cost(a)
        : !known.precedence.precedes(b, a);
  }

  /// Whether one run stands before another one of another tenant in a line, beyond doubt.
  boolean hasTurn(String line, RunEntry a, RunEntry b) {
    return decides(a, b) && had(line, a) + cost(b) < had(line, b);
  }

  private static boolean isBounded(RunEntry run) {
    Integer limit = Settings.ACTIONS.get(Knowledge.actionOf(run));
    return limit != null && limit != Integer.MAX_VALUE;
  }
}
