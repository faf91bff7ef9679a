package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.ActionQueueException;
import io.actionqueue.Refusal;
import io.actionqueue.SnapshotInfo;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ClientOptions;
import io.actionqueue.client.wire.SnapshotTicket;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.server.api.ApiRoutes;
import io.actionqueue.server.api.QueueControl;
import io.actionqueue.server.auth.HostPolicy;
import io.actionqueue.server.auth.TokenGuard;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Router;
import io.actionqueue.server.testing.LiveDaemon;
import io.actionqueue.server.testing.RecordedQueue;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Snapshots on demand that take longer than their callers wait.
@Timeout(60)
class SnapshotRoutesTest {
  private static final String ASK = "/api/v1/engine/snapshot";

  private final Queue<CompletableFuture<SnapshotInfo>> asked = new ArrayDeque<>();
  private final Router router = router();

  private Router router() {
    var queue = new RecordedQueue(QueueState.empty());
    var control =
        (QueueControl)
            Proxy.newProxyInstance(
                QueueControl.class.getClassLoader(),
                new Class<?>[] {QueueControl.class},
                (_, _, _) -> {
                  var future = new CompletableFuture<SnapshotInfo>();
                  asked.add(future);
                  return future;
                });
    return Router.of(
        ApiRoutes.of(_ -> queue, _ -> control, () -> "ready", false),
        TokenGuard.withoutTokens(HostPolicy.of(InetAddress.getLoopbackAddress(), List.of())),
        true);
  }

  private ApiResponse send(String method, String target) {
    return router.handle(ApiRequest.of(method, target, Map.of("host", "localhost")));
  }

  private static String body(ApiResponse response) {
    return new String(((ApiResponse.Whole) response).body().toArray(), StandardCharsets.UTF_8);
  }

  private SnapshotTicket ticket(String target) {
    ApiResponse response = send("GET", target);
    assertThat(response.status()).isEqualTo(200);
    return WireJson.read(body(response).getBytes(StandardCharsets.UTF_8), SnapshotTicket.class);
  }

  @Test
  void whoDoesNotWaitIsToldWhereToAskAndHearsOfTheEnd() {
    ApiResponse accepted = send("POST", ASK + "?wait=0");
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.headers()).containsEntry("Location", ASK + "/1");
    assertThat(body(accepted))
        .isEqualTo("{\"number\":1,\"status\":\"writing\",\"snapshot\":null,\"error\":null}");
    assertThat(send("POST", ASK + "?wait=0").headers()).containsEntry("Location", ASK + "/2");

    assertThat(ticket(ASK + "/1").status()).isEqualTo("writing");
    asked.remove().complete(new SnapshotInfo(7, "file", 100, 1, 2, 3, 4, 5));
    SnapshotTicket written = ticket(ASK + "/1?wait=1");
    assertThat(written.status()).isEqualTo("written");
    assertThat(written.snapshot().sequence()).isEqualTo(7);
    assertThat(ticket(ASK + "/2").status()).isEqualTo("writing");
  }

  @Test
  void failureIsToldLaterToo() {
    send("POST", ASK + "?wait=0");
    asked
        .remove()
        .completeExceptionally(
            new ActionQueueException.Refused(new Refusal("snapshot_failed", "disk full")));
    SnapshotTicket failed = ticket(ASK + "/1");
    assertThat(failed.status()).isEqualTo("failed");
    assertThat(failed.error().error()).isEqualTo("snapshot_failed");
  }

  @Test
  void unknownNumbersAndBadWaitsAreRefused() {
    for (String number : List.of("1", "x", "-1", "99999999999999999999")) {
      assertThat(send("GET", ASK + "/" + number).status()).as(number).isEqualTo(404);
    }
    assertThat(send("POST", ASK + "?wait=61").status()).isEqualTo(422);
    assertThat(asked).isEmpty();
  }

  @Test
  void clientWaitsForWhatIsWritten(@TempDir Path directory) {
    try (var live = LiveDaemon.start(directory);
        var client =
            ActionQueueClient.connect(
                ClientOptions.at(URI.create(live.daemon().url())).token(live.token()))) {
      live.post("/api/v1/tasks", "{}");
      assertThat(client.snapshot().sequence()).isEqualTo(client.stats().latestSequence());
      assertThat(live.post(ASK).status()).isEqualTo(200);
    }
  }
}
