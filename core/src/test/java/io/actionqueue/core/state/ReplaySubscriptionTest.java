package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.state.Replay.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCanceled;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionTriggered;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.StateImage.Subscription;
import io.actionqueue.core.subscription.EventFilter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Subscriptions on replay (spec 02 §4.5, §6.4) and what of their triggers is used up (02-W-15).
class ReplaySubscriptionTest {
  private static final SubscriptionId ID = new SubscriptionId(5, 1);
  private static final SubscriptionId OTHER = new SubscriptionId(5, 2);
  private static final EventFilter FILTER = new EventFilter.Custom("go");

  private static Replay subscribed() {
    return Replay.scheduled().apply(new SubscriptionCreated(ID, TASK, FILTER, 2000));
  }

  private static SubscriptionTriggered triggered(long timestamp) {
    return new SubscriptionTriggered(ID, timestamp);
  }

  @Test
  @DisplayName("A-427: created and triggered")
  void createdAndTriggered() {
    Replay replay = subscribed().apply(triggered(3000));
    assertThat(replay.state.subscription(ID))
        .isEqualTo(new Subscription(ID, TASK, FILTER, 2000, 3000L, null));
  }

  @Test
  @DisplayName("A-430, INV-49: canceled for good, a later trigger moves only its time")
  void canceledForGood() {
    Replay replay = subscribed().apply(new SubscriptionCanceled(ID, 3000));
    assertThat(replay.state.subscription(ID))
        .isEqualTo(new Subscription(ID, TASK, FILTER, 2000, null, 3000L));
    replay.apply(triggered(3500)).apply(triggered(3400));
    assertThat(replay.state.subscription(ID))
        .isEqualTo(new Subscription(ID, TASK, FILTER, 2000, 3400L, 3000L));
    assertThat(replay.state.isTriggerPending(ID)).isFalse();
  }

  @Test
  void unknownSubscriptionsAreIgnored() {
    Replay replay = Replay.empty().apply(triggered(1)).apply(new SubscriptionCanceled(ID, 1));
    assertThat(replay.state.subscriptions()).isEmpty();
    assertThat(replay.state.isTriggerPending(ID)).isFalse();
    assertThat(replay.state.latestSequence()).isEqualTo(2);
  }

  @Test
  void creatingAgainReplaces() {
    var filter = new EventFilter.TaskCompleted(TASK);
    TaskId unknown = new TaskId(9, 9);
    Replay replay =
        subscribed()
            .apply(new SubscriptionCreated(OTHER, TASK, FILTER, 2001))
            .apply(triggered(3000))
            .apply(new SubscriptionCreated(ID, unknown, filter, 4000));
    assertThat(replay.state.subscriptions())
        .containsExactly(
            new Subscription(OTHER, TASK, FILTER, 2001, null, null),
            new Subscription(ID, unknown, filter, 4000, null, null));
    assertThat(replay.state.isTriggerPending(ID)).isFalse();
    assertThat(replay.state.extensions().subscriptionsOf(TASK)).containsExactly(OTHER);
    assertThat(replay.state.extensions().subscriptionsOf(unknown)).containsExactly(ID);
  }

  @Nested
  class PendingTriggers {
    @Test
    void aTriggerWaitsUntilARunOfTheTaskIsPromoted() {
      Replay replay = subscribed().apply(triggered(3000));
      assertThat(replay.state.isTriggerPending(ID)).isTrue();
      replay.move(SCHEDULED, READY, 3000);
      assertThat(replay.state.isTriggerPending(ID)).isFalse();
    }

    @Test
    void aCanceledRunUsesUpNothing() {
      Replay replay = subscribed().apply(triggered(3000)).move(SCHEDULED, CANCELED, 3000);
      assertThat(replay.state.isTriggerPending(ID)).isTrue();
    }

    @Test
    void promotionOfAnotherTaskUsesUpNothing() {
      TaskId other = new TaskId(1, 77);
      RunId run = new RunId(2, 77);
      Replay replay =
          subscribed()
              .apply(triggered(3000))
              .apply(Replay.run(run, other))
              .apply(new RunStateChanged(run, SCHEDULED, READY, 3000));
      assertThat(replay.state.isTriggerPending(ID)).isTrue();
    }

    @Test
    void onePromotionUsesUpAllTriggersOfItsTask() {
      Replay replay =
          subscribed()
              .apply(new SubscriptionCreated(OTHER, TASK, FILTER, 2000))
              .apply(triggered(3000))
              .apply(new SubscriptionTriggered(OTHER, 3000))
              .move(SCHEDULED, READY, 3000);
      assertThat(replay.state.isTriggerPending(ID)).isFalse();
      assertThat(replay.state.isTriggerPending(OTHER)).isFalse();
      replay.apply(triggered(4000));
      assertThat(replay.state.isTriggerPending(ID)).isTrue();
    }

    @Test
    void cancelingTheSubscriptionDropsItsTrigger() {
      Replay replay = subscribed().apply(triggered(3000)).apply(new SubscriptionCanceled(ID, 3001));
      assertThat(replay.state.isTriggerPending(ID)).isFalse();
    }

    @Test
    void creatingTheSubscriptionAgainDropsItsTrigger() {
      Replay replay =
          subscribed()
              .apply(triggered(3000))
              .apply(new SubscriptionCreated(ID, TASK, FILTER, 3001));
      assertThat(replay.state.isTriggerPending(ID)).isFalse();
    }

    @Test
    @DisplayName("02-W-15: through an image, a promotion at the trigger's time or later uses it up")
    void throughAnImage() {
      Replay waiting = subscribed().apply(triggered(3000));
      Replay usedUp = subscribed().apply(triggered(3000)).move(SCHEDULED, READY, 3000);
      Replay afterwards = subscribed().move(SCHEDULED, READY, 2999).apply(triggered(3000));
      Replay canceled = subscribed().apply(triggered(3000)).apply(new SubscriptionCanceled(ID, 1));
      assertThat(QueueState.of(canceled.state.image()).isTriggerPending(ID)).isFalse();
      assertThat(QueueState.of(waiting.state.image()).isTriggerPending(ID)).isTrue();
      assertThat(QueueState.of(usedUp.state.image()).isTriggerPending(ID)).isFalse();
      assertThat(QueueState.of(afterwards.state.image()).isTriggerPending(ID)).isTrue();
    }
  }
}
