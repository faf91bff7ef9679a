package io.actionqueue.engine.index;

import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The subscriptions of each task in order of creation, ended ones too. Confined to the engine
/// thread.
public final class TaskSubscriptions {
  private final Set<SubscriptionId> known = new HashSet<>();
  private final Map<TaskId, List<SubscriptionId>> byTask = new HashMap<>();

  private TaskSubscriptions() {}

  /// Of no task.
  public static TaskSubscriptions create() {
    return new TaskSubscriptions();
  }

  /// A subscription was made, or something has become of it.
  public void changed(StateImage.Subscription subscription) {
    if (known.add(subscription.subscriptionId())) {
      byTask
          .computeIfAbsent(subscription.taskId(), _ -> new ArrayList<>(2))
          .add(subscription.subscriptionId());
    }
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
