package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.testing.LiveDaemon;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starting and stopping a daemon on real sockets.
class DaemonTest {
  @TempDir Path directory;

  @Test
  @DisplayName("A-479: on a usable directory the daemon is ready and says what it serves")
  void startsReady() {
    try (var live = LiveDaemon.start(directory)) {
      var summary = live.daemon().summary();

      assertThat(summary.ready()).isTrue();
      assertThat(summary.readyReason()).isEqualTo("ready");
      assertThat(summary.controlEnabled()).isTrue();
      assertThat(summary.command()).isEqualTo("daemon");
      assertThat(summary.dataDir()).isEqualTo(directory.toString());
      assertThat(summary.bindAddress()).matches("127\\.0\\.0\\.1:[1-9]\\d*");
      assertThat(summary.metricsBind()).matches("127\\.0\\.0\\.1:[1-9]\\d*");
      assertThat(live.get("/ready").body()).isEqualTo("{\"status\":\"ready\"}");
    }
  }

  @Test
  @DisplayName("A-480: port 0 is a configuration error")
  void portZeroIsRefused() {
    var config = LiveDaemon.config(directory);

    assertThatThrownBy(() -> Daemon.start(config, DaemonEnvironment.of(directory, Map.of())))
        .isInstanceOf(DaemonException.Config.class)
        .hasMessage("config error: invalid_bind_address: bind address port must be non-zero");
  }

  @Test
  void directoryBelongsToOneDaemon() {
    try (var first = LiveDaemon.start(directory)) {
      assertThatThrownBy(() -> LiveDaemon.start(directory))
          .isInstanceOf(DaemonException.LogInit.class)
          .hasMessageStartingWith("WAL initialization error: directory_locked: ");
      assertThat(first.get("/ready").status()).isEqualTo(200);
    }
  }

  @Test
  void takenPortIsNoticedBeforeTheDirectoryIsTouched() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Path untouched = directory.resolve("untouched");
      var config =
          LiveDaemon.config(untouched)
              .with(ConfigKey.BIND_ADDRESS, "127.0.0.1:" + taken.getLocalPort());

      assertThatThrownBy(
              () -> LiveDaemon.start(untouched, config, LiveDaemon.environment(directory)))
          .isInstanceOf(DaemonException.Dependency.class)
          .hasMessageStartingWith("dependency error: cannot listen: 127.0.0.1 port ")
          .hasMessageContaining(taken.getLocalPort() + ": Address already in use");
      assertThat(untouched).doesNotExist();
    }
  }

  @Test
  void placeThatIsNoStoreIsRefusedAndLeftAsItIs() throws Exception {
    Path file = Files.writeString(directory.resolve("notes.txt"), "mine");
    Path folder = Files.createDirectories(directory.resolve("folder"));
    Files.writeString(folder.resolve("photo.jpg"), "mine too");

    assertThatThrownBy(() -> LiveDaemon.start(file))
        .isInstanceOf(DaemonException.LogInit.class)
        .hasMessage(
            "WAL initialization error: not_a_store: %s: is a file, not a data directory", file);
    assertThatThrownBy(() -> LiveDaemon.start(folder))
        .isInstanceOf(DaemonException.LogInit.class)
        .hasMessageContaining("not_a_store")
        .hasMessageContaining("photo.jpg");
    assertThat(folder.toFile().list()).containsExactly("photo.jpg");
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  @Test
  void longestBodyIsConfigured() {
    var config = LiveDaemon.config(directory).with(ConfigKey.MAX_BODY_BYTES, "1024");
    try (var live = LiveDaemon.start(directory, config, LiveDaemon.environment(directory))) {
      String frame = "{\"payload_text\":\"%s\"}";
      int room = 1024 - frame.length() + 2;
      assertThat(live.post("/api/v1/tasks", frame.formatted("x".repeat(room))).status())
          .isEqualTo(201);
      var longer = live.post("/api/v1/tasks", frame.formatted("x".repeat(room + 1)));
      assertThat(longer.status()).isEqualTo(413);
      assertThat(longer.body()).contains("longer than 1024 bytes");
    }
  }

  @Test
  void failedStartLeavesNothingOpen() throws Exception {
    Files.writeString(directory.resolve("token"), "  \n");

    assertThatThrownBy(() -> LiveDaemon.start(directory))
        .isInstanceOf(DaemonException.Dependency.class)
        .hasMessageContaining("token");
    Files.delete(directory.resolve("token"));
    LiveDaemon.start(directory).close();
  }

  @Test
  void addressIsWrittenWhileItServesAndGoneAfterwards() throws Exception {
    try (var live = LiveDaemon.start(directory)) {
      LocalDaemon found = LocalDaemon.find(directory).orElseThrow();

      assertThat(found.info().url()).isEqualTo(live.daemon().url());
      assertThat(found.info().pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(found.info().metricsUrl()).isEqualTo(live.daemon().metricsUrl().orElseThrow());
      assertThat(found.token()).isEqualTo(live.token());
      assertThat(WireJson.tree(Files.readAllBytes(directory.resolve("daemon.json"))).isObject())
          .isTrue();
    }
    assertThat(directory.resolve("daemon.json")).doesNotExist();
    assertThat(LocalDaemon.find(directory)).isEmpty();
  }

  @Test
  void tokenIsMadeOnceAndReadableByItsOwnerOnly() throws Exception {
    String first;
    try (var live = LiveDaemon.start(directory)) {
      first = live.token();
      assertThat(live.daemon().browserAddress()).hasValue(live.daemon().url() + "/?token=" + first);
    }
    Path file = directory.resolve("token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    try (var live = LiveDaemon.start(directory)) {
      assertThat(live.token()).isEqualTo(first).hasSizeGreaterThan(40);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void metricsHaveAnAddressOfTheirOwnThatNeedsNoToken() throws Exception {
    try (var live = LiveDaemon.start(directory);
        var http = HttpClient.newHttpClient()) {
      URI metrics = URI.create(live.daemon().metricsUrl().orElseThrow() + "/metrics");
      var answer = http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4");
      assertThat(answer.body()).contains("\nactionqueue_runs_ready 0\n").contains("\njvm_");
      assertThat(live.get("/metrics").status()).isEqualTo(200);
      assertThat(live.send(live.bare("/metrics")).status()).isEqualTo(401);
      URI stats = URI.create(live.daemon().metricsUrl().orElseThrow() + "/api/v1/stats");
      assertThat(
              http.send(HttpRequest.newBuilder(stats).build(), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void metricsCanBeSwitchedOff() {
    var config = LiveDaemon.config(directory).with(ConfigKey.METRICS_BIND, "off");
    try (var live = LiveDaemon.start(directory, config, LiveDaemon.environment(directory))) {
      assertThat(live.daemon().metricsUrl()).isEmpty();
      assertThat(live.daemon().summary().metricsBind()).isNull();
      assertThat(live.get("/metrics").status()).isEqualTo(404);
    }
  }

  @Test
  void stoppedDaemonListensNoMore() throws Exception {
    var live = LiveDaemon.start(directory);
    URI url = URI.create(live.daemon().url());
    live.close();
    live.daemon().stop();
    live.daemon().awaitStop();

    assertThatThrownBy(() -> new Socket(url.getHost(), url.getPort()).close())
        .isInstanceOf(ConnectException.class);
  }
}
