package io.actionqueue.core.command;

/// Commands about leases; each becomes one event.
public sealed interface LeaseCommand extends Command
    permits LeaseAcquire, LeaseHeartbeat, LeaseExpire, LeaseRelease {}
