package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.run.RunState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Tells several observers in the order in which they came.
final class Observers implements StateObserver {
  private StateObserver[] observers = {};

  void add(StateObserver observer) {
    observers = Arrays.copyOf(observers, observers.length + 1);
    observers[observers.length - 1] = observer;
  }

  @Override
  public void taskCreated(TaskEntry task) {
    for (StateObserver observer : observers) {
      observer.taskCreated(task);
    }
  }

  @Override
  public void taskChanged(TaskEntry task) {
    for (StateObserver observer : observers) {
      observer.taskChanged(task);
    }
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    for (StateObserver observer : observers) {
      observer.runMoved(run, from, timestamp);
    }
  }

  @Override
  public void leaseChanged(RunEntry run) {
    for (StateObserver observer : observers) {
      observer.leaseChanged(run);
    }
  }

  @Override
  public void engineChanged(StateImage.Engine engine) {
    for (StateObserver observer : observers) {
      observer.engineChanged(engine);
    }
  }

  @Override
  public void budgetChanged(StateImage.Budget budget) {
    for (StateObserver observer : observers) {
      observer.budgetChanged(budget);
    }
  }

  @Override
  public void subscriptionChanged(StateImage.Subscription subscription) {
    for (StateObserver observer : observers) {
      observer.subscriptionChanged(subscription);
    }
  }

  @Override
  public void actorChanged(StateImage.Actor actor) {
    for (StateObserver observer : observers) {
      observer.actorChanged(actor);
    }
  }

  @Override
  public void taskDropped(TaskEntry task) {
    for (StateObserver observer : observers) {
      observer.taskDropped(task);
    }
  }

  @Override
  public void extended(ExtensionEvent event) {
    for (StateObserver observer : observers) {
      observer.extended(event);
    }
  }
}
