package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// `<data_dir>/daemon.json`: where the daemon that holds the directory answers. Written when it
/// serves, deleted when it stops; a stale file is possible after a kill.
///
/// @param url base address of the API, such as `http://127.0.0.1:8787`
/// @param pid process id of the daemon
/// @param version its version
/// @param startedAt epoch seconds
/// @param metricsUrl address of the metrics, absent when they are off
public record DaemonInfo(
    String url,
    long pid,
    String version,
    long startedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String metricsUrl) {}
