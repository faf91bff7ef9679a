import org.jspecify.annotations.NullMarked;

/// The daemon: routes, authentication, event stream, metrics, web UI.
@NullMarked
module io.actionqueue.server {
  requires static transitive org.jspecify;
  requires transitive io.actionqueue.core;
  requires io.actionqueue.client;
  requires io.actionqueue;
  requires io.helidon.webserver;
  requires micrometer.registry.prometheus;
  requires org.slf4j;
}
