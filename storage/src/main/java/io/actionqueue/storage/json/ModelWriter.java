package io.actionqueue.storage.json;

import io.actionqueue.core.id.Identifier;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The JSON form of the values that snapshots, the state view and the log view have in common (spec
/// 01 §4.3 to §4.9).
///
/// Keys stand in the order of the format's tables and every key is present, but for
/// `max_occurrences`, which is left out where there is no limit. Format:
/// docs/format/snapshot-v8.md.
public final class ModelWriter {
  private ModelWriter() {}

  /// A task as it was submitted.
  public static void taskSpec(JsonWriter out, TaskSpec spec) throws IOException {
    out.beginObject().name("id").id(spec.id()).name("payload");
    payload(out, spec.payload());
    out.name("run_policy");
    runPolicy(out, spec.runPolicy());
    out.name("constraints");
    constraints(out, spec.constraints());
    out.name("metadata");
    metadata(out, spec.metadata());
    out.name("parent_task_id").id(spec.parentTaskId()).name("tenant_id").id(spec.tenantId());
    out.endObject();
  }

  private static void payload(JsonWriter out, TaskPayload payload) throws IOException {
    out.beginObject().name("bytes").bytes(payload.bytes());
    out.name("content_type").text(payload.contentType()).endObject();
  }

  private static void runPolicy(JsonWriter out, RunPolicy policy) throws IOException {
    switch (policy) {
      case RunPolicy.Once _ -> out.text("Once");
      case RunPolicy.Repeat(long count, long interval) -> {
        out.beginObject().name("Repeat").beginObject().name("count").unsigned(count);
        out.name("interval_secs").unsigned(interval).endObject().endObject();
      }
      case RunPolicy.Cron(String expression, Long max) -> {
        out.beginObject().name("Cron").beginObject().name("expression").text(expression);
        if (max != null) {
          out.name("max_occurrences").unsigned(max);
        }
        out.endObject().endObject();
      }
    }
  }

  private static void constraints(JsonWriter out, TaskConstraints rules) throws IOException {
    out.beginObject().name("max_attempts").unsigned(rules.maxAttempts());
    out.name("timeout_secs").unsigned(rules.timeoutSecs());
    out.name("concurrency_key").text(rules.concurrencyKey());
    out.name("concurrency_key_hold_policy").text(rules.holdPolicy().wireName());
    out.name("safety_level").text(rules.safetyLevel().wireName());
    out.name("required_capabilities");
    texts(out, rules.requiredCapabilities());
    out.endObject();
  }

  private static void metadata(JsonWriter out, TaskMetadata metadata) throws IOException {
    out.beginObject().name("tags");
    texts(out, metadata.tags());
    out.name("priority").signed(metadata.priority());
    out.name("description").text(metadata.description()).endObject();
  }

  /// A run's own fields.
  public static void runInstance(JsonWriter out, RunInstance run) throws IOException {
    out.beginObject().name("id").id(run.id()).name("task_id").id(run.taskId());
    out.name("state").text(run.state().wireName());
    out.name("current_attempt_id").id(run.currentAttemptId());
    out.name("attempt_count").unsigned(run.attemptCount());
    out.name("created_at").unsigned(run.createdAt());
    out.name("scheduled_at").unsigned(run.scheduledAt());
    out.name("effective_priority").signed(run.effectivePriority());
    out.name("last_state_change_at").unsigned(run.lastStateChangeAt()).endObject();
  }

  /// A run's past, oldest step first.
  public static void history(JsonWriter out, List<StateImage.HistoryEntry> history)
      throws IOException {
    out.beginArray();
    for (StateImage.HistoryEntry entry : history) {
      var from = entry.from();
      out.beginObject().name("from").text(from == null ? null : from.wireName());
      out.name("to").text(entry.to().wireName());
      out.name("timestamp").unsigned(entry.timestamp()).endObject();
    }
    out.endArray();
  }

  /// A run's attempts, oldest first.
  public static void attempts(JsonWriter out, List<StateImage.Attempt> attempts)
      throws IOException {
    out.beginArray();
    for (StateImage.Attempt attempt : attempts) {
      var result = attempt.result();
      out.beginObject().name("attempt_id").id(attempt.attemptId());
      out.name("started_at").unsigned(attempt.startedAt());
      out.name("finished_at").unsigned(attempt.finishedAt());
      out.name("result").text(result == null ? null : result.wireName());
      out.name("error").text(attempt.error());
      out.name("output").bytes(attempt.output()).endObject();
    }
    out.endArray();
  }

  /// A lease, or null.
  public static void lease(JsonWriter out, StateImage.@Nullable Lease lease) throws IOException {
    if (lease == null) {
      out.nullValue();
      return;
    }
    out.beginObject().name("owner").text(lease.owner()).name("expiry").unsigned(lease.expiry());
    out.name("acquired_at").unsigned(lease.acquiredAt());
    out.name("updated_at").unsigned(lease.updatedAt()).endObject();
  }

  /// What a subscription waits for.
  public static void eventFilter(JsonWriter out, EventFilter filter) throws IOException {
    out.beginObject();
    switch (filter) {
      case EventFilter.TaskCompleted(var task) ->
          out.name("TaskCompleted").beginObject().name("task_id").id(task);
      case EventFilter.RunStateChanged(var task, var state) -> {
        out.name("RunStateChanged").beginObject().name("task_id").id(task);
        out.name("state").text(state.wireName());
      }
      case EventFilter.BudgetThreshold(var task, var dimension, int percent) -> {
        out.name("BudgetThreshold").beginObject().name("task_id").id(task);
        out.name("dimension").text(dimension.wireName()).name("threshold_pct").signed(percent);
      }
      case EventFilter.Custom(String key) -> out.name("Custom").beginObject().name("key").text(key);
    }
    out.endObject().endObject();
  }

  /// A role.
  public static void role(JsonWriter out, Role role) throws IOException {
    switch (role) {
      case Role.Named(String name) -> out.text(name);
      case Role.Custom(String name) -> out.beginObject().name("Custom").text(name).endObject();
    }
  }

  /// A capability.
  public static void capability(JsonWriter out, Capability capability) throws IOException {
    switch (capability) {
      case Capability.Named(String name) -> out.text(name);
      case Capability.Custom(String name) ->
          out.beginObject().name("Custom").text(name).endObject();
    }
  }

  /// A list of texts, or null.
  public static void texts(JsonWriter out, @Nullable List<String> texts) throws IOException {
    if (texts == null) {
      out.nullValue();
      return;
    }
    out.beginArray();
    for (String text : texts) {
      out.text(text);
    }
    out.endArray();
  }

  /// A list of identifiers.
  public static void ids(JsonWriter out, List<? extends Identifier> ids) throws IOException {
    out.beginArray();
    for (Identifier id : ids) {
      out.id(id);
    }
    out.endArray();
  }
}
