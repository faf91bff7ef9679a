package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;

/// A key that a run cannot have now.
///
/// @param key the key
/// @param by a run that holds it, or for which it is kept
/// @param isKept whether it is kept only
record KeyTaken(KeyName key, RunEntry by, boolean isKept) {}
