package io.actionqueue;

import static io.actionqueue.RetentionSteps.ended;
import static io.actionqueue.RetentionSteps.ids;
import static io.actionqueue.RetentionSteps.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// In which order ended tasks leave the state that had to stay before (S-21).
class RetentionOrderTest {
  @RegisterExtension final World world = World.at(1000);

  private ActionQueue open(Retention retention) {
    return RetentionSteps.open(world, retention);
  }

  /// Found by the simulation, seed 7662: what had to stay is looked at before what was not come to
  /// since, also when there is less of it.
  @Test
  void whatHadToStayGoesInTheOrderOfItsEnd() {
    ActionQueue queue = open(Retention.forever().maxTasks(3));
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(ended(queue));
      world.time.advanceSeconds(1);
    }
    var outer = TaskRequest.of("nobody").after(List.of(tasks.get(0), tasks.get(2)));
    TaskId needsOuter = World.submit(queue, outer);
    TaskId needsInner = World.submit(queue, TaskRequest.of("nobody").after(tasks.subList(1, 2)));
    assertThat(snapshot(queue).tasksDropped())
        .as("the last one: the others are needed")
        .isEqualTo(1);
    queue.cancelTask(needsInner).join();
    assertThat(snapshot(queue).tasksDropped()).as("the second, and no more").isEqualTo(1);
    queue.cancelTask(needsOuter).join();
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(1);
    assertThat(ids(queue)).doesNotContain(tasks.get(0)).contains(tasks.get(2));
  }
}
