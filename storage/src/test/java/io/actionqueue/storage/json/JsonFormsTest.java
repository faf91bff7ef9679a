package io.actionqueue.storage.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The JSON forms of the model (catalogue §20.4): what is written is read as it was, and what
/// breaks a rule is refused in the rule's words.
class JsonFormsTest {
  private static final TaskId TASK = new TaskId(1, 1);
  private static final RunId RUN = new RunId(2, 2);
  private static final AttemptId ATTEMPT = new AttemptId(3, 3);

  private interface Write<T> {
    void to(JsonWriter out, T value) throws IOException;
  }

  private interface Read<T> {
    T from(JsonReader in) throws IOException;
  }

  private static JsonReader reader(String text) {
    return JsonReader.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))::read);
  }

  private static <T> String text(Write<T> write, T value) throws IOException {
    var text = new StringBuilder();
    JsonWriter out = JsonWriter.to(text);
    write.to(out, value);
    out.flush();
    return text.toString();
  }

  private static <T> void roundTrip(Write<T> write, Read<T> read, T value) throws IOException {
    assertThat(read.from(reader(text(write, value)))).isEqualTo(value);
  }

  private static RunInstance run(RunState state, int attempts) {
    return new RunInstance(RUN, TASK, state, null, attempts, 1000, 1000, 0, 1000);
  }

  /// ids, within what carries them.
  @Test
  void ids() throws IOException {
    roundTrip((out, id) -> out.id(id), ModelReader::taskId, TASK);
    var running = new RunInstance(RUN, TASK, RunState.RUNNING, ATTEMPT, 1, 1000, 1000, 0, 1000);
    assertThat(text(ModelWriter::runInstance, running))
        .contains("\"" + RUN + "\"", "\"" + TASK + "\"", "\"" + ATTEMPT + "\"");
    roundTrip(ModelWriter::runInstance, RunReader::runInstance, running);
    roundTrip(
        StateWriter::subscription,
        StateReader::subscription,
        new StateImage.Subscription(
            new SubscriptionId(4, 4), TASK, new EventFilter.TaskCompleted(TASK), 1, null, null));
  }

  private static TaskSpec spec() {
    return new TaskSpec(
        TASK,
        new TaskPayload(Bytes.utf8("hello"), "text/plain"),
        new RunPolicy.Repeat(6, 1800),
        new TaskConstraints(
            3, 30L, "customer:123", HoldPolicy.HOLD_DURING_RETRY, SafetyLevel.PURE, null),
        new TaskMetadata(List.of("demo", "phase1"), 7, "test task"),
        null,
        null);
  }

  /// a whole task.
  @Test
  void taskSpec() throws IOException {
    roundTrip(ModelWriter::taskSpec, TaskReader::taskSpec, spec());
  }

  /// capabilities are absent, not an empty list.
  @Test
  void constraintsWithoutAnyCapability() {
    String text = "{\"max_attempts\":1,\"required_capabilities\":[]}";
    assertThatThrownBy(() -> TaskReader.constraints(reader(text))).hasMessageContaining("empty");
  }

  /// a spec that breaks a rule, in the rule's words.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"count\":6 | \"count\":0 | repeat count",
        "\"interval_secs\":1800 | \"interval_secs\":0 | repeat interval",
      })
  void specsThatBreakARule(String good, String bad, String words) throws IOException {
    String text = text(ModelWriter::taskSpec, spec());
    assertThat(text).contains(good);
    String broken = text.replace(good, bad);
    assertThatThrownBy(() -> TaskReader.taskSpec(reader(broken))).hasMessageContaining(words);
  }

  /// a Ready run that is due after its creation was never promoted.
  @Test
  void readyRunThatIsNotDue() throws IOException {
    String text = text(ModelWriter::runInstance, run(RunState.READY, 0));
    String broken = text.replace("\"scheduled_at\":1000", "\"scheduled_at\":2000");
    assertThat(broken).isNotEqualTo(text);
    assertThatThrownBy(() -> RunReader.runInstance(reader(broken)))
        .hasMessageContaining("scheduled_at");
  }

  /// every state a run may be written in; Suspended is none of the terminal ones.
  @ParameterizedTest
  @EnumSource(RunState.class)
  void runs(RunState state) throws IOException {
    roundTrip(
        ModelWriter::runInstance, RunReader::runInstance, run(state, state.isTerminal() ? 1 : 0));
    assertThat(RunState.SUSPENDED.isTerminal()).isFalse();
    assertThat(RunState.COMPLETED.isTerminal()).isTrue();
  }

  /// every result of an attempt.
  @ParameterizedTest
  @EnumSource(AttemptResult.class)
  void attempts(AttemptResult result) throws IOException {
    boolean failed = result == AttemptResult.FAILURE || result == AttemptResult.TIMEOUT;
    var attempt = new StateImage.Attempt(ATTEMPT, 1, 2L, result, failed ? "why" : null, null);
    roundTrip(
        (out, value) -> ModelWriter.attempts(out, List.of(value)),
        in -> {
          in.beginArray();
          assertThat(in.nextElement()).isTrue();
          return RunReader.attempt(in);
        },
        attempt);
  }

  /// budgets in every dimension.
  @ParameterizedTest
  @EnumSource(BudgetDimension.class)
  void budgets(BudgetDimension dimension) throws IOException {
    roundTrip(
        StateWriter::budget,
        StateReader::budget,
        new StateImage.Budget(TASK, dimension, 1000, 500, 5, false));
  }

  /// the four kinds of filters.
  @Test
  void filters() throws IOException {
    for (EventFilter filter :
        List.of(
            new EventFilter.TaskCompleted(TASK),
            new EventFilter.RunStateChanged(TASK, RunState.SUSPENDED),
            new EventFilter.BudgetThreshold(TASK, BudgetDimension.TOKEN, 80),
            new EventFilter.Custom("caelum.thread.completed"))) {
      roundTrip(ModelWriter::eventFilter, ModelReader::eventFilter, filter);
    }
  }
}
