import org.jspecify.annotations.NullMarked;

/// Simulated time and disk, the simulation runner, contract suites.
@NullMarked
module io.actionqueue.testkit {
  requires static transitive org.jspecify;
  requires transitive io.actionqueue.core;

  exports io.actionqueue.testkit;
  exports io.actionqueue.testkit.disk;
  exports io.actionqueue.testkit.log;
}
