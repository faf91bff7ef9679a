/// Snapshots: the recorded state at one sequence in a file of its own, so that recovery need not
/// start at the first event.
///
/// In the order of use: [Snapshots] finds, loads and writes the snapshots of a directory;
/// [Publication] is the protocol by which a file appears whole or not at all; [V8Snapshot] with
/// [V8Rules], [V8Json] and [V8File] is the form of ActionQueue 0.1. Bytes:
/// docs/format/snapshot-v8.md.
@NullMarked
package io.actionqueue.storage.snapshot;

import org.jspecify.annotations.NullMarked;
