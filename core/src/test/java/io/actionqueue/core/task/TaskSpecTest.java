package io.actionqueue.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Task specs (spec 02 §2.5).
class TaskSpecTest {
  private static final TaskId ID = new TaskId(0, 1);

  @Test
  @DisplayName("A-536, A-537: a nil id is refused")
  void aNilIdIsRefused() {
    assertThatThrownBy(() -> TaskSpec.of(new TaskId(0, 0), TaskPayload.EMPTY))
        .hasMessageContaining("00000000-0000-0000-0000-000000000000")
        .extracting("kind")
        .isEqualTo("InvalidTaskId");
    assertThatThrownBy(() ->
            new TaskSpec(
                new TaskId(0, 0),
                TaskPayload.EMPTY,
                RunPolicy.ONCE,
                TaskConstraints.DEFAULT,
                TaskMetadata.DEFAULT,
                null,
                null))
        .extracting("kind")
        .isEqualTo("InvalidTaskId");
  }

  @Test
  void theShortFormHasDefaults() {
    assertThat(TaskSpec.of(ID, TaskPayload.EMPTY))
        .isEqualTo(
            new TaskSpec(
                ID,
                TaskPayload.EMPTY,
                RunPolicy.ONCE,
                TaskConstraints.DEFAULT,
                TaskMetadata.DEFAULT,
                null,
                null));
  }

  @Test
  @DisplayName(
      "A-538: there is no policy to be had for a nil id, in whatever order it is asked for")
  void aNilIdTakesNoPolicy() {
    var policy = new RunPolicy.Repeat(4, 30);
    var nil = new TaskId(0, 0);
    TaskSpec spec = TaskSpec.of(ID, TaskPayload.EMPTY).withRunPolicy(policy);
    assertThatThrownBy(() -> TaskSpec.of(nil, TaskPayload.EMPTY).withRunPolicy(policy))
        .extracting("kind")
        .isEqualTo("InvalidTaskId");
    assertThatThrownBy(() ->
            new TaskSpec(
                nil,
                spec.payload(),
                policy,
                spec.constraints(),
                spec.metadata(),
                spec.parentTaskId(),
                spec.tenantId()))
        .extracting("kind")
        .isEqualTo("InvalidTaskId");
    assertThat(spec).isEqualTo(TaskSpec.of(ID, TaskPayload.EMPTY).withRunPolicy(policy));
  }

  @Test
  @DisplayName("A-539: each part can be replaced, the original stays as it is")
  void partsCanBeReplaced() {
    TaskSpec spec = TaskSpec.of(ID, TaskPayload.of(Bytes.utf8("hello")));
    var policy = new RunPolicy.Repeat(4, 30);
    TaskConstraints constraints = TaskConstraints.DEFAULT.withMaxAttempts(3);
    var metadata = new TaskMetadata(List.of("a", "", "a"), Integer.MIN_VALUE, "text");
    var parent = new TaskId(0, 2);
    var tenant = new TenantId(0, 0);

    assertThat(spec.withRunPolicy(policy).runPolicy()).isEqualTo(policy);
    assertThat(spec.withConstraints(constraints).constraints()).isEqualTo(constraints);
    assertThat(spec.withMetadata(metadata).metadata()).isEqualTo(metadata);
    assertThat(spec.withParent(parent).parentTaskId()).isEqualTo(parent);
    assertThat(spec.withTenant(tenant).tenantId()).isEqualTo(tenant);
    assertThat(spec).isEqualTo(TaskSpec.of(ID, TaskPayload.of(Bytes.utf8("hello"))));
  }

  @Test
  void tagsAreCopied() {
    var tags = new ArrayList<>(List.of("a"));
    var metadata = new TaskMetadata(tags, 7, null);
    tags.add("b");

    assertThat(metadata.tags()).containsExactly("a");
  }
}
