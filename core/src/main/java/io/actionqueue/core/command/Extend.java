package io.actionqueue.core.command;

import io.actionqueue.core.event.ExtensionEvent;

/// Records one fact that log version 5 does not know; one event.
///
/// A task with options (`TaskCreatedWithPolicy`) is refused as one without. Else refused with
/// `scope_already_paused`, `scope_not_paused`, `no_limit`, `task_not_over`, `task_still_needed`,
/// and with `not_replayable` where anything else stands in the way.
///
/// @param event the fact
public record Extend(ExtensionEvent event) implements ExtensionCommand {}
