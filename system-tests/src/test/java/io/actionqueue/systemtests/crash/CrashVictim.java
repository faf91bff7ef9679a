package io.actionqueue.systemtests.crash;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import io.actionqueue.RunContext;
import io.actionqueue.SubmitResult;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.schedule.Backoff;
import io.actionqueue.core.task.HoldPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A process that opens a queue, submits from several threads and executes, until it is killed.
///
/// Standard output: `READY`, then `ACK <task id>` for every acknowledged task. Side file: one line
/// per begin and end of a handler, `B` or `E`, run id, attempt, key.
final class CrashVictim {
  private static final int CLIENTS = 3;
  private static final int KEYS = 3;

  private final Path effects;
  private final long seed;

  CrashVictim(Path effects, long seed) {
    this.effects = effects;
    this.seed = seed;
  }

  /// Arguments: data directory, side file, seed.
  public static void main(String[] arguments) throws Exception {
    var victim = new CrashVictim(Path.of(arguments[1]), Long.parseLong(arguments[2]));
    var queue = ActionQueue.open(victim.options(Path.of(arguments[0])));
    say("READY");
    var clients = new ArrayList<Thread>();
    for (int i = 0; i < CLIENTS; i++) {
      var random = new SplittableRandom(victim.seed * 31 + i);
      clients.add(Thread.ofPlatform().start(() -> submitForever(queue, random)));
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  ActionQueueOptions options(Path directory) {
    return ActionQueueOptions.at(directory)
        .maxInterruptions(1_000_000)
        .backoff(new Backoff.Fixed(0))
        .dispatchConcurrency(16)
        .handler("ok", run -> work(run, 0, Outcome.success()))
        .handler("slow", run -> work(run, 3, Outcome.success()))
        .handler("keyed", run -> work(run, 1, Outcome.success()))
        .handler("flaky", this::flaky)
        .handler("bad", run -> work(run, 0, Outcome.fail("as told")));
  }

  private Outcome flaky(RunContext run) throws IOException {
    return work(run, 1, run.countedAttempt() < 3 ? Outcome.retry("not yet") : Outcome.success());
  }

  private Outcome work(RunContext run, int millis, Outcome outcome) throws IOException {
    String key = run.spec().constraints().concurrencyKey();
    String tail = run.runId() + " " + run.attempt() + " " + (key == null ? "-" : key);
    note("B " + tail);
    LockSupport.parkNanos(millis * 1_000_000L);
    note("E " + tail);
    return outcome;
  }

  private void note(String line) throws IOException {
    Files.writeString(
        effects,
        line + "\n",
        StandardCharsets.US_ASCII,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static void submitForever(ActionQueue queue, RandomGenerator random) {
    @Nullable TaskId last = null;
    while (true) {
      var burst = new ArrayList<CompletableFuture<SubmitResult>>();
      int size = 1 + random.nextInt(8);
      for (int i = 0; i < size; i++) {
        burst.add(queue.submit(request(random, last)));
      }
      for (var answer : burst) {
        last = acknowledged(answer.join(), last);
      }
      if (last != null && random.nextInt(20) == 0) {
        cancel(queue, last);
      }
    }
  }

  private static @Nullable TaskId acknowledged(SubmitResult result, @Nullable TaskId last) {
    if (result instanceof SubmitResult.Accepted accepted) {
      say("ACK " + accepted.taskId());
      return accepted.taskId();
    }
    return last;
  }

  private static void cancel(ActionQueue queue, TaskId task) {
    try {
      queue.cancelTask(task).join();
    } catch (CompletionException e) {
      say("REFUSED " + e.getCause());
    }
  }

  private static TaskRequest request(RandomGenerator random, @Nullable TaskId last) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> TaskRequest.of("slow");
      case 2, 3 ->
          TaskRequest.of("keyed")
              .concurrencyKey(
                  "key-" + random.nextInt(KEYS),
                  random.nextBoolean()
                      ? HoldPolicy.HOLD_DURING_RETRY
                      : HoldPolicy.RELEASE_ON_RETRY);
      case 4 -> TaskRequest.of("flaky").maxAttempts(5);
      case 5 -> TaskRequest.of("bad").maxAttempts(3);
      case 6 -> TaskRequest.of("ok").repeat(3, 1);
      case 7 -> last == null ? TaskRequest.of("ok") : TaskRequest.of("ok").after(List.of(last));
      default -> TaskRequest.of("ok").payload("x".repeat(random.nextInt(2000)));
    };
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
