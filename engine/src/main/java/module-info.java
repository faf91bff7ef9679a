import org.jspecify.annotations.NullMarked;

/// The embeddable engine: open a directory, submit tasks, handle them.
@NullMarked
module io.actionqueue {
  requires static transitive org.jspecify;
  requires transitive io.actionqueue.core;
  requires io.actionqueue.storage;
  requires transitive org.slf4j;

  exports io.actionqueue;
}
