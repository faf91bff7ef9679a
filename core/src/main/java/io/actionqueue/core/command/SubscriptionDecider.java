package io.actionqueue.core.command;

import io.actionqueue.core.event.SubscriptionEvent;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Decides about [SubscriptionCommand]s (spec 02 §4.5, 02-W-18).
final class SubscriptionDecider {
  private SubscriptionDecider() {}

  static Decision decide(QueueState state, SubscriptionCommand command) {
    return switch (command) {
      case SubscriptionCreate create -> create(state, create);
      case SubscriptionCancel(var id, var timestamp) -> {
        Rejection refusal = absence(state, id);
        yield refusal != null
            ? Answer.reject(refusal)
            : Answer.accept(new SubscriptionEvent.SubscriptionCanceled(id, timestamp));
      }
      case SubscriptionTrigger(var id, var timestamp) -> {
        Rejection refusal = absence(state, id);
        yield refusal != null
            ? Answer.reject(refusal)
            : Answer.accept(new SubscriptionEvent.SubscriptionTriggered(id, timestamp));
      }
    };
  }

  private static Decision create(QueueState state, SubscriptionCreate command) {
    TaskEntry subscriber = state.task(command.taskId());
    if (subscriber == null) {
      return Answer.reject(new TaskRejection.UnknownTask(command.taskId()));
    }
    if (state.subscription(command.subscriptionId()) != null) {
      return Answer.reject(
          new SubscriptionRejection.SubscriptionAlreadyExists(command.subscriptionId()));
    }
    TaskId observedId = command.filter().observedTask();
    TaskEntry observed = observedId == null ? null : state.task(observedId);
    if (observed != null
        && !Objects.equals(observed.spec().tenantId(), subscriber.spec().tenantId())) {
      return Answer.reject(new TaskRejection.TenantMismatch(subscriber.id(), observed.id()));
    }
    return Answer.accept(
        new SubscriptionEvent.SubscriptionCreated(
            command.subscriptionId(), command.taskId(), command.filter(), command.timestamp()));
  }

  private static @Nullable Rejection absence(QueueState state, SubscriptionId id) {
    StateImage.Subscription subscription = state.subscription(id);
    if (subscription == null) {
      return new SubscriptionRejection.UnknownSubscription(id);
    }
    return subscription.canceledAt() != null
        ? new SubscriptionRejection.SubscriptionAlreadyCanceled(id)
        : null;
  }
}
