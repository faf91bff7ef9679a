package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import io.actionqueue.RunQuery;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.HoldPolicy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Tasks with several concurrency keys in a directory that no daemon holds (03-W-47).
final class SeveralKeysTest {
  @TempDir private Path home;

  private static TaskId submit(ActionQueue queue, String... keys) {
    var request =
        TaskRequest.of("copy")
            .maxAttempts(2)
            .concurrencyKeys(List.of(keys), HoldPolicy.HOLD_DURING_RETRY);
    TaskId task = queue.submit(request).join().orElseThrow().taskId();
    queue.tick();
    queue.tick();
    return task;
  }

  private static RunId runOf(ActionQueue queue, TaskId task) {
    return queue
        .runs(new RunQuery(1, 0, task, null))
        .join()
        .items()
        .getFirst()
        .run()
        .instance()
        .id();
  }

  @Test
  void keysAreShownAndWhoeverHoldsThemIsNamed() {
    Path directory = home.resolve("data");
    RunId holder;
    RunId waiting;
    TaskId task;
    try (var queue =
        ActionQueue.open(
            ActionQueueOptions.at(directory)
                .manualMode()
                .handlerExecutor(Runnable::run)
                .handler("copy", _ -> Outcome.retryAfter("busy", 3600)))) {
      holder = runOf(queue, submit(queue, "disk", "license"));
      task = submit(queue, "cpu", "license", "disk");
      waiting = runOf(queue, task);
    }
    Cli cli = new Cli().dataDirectory(directory);
    assertThat(cli.run("run", "explain", waiting.toString()).out())
        .contains(
            "key 'license' is held by run " + holder + ", key 'disk' is held by run " + holder);
    assertThat(cli.run("task", "get", task.toString()).out())
        .contains("cpu + license + disk (HoldDuringRetry)");
    assertThat(cli.run("run", "list").out()).contains("cpu + license + disk", "disk + license");
    assertThat(cli.run("run", "list", "--json").json().path("runs").path(1).path("further_keys"))
        .extracting(JsonNode::asString)
        .containsExactly("license", "disk");
  }
}
