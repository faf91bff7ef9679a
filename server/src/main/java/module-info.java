import org.jspecify.annotations.NullMarked;

/// The daemon: routes, authentication, event stream, metrics, web UI.
@NullMarked
module io.actionqueue.server {
  requires static transitive org.jspecify;
  requires transitive io.actionqueue.core;
  requires transitive io.actionqueue.client;
  requires transitive io.actionqueue;
  requires io.helidon.common.configurable;
  requires io.helidon.common.pki;
  requires io.helidon.common.socket;
  requires io.helidon.common.tls;
  requires io.helidon.http;
  requires io.helidon.webserver;
  requires jdk.unsupported;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.slf4j;
  requires tools.jackson.databind;

  exports io.actionqueue.server;
  exports io.actionqueue.server.config;

  // Outputs are written by reflection.
  opens io.actionqueue.server.actions to
      tools.jackson.databind;
}
