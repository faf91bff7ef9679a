package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.engine.dispatch.TimerLine;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DueTableTest {
  private static List<TaskEntry> tasks(SeededRandom random) {
    QueueState state = QueueState.empty();
    List<TaskEntry> tasks = new ArrayList<>();
    for (int i = 1; i <= 400; i++) {
      var id = new TaskId(1, random.coin() ? i : (long) i << 16);
      if (state.task(id) == null) {
        var created = new TaskEvent.TaskCreated(TaskSpec.of(id, TaskPayload.EMPTY), 1000);
        state.apply(state.latestSequence() + 1, created);
        tasks.add(Objects.requireNonNull(state.task(id)));
      }
    }
    return tasks;
  }

  /// Against a map of the library: ids in a row and ids that crowd together, growing and shrinking.
  @Test
  void itHoldsWhatALibraryMapHolds() {
    Seeds.check(
        10,
        random -> {
          List<TaskEntry> tasks = tasks(random);
          TimerLine<DueTable.Due> timers = TimerLine.empty();
          var table = new DueTable(timers);
          Map<TaskEntry, Long> expected = new HashMap<>();
          for (int i = 0; i < 20_000; i++) {
            TaskEntry task = random.pick(tasks);
            table.forget(task);
            expected.remove(task);
            if (random.chance(i < 10_000 ? 2 : 1, 3)) {
              long at = random.below(1000);
              table.set(new DueTable.Due(task), at);
              expected.put(task, at);
            }
            assertThat(timers.size()).isEqualTo(expected.size());
            assertThat(table.isEmpty()).isEqualTo(expected.isEmpty());
          }
          var due = timers.pollDue(1000);
          for (; due != null; due = timers.pollDue(1000)) {
            table.forget(due.task);
            assertThat(due.at()).isEqualTo(expected.remove(due.task));
          }
          assertThat(expected).isEmpty();
          assertThat(table.isEmpty()).isTrue();
        });
  }
}
