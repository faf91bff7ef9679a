import org.jspecify.annotations.NullMarked;

/// The write-ahead log, snapshots and recovery.
///
/// The failures and the operator's tools are for everybody. The packages that do the work are seen
/// by the engine and by the programs that inspect a directory; those modules are compiled later,
/// hence the suppressed warning.
@NullMarked
@SuppressWarnings("module")
module io.actionqueue.storage {
  requires static transitive org.jspecify;
  requires transitive io.actionqueue.core;
  requires org.slf4j;

  exports io.actionqueue.storage;
  exports io.actionqueue.storage.maintenance;
  exports io.actionqueue.storage.file to
      io.actionqueue,
      io.actionqueue.benchmarks,
      io.actionqueue.cli,
      io.actionqueue.server;
  exports io.actionqueue.storage.inspect to
      io.actionqueue,
      io.actionqueue.benchmarks,
      io.actionqueue.cli,
      io.actionqueue.server;
  exports io.actionqueue.storage.json to
      io.actionqueue,
      io.actionqueue.benchmarks,
      io.actionqueue.cli,
      io.actionqueue.server;
  exports io.actionqueue.storage.recovery to
      io.actionqueue,
      io.actionqueue.benchmarks,
      io.actionqueue.cli,
      io.actionqueue.server;
  exports io.actionqueue.storage.snapshot to
      io.actionqueue,
      io.actionqueue.benchmarks,
      io.actionqueue.cli,
      io.actionqueue.server;
  exports io.actionqueue.storage.wal to
      io.actionqueue,
      io.actionqueue.benchmarks,
      io.actionqueue.cli,
      io.actionqueue.server;
}
