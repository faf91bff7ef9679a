package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A run that needs several keys starts after a bounded number of others, however much its keys are
/// in demand (03-W-47).
class KeyReservationTest extends KeyStreams {
  @Test
  void runWithTwoKeysStartsAfterABoundedNumberOfOthers() {
    open();
    Stream ofA = stream("a");
    Stream ofB = stream("b");
    TaskId both = several("a", "b");
    queue.tick();
    assertThat(reason(both)).isEqualTo(held("a", ofA.executing) + ", " + held("b", ofB.executing));
    Stream stopped = overtake(ofA, ofB);
    Stream other = stopped == ofA ? ofB : ofA;
    String free = stopped == ofA ? "a" : "b";
    String taken = stopped == ofA ? "b" : "a";
    assertThat(ofA.starts + ofB.starts).isLessThanOrEqualTo(MOST);
    assertThat(reason(both))
        .isEqualTo(held(taken, other.executing) + "; what is free of its keys is kept for it");
    assertThat(reason(stopped.next)).isEqualTo(kept(free, both));
    end(other.executing);
    assertThat(executes(both)).isTrue();
    assertThat(reason(stopped.next)).isEqualTo(held(free, both));
    end(both);
    assertThat(executes(ofA.next)).isTrue();
    assertThat(executes(ofB.next)).isTrue();
  }

  /// With permits one of them is kept, and the others come and go.
  @Test
  void ofSeveralPermitsOneIsKept() {
    open();
    TaskRequest a = request("one", "a").keyPermits(2);
    Stream first = new Stream(a);
    Stream second = new Stream(a); // its first one is the next of the stream before
    Stream ofB = new Stream(request("one", "b").keyPermits(2));
    TaskId lastOfB = submit(request("one", "b").keyPermits(2));
    queue.tick();
    TaskId both = submit(request("several", "a", "b").keyPermits(2));
    queue.tick();
    int others = 0;
    while (!executes(both)) {
      assertThat(others).isLessThanOrEqualTo(3 * MOST);
      for (TaskId task : List.copyOf(handlers.keySet())) {
        if (!executes(both)) {
          end(task);
          others++;
          submit(a.copy());
          submit(request("one", "b").keyPermits(2));
          queue.tick();
        }
      }
    }
    assertThat(handlers).hasSizeGreaterThanOrEqualTo(3);
    assertThat(List.of(first.next, second.next, ofB.next, lastOfB)).hasSize(4);
  }

  /// Whoever goes before it in the order of selection is not held up.
  @Test
  void moreUrgentRunsGoBefore() {
    open();
    Stream ofA = stream("a");
    Stream ofB = stream("b");
    TaskId both = several("a", "b");
    queue.tick();
    boolean a = overtake(ofA, ofB) == ofA;
    TaskId urgent = submit(request("one", a ? "a" : "b").priority(9));
    queue.tick();
    assertThat(executes(urgent)).isTrue();
    end(a ? ofB.executing : ofA.executing);
    assertThat(executes(both)).isFalse();
    assertThat(reason(a ? ofB.next : ofA.next)).isEqualTo(kept(a ? "b" : "a", both));
    end(urgent);
    assertThat(executes(both)).isTrue();
  }

  /// Asking whether a key is kept from a run does not change where it stands in line. Found by the
  /// simulation, seed 2027900.
  @Test
  void aRunWithAnotherPriorityIsNotForgottenWhileItsKeyIsKept() {
    open();
    Stream ofA = stream("a");
    Stream ofB = stream("b");
    TaskId both = several("a", "b");
    queue.tick();
    Stream stopped = overtake(ofA, ofB);
    Stream other = stopped == ofA ? ofB : ofA;
    RunId waiting = World.onlyRun(queue, stopped.next).run().instance().id();
    queue.limits().reprioritise(waiting, -1).join();
    queue.tick();
    assertThat(reason(stopped.next)).isEqualTo(kept(stopped == ofA ? "a" : "b", both));
    end(other.executing);
    assertThat(executes(both)).isTrue();
    end(both);
    assertThat(executes(stopped.next)).isTrue();
  }

  /// Overlapping sets in opposite orders, all in demand: one after the other, and all end.
  @Test
  void overlappingSetsDoNotBlockEachOther() {
    open();
    List<Stream> streams = List.of(stream("a"), stream("b"), stream("c"));
    var all = new ArrayList<TaskId>();
    for (List<String> keys :
        List.of(
            List.of("a", "b"),
            List.of("b", "a"),
            List.of("c", "b", "a"),
            List.of("b", "c"),
            List.of("c", "a"),
            List.of("a", "b", "c"))) {
      all.add(several(keys.toArray(String[]::new)));
    }
    queue.tick();
    int steps = 0;
    while (all.stream().anyMatch(task -> World.stateOf(queue, task) != RunState.COMPLETED)) {
      assertThat(++steps).isLessThan(all.size() * MOST);
      for (Stream stream : streams) {
        if (executes(stream.executing)) {
          stream.goesOn();
        } else if (executes(stream.next)) {
          stream.executing = stream.next;
          stream.next = submit(stream.each.copy());
        }
      }
      all.stream().filter(handlers::containsKey).forEach(this::end);
    }
  }
}
