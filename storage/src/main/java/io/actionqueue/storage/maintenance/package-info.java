/// The operator's tools on a data directory, as calls of a library: look, check, repair, back up,
/// restore, export, compact. The command line does nothing that is not here.
///
/// [DataDirectory] is the entry: [DataDirectory#inspect()], [DataDirectory#verifySnapshots()] and
/// [DataDirectory#stateAt(long)] read and change nothing; [DataDirectory#backUpTo(Path)] and
/// [DataDirectory#exportTo(Path)] write only to their target. All of these work beside the owner of
/// the directory. [DataDirectory#repair(RepairOptions)], [DataDirectory#createSnapshot()],
/// [DataDirectory#compact()] and [DataDirectory#restoreFrom(Path)] own it meanwhile.
///
/// What goes wrong is a [io.actionqueue.storage.StorageException] with a stable code. Rules:
/// docs/recovery.md; stories: docs/operations.md.
@NullMarked
package io.actionqueue.storage.maintenance;

import org.jspecify.annotations.NullMarked;
