package io.actionqueue.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.EngineNotice;
import io.actionqueue.client.wire.StreamedEvent;
import io.actionqueue.core.event.EngineEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EventHubTest {
  private static final RunId RUN = new RunId(0, 7);
  private static final TaskId TASK = new TaskId(0, 8);

  private final List<Consumer<EngineNotice>> engine = new ArrayList<>();
  private final EventHub hub = EventHub.over(engine::add);
  private long sequence;

  @Test
  void nothingIsHeardBeforeSomebodyListens() {
    assertThat(engine).isEmpty();
    hub.hear();
    hub.hear();
    assertThat(engine).hasSize(1);
  }

  @Test
  void listenersGetWhatComesAfterThem() throws Exception {
    hub.hear();
    publish(2);
    EventQueue queue = hub.listen(OptionalLong.empty(), sequence);
    publish(2);

    assertThat(queue.backlog()).isEmpty();
    assertThat(queue.hasGap()).isFalse();
    assertThat(next(queue)).isEqualTo(3);
    assertThat(next(queue)).isEqualTo(4);
    assertThat(queue.poll(Duration.ZERO)).isNull();
  }

  @Test
  void whoComesBackGetsWhatItMissed() {
    hub.hear();
    publish(5);

    EventQueue back = hub.listen(OptionalLong.of(3), sequence);
    EventQueue current = hub.listen(OptionalLong.of(5), sequence);

    assertThat(back.backlog()).extracting(StreamedEvent::sequence).containsExactly(4L, 5L);
    assertThat(back.hasGap()).isFalse();
    assertThat(current.backlog()).isEmpty();
    assertThat(current.hasGap()).isFalse();
  }

  @Test
  void whatIsNoLongerKnownIsAGap() {
    sequence = 100;
    hub.hear();
    assertThat(hub.listen(OptionalLong.of(90), sequence).hasGap()).isTrue();
    assertThat(hub.listen(OptionalLong.of(100), sequence).hasGap()).isFalse();
    publish(EventHub.KEPT + 10);

    EventQueue old = hub.listen(OptionalLong.of(105), sequence);
    EventQueue edge = hub.listen(OptionalLong.of(110), sequence);

    assertThat(old.hasGap()).isTrue();
    assertThat(old.backlog()).hasSize(EventHub.KEPT);
    assertThat(edge.hasGap()).isFalse();
    assertThat(edge.backlog().getFirst().sequence()).isEqualTo(111);
  }

  @Test
  void listenerThatDoesNotKeepUpIsCutOff() {
    hub.hear();
    EventQueue slow = hub.listen(OptionalLong.empty(), sequence);
    publish(EventQueue.CAPACITY);
    assertThat(slow.ended()).isNull();
    publish(1);

    assertThat(slow.ended()).isEqualTo("slow_consumer");
  }

  @Test
  void closingEndsAllStreamsAndThoseToCome() {
    hub.hear();
    EventQueue open = hub.listen(OptionalLong.empty(), sequence);
    hub.close();

    assertThat(open.ended()).isEqualTo("draining");
    assertThat(hub.listen(OptionalLong.empty(), sequence).ended()).isEqualTo("draining");
  }

  @Test
  void filtersLookAtTaskRunAndType() {
    var created =
        EventWords.of(
            new EngineNotice(1, new RunEvent.RunCreated(RunInstance.scheduled(RUN, TASK, 5, 4))));
    var moved =
        EventWords.of(
            new EngineNotice(
                2, new RunEvent.RunStateChanged(RUN, RunState.SCHEDULED, RunState.READY, 6)));

    assertThat(EventFilter.ALL.wants(moved, null)).isTrue();
    assertThat(new EventFilter(TASK, null, Set.of()).wants(created, null)).isTrue();
    assertThat(new EventFilter(TASK, null, Set.of()).wants(moved, null)).isFalse();
    assertThat(new EventFilter(TASK, null, Set.of()).wants(moved, TASK)).isTrue();
    assertThat(new EventFilter(null, RUN, Set.of("RunCreated")).wants(created, null)).isTrue();
    assertThat(new EventFilter(null, RUN, Set.of("RunCreated")).wants(moved, null)).isFalse();
    assertThat(new EventFilter(null, new RunId(0, 1), Set.of()).wants(moved, null)).isFalse();
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      var notice = new EngineNotice(++sequence, new EngineEvent.EnginePaused(sequence));
      engine.forEach(listener -> listener.accept(notice));
    }
  }

  private static long next(EventQueue queue) throws InterruptedException {
    StreamedEvent event = queue.poll(Duration.ZERO);
    return event == null ? -1 : event.sequence();
  }
}
