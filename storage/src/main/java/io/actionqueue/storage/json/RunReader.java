package io.actionqueue.storage.json;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.state.StateImage;
import java.io.IOException;
import java.util.List;

/// Reads runs with their past as [ModelWriter] writes them, under the rules of spec 01 §8.2.
///
/// Besides [JsonException] the methods may raise [io.actionqueue.core.InvalidValue], from the
/// values themselves.
public final class RunReader {
  private static final List<AttemptResult> RESULTS = List.of(AttemptResult.values());

  private RunReader() {}

  /// Reads a run's own fields and applies the rules of [RunInstance#checkDecoded()].
  public static RunInstance runInstance(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "run_instance");
    var id = object.required("id", RunReader::runId);
    var taskId = object.required("task_id", ModelReader::taskId);
    var state = object.required("state", ModelReader::runState);
    var current = object.optional("current_attempt_id", RunReader::attemptId);
    var attempts = object.required("attempt_count", JsonReader::unsigned32);
    var createdAt = object.required("created_at", JsonReader::unsigned64);
    var scheduledAt = object.required("scheduled_at", JsonReader::unsigned64);
    var priority = object.required("effective_priority", JsonReader::signed32);
    var changedAt = object.defaulted("last_state_change_at", JsonReader::unsigned64);
    object.read();
    var run =
        new RunInstance(
            id.get(),
            taskId.get(),
            state.get(),
            current.orNull(),
            attempts.get(),
            createdAt.get(),
            scheduledAt.get(),
            priority.get(),
            changedAt.or(0L));
    run.checkDecoded();
    return run;
  }

  /// Reads one step of a run's past.
  public static StateImage.HistoryEntry historyEntry(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "state_history entry");
    var from = object.optional("from", ModelReader::runState);
    var to = object.required("to", ModelReader::runState);
    var timestamp = object.required("timestamp", JsonReader::unsigned64);
    object.read();
    return new StateImage.HistoryEntry(from.orNull(), to.get(), timestamp.get());
  }

  /// Reads one attempt.
  public static StateImage.Attempt attempt(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "attempt");
    var id = object.required("attempt_id", RunReader::attemptId);
    var startedAt = object.required("started_at", JsonReader::unsigned64);
    var finishedAt = object.optional("finished_at", JsonReader::unsigned64);
    var result = object.optional("result", RunReader::result);
    var error = object.optional("error", JsonReader::text);
    var output = object.optional("output", JsonReader::bytes);
    object.read();
    return new StateImage.Attempt(
        id.get(),
        startedAt.get(),
        finishedAt.orNull(),
        result.orNull(),
        error.orNull(),
        output.orNull());
  }

  /// Reads a lease.
  public static StateImage.Lease lease(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "lease");
    var owner = object.required("owner", JsonReader::text);
    var expiry = object.required("expiry", JsonReader::unsigned64);
    var acquiredAt = object.required("acquired_at", JsonReader::unsigned64);
    var updatedAt = object.required("updated_at", JsonReader::unsigned64);
    object.read();
    return new StateImage.Lease(owner.get(), expiry.get(), acquiredAt.get(), updatedAt.get());
  }

  private static AttemptResult result(JsonReader in) throws IOException {
    return Variants.byName(in, RESULTS, AttemptResult::wireName);
  }

  private static RunId runId(JsonReader in) throws IOException {
    return RunId.parse(in.text());
  }

  private static AttemptId attemptId(JsonReader in) throws IOException {
    return AttemptId.parse(in.text());
  }
}
