package io.actionqueue.simulation;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.state.RunEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
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

    /// The same, at most: runs that were let go and did not start have had their turn unseen, and
    /// whoever had nothing to do counts as having had what they had.
    private final Map<@Nullable TenantId, Long> atMost = new HashMap<>();

    /// What starts have cost, and no more.
    private final Map<@Nullable TenantId, Long> paid = new HashMap<>();

    private Set<@Nullable TenantId> standing = new HashSet<>();
    private long least;

    /// What a tenant has had; not less than whoever was served last had before.
    long had(@Nullable TenantId tenant) {
      return Math.max(least, had.getOrDefault(tenant, 0L));
    }

    void serve(@Nullable TenantId tenant, long cost) {
      serve(tenant, cost, most());
    }

    /// Serves the first one of a line, who counts as what it has had: it has waited.
    void serveFromLine(@Nullable TenantId tenant, long cost) {
      serve(tenant, cost, atMost.getOrDefault(tenant, most()));
    }

    private void serve(@Nullable TenantId tenant, long cost, long before) {
      least = had(tenant);
      had.put(tenant, least + cost);
      atMost.put(tenant, before + cost);
      paid.merge(tenant, cost, Long::sum);
    }

    private long most() {
      return atMost.values().stream().mapToLong(each -> each).reduce(0, Math::max);
    }

    /// Tells who waits in line.
    void stand(Set<@Nullable TenantId> tenants) {
      long most = most();
      for (TenantId tenant : tenants) {
        if (!standing.contains(tenant)) {
          atMost.put(tenant, most);
        }
      }
      standing = tenants;
    }

    /// Whether those who wait get so many turns, one by one, before a tenant that has had as much.
    boolean isPassed(long paid, List<RunEntry> waiting, ToLongFunction<RunEntry> cost, long turns) {
      Map<@Nullable TenantId, Long> next = new HashMap<>();
      List<Long> passing = new ArrayList<>();
      for (RunEntry run : waiting) {
        long turn = next.getOrDefault(tenant(run), atMost.getOrDefault(tenant(run), most()));
        next.put(tenant(run), turn + cost.applyAsLong(run));
        if (turn < paid) {
          passing.add(turn);
        }
      }
      return !passing.isEmpty() && passing.size() >= turns;
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
  ///
  /// @param fromLine whether it has stood in the line of the limit for sure
  void startsUnder(Scope scope, RunEntry run, boolean fromLine) {
    Account account = account(scope.label());
    if (fromLine) {
      account.serveFromLine(tenant(run), costAtLimits(run));
    } else {
      account.serve(tenant(run), costAtLimits(run));
    }
  }

  /// Tells whose runs stand in the line of a limit for sure.
  void stand(Scope scope, Set<@Nullable TenantId> tenants) {
    account(scope.label()).stand(tenants);
  }

  private long costAtLimits(RunEntry run) {
    return COST / known.weightAtLimits(weight(run));
  }

  /// A limit is no more.
  void cleared(Scope scope) {
    accounts.remove(scope.label());
  }

  private void serve(String what, RunEntry run, long cost) {
    account(what).serve(tenant(run), cost);
  }

  private Account account(String what) {
    return accounts.computeIfAbsent(what, _ -> new Account());
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

  /// Whether others in the line of a limit have so many turns before a run's tenant has one, beyond
  /// doubt: turns are had one by one.
  boolean isPassed(Scope limit, RunEntry run, List<RunEntry> line, long turns) {
    List<RunEntry> others = line.stream().filter(each -> decides(each, run)).toList();
    Account account = account(limit.label());
    long paid = account.paid.getOrDefault(tenant(run), 0L);
    return account.isPassed(paid, others, this::costAtLimits, turns);
  }

  private static boolean isBounded(RunEntry run) {
    Integer limit = Settings.ACTIONS.get(Knowledge.actionOf(run));
    return limit != null && limit != Integer.MAX_VALUE;
  }
}
