package io.actionqueue;

/// All slots of a task that got no run by its misfire policy, since it was submitted.
///
/// @param count how many; at least 1
/// @param first epoch seconds of the earliest
/// @param last epoch seconds of the latest
public record PassedOverSlots(long count, long first, long last) {}
