package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Remote workers of an engine with threads of its own.
class LiveWorkersTest {
  private static ActionQueue open() {
    return ActionQueue.open(
        ActionQueueOptions.at(World.DIR).files(SimulatedDisk.create()).dispatchConcurrency(1));
  }

  /// A claim that waits wakes up when something comes, and its run is durable by then.
  @Test
  void waitingClaimIsServedByTheEngineThread() throws Exception {
    try (ActionQueue queue = open()) {
      Crew.register(queue, Crew.registration(1, "work"));
      CompletableFuture<List<Claim>> waiting =
          queue.workers().claim(ClaimRequest.by(Crew.actor(1)).waitUpTo(Duration.ofMinutes(5)));
      TaskId task = World.submit(queue, TaskRequest.of("work"));
      Claim claim = waiting.get(1, TimeUnit.MINUTES).getFirst();
      assertThat(claim.spec().id()).isEqualTo(task);
      queue.workers().report(claim.ref(), WorkerReport.of(Outcome.success("done"))).join();
      assertThat(queue.awaitTask(task).get(1, TimeUnit.MINUTES).runsByState()).hasSize(1);
    }
  }

  /// Several workers share a load that none of them gets twice.
  @Test
  void workersShareTheLoad() throws Exception {
    int tasks = 300;
    try (ActionQueue queue = open()) {
      List<TaskRequest> requests = new ArrayList<>();
      for (int i = 0; i < tasks; i++) {
        requests.add(TaskRequest.of("work").id(World.task(i)));
      }
      List<TaskId> done = java.util.Collections.synchronizedList(new ArrayList<>());
      List<Thread> workers = new ArrayList<>();
      for (int number = 1; number <= 4; number++) {
        Crew.register(queue, Crew.registration(number, "work"));
        int self = number;
        workers.add(Thread.startVirtualThread(() -> work(queue, self, tasks, done)));
      }
      queue.submitAll(requests).join();
      for (int i = 0; i < tasks; i++) {
        queue.awaitTask(World.task(i)).get(1, TimeUnit.MINUTES);
      }
      for (int number = 1; number <= 4; number++) {
        queue.workers().deregister(Crew.actor(number)).join(); // answers the claims that wait
      }
      for (Thread worker : workers) {
        worker.join();
      }
      assertThat(done).hasSize(tasks).doesNotHaveDuplicates();
    }
  }

  private static void work(ActionQueue queue, int number, int tasks, List<TaskId> done) {
    var request = ClaimRequest.by(Crew.actor(number)).max(7).waitUpTo(Duration.ofMinutes(5));
    while (done.size() < tasks) {
      List<Claim> claims = queue.workers().claim(request).join();
      if (claims.isEmpty()) {
        return; // deregistered
      }
      for (Claim claim : claims) {
        done.add(claim.spec().id());
        queue.workers().report(claim.ref(), WorkerReport.of(Outcome.success())).join();
      }
    }
  }
}
