package io.actionqueue.server.testing;

import io.actionqueue.client.LocalDaemon;
import io.actionqueue.server.Daemon;
import io.actionqueue.server.DaemonEnvironment;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A daemon on free ports of loopback, over a directory, with clients that speak to it through real
/// sockets.
public final class LiveDaemon implements AutoCloseable {
  private final Path directory;
  private final Daemon daemon;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private LiveDaemon(Path directory, Daemon daemon) {
    this.directory = directory;
    this.daemon = daemon;
  }

  /// A configuration for tests: free ports, short graces.
  public static DaemonConfig config(Path directory) {
    return DaemonConfig.DEFAULT
        .with(ConfigKey.DATA_DIR, directory.toString())
        .with(ConfigKey.BIND_ADDRESS, "127.0.0.1:0")
        .with(ConfigKey.METRICS_BIND, "127.0.0.1:0")
        .with(ConfigKey.BACKOFF, "fixed:0")
        .with(ConfigKey.INTERRUPT_GRACE_SECS, "1")
        .with(ConfigKey.DRAIN_TIMEOUT_SECS, "5");
  }

  public static DaemonEnvironment environment(Path directory) {
    return DaemonEnvironment.of(directory, Map.of("PATH", System.getenv("PATH")))
        .allowEphemeralPorts();
  }

  public static LiveDaemon start(Path directory) {
    return start(directory, config(directory), environment(directory));
  }

  public static LiveDaemon start(
      Path directory, DaemonConfig config, DaemonEnvironment environment) {
    return new LiveDaemon(directory, Daemon.start(config, environment));
  }

  public Daemon daemon() {
    return daemon;
  }

  /// An answer.
  public record Answer(int status, java.net.http.HttpHeaders headers, String body) {}

  public String token() {
    try {
      return Files.readString(directory.resolve(LocalDaemon.TOKEN_FILE)).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public Answer get(String target) {
    return send(request(target).GET());
  }

  public Answer post(String target) {
    return send(request(target).POST(BodyPublishers.noBody()));
  }

  public Answer post(String target, String json) {
    return send(
        request(target)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /// A request with the local token, to be completed.
  public HttpRequest.Builder request(String target) {
    return bare(target).header("Authorization", "Bearer " + token());
  }

  /// A request without a token, to be completed.
  public HttpRequest.Builder bare(String target) {
    return HttpRequest.newBuilder(URI.create(daemon.url() + target))
        .timeout(Duration.ofSeconds(30));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// Sends bytes as they are and reads until the daemon closes the connection.
  public String raw(String text) throws IOException {
    URI url = URI.create(daemon.url());
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() {
    http.close();
    daemon.stop();
  }
}
