package io.actionqueue;

/// What one step of an engine in manual mode did (spec 03 §6.2).
///
/// @param promotedScheduled runs that came due
/// @param promotedRetryWait runs whose back-off ended
/// @param dispatched attempts started
/// @param completed runs that became terminal through a result
/// @param enginePaused whether promotion and starts were held
public record TickResult(
    int promotedScheduled,
    int promotedRetryWait,
    int dispatched,
    int completed,
    boolean enginePaused) {}
