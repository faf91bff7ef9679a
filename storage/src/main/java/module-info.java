import org.jspecify.annotations.NullMarked;

/// The write-ahead log, snapshots and recovery.
@NullMarked
module io.actionqueue.storage {
  requires static transitive org.jspecify;
  requires transitive io.actionqueue.core;
  requires org.slf4j;
}
