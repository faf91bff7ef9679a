import org.jspecify.annotations.NullMarked;

/// Simulated time and disk, the simulation runner, contract suites, state invariants.
@NullMarked
module io.actionqueue.testkit {
  requires static transitive org.jspecify;
  requires transitive io.actionqueue.core;
  // For the contract suites and the extension alone.
  requires static org.junit.jupiter.api;

  exports io.actionqueue.testkit;
  exports io.actionqueue.testkit.disk;
  exports io.actionqueue.testkit.log;
  exports io.actionqueue.testkit.state;
}
