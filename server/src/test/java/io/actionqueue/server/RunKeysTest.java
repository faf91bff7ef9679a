package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ListFilter;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.ActorOrder;
import io.actionqueue.client.wire.RunSummary;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.server.testing.LiveDaemon;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Rows of runs name all concurrency keys of their task, wherever there are rows.
@Timeout(60)
class RunKeysTest {
  private static final ActorId ACTOR = ActorId.parse("11111111-1111-1111-1111-111111111111");
  private static final String KEYS =
      "\"concurrency_key\":\"cpu\",\"further_keys\":[\"license\",\"disk\"]}";

  @TempDir Path directory;

  private LiveDaemon live;
  private ActionQueueClient client;

  @BeforeEach
  void start() {
    var environment = LiveDaemon.environment(directory).handler("break", _ -> Outcome.fail("no"));
    live = LiveDaemon.start(directory, LiveDaemon.config(directory), environment);
    client = ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options());
  }

  @AfterEach
  void stop() {
    client.close();
    live.close();
  }

  private TaskId submit(String action) {
    return client
        .submit(
            Submission.of(action)
                .constraints(TaskConstraints.DEFAULT.withConcurrencyKey("cpu"))
                .options(TaskPolicy.NONE.withFurtherKeys(List.of("license", "disk"))))
        .taskId();
  }

  private static void assertKeys(RunSummary row) {
    assertThat(row.allKeys()).containsExactly("cpu", "license", "disk");
  }

  @Test
  void listsOfRunsNameAllKeys() {
    TaskId several = submit("nobody");
    TaskId none = client.submit(Submission.of("nobody")).taskId();

    assertKeys(client.runs(ListFilter.slice(1, 0).task(several)).runs().getFirst());
    assertThat(client.runs(ListFilter.slice(1, 0).task(none)).runs().getFirst().allKeys())
        .isEmpty();
    assertThat(live.get("/api/v1/tasks/" + several + "/runs").body()).contains(KEYS);
    assertThat(live.get("/api/v1/runs?task_id=" + none).body())
        .contains("\"concurrency_key\":null}")
        .doesNotContain("further_keys");
  }

  @Test
  void deadLettersNameAllKeys() {
    client.awaitTask(submit("break"), Duration.ofSeconds(30));

    assertKeys(client.deadLetters().list(1, 0).deadLetters().getFirst().run());
    assertThat(live.get("/api/v1/dead-letters").body()).contains(KEYS);
  }

  @Test
  void claimableRunsNameAllKeys() {
    client.workers().register(new ActorOrder(ACTOR, "one", List.of("nobody"), 60, null, null));
    submit("nobody");

    assertKeys(client.workers().claimable(ACTOR, 1).runs().getFirst());
    assertThat(live.get("/api/v2/actors/" + ACTOR + "/claimable").body()).contains(KEYS);
  }
}
