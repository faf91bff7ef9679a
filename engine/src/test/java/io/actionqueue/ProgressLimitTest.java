package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Attempts that must tell something from time to time (03-W-48). The handler is on a thread of its
/// own and does what the test says; the clock is the test's.
class ProgressLimitTest {
  private static final String STOP = "return";
  private static final String TELL = "progress";
  private static final String SPEND = "spend";

  @RegisterExtension final World world = World.at(1000);
  private final LinkedBlockingQueue<String> orders = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<RunContext> done = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private boolean deaf;

  private Outcome obey(RunContext context) throws InterruptedException {
    done.add(context);
    while (true) {
      switch (next()) {
        case TELL -> context.progress("on it");
        case SPEND -> context.report(BudgetDimension.TOKEN, 1);
        default -> {
          return Outcome.success();
        }
      }
      done.add(context);
    }
  }

  private String next() throws InterruptedException {
    while (true) {
      try {
        return orders.take();
      } catch (InterruptedException interrupted) {
        if (!deaf) {
          throw interrupted;
        }
      }
    }
  }

  private ActionQueue open() {
    return world.openWith(options ->
        options
            .defaultHandler(this::obey)
            .handlerExecutor(work -> threads.add(Thread.startVirtualThread(work)))
            .interruptGrace(Duration.ofSeconds(5))
            .abandonGrace(Duration.ofSeconds(30)));
  }

  private static TaskRequest request() {
    return TaskRequest.forDefaultHandler().maxAttempts(2).progressWithin(Duration.ofSeconds(10));
  }

  private RunContext start(ActionQueue queue) throws InterruptedException {
    queue.tick();
    RunContext context = done.take();
    queue.tick();
    return context;
  }

  private void order(ActionQueue queue, String what) throws InterruptedException {
    orders.add(what);
    done.take();
    queue.tick();
  }

  private void pass(ActionQueue queue, int seconds) {
    world.time.advanceSeconds(seconds);
    queue.tick();
  }

  private void awaitReturn(ActionQueue queue) throws InterruptedException {
    threads.getLast().join();
    queue.tick();
  }

  private StateImage.Attempt first(ActionQueue queue, TaskId task) {
    return World.onlyRun(queue, task).run().attempts().getFirst();
  }

  @Test
  void whoTellsSomethingInTimeIsLeftAlone() throws InterruptedException {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, request());
    RunContext context = start(queue);
    for (String sign : List.of(TELL, SPEND, TELL)) {
      pass(queue, 9);
      order(queue, sign);
      assertThat(context.cancellation().isRequested()).isFalse();
    }
    orders.add(STOP);
    awaitReturn(queue);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void whoIsSilentIsAskedToStopAndMayStillAnswer() throws InterruptedException {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, request());
    RunContext context = start(queue);
    pass(queue, 9);
    order(queue, TELL);
    pass(queue, 9);
    assertThat(context.cancellation().isRequested()).isFalse();
    pass(queue, 1);
    assertThat(context.cancellation().reason()).contains(CancelReason.TIMEOUT);
    orders.add(STOP);
    awaitReturn(queue);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void whoStaysSilentIsInterruptedAndTimedOut() throws InterruptedException {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, request());
    start(queue);
    pass(queue, 10);
    pass(queue, 5);
    awaitReturn(queue);
    assertThat(first(queue, task).result()).isEqualTo(AttemptResult.TIMEOUT);
    assertThat(first(queue, task).error()).isEqualTo("no progress within 10000 ms");
    start(queue); // it counts as an attempt, and the cap leaves one more
    orders.add(STOP);
    awaitReturn(queue);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void whoIsDeafIsAbandoned() throws InterruptedException {
    deaf = true;
    ActionQueue queue = open();
    TaskId task = World.submit(queue, request());
    start(queue);
    pass(queue, 10);
    pass(queue, 5);
    pass(queue, 30);
    assertThat(first(queue, task).error()).isEqualTo("no progress within 10000 ms");
    orders.add(STOP);
    awaitReturn(queue);
    assertThat(queue.metrics().lateResults()).isEqualTo(1);
    orders.add(STOP);
    start(queue);
    awaitReturn(queue);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  /// For a worker of another process its heartbeats count.
  @Test
  void aRemoteWorkerHasNoLongerLease() {
    ActionQueue queue = world.openWith(options -> options.leaseTimeoutSecs(300));
    Crew.register(queue, Crew.registration(1, "work"));
    TaskId task =
        World.submit(queue, TaskRequest.of("work").progressWithin(Duration.ofMillis(9_500)));
    queue.tick();
    Claim claim = Crew.claim(queue, 1, 1).getFirst();
    assertThat(claim.leaseExpiry()).isEqualTo(1010);
    world.time.advanceSeconds(9);
    assertThat(queue.workers().heartbeat(claim.ref()).join().expiry()).isEqualTo(1019);
    world.time.advanceSeconds(9);
    queue.tick();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.RUNNING);
    world.time.advanceSeconds(2);
    queue.tick();
    assertThat(World.stateOf(queue, task)).isNotEqualTo(RunState.RUNNING);
    assertThat(first(queue, task).error()).isEqualTo("interrupted: lease lost");
  }

  @Test
  void theTimeIsWithinItsRange() {
    assertThatThrownBy(() -> TaskRequest.forDefaultHandler().progressWithin(Duration.ZERO))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.kind()).isEqualTo("InvalidProgressLimit"));
  }
}
