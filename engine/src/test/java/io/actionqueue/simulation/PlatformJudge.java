package io.actionqueue.simulation;

import io.actionqueue.Permission;
import io.actionqueue.Principal;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.PlatformEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rights (RT-47), ledgers (RT-48) and repetitions of failed runs (03-W-42), by accounts of its
/// own.
final class PlatformJudge implements Concern {
  private final Knowledge known;
  private final Verdicts verdicts;
  private final Set<Member> members = new HashSet<>();
  private final Set<Right> rights = new HashSet<>();
  private final Map<LedgerEntryId, PlatformEvent.LedgerEntryAppended> ledger =
      new LinkedHashMap<>();

  PlatformJudge(Knowledge known, Verdicts verdicts) {
    this.known = known;
    this.verdicts = verdicts;
  }

  /// Somebody who has a role in a tenant.
  private record Member(ActorId actor, TenantId tenant) {}

  /// A capability that somebody was granted in a tenant.
  private record Right(ActorId actor, TenantId tenant, Capability capability) {}

  /// RT-48: what was appended is there after a restart, as it was and in its order.
  @Override
  public void follow() {
    var there = known.state.ledger().iterator();
    for (PlatformEvent.LedgerEntryAppended entry : ledger.values()) {
      StateImage.LedgerEntry found = there.hasNext() ? there.next() : null;
      boolean same =
          found != null
              && found.entryId().equals(entry.entryId())
              && found.ledgerKey().equals(entry.ledgerKey())
              && found.payload().equals(entry.payload())
              && found.timestamp() == entry.timestamp();
      verdicts.expect("RT-48", same, () -> entry + " became " + found);
    }
    ledger.clear();
    for (StateImage.LedgerEntry entry : known.state.ledger()) {
      ledger.put(
          entry.entryId(),
          new PlatformEvent.LedgerEntryAppended(
              entry.entryId(),
              entry.tenantId(),
              entry.ledgerKey(),
              entry.actorId(),
              entry.payload(),
              entry.timestamp()));
    }
    members.clear();
    known.state.roles().forEach(role -> members.add(new Member(role.actorId(), role.tenantId())));
    rights.clear();
    for (StateImage.CapabilityGrant grant : known.state.grants()) {
      if (grant.revokedAt() == null) {
        rights.add(new Right(grant.actorId(), grant.tenantId(), grant.capability()));
      }
    }
  }

  @Override
  public void before(Event event) {
    switch (event) {
      case PlatformEvent.RoleAssigned(var actor, _, var tenant, _) ->
          members.add(new Member(actor, tenant));
      case PlatformEvent.CapabilityGranted(var actor, var capability, var tenant, _) ->
          rights.add(new Right(actor, tenant, capability));
      case PlatformEvent.CapabilityRevoked(var actor, var capability, var tenant, _) ->
          rights.remove(new Right(actor, tenant, capability));
      case PlatformEvent.LedgerEntryAppended entry -> {
        boolean fresh = ledger.putIfAbsent(entry.entryId(), entry) == null;
        verdicts.expect("RT-48", fresh, () -> entry + " has the id of another one");
      }
      case ExtensionEvent.TaskRedriven redriven -> redriven(redriven);
      default -> {}
    }
  }

  /// What an actor may do in a tenant.
  Permission permission(ActorId actor, Capability capability, TenantId tenant) {
    if (!members.contains(new Member(actor, tenant))) {
      return Permission.NO_ROLE_ASSIGNED;
    }
    return rights.contains(new Right(actor, tenant, capability))
        ? Permission.ALLOWED
        : Permission.MISSING_CAPABILITY;
  }

  /// Why a principal may not do what needs a capability in its tenant, null if it may.
  @Nullable String refusal(Principal principal, Capability capability) {
    String outside = refusalToMembers(principal);
    return outside == null
            && principal instanceof Principal.Member(var actor, var tenant)
            && permission(actor, capability, tenant) == Permission.MISSING_CAPABILITY
        ? "missing_capability"
        : outside;
  }

  /// Why a principal may not even look, null if it may.
  @Nullable String refusalToMembers(Principal principal) {
    if (!(principal instanceof Principal.Member(var actor, var tenant))) {
      return null;
    }
    if (known.state.tenant(tenant) == null) {
      return "unknown_tenant";
    }
    return members.contains(new Member(actor, tenant)) ? null : "no_role_assigned";
  }

  /// Whether a task is there for a principal.
  static boolean sees(Principal principal, @Nullable TaskEntry task) {
    return !(principal instanceof Principal.Member(_, var tenant))
        || (task != null && tenant.equals(task.spec().tenantId()));
  }

  /// A failed run is done again by one task at a time, with the same work, once.
  private void redriven(ExtensionEvent.TaskRedriven event) {
    RunEntry original = known.state.run(event.original());
    TaskEntry task = known.state.task(event.taskId());
    if (original == null || task == null) {
      verdicts.expect("03-W-42", false, () -> event + " of what is unknown");
      return;
    }
    var before = Knowledge.taskOf(original).spec();
    var again = task.spec();
    boolean same =
        again.payload().equals(before.payload())
            && again.constraints().equals(before.constraints())
            && again.runPolicy() instanceof RunPolicy.Once;
    verdicts.expect("03-W-42", same, () -> again + " is not the work of " + before);
    boolean alone =
        known.state.extensions().redrivesOf(event.original()).stream()
            .noneMatch(id ->
                known.state.task(id) instanceof TaskEntry other
                    && other.outcome() == TaskEntry.Outcome.OPEN);
    verdicts.expect(
        "03-W-42",
        original.state() == RunState.FAILED && alone,
        () -> original.id() + " is done again in " + original.state());
  }
}
