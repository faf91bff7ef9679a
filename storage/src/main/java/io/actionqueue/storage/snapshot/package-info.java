/// Snapshots: the recorded state at one sequence in a file of its own, so that recovery need not
/// start at the first event.
///
/// In the order of use: [Snapshots] finds, loads and writes the snapshots of a directory;
/// [Publication] is the protocol by which a file appears whole or not at all; [V8Snapshot] with
/// [V8Rules] and [V8File] is the form of ActionQueue 0.1; [NativeFile] is ours, for every state and
/// any size. Bytes: docs/format/snapshot-v8.md and docs/format/snapshot-native.md.
@NullMarked
package io.actionqueue.storage.snapshot;

import org.jspecify.annotations.NullMarked;
