/// Machine-readable views of a data directory (S-25): the log record by record, the recorded state,
/// and whether a log is clean. Nothing here changes a byte, and all of it works beside a running
/// writer.
@NullMarked
package io.actionqueue.storage.inspect;

import org.jspecify.annotations.NullMarked;
