package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What becomes of submissions that are refused, that are repeated, or that go too deep (spec 03
/// §8.2.1, §8.4; S-46).
class HandlerSubmissionTest {
  private static final TaskId MISSING = World.task(99);

  @RegisterExtension final World world = World.at(1000);
  private final List<CompletableFuture<SubmitResult>> answers = new ArrayList<>();

  private static TaskRequest request(String payload) {
    return TaskRequest.forDefaultHandler().payload(payload);
  }

  private static String code(CompletableFuture<SubmitResult> answer) {
    return answer.join() instanceof SubmitResult.Refused(var refusal) ? refusal.code() : "accepted";
  }

  private Outcome submitTwice(RunContext context) {
    if (context.payload().toUtf8().equals("coordinator")) {
      answers.add(context.submit(request("child").after(List.of(MISSING))));
      answers.add(context.submitWithOutcome(request("child").parent(MISSING)));
    }
    return Outcome.success();
  }

  /// A refusal is answered to the handler and recorded on its attempt, at once or with the outcome,
  /// and still there after a kill; the task that was refused is not (RT-34).
  @Test
  void refusedSubmissionsAreRecordedOnTheAttempt() {
    ActionQueue queue = world.open(this::submitTwice);
    TaskId task = World.submit(queue, request("coordinator"));
    queue.runUntilIdle();
    assertThat(answers)
        .extracting(HandlerSubmissionTest::code)
        .containsExactly("unknown_task", "unknown_parent");
    RunView view = World.onlyRun(queue, task);
    var attempt = view.run().attempts().getFirst().attemptId();
    assertThat(view.run().instance().state()).isEqualTo(RunState.COMPLETED);
    assertThat(view.notes()).hasSize(2).allMatch(note -> note.attemptId().equals(attempt));
    assertThat(view.notes().get(0).text())
        .startsWith("submission refused: unknown_task: ")
        .contains(MISSING.toString());
    assertThat(view.notes().get(1).text()).startsWith("submission refused: unknown_parent: ");
    assertThat(view.notes().get(0).atMillis()).isEqualTo(1_000_000);
    world.kill();
    assertThat(World.onlyRun(world.open(this::submitTwice), task).notes()).isEqualTo(view.notes());
    assertThat(world.recorded().taskCount()).isEqualTo(1);
  }

  @Test
  void notesAreKeptInSnapshotsAndCounted() {
    ActionQueue queue =
        world.open(context -> {
          for (int i = 0; i < 150; i++) {
            answers.add(context.submit(request("child").parent(MISSING)));
          }
          return Outcome.success();
        });
    TaskId task = World.submit(queue, request("x"));
    queue.runUntilIdle();
    assertThat(answers).hasSize(150);
    assertThat(World.onlyRun(queue, task).notes()).hasSize(100);
    var written = queue.snapshot();
    queue.tick();
    queue.tick();
    assertThat(written).isCompleted();
    world.close();
    assertThat(world.loadReport().snapshotSequence()).isPositive();
    RunId run = world.recordedRuns(task).getFirst().instance().id();
    assertThat(world.recorded().extensions().attemptNotes(run)).hasSize(100);
  }

  /// A worker of another process is told and recorded alike; callers outside are told.
  @Test
  void refusalsToRemoteWorkersAreRecordedToo() {
    ActionQueue queue = world.openWith(options -> options);
    Crew.register(queue, Crew.registration(1, "work"));
    TaskId task = World.submit(queue, TaskRequest.of("work"));
    queue.tick();
    Claim claim = Crew.claim(queue, 1, 1).getFirst();
    var wanted = List.of(TaskRequest.of("work").after(List.of(MISSING)), TaskRequest.of("work"));
    List<SubmitResult> results = queue.workers().submit(claim.ref(), wanted).join();
    assertThat(results.get(0)).isInstanceOf(SubmitResult.Refused.class);
    assertThat(results.get(1)).isInstanceOf(SubmitResult.Accepted.class);
    assertThat(World.onlyRun(queue, task).notes()).hasSize(1);
    assertThat(code(queue.submit(TaskRequest.of("work").after(List.of(MISSING)))))
        .isEqualTo("unknown_task");
    assertThat(World.onlyRun(queue, task).notes()).hasSize(1);
  }

  /// S-46: what was declared later is no part of the submission; a submission that names it is
  /// another one. Also after a restart, by log and by snapshot.
  @Test
  void aKeyedSubmissionIsKnownAgainAfterFurtherDeclarations() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    queue.pause().join();
    TaskId first = World.submit(queue, request("first"));
    TaskId second = World.submit(queue, request("second"));
    var keyed = request("keyed").idempotencyKey("k").after(List.of(first));
    TaskId task = World.submit(queue, keyed);
    queue.workflow().declareDependencies(task, List.of(first, second)).join();
    assertKnownAgain(queue, task, keyed, second);
    world.kill();
    queue = world.open(_ -> Outcome.success());
    assertKnownAgain(queue, task, keyed, second);
    var written = queue.snapshot();
    queue.tick();
    queue.tick();
    assertThat(written).isCompleted();
    world.close();
    assertThat(world.loadReport().snapshotSequence()).isPositive();
    queue = world.open(_ -> Outcome.success());
    assertKnownAgain(queue, task, keyed, second);
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  private static void assertKnownAgain(
      ActionQueue queue, TaskId task, TaskRequest keyed, TaskId declared) {
    SubmitResult.Accepted again = queue.submit(keyed).join().orElseThrow();
    assertThat(again.duplicate()).isTrue();
    assertThat(again.taskId()).isEqualTo(task);
    assertThat(code(queue.submit(keyed.copy().after(List.of(declared)))))
        .isEqualTo("idempotency_key_reused");
  }

  /// a task without a parent has depth 0, a child of it depth 1 and its parent.
  @Test
  void aRootHasDepth0AndItsChildDepth1() {
    ActionQueue queue = world.openWith(options -> options.maxTaskDepth(1));
    TaskId root = later(queue, null);
    assertThat(queue.workflow().children(root).join()).isEmpty();
    TaskId child = later(queue, root);
    assertThat(queue.task(child).join().orElseThrow().spec().parentTaskId()).isEqualTo(root);
    assertThat(queue.workflow().children(root).join().orElseThrow().child(child)).isPresent();
    assertThat(queue.submit(request("grandchild").parent(child)).join())
        .isInstanceOfSatisfying(
            SubmitResult.Refused.class,
            refused -> assertThat(refused.refusal().message()).contains("would be at depth 2"));
  }

  /// 03-W-17: the depth is an option, and holds for everybody.
  @Test
  void theDepthOfTreesIsAnOption() {
    var parent = new ArrayList<TaskId>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .maxTaskDepth(2)
                .defaultHandler(context -> {
                  parent.forEach(id -> answers.add(context.submit(request("child").parent(id))));
                  return Outcome.success();
                }));
    TaskId deepest = later(queue, null);
    for (int depth = 1; depth <= 2; depth++) {
      deepest = later(queue, deepest);
    }
    parent.add(deepest);
    World.submit(queue, request("coordinator"));
    queue.tick();
    queue.tick();
    answers.add(queue.submit(request("child").parent(deepest)));
    assertThat(answers)
        .extracting(HandlerSubmissionTest::code)
        .containsExactly("depth_limit_exceeded", "depth_limit_exceeded");
    world.close();
    queue = world.openWith(options -> options.maxTaskDepth(40));
    for (int depth = 3; depth <= 40; depth++) {
      deepest = later(queue, deepest);
    }
    assertThat(code(queue.submit(request("child").parent(deepest))))
        .isEqualTo("depth_limit_exceeded");
    TaskId root = World.submit(queue, request("root"));
    queue.cancelTask(root).join();
  }

  private static TaskId later(ActionQueue queue, TaskId parent) {
    var yearly = new RunPolicy.Cron("0 0 0 1 1 *", 1L);
    return World.submit(queue, request("level").parent(parent).runPolicy(yearly));
  }

  @Test
  void theDepthIsWithinItsRange() {
    ActionQueueOptions options = ActionQueueOptions.at(World.DIR);
    for (int wrong : new int[] {0, -1, 1001}) {
      assertThatThrownBy(() -> options.maxTaskDepth(wrong))
          .isInstanceOfSatisfying(
              InvalidValue.class, e -> assertThat(e.kind()).isEqualTo("InvalidTaskDepth"));
    }
    assertThat(options.maxTaskDepth(1000)).isSameAs(options);
  }
}
