package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Failed runs and their repetition (spec 03 §12.4; 03-W-42).
class DeadLetterTest {
  @RegisterExtension final World world = World.at(1_000_000);
  private boolean broken = true;

  private ActionQueue open() {
    return world.open(context -> broken ? Outcome.fail("boom") : Outcome.success("done"));
  }

  private static List<RunId> failed(ActionQueue queue) {
    return queue.deadLetters().list(0, 100).join().items().stream()
        .map(letter -> letter.run().run().instance().id())
        .toList();
  }

  private static String refusal(SubmitResult result) {
    return result instanceof SubmitResult.Refused refused ? refused.refusal().code() : "accepted";
  }

  @Test
  void failedRunsAreListedWithTheirErrorsPageByPage() {
    ActionQueue queue = open();
    for (int i = 0; i < 5; i++) {
      World.submit(queue, TaskRequest.forDefaultHandler());
    }
    queue.runUntilIdle();
    Page<DeadLetter> page = queue.deadLetters().list(3, 10).join();
    assertThat(page.total()).isEqualTo(5);
    assertThat(page.items()).hasSize(2);
    assertThat(page.items().getFirst().run().run().attempts().getFirst().error()).isEqualTo("boom");
    assertThat(page.items().getFirst().redrivenAs()).isEmpty();
  }

  @Test
  void aRunIsDoneAgainWithItsWorkItsOptionsAndItsLineage() {
    ActionQueue queue = open();
    var retry = RetryPolicy.of(RetryPolicy.Strategy.FIXED, 1, 1);
    TaskId original =
        World.submit(
            queue,
            TaskRequest.forDefaultHandler()
                .payload("work")
                .priority(4)
                .maxAttempts(3)
                .retry(retry));
    queue.runUntilIdle();
    RunId run = World.runOf(queue, original);
    broken = false;
    SubmitResult result = queue.deadLetters().redrive(run).join();
    TaskId again = result.orElseThrow().taskId();
    assertThat(again).isNotEqualTo(original);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, again)).isEqualTo(RunState.COMPLETED);
    var spec = queue.task(again).join().orElseThrow().spec();
    assertThat(spec.payload().bytes().toUtf8()).isEqualTo("work");
    assertThat(spec.metadata().priority()).isEqualTo(4);
    assertThat(spec.constraints().maxAttempts()).isEqualTo(3);
    assertThat(queue.deadLetters().list(0, 1).join().items().getFirst().redrivenAs())
        .containsExactly(again);
    world.kill();
    var extensions = world.recorded().extensions();
    assertThat(extensions.originalOf(again)).isEqualTo(run);
    assertThat(extensions.redrivesOf(run)).containsExactly(again);
    assertThat(extensions.policy(again).retry()).isEqualTo(retry);
    ActionQueue reopened = open();
    assertThat(reopened.deadLetters().list(0, 1).join().items().getFirst().redrivenAs())
        .containsExactly(again);
  }

  @Test
  void manyAreDoneAgainInOneBatch() {
    ActionQueue queue = open();
    for (int i = 0; i < 3; i++) {
      World.submit(queue, TaskRequest.forDefaultHandler());
    }
    queue.runUntilIdle();
    broken = false;
    List<RunId> runs = new ArrayList<>(failed(queue));
    runs.add(new RunId(9, 9));
    List<SubmitResult> results = queue.deadLetters().redriveAll(runs).join();
    assertThat(results.stream().map(DeadLetterTest::refusal))
        .containsExactly("accepted", "accepted", "accepted", "unknown_run");
    assertThat(queue.runUntilIdle().totalDispatched()).isEqualTo(3);
  }

  @Test
  void onlyAFailedRunIsDoneAgainAndNotTwiceAtATime() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    RunId run = World.runOf(queue, task);
    assertThat(refusal(queue.deadLetters().redrive(run).join())).isEqualTo("run_not_failed");
    queue.runUntilIdle();
    assertThat(refusal(queue.deadLetters().redrive(run).join())).isEqualTo("accepted");
    assertThat(refusal(queue.deadLetters().redrive(run).join())).isEqualTo("redrive_in_progress");
    queue.runUntilIdle();
    assertThat(refusal(queue.deadLetters().redrive(run).join())).isEqualTo("accepted");
    queue.runUntilIdle();
  }
}
