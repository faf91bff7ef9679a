package io.actionqueue.engine.dispatch;

import org.jspecify.annotations.Nullable;

/// One reason why a run does not start now.
///
/// @param code a code of S-57
/// @param detail a sentence for people
/// @param untilSecond epoch second at which it ends by itself, null if it does not
public record Block(String code, String detail, @Nullable Long untilSecond) {}
