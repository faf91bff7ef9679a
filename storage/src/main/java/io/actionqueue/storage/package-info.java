/// The write-ahead log, snapshots and recovery.
@NullMarked
package io.actionqueue.storage;

import org.jspecify.annotations.NullMarked;
