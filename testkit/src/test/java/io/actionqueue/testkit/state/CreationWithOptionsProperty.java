package io.actionqueue.testkit.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent.TaskCreatedWithPolicy;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.ReplayRefusal;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// One event that creates a task with its options leaves what two events left: the creation and,
/// behind it, the options.
class CreationWithOptionsProperty {
  /// A history in which tasks get random options, told in two ways to two states.
  private static final class Telling {
    final SeededRandom random;
    final SampleExtensions samples;
    final QueueState one = QueueState.empty();
    final QueueState two = QueueState.empty();
    long tasks;

    Telling(SeededRandom random) {
      this.random = random;
      this.samples = new SampleExtensions(random);
    }

    void tell(Event event) {
      switch (event) {
        case TaskCreated(TaskSpec spec, long second) ->
            create(spec, options(spec), second * 1000 + random.below(1000));
        case TaskCreatedWithPolicy(var spec, var policy, long millis) ->
            create(spec, policy, millis);
        default -> {
          // Options change what may follow: both states have to see it in the same way.
          long sequence = one.latestSequence() + 2;
          ReplayRefusal refusal = one.check(sequence, event);
          assertThat(two.check(sequence, event)).isEqualTo(refusal);
          if (refusal == null) {
            one.apply(sequence, event);
            two.apply(sequence, event);
          }
        }
      }
    }

    private TaskPolicy options(TaskSpec spec) {
      TaskPolicy policy = samples.someOptions();
      String first = spec.constraints().concurrencyKey();
      return first == null || policy.furtherKeys().contains(first)
          ? policy.withFurtherKeys(List.of()).withKeyPermits(2)
          : policy;
    }

    private void create(TaskSpec spec, TaskPolicy policy, long millis) {
      long sequence = one.latestSequence() + 2;
      var created = new TaskCreatedWithPolicy(spec, policy, millis);
      ReplayRefusal refusal = one.check(sequence, created);
      var before = new TaskCreated(spec, millis / 1000);
      assertThat(two.check(sequence - 1, before)).isEqualTo(refusal);
      if (refusal == null) {
        one.apply(sequence, created);
        two.apply(sequence - 1, before);
        two.apply(sequence, new TaskPolicySet(spec.id(), policy, millis));
        tasks++;
      }
    }
  }

  @Test
  void oneEventLeavesWhatTwoLeft() {
    Seeds.check(
        30,
        random -> {
          var telling = new Telling(random);
          for (EventBatch batch : HistoryGenerator.of(random.split()).take(250)) {
            batch.events().forEach(telling::tell);
          }
          assertThat(telling.tasks).isPositive();
          assertThat(telling.one.image()).isEqualTo(telling.two.image());
          assertThat(telling.one.digest()).isEqualTo(telling.two.digest());
          for (TaskEntry task : telling.one.tasks()) {
            expectSame(task, telling.two.task(task.id()));
          }
          assertThat(QueueState.of(telling.one.image()).image()).isEqualTo(telling.two.image());
        });
  }

  private static void expectSame(TaskEntry task, @Nullable TaskEntry other) {
    assertThat(other).isNotNull();
    if (other != null) {
      assertThat(other.policy()).isEqualTo(task.policy());
      assertThat(other.createdAt()).isEqualTo(task.createdAt());
      assertThat(other.outcome()).isEqualTo(task.outcome());
      assertThat(other.isWaitingForChildren()).isEqualTo(task.isWaitingForChildren());
      assertThat(other.unmetPrerequisites()).isEqualTo(task.unmetPrerequisites());
    }
  }
}
