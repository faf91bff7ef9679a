package io.actionqueue.engine.index;

import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The subscriptions of each task in order of creation, ended ones too. Confined to the engine
/// thread.
public final class TaskSubscriptions {
  private final Map<SubscriptionId, StateImage.Subscription> known = new HashMap<>();
  private final Map<TaskId, List<SubscriptionId>> byTask = new HashMap<>();

  private TaskSubscriptions() {}

  /// Of no task.
  public static TaskSubscriptions create() {
    return new TaskSubscriptions();
  }

  /// A subscription was made, or something has become of it. One that is made again under its id
  /// counts as new.
  public void changed(StateImage.Subscription subscription) {
    SubscriptionId id = subscription.subscriptionId();
    StateImage.Subscription before = known.put(id, subscription);
    if (before != null && isSame(before, subscription)) {
      return;
    }
    if (before != null) {
      byTask.getOrDefault(before.taskId(), new ArrayList<>()).remove(id);
    }
    byTask.computeIfAbsent(subscription.taskId(), _ -> new ArrayList<>(2)).add(id);
  }

  private static boolean isSame(StateImage.Subscription before, StateImage.Subscription after) {
    return before.taskId().equals(after.taskId())
        && before.createdAt() == after.createdAt()
        && before.filter().equals(after.filter());
  }

  /// A task has left the state.
  public void dropped(TaskId task) {
    List<SubscriptionId> gone = byTask.remove(task);
    if (gone != null) {
      gone.forEach(known::remove);
    }
  }

  /// Those of a task; a live view.
  public List<SubscriptionId> of(TaskId task) {
    return Collections.unmodifiableList(byTask.getOrDefault(task, List.of()));
  }
}
