package io.actionqueue.server.http;

import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.WireJson;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The web server: opens sockets, hands requests to an [Exchange], sends what it answers. One
/// virtual thread per request. Thread-safe.
public final class WebListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebListener.class);

  /// Ends connections whose client sends nothing: longer than clients keep idle connections.
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(75);

  private final WebServer server;
  private final List<String> sockets;

  private WebListener(WebServer server, List<String> sockets) {
    this.server = server;
    this.sockets = sockets;
  }

  /// Opens sockets.
  ///
  /// @param plans at least one; [#port(int)] counts in their order
  /// @param log hears of every answer
  /// @param grace how long a stop waits for requests under way
  /// @throws RuntimeException if one cannot be opened; then none is
  public static WebListener open(List<SocketPlan> plans, RequestLog log, Duration grace) {
    var builder = WebServer.builder().shutdownHook(false).featuresDiscoverServices(false);
    configure(builder, plans.getFirst(), log, grace);
    var names = new ArrayList<String>();
    names.add(WebServer.DEFAULT_SOCKET_NAME);
    for (int i = 1; i < plans.size(); i++) {
      SocketPlan plan = plans.get(i);
      names.add("socket-" + i);
      builder.putSocket("socket-" + i, socket -> configure(socket, plan, log, grace));
    }
    WebServer server = builder.build();
    server.start();
    if (!server.isRunning()) { // it does not throw when a socket cannot be opened
      server.stop();
      throw new IllegalStateException(whyNot(plans));
    }
    return new WebListener(server, List.copyOf(names));
  }

  /// Tries the addresses again: the server has told its log alone what went wrong.
  private static String whyNot(List<SocketPlan> plans) {
    for (SocketPlan plan : plans) {
      try (var socket = new ServerSocket()) {
        socket.bind(plan.address());
      } catch (IOException e) {
        return plan.address().getAddress().getHostAddress()
            + " port "
            + plan.address().getPort()
            + ": "
            + e.getMessage();
      }
    }
    return "a socket could not be opened, see the log at level debug";
  }

  private static void configure(
      ListenerConfig.BuilderBase<?, ?> socket, SocketPlan plan, RequestLog log, Duration grace) {
    var adapter = new HelidonAdapter(plan, log);
    socket
        .address(plan.address().getAddress())
        .port(plan.address().getPort())
        .shutdownGracePeriod(grace)
        .maxPayloadSize(-1)
        .connectionOptions(options -> options.readTimeout(READ_TIMEOUT))
        .directHandlers(directHandlers())
        .addProtocol(Http1Config.builder().maxHeadersSize(HelidonAdapter.MAX_HEADER_BYTES).build())
        .routing(routing -> routing.any(adapter::serve));
    if (plan.tls() != null) {
      socket.tls(plan.tls().read());
    }
  }

  /// The port that a socket listens on.
  public int port(int socket) {
    return server.port(sockets.get(socket));
  }

  /// What the server itself refuses, before any route is asked, has the body of all errors too.
  private static DirectHandlers directHandlers() {
    var handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (request, event, status, headers, message) -> {
            LOG.debug("{} {}: {}", request.method(), request.path(), message);
            return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, ApiResponse.JSON)
                .keepAlive(event.keepAlive())
                .entity(WireJson.write(directBody(event)))
                .build();
          });
    }
    return handlers.build();
  }

  private static ErrorBody directBody(DirectHandler.EventType event) {
    return switch (event) {
      case BAD_REQUEST, HTTP_VERSION_NOT_SUPPORTED, OTHER ->
          ErrorBody.of(ErrorCode.BAD_REQUEST, "the request is not well-formed HTTP");
      case PAYLOAD_TOO_LARGE -> ErrorBody.of(ErrorCode.PAYLOAD_TOO_LARGE, "the body is too large");
      case FORBIDDEN -> ErrorBody.of(ErrorCode.FORBIDDEN, "the request is not allowed");
      case INTERNAL_ERROR ->
          ErrorBody.of(ErrorCode.INTERNAL_ERROR, "the daemon failed, see its log");
    };
  }

  /// Takes no more connections, waits for requests under way up to the grace, closes the sockets.
  @Override
  public void close() {
    server.stop();
  }
}
