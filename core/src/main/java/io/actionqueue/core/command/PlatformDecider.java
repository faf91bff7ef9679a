package io.actionqueue.core.command;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.PlatformEvent;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.QueueState;
import java.util.ArrayList;

/// Decides about [PlatformCommand]s (spec 02 §4.6, 02-W-17, 02-W-18).
final class PlatformDecider {
  private PlatformDecider() {}

  static Decision decide(QueueState state, PlatformCommand command) {
    return switch (command) {
      case TenantCreate(var tenantId, var name, var timestamp) ->
          state.tenant(tenantId) != null
              ? Answer.reject(new PlatformRejection.TenantAlreadyExists(tenantId))
              : Answer.accept(new PlatformEvent.TenantCreated(tenantId, name, timestamp));
      case RoleAssign(var actorId, var role, var tenantId, var timestamp) ->
          within(
              state, tenantId, new PlatformEvent.RoleAssigned(actorId, role, tenantId, timestamp));
      case CapabilityGrant(var actorId, var capability, var tenantId, var timestamp) ->
          within(
              state,
              tenantId,
              new PlatformEvent.CapabilityGranted(actorId, capability, tenantId, timestamp));
      case CapabilityRevoke revoke -> revoke(state, revoke);
      case LedgerAppend append -> append(state, append);
    };
  }

  private static Decision within(QueueState state, TenantId tenantId, Event event) {
    return state.tenant(tenantId) == null
        ? Answer.reject(new PlatformRejection.UnknownTenant(tenantId))
        : Answer.accept(event);
  }

  /// A grant that holds can be taken back whatever else an old log lacks.
  private static Decision revoke(QueueState state, CapabilityRevoke command) {
    if (state.hasCapability(command.actorId(), command.capability(), command.tenantId())) {
      return Answer.accept(
          new PlatformEvent.CapabilityRevoked(
              command.actorId(), command.capability(), command.tenantId(), command.timestamp()));
    }
    return Answer.reject(
        state.tenant(command.tenantId()) == null
            ? new PlatformRejection.UnknownTenant(command.tenantId())
            : new PlatformRejection.CapabilityNotGranted(
                command.actorId(), command.capability().key(), command.tenantId()));
  }

  static Decision record(QueueState state, RecordLedgerEntry command) {
    Decision appended = append(state, command.entry());
    Long occurred = command.occurredAtMillis();
    boolean differs = occurred != null && occurred != command.entry().timestamp() * 1000;
    if (occurred == null || !differs || !(appended instanceof Decision.Accepted(var events))) {
      return appended;
    }
    var all = new ArrayList<>(events);
    all.add(
        new ExtensionEvent.LedgerOccurred(
            command.entry().entryId(), occurred, command.timestampMillis()));
    return Answer.accept(all);
  }

  private static Decision append(QueueState state, LedgerAppend command) {
    boolean known = state.tenant(command.tenantId()) != null;
    if (known && state.ledgerEntry(command.entryId()) != null) {
      return Answer.reject(new PlatformRejection.DuplicateLedgerEntry(command.entryId()));
    }
    return within(
        state,
        command.tenantId(),
        new PlatformEvent.LedgerEntryAppended(
            command.entryId(),
            command.tenantId(),
            command.ledgerKey(),
            command.actorId(),
            command.payload(),
            command.timestamp()));
  }
}
