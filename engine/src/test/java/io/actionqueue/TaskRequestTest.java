package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskSpec;
import org.junit.jupiter.api.Test;

/// Requests check their values as they are set.
class TaskRequestTest {
  private static final TaskId NIL = new TaskId(0, 0);

  /// a request that is given a nil id refuses it and stays what it was; a policy that is set
  /// afterwards is one for the id that it has.
  @Test
  void nilIdIsRefusedAndLeavesTheRequestAsItWas() {
    TaskId id = World.task(1);
    TaskRequest request = TaskRequest.of("work").id(id).repeat(4, 30).payload("p");
    TaskSpec before = request.toSpec(id);
    assertThatThrownBy(() -> request.id(NIL)).extracting("kind").isEqualTo("InvalidTaskId");
    assertThat(request.requestedId()).isEqualTo(id);
    assertThat(request.toSpec(id)).isEqualTo(before);

    request.runPolicy(new RunPolicy.Repeat(2, 60));
    assertThat(request.toSpec(id)).isEqualTo(before.withRunPolicy(new RunPolicy.Repeat(2, 60)));
    assertThatThrownBy(() -> request.toSpec(NIL)).extracting("kind").isEqualTo("InvalidTaskId");
    assertThat(request.requestedPolicy()).isEqualTo(new RunPolicy.Repeat(2, 60));
  }
}
