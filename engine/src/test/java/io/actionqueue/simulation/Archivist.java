package io.actionqueue.simulation;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueException;
import io.actionqueue.SnapshotInfo;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Somebody who has snapshots written and the log compacted, at any time.
final class Archivist {
  /// As many steps as a snapshot takes that waits for another one.
  private static final int PATIENCE = 5;

  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Computer computer;
  private final Knowledge known;
  private final Life life;
  private final List<Order> orders = new ArrayList<>();

  /// A snapshot that was asked for.
  private static final class Order {
    final ActionQueue process;
    final CompletableFuture<SnapshotInfo> answer;
    final long sequence;
    final Map<TaskId, Long> due;
    final long second;
    int steps;

    Order(
        ActionQueue process,
        CompletableFuture<SnapshotInfo> answer,
        Knowledge known,
        Map<TaskId, Long> due) {
      this.process = process;
      this.answer = answer;
      this.sequence = known.state.latestSequence();
      this.second = known.second();
      this.due = due;
    }
  }

  Archivist(SeededRandom random, Life.Cast cast, Life life) {
    this.random = random;
    this.life = life;
    verdicts = cast.verdicts();
    computer = cast.computer();
    known = cast.known();
  }

  /// Asks for a snapshot, or for a small directory.
  void act() {
    Map<TaskId, Long> due = life.retention().due();
    ActionQueue queue = life.call();
    var answer = random.coin() ? queue.snapshot() : queue.compact();
    orders.add(new Order(queue, answer, known, due));
    settle(false);
  }

  /// Looks for what was written; after a step, everybody has waited for one more.
  void settle(boolean stepped) {
    for (Order each : List.copyOf(orders)) {
      boolean gone = each.process != life.queue() || life.isDown();
      each.steps += stepped ? 1 : 0;
      life.retention().needed(each.due);
      verdicts.expect(
          "P-4",
          gone || each.answer.isDone() || each.steps < PATIENCE,
          () -> "a snapshot was asked for and is not written");
      if (each.answer.isDone() && !gone) {
        written(each);
      }
      if (each.answer.isDone() || gone) {
        orders.remove(each);
      }
    }
  }

  private void written(Order order) {
    SnapshotInfo info = infoOf(order.answer);
    if (info == null) {
      return;
    }
    verdicts.expect(
        "03-W-35",
        info.sequence() >= order.sequence && info.sequence() <= known.state.latestSequence(),
        () -> info + " was asked for at " + order.sequence);
    life.retention().written(order.due, order.second);
    if (computer.isFaultArmed()) {
      return; // looking would meet it
    }
    QueueState recorded = computer.recorded();
    verdicts.expect(
        "INV-17",
        recorded.latestSequence() == known.state.latestSequence()
            && recorded.digest().equals(known.state.digest()),
        () -> "behind " + info + " the directory holds " + recorded.latestSequence());
  }

  /// Only the disk keeps a snapshot from being written.
  private @Nullable SnapshotInfo infoOf(CompletableFuture<SnapshotInfo> answer) {
    try {
      return answer.join();
    } catch (CompletionException failed) {
      boolean told =
          failed.getCause() instanceof ActionQueueException.Refused refused
              && refused.code().equals("snapshot_failed");
      verdicts.expect(
          "RT-38",
          told && computer.faultHappened(),
          () -> "no snapshot without a fault: " + failed);
      return null;
    }
  }

  /// In the end: what is due goes.
  void finish() {
    act();
    for (int i = 0; i < PATIENCE && !life.isDown(); i++) {
      life.tick();
      settle(true);
    }
    verdicts.expect("liveness", orders.isEmpty(), () -> "the last snapshot was not written");
  }
}
