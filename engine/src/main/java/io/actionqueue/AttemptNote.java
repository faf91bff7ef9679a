package io.actionqueue;

import io.actionqueue.core.id.AttemptId;

/// Something that happened to an attempt and that its end does not tell: a task that its handler
/// submitted was refused (spec 03 §8.4).
///
/// @param attemptId the attempt
/// @param text for people: `submission refused: CODE: MESSAGE`, cut after 1,000 characters
/// @param atMillis when, epoch milliseconds
public record AttemptNote(AttemptId attemptId, String text, long atMillis) {}
