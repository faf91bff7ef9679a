package io.actionqueue.core.command;

import io.actionqueue.core.id.TaskId;

/// Uses up the triggers that wait for a task: makes Scheduled runs of it Ready, whenever they are
/// due, and records which triggers that took (spec 03 §2.2, §9.6). Nothing where the task is
/// canceled, waits for prerequisites, or has no Scheduled run: then the triggers stay. Refused:
/// `unknown_task`.
///
/// Each trigger of a subscription for the next run promotes one run, in the order of due time and
/// id; one of a subscription for all runs promotes all of them.
///
/// @param taskId the subscriber
/// @param timestampMillis epoch milliseconds, not negative
public record PromoteTriggered(TaskId taskId, long timestampMillis) implements BatchCommand {}
