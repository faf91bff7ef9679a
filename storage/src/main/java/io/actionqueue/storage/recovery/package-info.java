/// Opening a data directory: lock, snapshot, one pass over the log, and a log that goes on from
/// there.
///
/// [Store#open] owns a directory until it is closed; [Store#load] looks at one beside its owner and
/// changes nothing. Both take the same path to the state, which is the recorded one: what a crash
/// left half-done is the engine's business (S-40). Rules: docs/recovery.md.
@NullMarked
package io.actionqueue.storage.recovery;

import org.jspecify.annotations.NullMarked;
