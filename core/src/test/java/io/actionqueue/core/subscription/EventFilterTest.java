package io.actionqueue.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Which signal a filter waits for (spec 02 §2.8).
class EventFilterTest {
  private static final TaskId TASK = new TaskId(0, 1);
  private static final TaskId OTHER = new TaskId(0, 2);
  private static final BudgetDimension TOKEN = BudgetDimension.TOKEN;

  @Test
  @DisplayName("A-710, A-711: completion of this task only")
  void completionOfThisTaskOnly() {
    var filter = new EventFilter.TaskCompleted(TASK);

    assertThat(filter.matches(new Signal.TaskCompleted(TASK))).isTrue();
    assertThat(filter.matches(new Signal.TaskCompleted(OTHER))).isFalse();
  }

  @Test
  @DisplayName("A-712: the state must be the one named")
  void theStateMustBeTheOneNamed() {
    var filter = new EventFilter.RunStateChanged(TASK, RunState.RUNNING);

    assertThat(filter.matches(new Signal.RunStateChanged(TASK, RunState.RUNNING))).isTrue();
    assertThat(filter.matches(new Signal.RunStateChanged(TASK, RunState.READY))).isFalse();
    assertThat(filter.matches(new Signal.RunStateChanged(OTHER, RunState.RUNNING))).isFalse();
  }

  @Test
  @DisplayName("A-713: the threshold or more, of the same dimension and task")
  void theThresholdOrMore() {
    var filter = new EventFilter.BudgetThreshold(TASK, TOKEN, 80);

    assertThat(filter.matches(new Signal.BudgetThresholdReached(TASK, TOKEN, 80))).isTrue();
    assertThat(filter.matches(new Signal.BudgetThresholdReached(TASK, TOKEN, 95))).isTrue();
    assertThat(filter.matches(new Signal.BudgetThresholdReached(TASK, TOKEN, 79))).isFalse();
    assertThat(filter.matches(new Signal.BudgetThresholdReached(OTHER, TOKEN, 95))).isFalse();
    assertThat(
            filter.matches(new Signal.BudgetThresholdReached(TASK, BudgetDimension.COST_CENTS, 95)))
        .isFalse();
  }

  @Test
  @DisplayName("A-714: a custom key must be equal")
  void aCustomKeyMustBeEqual() {
    var filter = new EventFilter.Custom("caelum.thread.completed");

    assertThat(filter.matches(new Signal.Custom("caelum.thread.completed"))).isTrue();
    assertThat(filter.matches(new Signal.Custom("caelum.thread"))).isFalse();
    assertThat(filter.matches(new Signal.Custom("Caelum.Thread.Completed"))).isFalse();
  }

  @Test
  void differentKindsNeverMatch() {
    List<EventFilter> filters =
        List.of(
            new EventFilter.TaskCompleted(TASK),
            new EventFilter.RunStateChanged(TASK, RunState.COMPLETED),
            new EventFilter.BudgetThreshold(TASK, TOKEN, 0),
            new EventFilter.Custom("k"));
    List<Signal> signals =
        List.of(
            new Signal.TaskCompleted(TASK),
            new Signal.RunStateChanged(TASK, RunState.COMPLETED),
            new Signal.BudgetThresholdReached(TASK, TOKEN, 100),
            new Signal.Custom("k"));

    for (int i = 0; i < filters.size(); i++) {
      for (int k = 0; k < signals.size(); k++) {
        assertThat(filters.get(i).matches(signals.get(k))).isEqualTo(i == k);
      }
    }
  }
}
