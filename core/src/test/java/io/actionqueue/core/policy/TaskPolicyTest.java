package io.actionqueue.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.schedule.MisfirePolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What counts as an option.
class TaskPolicyTest {
  /// Policies with one option each, every component once.
  private static final List<TaskPolicy> SINGLE =
      List.of(
          TaskPolicy.NONE.withRetry(RetryPolicy.of(RetryPolicy.Strategy.FIXED, 1000, 1000)),
          TaskPolicy.NONE.withMisfire(new MisfirePolicy.CatchUpAll()),
          TaskPolicy.NONE.withAwaitChildren(AwaitChildren.FAIL_PARENT),
          TaskPolicy.NONE.withOnReplenish(TaskPolicy.OnReplenish.RESUME),
          TaskPolicy.NONE.withStartWithin(1L),
          TaskPolicy.NONE.withDeadline(1L),
          TaskPolicy.NONE.withKeyPermits(2),
          TaskPolicy.NONE.withInterruptions(0, null),
          TaskPolicy.NONE.withInterruptions(null, OnUncertain.FAIL),
          TaskPolicy.NONE.withProgressWithin(1L),
          TaskPolicy.NONE.withFurtherKeys(List.of("k")));

  @Test
  void nothingIsNone() {
    assertThat(TaskPolicy.NONE.isNone()).isTrue();
    assertThat(TaskPolicy.NONE.withKeyPermits(1).isNone()).isTrue();
  }

  @Test
  void everyComponentIsAnOption() throws ReflectiveOperationException {
    Set<String> different = new HashSet<>();
    for (TaskPolicy policy : SINGLE) {
      assertThat(policy.isNone()).as("%s", policy).isFalse();
      for (var component : TaskPolicy.class.getRecordComponents()) {
        Object value = component.getAccessor().invoke(policy);
        Object none = component.getAccessor().invoke(TaskPolicy.NONE);
        if (!Objects.equals(value, none)) {
          different.add(component.getName());
        }
      }
    }
    assertThat(different).hasSize(TaskPolicy.class.getRecordComponents().length);
  }
}
