package io.actionqueue.core.command;

/// Commands about tenants, rights and the ledger; each becomes one event.
public sealed interface PlatformCommand extends Command
    permits TenantCreate, RoleAssign, CapabilityGrant, CapabilityRevoke, LedgerAppend {}
