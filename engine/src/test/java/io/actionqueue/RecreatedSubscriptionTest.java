package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionTriggered;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A log of the original in which a subscription was made twice under one id: the later one counts
/// (spec 02 §6.5). A command is refused there.
class RecreatedSubscriptionTest {
  private static final SubscriptionId ID = new SubscriptionId(5, 1);
  private static final EventFilter FIRST = new EventFilter.Custom("first");
  private static final EventFilter SECOND = new EventFilter.Custom("second");

  @RegisterExtension final World world = World.at(1000);

  private ActionQueue open() {
    return world.open(_ -> Outcome.success());
  }

  private static TaskId yearly(ActionQueue queue) {
    return World.submit(
        queue, TaskRequest.forDefaultHandler().runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", null)));
  }

  /// Appends events to the closed directory that no command gives.
  private void record(Event... events) {
    var log = LogOptions.builder().threading(LogThreading.CALLER).build();
    var options = StoreOptions.builder(World.DIR, world.disk, world.time).log(log).build();
    try (Store store = Store.open(options)) {
      store.log().append(new EventBatch(store.log().lastSequence() + 1, List.of(events)));
      store.log().sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file of a snapshot that is written now.
  private static String snapshot(ActionQueue queue) {
    var written = queue.snapshot();
    queue.tick();
    queue.tick();
    assertThat(written).isDone();
    return written.join().file();
  }

  private static long completed(ActionQueue queue, TaskId task) {
    return World.statesOf(queue, task).stream().filter(s -> s == RunState.COMPLETED).count();
  }

  private static List<SubscriptionId> of(ActionQueue queue, TaskId task) {
    return queue.subscriptions().of(task).join().stream().map(SubscriptionView::id).toList();
  }

  /// another subscriber and another filter. Nothing is left of the first one, neither from
  /// the log nor from a snapshot in either form, and only the second filter triggers.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLaterOneCounts(boolean nativeForm) {
    UnaryOperator<ActionQueueOptions> options =
        with -> (nativeForm ? with.nativeSnapshots() : with).defaultHandler(_ -> Outcome.success());
    ActionQueue queue = world.openWith(options);
    TaskId one = yearly(queue);
    TaskId other = yearly(queue);
    world.close();
    record(
        new SubscriptionCreated(ID, one, FIRST, 1000),
        new SubscriptionCreated(ID, other, SECOND, 1001));
    var expected = new StateImage.Subscription(ID, other, SECOND, 1001, null, null);
    assertThat(world.recorded().subscriptions()).containsExactly(expected);

    queue = world.openWith(options);
    assertThat(of(queue, one)).isEmpty();
    assertThat(of(queue, other)).containsExactly(ID);
    assertThat(snapshot(queue)).endsWith(nativeForm ? ".aqs" : "snapshot.bin");
    world.kill();
    assertThat(world.loadReport().snapshotLoaded()).isTrue();
    assertThat(world.recorded().subscriptions()).containsExactly(expected);

    queue = world.openWith(options);
    assertThat(queue.subscriptions().fire("first").join()).isZero();
    assertThat(queue.subscriptions().fire("second").join()).isEqualTo(1);
    queue.runUntilIdle();
    assertThat(completed(queue, one)).isZero();
    assertThat(completed(queue, other)).isEqualTo(1);
  }

  /// the first one is in a snapshot and has triggered; the second one follows in the log.
  @Test
  void nothingThatTheFirstOneWaitedForPromotes() {
    ActionQueue queue = open();
    TaskId task = yearly(queue);
    world.close();
    record(new SubscriptionCreated(ID, task, FIRST, 1000), new SubscriptionTriggered(ID, 1000));
    queue = open();
    queue.pause().join(); // holds what the trigger would promote
    assertThat(snapshot(queue)).isNotEmpty();
    world.kill();
    record(new SubscriptionCreated(ID, task, SECOND, 1001));

    queue = open();
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(completed(queue, task)).isZero();
    var view = queue.subscriptions().show(ID).join().orElseThrow();
    assertThat(view.filter()).isEqualTo(SECOND);
    assertThat(view.status()).isEqualTo(SubscriptionView.Status.ACTIVE);
    assertThat(queue.subscriptions().fire("first").join()).isZero();
    assertThat(queue.subscriptions().fire("second").join()).isEqualTo(1);
    queue.runUntilIdle();
    assertThat(completed(queue, task)).isEqualTo(1);
  }
}
