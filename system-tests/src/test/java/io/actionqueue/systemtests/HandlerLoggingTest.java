package io.actionqueue.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import io.actionqueue.RunContext;
import io.actionqueue.TaskRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/// What a handler logs carries the ids of its attempt, with a logging library that keeps them.
final class HandlerLoggingTest {
  @TempDir Path directory;

  @Test
  void handlerLogsUnderItsIds() {
    List<Map<String, String>> logging = new ArrayList<>();
    List<RunContext> contexts = new ArrayList<>();
    try (ActionQueue queue =
        ActionQueue.open(
            ActionQueueOptions.at(directory)
                .manualMode()
                .handlerExecutor(Runnable::run)
                .handler(
                    "greet",
                    context -> {
                      contexts.add(context);
                      logging.add(MDC.getCopyOfContextMap());
                      return Outcome.success();
                    }))) {
      queue.submit(TaskRequest.of("greet")).join().orElseThrow();
      MDC.put("around", "kept");
      queue.runUntilIdle();
    }
    RunContext context = contexts.getFirst();
    assertThat(logging.getFirst())
        .containsEntry("task_id", context.taskId().toString())
        .containsEntry("run_id", context.runId().toString())
        .containsEntry("attempt_id", context.attemptId().toString())
        .containsEntry("attempt", "1");
    assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("around", "kept"));
    MDC.clear();
    assertThat(context.logger().getName()).isEqualTo("io.actionqueue.handler.greet");
  }
}
