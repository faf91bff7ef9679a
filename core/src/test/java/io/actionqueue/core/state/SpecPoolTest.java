package io.actionqueue.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecPoolTest {
  private static TaskSpec fresh(int attempts) {
    return Replay.task(Replay.TASK)
        .spec()
        .withRunPolicy(new RunPolicy.Repeat(2, 60))
        .withMetadata(new TaskMetadata(List.of("nightly"), 5, null))
        .withConstraints(
            TaskConstraints.DEFAULT
                .withRequiredCapabilities(List.of("send"))
                .withMaxAttempts(attempts));
  }

  @Test
  void equalPartsAreShared() {
    var pool = new SpecPool();
    TaskSpec first = pool.shared(fresh(3));
    TaskSpec second = pool.shared(fresh(3));
    assertThat(second).isEqualTo(fresh(3));
    assertThat(second.constraints()).isSameAs(first.constraints());
    assertThat(second.metadata()).isSameAs(first.metadata());
    assertThat(second.runPolicy()).isSameAs(first.runPolicy());
  }

  @Test
  void theUsualPartsAreTheConstants() {
    TaskSpec spec =
        new SpecPool()
            .shared(
                Replay.task(Replay.TASK)
                    .spec()
                    .withRunPolicy(new RunPolicy.Once())
                    .withMetadata(new TaskMetadata(List.of(), 0, null)));
    assertThat(spec.runPolicy()).isSameAs(RunPolicy.ONCE);
    assertThat(spec.metadata()).isSameAs(TaskMetadata.DEFAULT);
    assertThat(spec.constraints()).isSameAs(TaskConstraints.DEFAULT);
  }

  @Test
  void manyDifferentPartsStayCorrect() {
    var pool = new SpecPool();
    for (int i = 1; i < 2000; i++) {
      assertThat(pool.shared(fresh(i))).isEqualTo(fresh(i));
    }
  }
}
