/// The queue that commands talk to, whoever holds it (S-17).
///
/// [QueueFinder] looks at a data directory: where a daemon answers for it, commands go through its
/// HTTP API ([DaemonQueue]); otherwise they read the directory, and a change is one command on its
/// log, without recovery or dispatch ([OfflineQueue], S-40). Both answer in the records of
/// `io.actionqueue.client.wire`, so that a command prints the same either way.
@NullMarked
package io.actionqueue.cli.queue;

import org.jspecify.annotations.NullMarked;
