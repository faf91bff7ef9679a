/// The write-ahead log: the bytes of events and frames, one pass over a log file, and the writer.
///
/// In the order of use: [LogScan] reads a file once and says how it ends; [TornTail] sets an
/// unfinished end aside; [WriteAheadLog] goes on from there. [LogReader] reads frame by frame for
/// inspection. Bytes: docs/format/wal.md and docs/format/events.md.
@NullMarked
package io.actionqueue.storage.wal;

import org.jspecify.annotations.NullMarked;
