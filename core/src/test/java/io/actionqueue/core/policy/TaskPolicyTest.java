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

  /// Equality and hash are written out: each component counts, by value.
  @Test
  void equalityIsThatOfAllComponents() {
    for (int i = 0; i < SINGLE.size(); i++) {
      assertThat(SINGLE.get(i)).isNotEqualTo(TaskPolicy.NONE).isNotEqualTo("a policy");
      assertThat(TaskPolicy.NONE).isNotEqualTo(SINGLE.get(i)).isNotEqualTo(null);
      for (int j = 0; j < SINGLE.size(); j++) {
        assertThat(SINGLE.get(i).equals(SINGLE.get(j))).as("%s and %s", i, j).isEqualTo(i == j);
      }
      TaskPolicy copy = full(i);
      TaskPolicy other = full(i);
      assertThat(copy).isNotSameAs(other).isEqualTo(other).hasSameHashCodeAs(other);
      assertThat(copy).isNotEqualTo(full(i + 1));
    }
  }

  /// Every option, the numbers in it so large that no two of them are one object.
  private static TaskPolicy full(int number) {
    long large = 1_000_000L + number;
    return new TaskPolicy(
        RetryPolicy.of(RetryPolicy.Strategy.EXPONENTIAL, large, large),
        new MisfirePolicy.Skip(large),
        AwaitChildren.FAIL_PARENT,
        TaskPolicy.OnReplenish.RESUME,
        large,
        large,
        number + 2,
        1_000_000 + number,
        OnUncertain.FAIL,
        large,
        List.of("k" + number));
  }
}
