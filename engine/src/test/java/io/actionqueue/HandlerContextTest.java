package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskPayload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a handler knows and can tell (spec 03 §5.1, §8.4, §8.5; 03-W-28).
class HandlerContextTest {
  @RegisterExtension final World world = World.at(1000);

  private final List<RunContext> seen = new ArrayList<>();

  private static TaskRequest request(String payload) {
    return TaskRequest.forDefaultHandler().payload(payload);
  }

  /// 03-W-28: the task, its labels and type, the attempt's numbers and its end.
  @Test
  void handlerKnowsItsTaskAndAttempt() {
    ActionQueue queue =
        world.open(context -> {
          seen.add(context);
          return seen.size() < 2 ? Outcome.retry("once more") : Outcome.success();
        });
    TaskId task =
        World.submit(
            queue,
            TaskRequest.forDefaultHandler()
                .payload(new TaskPayload(Bytes.utf8("{}"), "application/json"))
                .tags(List.of("nightly", "eu"))
                .maxAttempts(2)
                .timeoutSecs(30));
    queue.runUntilIdle();
    RunContext last = seen.getLast();
    assertThat(last.taskId()).isEqualTo(task);
    assertThat(last.runId()).isEqualTo(World.runOf(queue, task));
    assertThat(last.contentType()).contains("application/json");
    assertThat(last.tags()).containsExactly("nightly", "eu");
    assertThat(last.tenant()).isEmpty();
    assertThat(last.attempt()).isEqualTo(2);
    assertThat(last.countedAttempt()).isEqualTo(2);
    assertThat(last.scheduledAt()).isEqualTo(1000);
    assertThat(last.deadline()).contains(Instant.ofEpochSecond(1030));
    assertThat(last.children()).isEmpty();
    assertThat(last.prerequisites()).isEmpty();
    assertThat(last.partialOutput()).isEmpty();
  }

  @Test
  void attemptWithoutATimeLimitHasNoDeadline() {
    ActionQueue queue =
        world.open(context -> {
          seen.add(context);
          return Outcome.success();
        });
    World.submit(queue, request("x"));
    queue.runUntilIdle();
    assertThat(seen.getFirst().deadline()).isEmpty();
  }

  /// The context of a handler is found from below it, and nowhere else.
  @Test
  void currentContextIsScopedToTheHandler() {
    var inside = new ArrayList<Optional<RunContext>>();
    ActionQueue queue =
        world.open(context -> {
          seen.add(context);
          inside.add(RunContext.current());
          return Outcome.success();
        });
    World.submit(queue, request("x"));
    assertThat(RunContext.current()).isEmpty();
    queue.runUntilIdle();
    assertThat(inside).containsExactly(Optional.of(seen.getFirst()));
    assertThat(RunContext.current()).isEmpty();
  }

  /// 03-W-28: what a suspension kept is there for the next attempt, also in a later process, and
  /// after an attempt in between failed.
  @Test
  void partialOutputComesBackAfterASuspension() {
    Handler handler =
        context -> {
          seen.add(context);
          return switch (seen.size()) {
            case 1 -> Outcome.suspend(Bytes.utf8("page 7"));
            case 2 -> Outcome.retry("flaky");
            default -> Outcome.success();
          };
        };
    ActionQueue queue = world.open(handler);
    TaskId task = World.submit(queue, request("x").maxAttempts(2));
    queue.runUntilIdle();
    world.kill();
    queue = world.open(handler);
    queue.resumeRun(World.runOf(queue, task)).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
    assertThat(seen)
        .extracting(context -> context.partialOutput().map(Bytes::toUtf8))
        .containsExactly(Optional.empty(), Optional.of("page 7"), Optional.of("page 7"));
  }

  /// 03-W-28: a dependent reads what its prerequisites kept, also after a restart.
  @Test
  void dependentReadsTheOutputsOfItsPrerequisites() {
    Handler handler =
        context -> {
          seen.add(context);
          String text = context.payload().toUtf8();
          return text.equals("silent") ? Outcome.success() : Outcome.success("made by " + text);
        };
    ActionQueue queue = world.open(handler);
    TaskId one = World.submit(queue, request("one"));
    TaskId silent = World.submit(queue, request("silent"));
    queue.runUntilIdle();
    world.kill();
    queue = world.open(handler);
    World.submit(queue, request("last").after(List.of(one, silent)));
    queue.runUntilIdle();
    var results = seen.getLast().prerequisites();
    assertThat(results)
        .extracting(PrerequisiteResult::taskId)
        .containsExactlyInAnyOrder(one, silent);
    for (PrerequisiteResult result : results) {
      assertThat(result.runId()).isEqualTo(World.runOf(queue, result.taskId()));
      assertThat(result.output().map(Bytes::toUtf8))
          .isEqualTo(result.taskId().equals(one) ? Optional.of("made by one") : Optional.empty());
    }
  }

  /// the children as they were when the attempt started, with what came of them.
  @Test
  void parentSeesItsChildrenWithTheirOutcomes() {
    ActionQueue queue =
        world.open(context -> {
          seen.add(context);
          return switch (context.payload().toUtf8()) {
            case "good" -> Outcome.success("42");
            case "bad" -> Outcome.fail("no");
            default -> Outcome.success();
          };
        });
    TaskId parent = World.submit(queue, request("parent").repeat(2, 100));
    queue.tick(); // the first slot starts before there is a child
    TaskId good = World.submit(queue, request("good").parent(parent));
    TaskId bad = World.submit(queue, request("bad").parent(parent));
    queue.runUntilIdle();
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(seen.getFirst().children()).isEmpty();
    ChildrenSnapshot children = seen.getLast().children().orElseThrow();
    assertThat(children.children())
        .extracting(ChildrenSnapshot.Child::taskId)
        .containsExactly(good, bad);
    assertThat(children.allTerminal()).isTrue();
    var ok = children.child(good).orElseThrow().runs().getFirst();
    assertThat(ok.state()).isEqualTo(RunState.COMPLETED);
    assertThat(ok.lastResult()).isEqualTo(AttemptResult.SUCCESS);
    assertThat(ok.lastOutput()).isEqualTo(Bytes.utf8("42"));
    var failed = children.child(bad).orElseThrow().runs().getFirst();
    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(failed.lastError()).isEqualTo("no");
    assertThat(children.child(parent)).isEmpty();
  }

  /// A child that has not ended is not terminal, and one without outcome shows none.
  @Test
  void childrenThatWaitAreNotTerminal() {
    ActionQueue queue =
        world.open(context -> {
          seen.add(context);
          return Outcome.success();
        });
    TaskId gate = World.submit(queue, request("gate").repeat(2, 500));
    TaskId parent = World.submit(queue, request("parent").after(List.of(gate)));
    TaskId child = World.submit(queue, request("child").parent(parent).after(List.of(parent)));
    world.time.advanceSeconds(500);
    queue.runUntilIdle();
    RunContext context =
        seen.stream().filter(each -> each.taskId().equals(parent)).findFirst().orElseThrow();
    ChildrenSnapshot children = context.children().orElseThrow();
    assertThat(children.allTerminal()).isFalse();
    var run = children.child(child).orElseThrow().runs().getFirst();
    assertThat(run.state()).isEqualTo(RunState.SCHEDULED);
    assertThat(run.lastResult()).isNull();
  }

  /// Progress shows in the view while the handler executes and costs no write.
  @Test
  void progressShowsWithoutAWrite() {
    var held = new ArrayList<Runnable>();
    var notices = new ArrayList<ProgressNotice>();
    var contexts = new ArrayList<RunContext>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .handlerExecutor(held::add)
                .defaultHandler(context -> {
                  contexts.add(context);
                  context.progress(10, "reading");
                  context.progress(40, "writing");
                  return Outcome.success();
                }));
    queue.onProgress(notices::add);
    queue.onProgress(_ -> {
      throw new IllegalStateException("a broken listener");
    });
    TaskId task = World.submit(queue, request("x"));
    queue.tick();
    long before = queue.stats().join().latestSequence();
    held.removeFirst().run();
    assertThat(World.onlyRun(queue, task).progress()).isEqualTo(new Progress(40, "writing"));
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before);
    queue.runUntilIdle();
    assertThat(notices)
        .containsExactly(
            new ProgressNotice(
                task,
                contexts.getFirst().runId(),
                contexts.getFirst().attemptId(),
                new Progress(40, "writing")));
    assertThat(World.onlyRun(queue, task).progress()).isNull();
    contexts.getFirst().progress("too late");
    queue.tick();
    assertThat(notices).hasSize(1);
  }

  @Test
  void progressIsBounded() {
    ActionQueue queue =
        world.open(context -> {
          context.progress("m".repeat(5000));
          assertThatThrownBy(() -> context.progress(101, "x"))
              .isInstanceOfSatisfying(
                  InvalidValue.class, e -> assertThat(e.kind()).isEqualTo("InvalidProgress"));
          return Outcome.success("done");
        });
    var lengths = new ArrayList<Integer>();
    queue.onProgress(notice -> lengths.add(notice.progress().message().length()));
    TaskId task = World.submit(queue, request("x"));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
    assertThat(lengths).containsExactly(1000);
  }

  /// Output, and partial state, beyond the cap fails the attempt for good; error texts are cut.
  @Test
  void outputHasACap() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .maxOutputBytes(10)
                .defaultHandler(context ->
                    switch (context.payload().toUtf8()) {
                      case "fits" -> Outcome.success("0123456789");
                      case "large" -> Outcome.success("0123456789x");
                      case "partial" -> Outcome.suspend(Bytes.utf8("0123456789x"));
                      default -> Outcome.fail("e".repeat(100_000));
                    }));
    TaskId fits = World.submit(queue, request("fits"));
    TaskId large = World.submit(queue, request("large").maxAttempts(5));
    TaskId partial = World.submit(queue, request("partial").maxAttempts(5));
    TaskId wordy = World.submit(queue, request("wordy"));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, fits)).isEqualTo(RunState.COMPLETED);
    for (TaskId task : List.of(large, partial)) {
      var run = World.onlyRun(queue, task).run();
      assertThat(run.instance().state()).isEqualTo(RunState.FAILED);
      assertThat(run.attempts()).hasSize(1);
      assertThat(run.attempts().getFirst().error())
          .isEqualTo("output too large: 11 bytes of output, at most 10 are allowed");
    }
    String error = World.onlyRun(queue, wordy).run().attempts().getFirst().error();
    assertThat(error).hasSizeBetween(32_768, 32_800).endsWith("(cut)");
  }

  /// submitted with the outcome, children come with a success and not with a failure.
  @Test
  void submissionsWithTheOutcomeShareItsFate() {
    var futures = new ArrayList<CompletableFuture<SubmitResult>>();
    ActionQueue queue =
        world.open(context -> {
          String text = context.payload().toUtf8();
          if (text.startsWith("child")) {
            return Outcome.success();
          }
          futures.add(
              context.submitWithOutcome(request("child of " + text).parent(context.taskId())));
          return switch (text) {
            case "fails" -> Outcome.fail("no");
            case "suspends" -> Outcome.suspend();
            default -> Outcome.success();
          };
        });
    TaskId succeeds = World.submit(queue, request("succeeds"));
    queue.runUntilIdle();
    TaskId fails = World.submit(queue, request("fails"));
    queue.runUntilIdle();
    TaskId suspends = World.submit(queue, request("suspends"));
    queue.runUntilIdle();
    assertThat(queue.stats().join().totalTasks()).isEqualTo(5);
    var first = (SubmitResult.Accepted) futures.get(0).join();
    assertThat(World.stateOf(queue, first.taskId())).isEqualTo(RunState.COMPLETED);
    assertThat(queue.task(first.taskId()).join().orElseThrow().spec().parentTaskId())
        .isEqualTo(succeeds);
    assertThat(((SubmitResult.Refused) futures.get(1).join()).refusal().code())
        .isEqualTo("submission_dropped");
    assertThat(futures.get(2).join()).isInstanceOf(SubmitResult.Accepted.class);
    assertThat(World.stateOf(queue, fails)).isEqualTo(RunState.FAILED);
    assertThat(World.stateOf(queue, suspends)).isEqualTo(RunState.SUSPENDED);
  }

  /// A crash between the handler's end and the sync leaves neither the outcome nor its submissions.
  @Test
  void submissionsWithTheOutcomeAreAtomicWithIt() {
    Handler handler =
        context -> {
          if (context.payload().toUtf8().equals("parent")) {
            var _ = context.submitWithOutcome(request("child").id(World.task(7)));
          }
          return Outcome.success();
        };
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(options -> options.handlerExecutor(held::add).defaultHandler(handler));
    TaskId parent = World.submit(queue, request("parent"));
    queue.tick();
    held.removeFirst().run(); // the answer has not reached the engine
    world.kill();
    assertThat(world.recorded().task(World.task(7))).isNull();
    queue = world.open(handler);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, parent)).isEqualTo(RunState.COMPLETED);
    assertThat(World.stateOf(queue, World.task(7))).isEqualTo(RunState.COMPLETED);
  }

  /// A submission after the handler has returned is refused; a rule that is broken is told.
  @Test
  void lateAndBrokenSubmissionsAreRefused() {
    var futures = new ArrayList<CompletableFuture<SubmitResult>>();
    ActionQueue queue =
        world.open(context -> {
          seen.add(context);
          futures.add(context.submitWithOutcome(request("x").after(List.of(World.task(99)))));
          futures.add(context.submit(request("x").parent(World.task(98))));
          return Outcome.success();
        });
    TaskId task = World.submit(queue, request("parent"));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
    futures.add(seen.getFirst().submitWithOutcome(request("late")));
    assertThat(futures)
        .extracting(future -> ((SubmitResult.Refused) future.join()).refusal().code())
        .containsExactly("unknown_task", "unknown_parent", "submission_dropped");
    assertThat(queue.stats().join().totalTasks()).isEqualTo(1);
  }

  /// A context for tests of handlers needs no engine.
  @Test
  void detachedContextTakesReportsIn() {
    ActionQueue queue =
        world.open(context -> {
          seen.add(context);
          return Outcome.success();
        });
    World.submit(queue, request("x"));
    queue.runUntilIdle();
    RunContext real = seen.getFirst();
    RunContext detached =
        RunContext.detached(
            real.spec(),
            new RunContext.Attempt(real.runId(), real.attemptId(), 1, 1, 1000),
            real.cancellation());
    detached.progress(5, "nobody hears");
    assertThat(detached.submit(request("y"))).isCompletedExceptionally();
    assertThat(detached.payload()).isEqualTo(real.payload());
  }
}
