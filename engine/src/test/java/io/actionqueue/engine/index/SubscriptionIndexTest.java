package io.actionqueue.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.subscription.EventFilter;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Subscriptions found by what they observe and by whom they belong to (spec 03 §9.6).
class SubscriptionIndexTest {
  private static final SubscriptionId ONE = new SubscriptionId(5, 1);
  private static final SubscriptionId TWO = new SubscriptionId(5, 2);
  private static final TaskId TASK = new TaskId(1, 1);
  private static final TaskId OTHER = new TaskId(1, 2);

  private final SubscriptionIndex index = SubscriptionIndex.create();
  private final TaskSubscriptions byTask = TaskSubscriptions.create();

  @Test
  void addingAgainKeepsThePlace() {
    var filter = new EventFilter.Custom("key");
    index.add(ONE, filter);
    index.add(TWO, filter);
    index.add(ONE, new EventFilter.Custom("key"));
    assertThat(index.onCustom("key")).containsExactly(ONE, TWO);
  }

  /// with another filter, also one that observes the same thing otherwise.
  @Test
  void anotherFilterTakesThePlaceOfTheFirst() {
    index.add(ONE, new EventFilter.Custom("key"));
    index.add(ONE, new EventFilter.BudgetThreshold(TASK, BudgetDimension.TOKEN, 50));
    index.add(ONE, new EventFilter.BudgetThreshold(TASK, BudgetDimension.TOKEN, 80));
    assertThat(index.onCustom("key")).isEmpty();
    var thresholds = new ArrayList<Integer>();
    index.onBudget(TASK, BudgetDimension.TOKEN, (_, threshold) -> thresholds.add(threshold));
    assertThat(thresholds).containsExactly(80);
    index.remove(ONE);
    assertThat(index.isEmpty()).isTrue();
    assertThat(index.observes(TASK, BudgetDimension.TOKEN)).isFalse();
  }

  /// one that is made again is the latest of its task, of whichever task.
  @Test
  void madeAgainItIsTheLatestOfItsTask() {
    var filter = new EventFilter.Custom("key");
    byTask.changed(new StateImage.Subscription(ONE, TASK, filter, 1, null, null));
    byTask.changed(new StateImage.Subscription(TWO, TASK, filter, 2, null, null));
    byTask.changed(new StateImage.Subscription(ONE, TASK, filter, 1, 3L, null));
    assertThat(byTask.of(TASK)).containsExactly(ONE, TWO);
    byTask.changed(new StateImage.Subscription(ONE, TASK, filter, 4, null, null));
    assertThat(byTask.of(TASK)).containsExactly(TWO, ONE);
    byTask.changed(new StateImage.Subscription(ONE, OTHER, filter, 5, null, null));
    assertThat(byTask.of(TASK)).containsExactly(TWO);
    assertThat(byTask.of(OTHER)).containsExactly(ONE);
    byTask.dropped(TASK);
    assertThat(byTask.of(OTHER)).containsExactly(ONE);
  }
}
