import org.jspecify.annotations.NullMarked;

/// The program that measures ActionQueue. Not published.
@NullMarked
module io.actionqueue.benchmarks {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires io.actionqueue;
  requires io.actionqueue.core;
  requires io.actionqueue.storage;
  requires java.management;
  requires jdk.management;

  opens io.actionqueue.bench to
      info.picocli;
}
