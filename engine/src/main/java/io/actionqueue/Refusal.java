package io.actionqueue;

/// A request that was understood and not carried out; nothing was written.
///
/// @param code stable and in snake case, such as `task_already_exists`; docs/errors.md lists all
/// @param message a sentence for people
public record Refusal(String code, String message) {}
