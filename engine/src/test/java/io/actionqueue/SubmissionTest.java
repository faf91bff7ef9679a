package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.TaskCreatedWithPolicy;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Submissions: all or nothing, once, bounded (spec 03 §1.7, §8.4, S-46, S-47, S-56).
class SubmissionTest {
  @RegisterExtension final World world = World.at(1000);

  private static String codeOf(SubmitResult result) {
    return switch (result) {
      case SubmitResult.Accepted _ -> "accepted";
      case SubmitResult.Refused(var refusal) -> refusal.code();
    };
  }

  /// 03-RT-3, 03-RT-34, S-46: an id given by the caller is used once, whatever the spec.
  @Test
  void givenIdIsTakenOnce() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    var request = TaskRequest.forDefaultHandler().id(World.task(1));
    assertThat(queue.submit(request).join().orElseThrow().taskId()).isEqualTo(World.task(1));
    long sequence = queue.stats().join().latestSequence();
    assertThat(codeOf(queue.submit(request).join())).isEqualTo("task_already_exists");
    assertThat(queue.stats().join().latestSequence()).isEqualTo(sequence);
    assertThat(queue.stats().join().totalRuns()).isEqualTo(1);
  }

  /// S-46: the same key and spec give the first answer again, also in a later process.
  @Test
  void sameKeyGivesTheFirstAnswerAgain() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    var request = TaskRequest.forDefaultHandler().idempotencyKey("order-17").payload("x");
    SubmitResult.Accepted first = queue.submit(request).join().orElseThrow();
    assertThat(first.duplicate()).isFalse();
    queue.runUntilIdle();
    SubmitResult.Accepted second = queue.submit(request).join().orElseThrow();
    assertThat(second.duplicate()).isTrue();
    assertThat(second.taskId()).isEqualTo(first.taskId());
    assertThat(second.runs()).isEqualTo(first.runs());

    world.close();
    queue = world.open(_ -> Outcome.success());
    assertThat(queue.submit(request).join().orElseThrow().duplicate()).isTrue();
    assertThat(codeOf(queue.submit(request.payload("y")).join()))
        .isEqualTo("idempotency_key_reused");
    var other = TaskRequest.forDefaultHandler().idempotencyKey("order-18").payload("x");
    assertThat(queue.submit(other).join().orElseThrow().taskId()).isNotEqualTo(first.taskId());
    assertThat(queue.stats().join().totalTasks()).isEqualTo(2);
  }

  /// A task and its options are one event, also in the middle of a second; what came before and
  /// behind it does not matter.
  @Test
  void optionsComeWithTheCreationOfTheirTask() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    var told = new ArrayList<Event>();
    queue.onEvent(notice -> told.add(notice.event()));
    world.time.advanceMillis(1_777);
    queue.tick();
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().keyPermits(2));
    TaskId plain = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.runUntilIdle();
    List<Event> creations =
        told.stream()
            .filter(event -> event instanceof ExtensionEvent || event instanceof TaskCreated)
            .toList();
    assertThat(creations).hasSize(2);
    assertThat(creations.getFirst())
        .isInstanceOfSatisfying(
            TaskCreatedWithPolicy.class,
            created -> {
              assertThat(created.spec().id()).isEqualTo(task);
              assertThat(created.policy()).isEqualTo(TaskPolicy.NONE.withKeyPermits(2));
              assertThat(created.timestampMillis()).isEqualTo(1_001_777);
            });
    assertThat(((TaskCreated) creations.getLast()).spec().id()).isEqualTo(plain);
    world.close();
    assertThat(world.recorded().extensions().policy(task).keyPermits()).isEqualTo(2);
  }

  /// S-47: a huge repeat is refused before anything is derived.
  @Test
  void tooManyRunsAreRefused() {
    ActionQueue queue =
        world.openWith(
            options -> options.maxRunsPerSubmit(10).defaultHandler(_ -> Outcome.success()));
    var request = TaskRequest.forDefaultHandler();
    assertThat(codeOf(queue.submit(request.repeat(10, 1)).join())).isEqualTo("accepted");
    assertThat(codeOf(queue.submit(request.repeat(11, 1)).join())).isEqualTo("too_many_runs");
    assertThat(codeOf(queue.submit(request.repeat(4_294_967_295L, 1)).join()))
        .isEqualTo("too_many_runs");
  }

  /// 03-RT-5: an overflowing schedule leaves nothing behind.
  @Test
  void overflowingScheduleLeavesNothing() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    var request = TaskRequest.forDefaultHandler().repeat(3, Long.MAX_VALUE);
    assertThat(codeOf(queue.submit(request).join())).isEqualTo("arithmetic_overflow");
    assertThat(queue.stats().join().latestSequence()).isZero();
  }

  /// S-44: a schedule without any occurrence is refused.
  @Test
  void scheduleThatNeverFiresIsRefused() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    var never = new RunPolicy.Cron("0 0 0 30 2 * *", null);
    assertThat(codeOf(queue.submit(TaskRequest.forDefaultHandler().runPolicy(never)).join()))
        .isEqualTo("cron_policy_error");
    assertThat(queue.stats().join().totalTasks()).isZero();
  }

  /// 03-RT-34, 03-W-7, 03-W-17: a refused dependency or parent leaves no task behind.
  @Test
  void refusedDependencyOrParentLeavesNothing() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    var missing = World.task(99);
    assertThat(codeOf(queue.submit(request().after(List.of(missing))).join()))
        .isEqualTo("unknown_task");
    assertThat(codeOf(queue.submit(request().parent(missing)).join())).isEqualTo("unknown_parent");
    TaskId done = World.submit(queue, request());
    queue.runUntilIdle();
    assertThat(codeOf(queue.submit(request().parent(done)).join())).isEqualTo("orphan_prevention");
    assertThat(queue.stats().join().totalTasks()).isEqualTo(1);
  }

  private static TaskRequest request() {
    return TaskRequest.forDefaultHandler();
  }

  /// One atomic batch: a later request may depend on an earlier one, and a refused one does not
  /// take the others with it.
  @Test
  void batchIsOneFrameAndEachAnswerIsItsOwn() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    long writes = syncs();
    var results =
        queue
            .submitAll(
                List.of(
                    request().id(World.task(1)),
                    request().id(World.task(2)).after(List.of(World.task(1))),
                    request().id(World.task(2)),
                    request().id(World.task(3))))
            .join();
    assertThat(results)
        .extracting(SubmissionTest::codeOf)
        .containsExactly("accepted", "accepted", "task_already_exists", "accepted");
    assertThat(syncs() - writes).isEqualTo(1);
    queue.runUntilIdle();
    assertThat(queue.stats().join().runsByState().get(RunState.COMPLETED)).isEqualTo(3);
  }

  private long syncs() {
    return world.disk.calls(io.actionqueue.testkit.disk.DiskOperation.Kind.SYNC);
  }

  /// A-569 as decisions.md restates it: the bounded submission queue.
  @Test
  void fullQueueRefusesWithBackpressure() throws InterruptedException {
    var asked = new ArrayList<CompletableFuture<SubmitResult>>();
    var answered = new ArrayList<ActionQueue>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .submissionQueueCapacity(2)
                .defaultHandler(context -> {
                  if (context.payload().isEmpty()) {
                    return Outcome.success();
                  }
                  for (int i = 0; i < 3; i++) { // from a handler they wait for the next step
                    asked.add(answered.getFirst().submit(request()));
                  }
                  return Outcome.success();
                }));
    answered.add(queue);
    World.submit(queue, request().payload("submit three"));
    queue.tick();
    assertThat(asked).hasSize(3);
    assertThat(asked.get(2)).isCompleted();
    assertThat(codeOf(asked.get(2).join())).isEqualTo("backpressure");
    assertThat(queue.metrics().refusedSubmissions()).isEqualTo(1);
    queue.runUntilIdle();
    assertThat(codeOf(asked.get(0).join())).isEqualTo("accepted");
    assertThat(codeOf(asked.get(1).join())).isEqualTo("accepted");
    assertThat(codeOf(queue.submit(request()).join())).isEqualTo("accepted");
  }

  /// as decisions.md restates them: what handlers submit is taken in in the order of
  /// asking; what was taken before the end is answered, and nothing after it.
  @Test
  void submissionsAreTakenInInOrderAndNotAfterTheEnd() {
    var queues = new ArrayList<ActionQueue>();
    var asked = new ArrayList<CompletableFuture<SubmitResult>>();
    ActionQueue queue =
        world.open(context -> {
          if (context.payload().toUtf8().equals("submit three")) {
            for (int number = 10; number <= 30; number += 10) {
              asked.add(queues.getFirst().submit(request().id(World.task(number))));
            }
            assertThat(asked).noneMatch(CompletableFuture::isDone);
          }
          return Outcome.success();
        });
    queues.add(queue);
    World.submit(queue, request().payload("submit three"));
    queue.tick();
    queue.close();
    assertThat(asked).extracting(each -> codeOf(each.join())).containsOnly("accepted");
    assertThat(world.recorded().tasks().stream().skip(1).map(task -> task.id()))
        .containsExactly(World.task(10), World.task(20), World.task(30));
    assertThat(queue.submit(request())).isCompletedExceptionally();
    assertThat(world.recorded().taskCount()).isEqualTo(4);
  }

  /// 03-W-8, 03-RT-34: a coordinator proposes children while it executes; a retried
  /// one proposes them again without harm; they are taken in before its own answer.
  @Test
  void retriedCoordinatorSubmitsItsChildrenOnce() {
    var queues = new ArrayList<ActionQueue>();
    var answers = new ArrayList<CompletableFuture<SubmitResult>>();
    ActionQueue queue =
        world.open(context -> {
          if (!context.payload().toUtf8().equals("coordinator")) {
            return Outcome.success();
          }
          for (int child = 1; child <= 2; child++) {
            answers.add(
                queues.getFirst().submit(request().id(World.task(child)).parent(context.taskId())));
          }
          return context.attempt() == 1 ? Outcome.retry("again") : Outcome.success();
        });
    queues.add(queue);
    TaskId parent = World.submit(queue, request().payload("coordinator").maxAttempts(2));
    queue.runUntilIdle();
    assertThat(answers).extracting(each -> codeOf(each.join())).containsOnly("accepted");
    assertThat(answers)
        .extracting(each -> each.join().orElseThrow().duplicate())
        .containsExactly(false, false, true, true);
    assertThat(queue.stats().join().totalTasks()).isEqualTo(3);
    assertThat(World.stateOf(queue, parent)).isEqualTo(RunState.COMPLETED);
    for (int child = 1; child <= 2; child++) {
      assertThat(World.stateOf(queue, World.task(child))).isEqualTo(RunState.COMPLETED);
      assertThat(queue.task(World.task(child)).join().orElseThrow().spec().parentTaskId())
          .isEqualTo(parent);
    }
  }

  /// 03-RT-34: a handler that submits another spec under an id that exists is refused, and the
  /// engine goes on.
  @Test
  void handlerCannotReuseAnIdForSomethingElse() {
    var queues = new ArrayList<ActionQueue>();
    var answers = new ArrayList<CompletableFuture<SubmitResult>>();
    ActionQueue queue =
        world.open(context -> {
          if (context.payload().toUtf8().equals("clash")) {
            answers.add(queues.getFirst().submit(request().id(World.task(1)).priority(5)));
          }
          return Outcome.success();
        });
    queues.add(queue);
    World.submit(queue, request().id(World.task(1)));
    World.submit(queue, request().payload("clash"));
    queue.runUntilIdle();
    assertThat(answers)
        .extracting(each -> codeOf(each.join()))
        .containsExactly("task_already_exists");
    assertThat(queue.stats().join().runsByState().get(RunState.COMPLETED)).isEqualTo(2);
  }

  /// The request may be changed and used again after `submit`.
  @Test
  void requestIsReadOnce() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    var request = request().payload("a");
    TaskId first = World.submit(queue, request);
    TaskId second = World.submit(queue, request.payload("b"));
    assertThat(queue.task(first).join().orElseThrow().spec().payload().bytes().toUtf8())
        .isEqualTo("a");
    assertThat(queue.task(second).join().orElseThrow().spec().payload().bytes().toUtf8())
        .isEqualTo("b");
  }

  @Test
  void tooLargePayloadIsRefused() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    var request = request().payload(new byte[Submissions.MAX_PAYLOAD_BYTES + 1]);
    assertThat(codeOf(queue.submit(request).join())).isEqualTo("payload_too_large");
    assertThat(queue.stats().join().latestSequence()).isZero();
  }

  /// Ids are distinct.
  @Test
  void idsAreDistinct() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    var runs = new ArrayList<RunId>();
    for (int i = 0; i < 50; i++) {
      runs.addAll(queue.submit(request().repeat(3, 1)).join().orElseThrow().runs());
    }
    assertThat(runs).hasSize(150).doesNotHaveDuplicates();
  }
}
