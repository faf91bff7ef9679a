import org.jspecify.annotations.NullMarked;

/// The HTTP client, the remote worker and the wire contract.
@NullMarked
module io.actionqueue.client {
  requires static transitive org.jspecify;
  requires transitive io.actionqueue.core;
  requires transitive java.net.http;
  requires transitive tools.jackson.databind;
  requires com.fasterxml.jackson.annotation;

  exports io.actionqueue.client;
  exports io.actionqueue.client.wire;

  // Records that only this module makes are read by reflection.
  opens io.actionqueue.client.wire to
      tools.jackson.databind;
}
