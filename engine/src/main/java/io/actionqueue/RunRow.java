package io.actionqueue;

import io.actionqueue.core.run.RunInstance;
import org.jspecify.annotations.Nullable;

/// A row of a list of runs: what a run is and where it stands, durable, without its history and
/// attempts. Costs the same however often the run was tried.
///
/// @param run state and counters as recorded
/// @param concurrencyKey the key of its task, null for none
public record RunRow(RunInstance run, @Nullable String concurrencyKey) {}
