package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {
  private final Runs runs = new Runs();

  private static List<RunEntry> drain(ReadyQueue queue) {
    var out = new ArrayList<RunEntry>();
    for (ReadyQueue.Entry next = queue.poll(); next != null; next = queue.poll()) {
      if (next.isCurrent()) {
        out.add(next.run());
      }
    }
    return out;
  }

  private static List<RunEntry> select(SelectionOrder order, List<RunEntry> input) {
    var queue = new ReadyQueue(order);
    input.forEach(queue::add);
    return drain(queue);
  }

  private List<String> compatibly(int[]... priorityAndCreation) {
    var input = new ArrayList<RunEntry>();
    for (int[] each : priorityAndCreation) {
      input.add(runs.ready(each[0], each[1], null));
    }
    return select(SelectionOrder.PRIORITY_CREATED_RUNID, input).stream()
        .map(run -> run.priority() + "," + run.createdAt())
        .toList();
  }

  private static int[] at(int priority, int createdAt) {
    return new int[] {priority, createdAt};
  }

  /// by priority, then creation; none remain.
  @Test
  void compatibleOrderIsPriorityThenCreation() {
    assertThat(compatibly(at(1, 1300), at(5, 1100), at(5, 1200), at(8, 1000)))
        .containsExactly("8,1000", "5,1100", "5,1200", "1,1300");
  }

  ///
  @Test
  void compatibleOrderOfSixRuns() {
    assertThat(
            compatibly(at(5, 250), at(10, 300), at(1, 400), at(10, 100), at(5, 100), at(10, 200)))
        .containsExactly("10,100", "10,200", "10,300", "5,100", "5,250", "1,400");
  }

  /// 03-RT-12: every order of the input gives the same result.
  @Test
  void inputOrderDoesNotMatter() {
    var input = new ArrayList<RunEntry>();
    input.add(runs.ready(5, 1000, null));
    input.add(runs.ready(3, 1100, null));
    input.add(runs.ready(5, 1200, null));
    input.add(runs.ready(3, 1300, null));
    input.add(runs.ready(5, 1200, null));
    for (SelectionOrder order : SelectionOrder.values()) {
      List<RunEntry> expected = select(order, input);
      assertThat(expected).containsExactlyInAnyOrderElementsOf(input);
      for (int seed = 0; seed < 50; seed++) {
        var shuffled = new ArrayList<>(input);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(select(order, shuffled)).isEqualTo(expected);
      }
    }
  }

  /// what is taken in keeps its priority.
  @Test
  void eachRunKeepsItsPriority() {
    var input = List.of(runs.ready(11, 1000, null), runs.ready(-2, 1000, null));
    for (SelectionOrder order : SelectionOrder.values()) {
      assertThat(select(order, input)).extracting(RunEntry::priority).containsExactly(11, -2);
    }
  }

  /// A-284 as S-38 restates it: the task's priority counts, whatever the run's record says.
  @Test
  void theTaskDecidesAndNotThePriorityThatTheRunRecorded() {
    RunEntry first = runs.recordedAs(99, 1);
    RunEntry second = runs.recordedAs(0, 10);
    assertThat(first.image().instance().effectivePriority()).isEqualTo(99);
    for (SelectionOrder order : SelectionOrder.values()) {
      assertThat(select(order, List.of(first, second))).containsExactly(second, first);
    }
  }

  /// nothing in, nothing out.
  @Test
  void emptyQueueGivesNothing() {
    assertThat(new ReadyQueue(SelectionOrder.DUE_TIME).poll()).isNull();
  }

  /// S-7: priority, becoming due, sequence, id; with polls in between and runs that are gone.
  @Test
  void defaultOrderIsPriorityDueTimeSequence() {
    Seeds.check(
        20,
        random -> {
          var own = new Runs();
          var queue = new ReadyQueue(SelectionOrder.DUE_TIME);
          var waiting = new ArrayList<RunEntry>();
          Comparator<RunEntry> order =
              Comparator.comparingInt((RunEntry run) -> -run.priority())
                  .thenComparing(RunEntry::readySince)
                  .thenComparing(RunEntry::readySequence);
          for (int i = 0; i < 400; i++) {
            if (!waiting.isEmpty() && random.chance(1, 5)) {
              RunEntry gone = waiting.remove(random.below(waiting.size()));
              own.move(gone.id(), RunState.READY, RunState.CANCELED, 2000);
            } else if (!waiting.isEmpty() && random.chance(1, 3)) {
              ReadyQueue.Entry next = queue.poll();
              while (next != null && !next.isCurrent()) {
                next = queue.poll();
              }
              RunEntry best = Collections.min(waiting, order);
              assertThat(next).isNotNull();
              assertThat(next.run()).isSameAs(best);
              waiting.remove(best);
            } else {
              RunEntry run = own.ready(random.below(3), 1000 + random.below(50), null);
              queue.add(run);
              waiting.add(run);
            }
          }
          waiting.sort(order);
          assertThat(drain(queue)).isEqualTo(waiting);
        });
  }

  /// A candidate that waited for something comes back to its old place.
  @Test
  void parkedCandidateKeepsItsPlace() {
    RunEntry first = runs.ready(0, 1000, null);
    RunEntry second = runs.ready(0, 1001, null);
    RunEntry third = runs.ready(0, 1002, null);
    var queue = new ReadyQueue(SelectionOrder.DUE_TIME);
    queue.add(third);
    queue.add(Candidate.of(second, SelectionOrder.DUE_TIME));
    queue.add(Candidate.of(first, SelectionOrder.DUE_TIME));
    assertThat(drain(queue)).containsExactly(first, second, third);
  }
}
