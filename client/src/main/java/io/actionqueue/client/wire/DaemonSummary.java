package io.actionqueue.client.wire;

import org.jspecify.annotations.Nullable;

/// What the `daemon` command prints first: its configuration as it serves.
///
/// @param bindAddress address of the API, `ip:port`
/// @param command always `daemon`
/// @param controlEnabled whether mutating routes exist
/// @param dataDir the data directory as configured
/// @param metricsBind address of the metrics, null when they are off
/// @param ready whether it takes work
/// @param readyReason `ready`, or why it is not
public record DaemonSummary(
    String bindAddress,
    String command,
    boolean controlEnabled,
    String dataDir,
    @Nullable String metricsBind,
    boolean ready,
    String readyReason) {}
