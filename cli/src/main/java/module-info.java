import org.jspecify.annotations.NullMarked;

/// The command line of ActionQueue.
@NullMarked
module io.actionqueue.cli {
  requires static transitive org.jspecify;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires info.picocli;
  requires io.actionqueue.client;
  requires io.actionqueue.core;
  requires io.actionqueue.server;
  requires io.actionqueue.storage;
  requires java.management;
  requires jul.to.slf4j;
  requires org.slf4j;
  requires tools.jackson.databind;

  // Options and parameters are fields that picocli fills.
  opens io.actionqueue.cli to
      info.picocli;
}
