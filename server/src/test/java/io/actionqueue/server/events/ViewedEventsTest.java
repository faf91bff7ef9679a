package io.actionqueue.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.EngineNotice;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.server.http.ApiResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is told to who does not see everything, where an id is given again after what had it was
/// dropped: it may have been another tenant's.
@Timeout(60)
class ViewedEventsTest {
  private static final RunId RUN = new RunId(0, 7);
  private static final TaskId TASK = new TaskId(0, 8);
  private static final TaskId OTHER = new TaskId(0, 9);

  private final List<Consumer<EngineNotice>> engine = new ArrayList<>();
  private final EventHub hub = EventHub.over(engine::add);
  private final Set<TaskId> visible = new HashSet<>(Set.of(TASK, OTHER));
  private long sequence;

  @Test
  void whatHadTheIdBeforeIsNotTold() {
    hub.hear();
    live();
    live();
    assertThat(toldUntil(8, () -> {})).containsExactly(5, 6, 7, 8);
  }

  @Test
  void whatHasTheIdLaterIsLookedAtAgain() {
    hub.hear();
    live();
    List<Integer> told =
        toldUntil(
            9,
            () -> {
              visible.remove(TASK);
              live();
              publish(new TaskEvent.TaskCreated(spec(OTHER), 1));
            });
    assertThat(told).containsExactly(1, 2, 3, 4, 9);
  }

  /// Four events of a task.
  private void live() {
    publish(new TaskEvent.TaskCreated(spec(TASK), 1));
    publish(new RunEvent.RunCreated(RunInstance.scheduled(RUN, TASK, 1, 1)));
    publish(new RunEvent.RunStateChanged(RUN, RunState.SCHEDULED, RunState.READY, 1));
    publish(new TaskEvent.TaskCanceled(TASK, 1));
  }

  private void publish(Event event) {
    var notice = new EngineNotice(++sequence, event);
    engine.forEach(listener -> listener.accept(notice));
  }

  private static TaskSpec spec(TaskId id) {
    return new TaskSpec(
        id,
        TaskPayload.EMPTY,
        RunPolicy.ONCE,
        TaskConstraints.DEFAULT,
        TaskMetadata.DEFAULT,
        null,
        null);
  }

  /// The sequences of a stream from the beginning to a last one.
  ///
  /// @param after4 what happens after the fourth event was told
  private List<Integer> toldUntil(int last, Runnable after4) {
    var viewer =
        new EventViewer() {
          @Override
          public boolean seesAll() {
            return false;
          }

          @Override
          public boolean sees(TaskId task) {
            return visible.contains(task);
          }

          @Override
          public void check() {}
        };
    var out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            String all = toString(StandardCharsets.UTF_8);
            String lastTold = all.substring(all.lastIndexOf("\n\n", all.length() - 3) + 2);
            if (lastTold.startsWith("id: 4\n")) {
              after4.run();
            } else if (lastTold.startsWith("id: " + last + "\n")) {
              hub.close();
            }
          }
        };
    EventStream stream =
        EventStream.over(hub, () -> sequence, run -> Optional.of(TASK).filter(visible::contains));
    try {
      ((ApiResponse.Streamed) stream.response(OptionalLong.of(0), EventFilter.ALL, viewer))
          .writer()
          .writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Pattern.compile("(?m)^id: (\\d+)$")
        .matcher(out.toString(StandardCharsets.UTF_8))
        .results()
        .map(found -> Integer.valueOf(found.group(1)))
        .toList();
  }
}
