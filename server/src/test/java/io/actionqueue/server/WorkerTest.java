package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ClientOptions;
import io.actionqueue.client.ListFilter;
import io.actionqueue.client.Worker;
import io.actionqueue.client.WorkerOptions;
import io.actionqueue.client.wire.AttemptVerdict;
import io.actionqueue.client.wire.RunDetail;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.client.wire.TaskStatus;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.testing.LiveDaemon;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The worker of the Java client against a real daemon.
@Timeout(60)
class WorkerTest {
  @TempDir Path directory;

  private LiveDaemon live;
  private ActionQueueClient client;

  @BeforeEach
  void start() {
    live = LiveDaemon.start(directory);
    client =
        ActionQueueClient.connect(
            ClientOptions.at(URI.create(live.daemon().url())).token(live.token()));
  }

  @AfterEach
  void stop() {
    client.close();
    live.close();
  }

  /// A worker whose claims wait briefly and whose leases are short.
  private static WorkerOptions options() {
    return WorkerOptions.of("w-1").leaseSecs(3).heartbeatSecs(1).waitSecs(1);
  }

  private TaskId submit(String action) {
    return client.submit(Submission.of(action).payload(Bytes.utf8("work"))).taskId();
  }

  private RunId runOf(TaskId task) {
    return client.runs(ListFilter.slice(1, 0).task(task)).runs().getFirst().runId();
  }

  private RunDetail await(RunId run, RunState state) {
    RunDetail now = client.run(run);
    while (now.state() != state) {
      assertThat(now.state().isTerminal()).as("%s", now.state()).isFalse();
      now = client.awaitRun(run, now.state(), Duration.ofSeconds(10));
    }
    return now;
  }

  @Test
  void runsOfSeveralActionsAreExecutedAndReported() {
    var options =
        options()
            .concurrency(3)
            .handler("shout", run -> run.success(run.action() + ": " + run.claim().attempt()))
            .handler("whisper", run -> run.success(run.claim().payload()));
    try (var worker = Worker.start(client, options)) {
      List<TaskId> tasks = List.of(submit("shout"), submit("whisper"), submit("shout"));
      tasks.forEach(task ->
          assertThat(client.awaitTask(task, Duration.ofSeconds(30)).status())
              .isEqualTo(TaskStatus.COMPLETED));
      assertThat(client.run(runOf(tasks.get(0))).attempts().getFirst().output())
          .isEqualTo(Bytes.utf8("shout: 1"));
      assertThat(client.run(runOf(tasks.get(1))).attempts().getFirst().output())
          .isEqualTo(Bytes.utf8("work"));
      assertThat(worker.executing()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void whatAHandlerThrowsIsAFailureThatIsTriedAgain() {
    var calls = new AtomicInteger();
    var options =
        options()
            .handler(
                "flaky",
                run -> {
                  if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("not yet");
                  }
                  return run.success();
                });
    try (var _ = Worker.start(client, options)) {
      TaskId task =
          client
              .submit(
                  Submission.of("flaky")
                      .constraints(
                          TaskConstraints.DEFAULT
                              .withRequiredCapabilities(List.of("flaky"))
                              .withMaxAttempts(3)))
              .taskId();
      assertThat(client.awaitTask(task, Duration.ofSeconds(30)).status())
          .isEqualTo(TaskStatus.COMPLETED);
      var attempts = client.run(runOf(task)).attempts();
      assertThat(attempts).hasSize(2);
      assertThat(attempts.getFirst().error()).contains("not yet");
    }
  }

  @Test
  void canceledRunIsInterruptedAndNothingIsReported() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CompletableFuture<String>();
    var options =
        options()
            .handler(
                "endless",
                run -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                    return run.success();
                  } catch (InterruptedException e) {
                    interrupted.complete(run.stopReason().orElse("none"));
                    throw e;
                  }
                });
    try (var _ = Worker.start(client, options)) {
      RunId run = runOf(submit("endless"));
      begun.await();
      client.cancelRun(run);
      assertThat(interrupted.get()).isEqualTo("canceled");
      assertThat(client.run(run).state()).isEqualTo(RunState.CANCELED);
    }
  }

  @Test
  void leaseIsKeptForAsLongAsTheHandlerTakes() throws Exception {
    var go = new CountDownLatch(1);
    var options =
        options()
            .handler(
                "slow",
                run -> {
                  go.await();
                  return run.success();
                });
    try (var _ = Worker.start(client, options)) {
      RunId run = runOf(submit("slow"));
      long expiry = await(run, RunState.RUNNING).lease().expiry();
      while (client.run(run).lease().expiry() <= expiry) {
        client.awaitRun(run, RunState.RUNNING, Duration.ofSeconds(1));
      }
      go.countDown();
      assertThat(await(run, RunState.COMPLETED).attempts()).hasSize(1);
    }
  }

  @Test
  void stopWaitsForHandlersTakesNothingNewAndLeaves() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var options =
        options()
            .handler(
                "slow",
                run -> {
                  begun.countDown();
                  go.await();
                  return run.success();
                });
    RunId first;
    try (var worker = Worker.start(client, options)) {
      first = runOf(submit("slow"));
      begun.await();
      var stopped = CompletableFuture.runAsync(() -> worker.stop(Duration.ofSeconds(30)));
      go.countDown();
      stopped.get();
    }
    assertThat(client.run(first).state()).isEqualTo(RunState.COMPLETED);
    assertThat(client.workers().actors(10, 0).actors())
        .singleElement()
        .satisfies(actor -> assertThat(actor.deregisteredAt()).isNotNull());
    RunId second = runOf(submit("slow"));
    assertThat(await(second, RunState.READY).attempts()).isEmpty();
  }

  @Test
  void handlerThatHeedsAShutdownGivesItsRunBack() throws Exception {
    var begun = new CountDownLatch(1);
    var options =
        options()
            .handler(
                "patient",
                run -> {
                  begun.countDown();
                  var wait = new CountDownLatch(1);
                  while (!run.isStopRequested()) {
                    wait.await(20, TimeUnit.MILLISECONDS);
                  }
                  throw new IllegalStateException(run.stopReason().orElse("none"));
                });
    RunId run;
    try (var worker = Worker.start(client, options)) {
      run = runOf(submit("patient"));
      begun.await();
      worker.stop(Duration.ZERO);
    }
    RunDetail after = await(run, RunState.READY);
    assertThat(after.attempts().getFirst().result()).isEqualTo(AttemptVerdict.INTERRUPTED);
    assertThat(after.countedAttempts()).isZero();
  }

  @Test
  void workerComesBackAfterARestartOfTheDaemon() {
    int port = URI.create(live.daemon().url()).getPort();
    try (var _ = Worker.start(client, options().handler("ok", run -> run.success()))) {
      TaskId before = submit("ok");
      assertThat(client.awaitTask(before, Duration.ofSeconds(30)).status())
          .isEqualTo(TaskStatus.COMPLETED);
      live.close();
      live =
          LiveDaemon.start(
              directory,
              LiveDaemon.config(directory).with(ConfigKey.BIND_ADDRESS, "127.0.0.1:" + port),
              LiveDaemon.environment(directory));
      TaskId after = submit("ok");
      assertThat(client.awaitTask(after, Duration.ofSeconds(40)).status())
          .isEqualTo(TaskStatus.COMPLETED);
    }
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> Worker.start(client, WorkerOptions.of("w")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WorkerOptions.of("w").concurrency(0))
        .hasMessage("concurrency must be from 1 to 1000, was 0");
    assertThatThrownBy(() -> WorkerOptions.of("w").leaseSecs(2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WorkerOptions.of("w").waitSecs(61))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
