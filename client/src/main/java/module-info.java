import org.jspecify.annotations.NullMarked;

/// The HTTP client, the remote worker and the wire contract.
@NullMarked
module io.actionqueue.client {
  requires static transitive org.jspecify;
  requires transitive io.actionqueue.core;
  requires java.net.http;
  requires tools.jackson.databind;
}
